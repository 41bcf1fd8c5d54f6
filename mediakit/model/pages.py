"""The words of a media kit's further pages: what is said, offered and asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from mediakit.model.kit import OWN_HEAD, Head

if TYPE_CHECKING:
    from mediakit.model.kit import (
        Bars,
        Claim,
        Donut,
        FormatDrawing,
        Rule,
        Space,
        Stack,
    )
    from mediakit.model.parts import Cascade, Fact
    from mediakit.model.summary import Clause


@dataclass(frozen=True, slots=True)
class Voice:
    """Hold what somebody says of the title, and who they are."""

    quote: str
    person: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Hold what the title promises: its reasons, its subjects, one voice."""

    points: tuple[Rule, ...] = ()
    topics: tuple[str, ...] = ()
    voice: Voice | None = None
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Readers:
    """Hold who the readers are: role in the purchase, job, organisation."""

    role: Stack | None = None
    jobs: Bars | None = None
    organisations: Donut | None = None
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Column:
    """Hold one editorial column: its name, its sentence, sample themes."""

    name: str
    text: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold the editorial columns an advertiser can stand beside."""

    columns: tuple[Column, ...]
    voice: Voice | None = None
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Digital:
    """Hold the screens: their audience, formats to one scale, rates without size."""

    drawings: tuple[FormatDrawing, ...] = ()
    claims: tuple[Claim, ...] = ()
    rates: tuple[Fact, ...] = ()
    rates_heading: str = ""
    rules: tuple[Rule, ...] = ()
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold one thing to buy: what comes with it, its price, what is left."""

    name: str
    text: str = ""
    price: str = ""
    unit: str = ""
    support: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Branded:
    """Hold branded content: the law's label, the offers, how one is made."""

    label: str
    label_says: str
    offers: tuple[Offer, ...]
    stages: tuple[Rule, ...] = ()
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Meeting:
    """Hold one event to come; ``attendance`` stands over its source."""

    day: str
    month: str
    name: str
    place: str = ""
    text: str = ""
    attendance: Claim | None = None
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """Hold the events of the year and what a partner of them gets."""

    meetings: tuple[Meeting, ...]
    offers: tuple[Offer, ...] = ()
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Bundle:
    """Hold one package: what is in it (quantity, what), and what is not."""

    name: str
    price: str
    included: tuple[Fact, ...]
    not_included: tuple[str, ...] = ()
    text: str = ""
    instead: str = ""
    saving: str = ""


@dataclass(frozen=True, slots=True)
class Packages:
    """Hold the packages; number ``highlighted`` stands on a coloured ground."""

    packages: tuple[Bundle, ...]
    note: str = ""
    highlighted: int | None = None
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class FreeIssue:
    """Hold one issue: its spaces in the columns of its board, its pages left."""

    number: str
    theme: str
    closing: str
    spaces: tuple[Space | None, ...]
    pages: str = ""
    proportion: float = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Free:
    """Hold what is still free at a moment: issues by position, then the others."""

    columns: tuple[str, ...]
    issues: tuple[FreeIssue, ...]
    stamp: str
    others: tuple[Fact, ...] = ()
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold one issue's day for materials."""

    day: str
    issue: str
    publication: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Hold the technical rules of a kind of ad."""

    heading: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Technical:
    """Hold what files must be, around a page drawn with its measures, and when.

    The page is ``page_width`` × ``page_height`` mm, with ``bleed`` and ``safe``.
    """

    groups: tuple[RuleGroup, ...]
    deadlines: tuple[Deadline, ...] = ()
    page_width: float = 0
    page_height: float = 0
    bleed: float = 0
    safe: float = 0
    delivery: str = ""
    head: Head = OWN_HEAD


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold how a price is computed, then the terms of sale, whole."""

    clauses: tuple[Clause, ...]
    cascade: Cascade | None = None
    version: str = ""
    head: Head = OWN_HEAD


Ran: TypeAlias = Literal["ran", "to come"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """Hold one insertion of the advertiser's own."""

    issue: str
    what: str
    when: str
    state: Ran = "ran"


@dataclass(frozen=True, slots=True)
class Yours:
    """Hold what the advertiser has run, what it reached, and the issues for it."""

    figures: tuple[Claim, ...]
    appearances: tuple[Appearance, ...]
    issues: tuple[FreeIssue, ...] = ()
    heading: str = ""
    note: str = ""
    head: Head = OWN_HEAD
