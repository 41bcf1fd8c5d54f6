"""The words of a flatplan: its spreads to scale, its ads by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

AdState: TypeAlias = Literal["confirmed", "optioned", "ran"]
SquareState: TypeAlias = Literal["open", "editorial", "free", "front"]


@dataclass(frozen=True, slots=True)
class PlanSquare:
    """Hold one page: its number as printed, the section it opens, its one word."""

    folio: str
    section: str = ""
    state: SquareState = "open"
    word: str = ""


@dataclass(frozen=True, slots=True)
class PlanBox:
    """Hold one ad of a spread, in tenths of a millimetre from its upper left corner."""

    name: str
    under: str
    state: AdState
    x: int
    y: int
    width: int
    height: int
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class PlanSpread:
    """Hold two pages that lie side by side; ``says`` is what replaces the drawing."""

    left: PlanSquare
    right: PlanSquare
    says: str
    ads: tuple[PlanBox, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Hold a table of ads: its heading, its columns' names, its rows."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """Hold a flatplan; ``size`` is a spread's, in tenths of a millimetre."""

    kicker: str
    title: str
    stamp: str
    facts: tuple[str, ...]
    legend: tuple[tuple[AdState | SquareState | Literal["clash"], str], ...]
    spreads: tuple[PlanSpread, ...]
    tables: tuple[PlanTable, ...]
    size: tuple[int, int] = (4_200, 2_970)
    notes: tuple[str, ...] = ()
    notes_heading: str = ""
