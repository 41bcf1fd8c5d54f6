"""The words of a media kit, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from mediakit.model.parts import Fact, Person


@dataclass(frozen=True, slots=True)
class Head:
    """Hold the head of a page; empty fields take the page's own words.

    ``title`` says the message; a line break in it is kept.
    """

    kicker: str = ""
    title: str = ""
    lead: str = ""


OWN_HEAD = Head()
"""The head of a page that takes its own words."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Ask for the cover, drawn from the kit's own words."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold one audience figure with its source and date, without which it is empty."""

    value: str
    label: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Hold one part of a chart: ``proportion`` (0 to 1) is drawn, ``value`` printed."""

    label: str
    value: str
    proportion: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Hold a ranked list of shares; the first ``highlighted`` carry the accent."""

    heading: str
    shares: tuple[Share, ...]
    source: str
    highlighted: int = 0


@dataclass(frozen=True, slots=True)
class Stack:
    """Hold parts of a whole laid end to end; the first ``highlighted`` are told."""

    heading: str
    shares: tuple[Share, ...]
    source: str
    highlighted: int = 0


@dataclass(frozen=True, slots=True)
class Donut:
    """Hold parts of a whole (at most five) and the figure in its middle."""

    heading: str
    shares: tuple[Share, ...]
    source: str
    middle: str = ""
    middle_label: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """Hold a series in time (``proportion`` of the highest), and figures under it."""

    heading: str
    points: tuple[Share, ...]
    source: str
    figures: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Hold who reads: claims in a band, then up to three charts.

    ``further`` claims stand beside the trend where it is the only chart.
    """

    claims: tuple[Claim, ...]
    bars: Bars | None = None
    donut: Donut | None = None
    newsletter: Trend | None = None
    further: tuple[Claim, ...] = ()
    head: Head = Head()


SpaceState: TypeAlias = Literal["free", "optioned", "sold", "closed"]


@dataclass(frozen=True, slots=True)
class Space:
    """Hold one position of an issue and, in words, whether it can still be had."""

    position: str
    words: str
    state: SpaceState


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Hold one issue of the calendar: what it is about and its three dates."""

    number: str
    theme: str
    closing: str
    materials: str
    publication: str
    bonus: str = ""
    spaces: tuple[Space, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hold the year's issues and what is free, stamped with the day and the hour.

    An issue's ``mark`` says why it is one for this advertiser. Without a stamp, what
    is free is told elsewhere, and ``bonus`` has a column of its own. ``stamp`` reads
    "au 4 janvier 2027 à 9 h 00". ``rhythms`` tell the supports that have no issue of
    their own in the table ("La lettre", "chaque mardi, 7 h").
    """

    issues: tuple[IssueRow, ...]
    stamp: str = ""
    rhythms: tuple[Fact, ...] = ()
    head: Head = Head()


FormatKind: TypeAlias = Literal["print", "digital"]
Placement: TypeAlias = Literal[
    "auto", "spread", "full", "left", "right", "top", "bottom", "inset"
]


@dataclass(frozen=True, slots=True)
class FormatDrawing:
    """Hold one format: its geometry in mm (print) or px (digital), and its words.

    ``width`` and ``height`` are the trim; ``bleed`` goes outside it on the edges that
    touch the page, ``safe`` inside it. ``price`` reads "dès 4 600 €".
    """

    name: str
    width: float
    height: float
    bleed: float = 0
    safe: float = 0
    kind: FormatKind = "print"
    placement: Placement = "auto"
    price: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one rule: a short heading and its sentence.

    ``kind`` says under which formats a technical rule stands.
    """

    heading: str
    text: str
    kind: FormatKind = "print"


@dataclass(frozen=True, slots=True)
class Formats:
    """Hold the formats, drawn to one scale in a page of ``page_width`` mm."""

    drawings: tuple[FormatDrawing, ...]
    rules: tuple[Rule, ...] = ()
    page_width: float = 210
    page_height: float = 297
    head: Head = Head()


@dataclass(frozen=True, slots=True)
class RateRow:
    """Hold one row of a rate table; ``prices`` follow the table's columns."""

    name: str
    detail: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Hold prices by frequency; column ``highlighted`` stands on a coloured ground."""

    columns: tuple[str, ...]
    rows: tuple[RateRow, ...]
    heading: str = ""
    detail_heading: str = ""
    highlighted: int | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class PriceList:
    """Hold a short list of prices or rates under a heading."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Hold a page of prices: one table, then lists (premiums, discounts, digital)."""

    table: RateTable
    lists: tuple[PriceList, ...] = ()
    head: Head = Head()


@dataclass(frozen=True, slots=True)
class Contact:
    """Hold who to call, how to book, and an order form to fill in."""

    people: tuple[Person, ...]
    order: tuple[Rule, ...] = ()
    form: str = ""
    send_to: str = ""
    head: Head = Head()
