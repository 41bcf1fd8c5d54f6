"""Invented words of a revenue report: no figure here is real."""

from __future__ import annotations

from mediakit.model import Fact
from mediakit.model.report import (
    Bar,
    BarChart,
    Curve,
    CurveChart,
    Kpi,
    ReportPart,
    ReportTable,
    RevenueReport,
)

WORDS = {
    "fr": ("Chiffre d’affaires", "suite", "Ce que disent les chiffres", "Ensemble"),
    "en": ("Revenue", "continued", "What the figures mean", "Together"),
}


def report(lang: str = "fr", *, rows: int = 12) -> RevenueReport:
    """A year with a curve, a month below zero, two halves and tables."""
    heading, continued, definitions, together = WORDS[lang]
    curve = CurveChart(
        (
            Curve(
                "before", "2026 · 488 k€", ((0, 500), (5_000, 6_000), (10_000, 8_000))
            ),
            Curve("now", "", ((0, 400), (2_000, 3_000), (4_000, 5_500))),
            Curve("mean", "moyenne", ((0, 300), (5_000, 4_000), (10_000, 7_000))),
            Curve("target", "Objectif 540 k€", ((0, 9_000), (10_000, 9_000))),
            Curve("forecast", "Prévision 495 k€", ((4_000, 5_500), (10_000, 8_200))),
        ),
        ((1_000, "févr."), (5_000, "juin"), (9_000, "nov.")),
        ((0, "0 €"), (4_000, "200 k€"), (8_000, "400 k€")),
        "4 mars · 357 k€",
        "Net réservé : 357 080,00 € ; il y a un an : 326 000,00 €",
    )
    lengths = (6_700, 1_000, -2_500, 0, 10_000, 900)
    months = BarChart(
        tuple(
            Bar(f"m{n}", f"{length} k€", length, 5_000 - n * 900, is_told=n < 4)
            for n, length in enumerate(lengths)
        ),
        "Par mois",
        is_upright=True,
    )
    people = BarChart(
        (
            Bar("Camille Roussel", "207 276,97 €", 9_600, 8_500),
            Bar("Un commercial parti", "−1 200,00 €", -300),
        ),
        "Par commercial",
    )
    table = ReportTable(
        ("Mois", "Lignes", "Net", "2026", "Écart"),
        tuple(
            (f"mois {n}", str(n), f"{n} 283,74 €", "67 139,68 €", "+144,06 €")
            for n in range(rows)
        ),
        (together, "277", "485 323,00 €", "488 005,60 €", "−2 682,60 €"),
        is_grand=True,
    )
    small = ReportTable(
        ("Commercial", "Net"),
        (("Camille Roussel", "207 276,97 €"), ("", "0,00 €")),
        (together, "207 276,97 €"),
    )
    return RevenueReport(
        heading=heading,
        subject="2027",
        stamps=("au jeu. 4 mars, 9 h", "Établi par Hélène Vasseur"),
        conclusion="31 k€ d’avance sur 2026. Il reste 333 k€ à trouver.",
        facts=(Fact("Compté par date de", "parution"), Fact("", "toute l’équipe")),
        kpis=(
            Kpi("357 080,00 €", "net réservé", "+9,7 % sur le même jour de 2026"),
            Kpi("51,8 %", "de l’objectif", "reste 333 000,00 € sur 690 000,00 €"),
            Kpi("495 000,00 €", "prévision", "137 920,00 € à venir"),
            Kpi("43 145,00 €", "premium à vendre", "n° 62 · n° 63"),
            Kpi("87,1 %", "fidélité", "34 des 39 annonceurs de 2026"),
        ),
        parts=(
            ReportPart("La période se remplit", "par parution", "Une phrase.", curve),
            ReportPart("Par mois", "", "Mai est en tête.", months, table),
            ReportPart("Par commercial", "l’objectif", "", people, small, is_half=True),
            ReportPart("Par support", "", "", people, None, is_half=True),
            ReportPart("Sans chiffre", sentence="Aucune ligne encore."),
        ),
        definitions_heading=definitions,
        definitions=(Fact("Net réservé", "Somme du grand livre."),),
        continued=continued,
        page="Page {}",
        notice="Données de démonstration.",
    )


def empty_report() -> RevenueReport:
    """A report without a figure: each part says why."""
    whole = report()
    parts = (ReportPart("La période se remplit", sentence="Rien au journal."),)
    return RevenueReport(
        heading=whole.heading,
        subject="2031",
        stamps=(),
        conclusion="Rien de réservé pour 2031.",
        facts=(),
        kpis=(),
        parts=parts,
        definitions_heading="",
        definitions=(),
        continued=whole.continued,
        page=whole.page,
    )
