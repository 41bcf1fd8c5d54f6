"""Invented words of a flatplan: spreads with ads of every state, and their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit.model import PlanBox, PlanSpread, PlanSquare, PlanTable, PrintedPlan

if TYPE_CHECKING:
    from mediakit.model.flatplan import AdState

SPREADS = 16
"""So many spreads make an issue of 32 pages."""

_STATES: tuple[AdState, ...] = ("confirmed", "optioned", "ran")


def flatplan() -> PrintedPlan:
    """Return an issue of 32 pages, an ad on each odd spread, two that clash."""
    return PrintedPlan(
        kicker="Chemin de fer, n° 62",
        title="La rue et l'eau",
        stamp="au 4 janvier 2027 à 10 h 00",
        facts=("32 pages", "Publicité 25 %, rédaction 75 %", "8 annonces sur 9"),
        legend=(
            ("confirmed", "confirmée"),
            ("optioned", "option"),
            ("ran", "parue"),
            ("free", "libre, à vendre"),
            ("editorial", "rédaction seule"),
            ("clash", "même secteur, face à face"),
        ),
        spreads=tuple(_spread(n) for n in range(SPREADS)),
        tables=(_table("Annonces par page", 8), _table("À placer", 1)),
        notes=("Même secteur, face à face : p. 2 Lumicité, p. 3 Trait d'Union.",),
        notes_heading="À régler",
    )


def _spread(n: int) -> PlanSpread:
    left = PlanSquare(str(2 * n), "Dossier" if n == 4 else "", "editorial")
    right = PlanSquare(str(2 * n + 1), "", "free", "Face sommaire, libre")
    says = f"Pages {2 * n} et {2 * n + 1} : Lumicité, pleine page"
    if n % 2 == 0:
        return PlanSpread(left, right, says)
    box = PlanBox(
        *("Lumicité SAS", "option → 28 janvier", _STATES[n % 3]),
        *(0, 0, 2_100, 2_970),
        clashes=n == 1,
    )
    return PlanSpread(left, right, says, (box,))


def _table(heading: str, rows: int) -> PlanTable:
    columns = ("Page", "Annonceur", "Format", "Emplacement", "Statut")
    row = ("Lumicité SAS", "Pleine page", "Face sommaire", "confirmée")
    return PlanTable(heading, columns, tuple((str(n), *row) for n in range(rows)))
