"""The invented rates, terms and contact page of a media kit."""

from __future__ import annotations

from dataclasses import replace

from mediakit.model import (
    Cascade,
    Clause,
    Contact,
    Fact,
    Head,
    PriceList,
    RateRow,
    Rates,
    RateTable,
    Rule,
    Step,
    Terms,
)
from tests.mediakit.specimens import REP, worked_steps

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Christine Doussot\r\nEND:VCARD\r\n"
_PRICES = (
    ("Double page", "Double page", "420 × 297", 7900, 7505, 7110, 6320),
    ("Quatrième de couverture", "Back cover", "210 × 297", 6900, 6555, 6210, 5520),
    (
        "Deuxième de couverture",
        "Inside front cover",
        "210 × 297",
        5900,
        5605,
        5310,
        4720,
    ),
    ("Pleine page", "Full page", "210 × 297", 4600, 4370, 4140, 3680),
    ("1/2 page", "1/2 page", "102 × 297 / 210 × 146", 2750, 2612, 2475, 2200),
    ("1/3 page", "1/3 page", "70 × 297", 1950, 1852, 1755, 1560),
    ("Bandeau", "Strip", "210 × 65", 1650, 1567, 1485, 1320),
    ("1/4 page", "1/4 page", "92 × 132", 1450, 1377, 1305, 1160),
)


def rates(lang: str) -> Rates:
    english = lang == "en"

    def money(euros: int) -> str:
        return f"€{euros:,}" if english else f"{euros:,} €".replace(",", " ")

    lists = (
        (
            PriceList(
                "Premiums",
                (
                    Fact("Guaranteed position", "+10%"),
                    Fact("Facing contents", "+15%"),
                    Fact("Right-hand page", "+5%"),
                ),
            ),
            PriceList(
                "Discounts",
                (
                    Fact("2–3 insertions", "−5%"),
                    Fact("4–5 insertions", "−10%"),
                    Fact("8 insertions and more", "−20%"),
                    Fact("Agency with a mandate", "−15%"),
                ),
            ),
            PriceList(
                "Newsletter",
                (
                    Fact("Banner 600 × 200, one send", "€690"),
                    Fact("Sponsored article", "€1,250"),
                    Fact("Dedicated send", "€2,900"),
                ),
            ),
            PriceList(
                "Website, a week",
                (
                    Fact("Top strip 970 × 250", "€960"),
                    Fact("Half page 300 × 600", "€780"),
                    Fact("Rectangle 300 × 250", "€420"),
                ),
            ),
        )
        if english
        else (
            PriceList(
                "Emplacements",
                (
                    Fact("Emplacement de rigueur", "+ 10 %"),
                    Fact("Face sommaire ou édito", "+ 15 %"),
                    Fact("Recto garanti", "+ 5 %"),
                ),
            ),
            PriceList(
                "Remises",
                (
                    Fact("2 ou 3 parutions", "− 5 %"),
                    Fact("4 ou 5 parutions", "− 10 %"),
                    Fact("8 parutions et plus", "− 20 %"),
                    Fact("Agence mandatée", "− 15 %"),
                ),
            ),
            PriceList(
                "La lettre",
                (
                    Fact("Bannière 600 × 200, un envoi", "690 €"),
                    Fact("Publi-rédactionnel", "1 250 €"),
                    Fact("Envoi dédié", "2 900 €"),
                ),
            ),
            PriceList(
                "Le site, à la semaine",
                (
                    Fact("Bandeau haut 970 × 250", "960 €"),
                    Fact("Grand angle 300 × 600", "780 €"),
                    Fact("Pavé 300 × 250", "420 €"),
                ),
            ),
        )
    )
    return Rates(
        head=Head(
            kicker="Rates 2027" if english else "Tarifs 2027",
            lead=(
                "Card rates in euros, excluding VAT, for one insertion, after the "
                "frequency discount. Frequency counts over the calendar year."
                if english
                else "Tarifs hors taxes en euros, par parution, remise de fréquence "
                "déduite. La fréquence se compte sur l'année civile, tous formats "
                "confondus."
            ),
        ),
        table=RateTable(
            columns=(
                ("1 insertion", "2–3 insertions", "4–5 insertions", "8 and more")
                if english
                else ("1 parution", "2 ou 3", "4 ou 5", "8 et plus")
            ),
            detail_heading="Trim (mm)" if english else "Rogné (mm)",
            rows=tuple(
                RateRow(en if english else fr, trim, tuple(map(money, prices)))
                for fr, en, trim, *prices in _PRICES
            ),
            highlighted=2,
            badge="Most chosen" if english else "Le plus choisi",
        ),
        lists=lists,
    )


def contact(lang: str) -> Contact:
    if lang == "en":
        return Contact(
            people=(replace(REP, job="advertising director", card=CARD),),
            order=(
                Rule("Ask", "A quote is valid for thirty days."),
                Rule("Hold", "An option holds the space until its date, 23:59."),
                Rule("Sign", "The insertion order, by hand or on screen."),
                Rule("Deliver", "Your materials on the date it prints."),
            ),
        )
    return Contact(
        people=(replace(REP, card=CARD),),
        order=(
            Rule("Demandez", "Un devis reste valable trente jours."),
            Rule("Retenez", "Une option tient l'espace jusqu'à sa date, 23 h 59."),
            Rule("Signez", "Le bon de commande, à la main ou à l'écran."),
            Rule("Remettez", "Vos éléments à la date qu'il imprime."),
        ),
    )


def terms(lang: str) -> Terms:
    english = lang == "en"
    return Terms(
        clauses=(
            Clause("1. Scope", "These terms govern every sale of space. " * 6)
            if english
            else Clause("1. Objet", "Ces conditions règlent toute vente. " * 6),
            Clause("2. Option", "An option holds until 23:59, Paris time. " * 5)
            if english
            else Clause("2. Option", "Une option vaut jusqu'à 23 h 59. " * 5),
        ),
        cascade=Cascade(
            "Full page, facing contents" if english else "Pleine page, face sommaire",
            (
                *worked_steps(lang),
                Step("VAT", "€669.54", "€3,347.70", "20%")
                if english
                else Step("TVA", "669,54 €", "3 347,70 €", "20 %"),
                Step("Total incl. VAT", "€4,017.24", kind="sum")
                if english
                else Step("Total TTC", "4 017,24 €", kind="sum"),
            ),
        ),
        version="Terms of sale, version 3" if english else "CGV, version 3",
    )
