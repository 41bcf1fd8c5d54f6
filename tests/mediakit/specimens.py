"""Invented words of documents: no company, person or figure here is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mediakit.model import (
    BookingSummary,
    Cascade,
    Fact,
    Line,
    Look,
    Party,
    Person,
    References,
    Step,
    Vat,
)

LOOK = Look("Smart City Mag")
ISSUED_AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
NOTICE = {
    "fr": "Données de démonstration : sociétés, personnes et chiffres inventés.",
    "en": "Demonstration data: companies, people and figures are invented.",
}
REP = Person(
    name="Christine Doussot",
    job="directrice de clientèle",
    phone="+33 7 69 21 82 45",
    dial="+33769218245",
    email="christine.doussot@smartcitymag.fr",
)


def worked_steps(lang: str = "fr") -> tuple[Step, ...]:
    """The worked example of the trade's rules, to the cent."""
    if lang == "en":
        return (
            Step("Card rate", "€4,000.00"),
            Step("Position", "€400.00", "€4,000.00", "10%"),
            Step("Gross", "€4,400.00", kind="sum"),
            Step("Volume discount", "€440.00", "€4,400.00", "10%", "minus"),
            Step(
                "Exceptional discount",
                "€198.00",
                "€3,960.00",
                "5%",
                "minus",
                "New product launch, agreed on 4 January 2027",
            ),
            Step("Net", "€3,762.00", kind="sum"),
            Step("Professional discount", "€564.30", "€3,762.00", "15%", "minus"),
            Step("Net net", "€3,197.70", kind="sum"),
            Step("Technical fees", "€150.00"),
            Step("Total excl. VAT", "€3,347.70", kind="sum"),
        )
    return (
        Step("Tarif", "4 000,00 €"),
        Step("Emplacement", "400,00 €", "4 000,00 €", "10 %"),
        Step("Brut", "4 400,00 €", kind="sum"),
        Step("Remise de volume", "440,00 €", "4 400,00 €", "10 %", "minus"),
        Step(
            "Remise exceptionnelle",
            "198,00 €",
            "3 960,00 €",
            "5 %",
            "minus",
            "Lancement de gamme, accord du 4 janvier 2027",
        ),
        Step("Net", "3 762,00 €", kind="sum"),
        Step("Remise professionnelle", "564,30 €", "3 762,00 €", "15 %", "minus"),
        Step("Net net", "3 197,70 €", kind="sum"),
        Step("Frais techniques", "150,00 €"),
        Step("Total HT", "3 347,70 €", kind="sum"),
    )


def booking(lang: str = "fr") -> BookingSummary:
    """A booking of one line through an agency with a mandate: the worked example."""
    return _booking_en() if lang == "en" else _booking_fr()


def _booking_fr() -> BookingSummary:
    return BookingSummary(
        number="BC-2027-0042",
        issued_on="4 janvier 2027",
        valid_until="31 janvier 2027",
        seller=Party(
            (
                "Smart City Mag",
                "Éditions de démonstration",
                "12, rue des Essais",
                "69003 Lyon",
                "SIRET 000 000 000 00000",
            )
        ),
        advertiser=Party(
            (
                "Lumicité SAS",
                "Mme Anaïs Lefèvre-Dubosc",
                "48, avenue du Réseau",
                "35000 Rennes",
                "TVA FR00000000000",
            )
        ),
        agency=Party(("Agence Trait d'Union", "3, place du Commerce", "44000 Nantes")),
        mandate=(
            "Mandat M-2027-014 du 2 janvier 2027, valable jusqu'au 31 décembre 2027"
        ),
        payer=Party(
            (
                "Agence Trait d'Union",
                "Service comptable",
                "3, place du Commerce",
                "44000 Nantes",
            )
        ),
        references=References(
            purchase_order="LUM-27-EP",
            others=(Fact("Vos références", "Halo, vague 1"),),
        ),
        campaign=(
            "Lancement de la gamme d'éclairage connecté « Halo » auprès des directions "
            "techniques : une parution en mai 2027."
        ),
        lines=(
            Line(
                issue="n° 62, mai 2027",
                what="Pleine page",
                trim="210 × 297 mm, fond perdu 5 mm",
                materials_due="9 avril 2027",
                position="Face sommaire",
                de_rigueur=True,
                quantity="1",
                unit_price="4 000,00 €",
                vat="20 %",
                amount="3 347,70 €",
            ),
        ),
        cascades=(Cascade("n° 62, pleine page, face sommaire", worked_steps()),),
        vat=(Vat("TVA 20 %", "3 347,70 €", "669,54 €"),),
        total_excl="3 347,70 €",
        total_incl="4 017,24 €",
        cancellation="Annulation sans frais jusqu'au 26 février 2027 à 23 h 59.",
        payment=(
            "Paiement à 30 jours, date de facture, par virement. Pénalités de retard : "
            "trois fois le taux d'intérêt légal ; indemnité de recouvrement : 40 €."
        ),
        terms="Conditions générales de vente, version 3 du 1er janvier 2027.",
        signatory="Anaïs Lefèvre-Dubosc, directrice marketing",
        contact=REP,
        notice=NOTICE["fr"],
    )


def _booking_en() -> BookingSummary:
    return replace(
        _booking_fr(),
        issued_on="4 January 2027",
        valid_until="31 January 2027",
        mandate="Mandate M-2027-014 of 2 January 2027, valid until 31 December 2027",
        references=References(
            purchase_order="LUM-27-EP", others=(Fact("Your reference", "Halo, wave 1"),)
        ),
        campaign=(
            "Launch of the “Halo” range of connected lighting to technical "
            "departments: one insertion in May 2027."
        ),
        lines=(
            Line(
                issue="No. 62, May 2027",
                what="Full page",
                trim="210 × 297 mm, bleed 5 mm",
                materials_due="9 April 2027",
                position="Facing contents",
                de_rigueur=True,
                unit_price="€4,000.00",
                vat="20%",
                amount="€3,347.70",
            ),
        ),
        cascades=(Cascade("No. 62, full page, facing contents", worked_steps("en")),),
        vat=(Vat("VAT 20%", "€3,347.70", "€669.54"),),
        total_excl="€3,347.70",
        total_incl="€4,017.24",
        cancellation="Cancellation free of charge until 26 February 2027, 23:59.",
        payment=(
            "Payment within 30 days of the invoice by transfer. Late payment: three "
            "times the legal rate of interest; recovery costs: €40."
        ),
        terms="Terms and conditions of sale, version 3 of 1 January 2027.",
        signatory="Anaïs Lefèvre-Dubosc, marketing director",
        contact=replace(REP, job="advertising director"),
        notice=NOTICE["en"],
    )
