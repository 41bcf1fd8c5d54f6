"""The words of a revenue report.

Heights, lengths and places are in ten-thousandths of their chart's room; a negative
one is drawn below, or left of, its zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from mediakit.model.parts import Fact

CurveKind: TypeAlias = Literal["now", "before", "mean", "forecast", "target"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """Hold one figure of the band: the figure, what it is, what it compares with."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Hold one line of a chart in time: its points (place, height) and its name.

    ``now`` and ``before`` rise in steps, ``mean`` is dotted; the others run straight.
    """

    kind: CurveKind
    name: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Hold lines in time, what stands along the axes, and the words instead of it."""

    curves: tuple[Curve, ...]
    days: tuple[tuple[int, str], ...]
    amounts: tuple[tuple[int, str], ...]
    here: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: its length, and what it is held against, where there is anything.

    ``is_told`` gives it the accent: it has a figure to stand for.
    """

    label: str
    value: str
    length: int
    beside: int | None = None
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class BarChart:
    """Hold bars: upright ones in their order, or lying ones the largest first."""

    bars: tuple[Bar, ...]
    says: str
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Hold a table: what a row is at the left, its figures at the right, their sum.

    ``words`` is how many columns hold words; ``is_grand`` marks the sum of all sums.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    words: int = 1
    is_grand: bool = False


@dataclass(frozen=True, slots=True)
class ReportPart:
    """Hold one part: what it shows in a sentence, its chart, its table.

    Two halves in a row stand side by side; ``code`` is what a part goes by.
    """

    heading: str
    note: str = ""
    sentence: str = ""
    chart: CurveChart | BarChart | None = None
    table: ReportTable | None = None
    is_half: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class RevenueReport:
    """Hold the words of a revenue report.

    ``subject`` is what it is about in few words (a year, a period), ``facts`` the
    filters it was made with, ``stamps`` the lines under the subject.
    """

    heading: str
    subject: str
    stamps: tuple[str, ...]
    conclusion: str
    facts: tuple[Fact, ...]
    kpis: tuple[Kpi, ...]
    parts: tuple[ReportPart, ...]
    definitions_heading: str
    definitions: tuple[Fact, ...]
    continued: str
    page: str
    notice: str = ""
