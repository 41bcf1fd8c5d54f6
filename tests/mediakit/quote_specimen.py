"""The invented words of a quote of five supports."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import BookingSummary, Cascade, Clause, Line, References, Step, Vat
from tests.mediakit.specimens import booking


def quote() -> BookingSummary:
    """A quote of five supports, its mandate missing, two VAT rates, terms annexed."""

    def steps(card: str, discount: str, net: str) -> tuple[Step, ...]:
        return (
            Step("Tarif", card),
            Step("Brut", card, kind="sum"),
            Step("Remise de fréquence", discount, card, "5 %", "minus"),
            Step("Net", net, kind="sum"),
            Step("Total HT", net, kind="sum"),
        )

    return replace(
        booking(),
        kind="quote",
        number="D-2027-0117",
        watermark="PROJET",
        mandate="",
        payer=None,
        mandate_missing=(
            "Mandat manquant : la remise professionnelle de l'agence ne s'applique "
            "qu'après réception du mandat écrit de l'annonceur (loi n° 93-122, art. "
            "20)."
        ),
        references=References("LUM-27-EP", "2027-ENG-004512", "SRV-COM-08"),
        lines=(
            Line(
                "n° 61, mars 2027",
                "Pleine page",
                "4 085,00 €",
                unit_price="4 300,00 €",
                vat="20 %",
                position="Premier tiers",
                trim="210 × 297 mm, fond perdu 5 mm",
                materials_due="12 février 2027",
            ),
            Line(
                "n° 62, mai 2027",
                "Pleine page",
                "4 697,75 €",
                unit_price="4 945,00 €",
                vat="20 %",
                position="Face sommaire",
                de_rigueur=True,
                trim="210 × 297 mm, fond perdu 5 mm",
                materials_due="9 avril 2027",
                detail="Dossier « Rénover l'éclairage public ».",
            ),
            Line(
                "n° 63, juillet 2027",
                "Demi-page en largeur",
                "2 422,50 €",
                unit_price="2 550,00 €",
                vat="20 %",
                position="Ordinaire",
                trim="210 × 146 mm, fond perdu 5 mm",
                materials_due="11 juin 2027",
            ),
            Line(
                "Lettre, 6 envois",
                "Bannière 600 × 200",
                "3 933,00 €",
                quantity="6",
                unit_price="690,00 €",
                vat="20 %",
                position="Haut de lettre",
                de_rigueur=True,
                materials_due="23 février 2027",
                detail="Mardis 2, 9, 16, 23, 30 mars et 6 avril. 18 650 abonnés.",
            ),
            Line(
                "Hors-série",
                "Exemplaires du guide « Ville sobre »",
                "490,00 €",
                quantity="50",
                unit_price="9,80 €",
                vat="5,5 %",
                detail="Livraison à Rennes, avant le 15 mai.",
            ),
        ),
        cascades=(
            Cascade(
                "n° 61, pleine page, premier tiers",
                steps("4 300,00 €", "215,00 €", "4 085,00 €"),
            ),
            Cascade(
                "n° 62, pleine page, face sommaire",
                steps("4 945,00 €", "247,25 €", "4 697,75 €"),
            ),
            Cascade(
                "n° 63, demi-page en largeur",
                steps("2 550,00 €", "127,50 €", "2 422,50 €"),
            ),
            Cascade(
                "Lettre, chacun des 6 envois",
                steps("690,00 €", "34,50 €", "655,50 €"),
            ),
            Cascade(
                "Hors-série, 50 exemplaires",
                (
                    Step("Tarif", "490,00 €", "50", "9,80 €"),
                    Step("Total HT", "490,00 €", kind="sum"),
                ),
            ),
        ),
        vat=(
            Vat("TVA 20 %", "15 138,25 €", "3 027,65 €"),
            Vat("TVA 5,5 %", "490,00 €", "26,95 €", "Livre : CGI, art. 278-0 bis."),
        ),
        total_excl="15 628,25 €",
        total_incl="18 682,85 €",
        notes=(
            (
                "L'emplacement face sommaire du n° 62 est tenu sous option jusqu'au "
                "31 janvier 2027 à 23 h 59."
            ),
        ),
        annex=tuple(
            Clause(
                f"Article {n} – {title}",
                f"{text} " * 3,
            )
            for n, (title, text) in enumerate(
                (
                    ("Objet", "Les présentes conditions régissent toute insertion."),
                    ("Formation", "La réservation est ferme à la signature du bon."),
                    ("Éléments", "Les éléments sont remis à la date imprimée."),
                    ("Annulation", "Toute annulation se fait par écrit."),
                    ("Responsabilité", "L'annonceur répond du contenu du message."),
                    ("Mandat", "L'agence joint le mandat écrit de l'annonceur."),
                    ("Paiement", "La facture est établie au nom de l'annonceur."),
                    ("Justificatif", "Un compte rendu est remis dans le mois."),
                ),
                1,
            )
        ),
    )
