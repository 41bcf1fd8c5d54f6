"""The words of a document, ready to print.

Every field is text already worded in the document's language: money, dates, rates
and quantities arrive formatted. The exceptions are few and named: geometry in
millimetres or pixels, proportions of a chart (0 to 1), and flags that choose between
two fixed words. A renderer reads these and never computes a figure from them.

An empty string means "not printed". Fixed labels live in ``mediakit.wording``.
"""

from __future__ import annotations

from mediakit.model.flatplan import (
    PlanBox,
    PlanSpread,
    PlanSquare,
    PlanTable,
    PrintedPlan,
)
from mediakit.model.kit import (
    Audience,
    Bars,
    Calendar,
    Claim,
    Contact,
    Cover,
    Donut,
    FormatDrawing,
    FormatKind,
    Formats,
    Head,
    IssueRow,
    KitPage,
    MediaKit,
    Placement,
    PriceList,
    RateRow,
    Rates,
    RateTable,
    Rule,
    Share,
    Space,
    SpaceState,
    Trend,
)
from mediakit.model.parts import (
    Cascade,
    Fact,
    Lang,
    Look,
    Party,
    Person,
    Step,
    StepKind,
)
from mediakit.model.summary import (
    BookingSummary,
    Clause,
    Line,
    References,
    SummaryKind,
    Vat,
)

__all__ = [
    "Audience",
    "Bars",
    "BookingSummary",
    "Calendar",
    "Cascade",
    "Claim",
    "Clause",
    "Contact",
    "Cover",
    "Donut",
    "Fact",
    "FormatDrawing",
    "FormatKind",
    "Formats",
    "Head",
    "IssueRow",
    "KitPage",
    "Lang",
    "Line",
    "Look",
    "MediaKit",
    "Party",
    "Person",
    "Placement",
    "PlanBox",
    "PlanSpread",
    "PlanSquare",
    "PlanTable",
    "PriceList",
    "PrintedPlan",
    "RateRow",
    "RateTable",
    "Rates",
    "References",
    "Rule",
    "Share",
    "Space",
    "SpaceState",
    "Step",
    "StepKind",
    "SummaryKind",
    "Trend",
    "Vat",
]
