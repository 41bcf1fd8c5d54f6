"""The shapes of campaigns: which formats, in which issues, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.clock import in_days
from crm.services.demo.chance import below, between, happens, pick
from crm.services.demo.tables import rows

if TYPE_CHECKING:
    from crm.services.demo.desk import Desk
    from crm.services.demo.tables import Row

PREMIUM = ("c4", "c2", "facing_contents", "facing_editorial", "c3")
FEES = {
    "advertorial_page": "page_layout",
    "newsletter_top_banner": "html_setup",
    "web_970x250": "web_setup",
}
SMALL = ("third_vertical", "quarter")
LETTERS = ("newsletter_banner", "newsletter_article", "newsletter_top_banner")


@dataclass(frozen=True, slots=True)
class Want:
    """A line to be asked for: the slot's index in its support, the places liked.

    Where none of `positions` is free, it stands where there is room, in this slot
    or in one of the next.
    """

    support: str
    index: int
    format: str
    positions: tuple[str, ...] = ()
    is_guaranteed: bool = False
    fees: tuple[str, ...] = ()
    is_barter: bool = False


def shape(desk: Desk, company: Row, offset: int, rank: int) -> list[Want]:
    """Return what a company asks for in its campaign of a rank, in a year."""
    builder = _Builder(desk, company["key"], offset, best_issue(company))
    {"A": _large, "B": _middling, "C": _small}[company["size_class"]](
        builder, company["key"], rank
    )
    return builder.wants


def _large(builder: _Builder, company: str, rank: int) -> None:
    match rank:
        case 0:
            builder.print(0, "page", positions=_liked(company))
            builder.print(2, "page")
            builder.print(4, "page")
            builder.letters("newsletter_banner", 2)
        case 1:
            builder.print(1, "double_page", positions=("opening_spread",))
            builder.weeks("web_970x250", 2)
        case 2:
            builder.event("event_partner")
            builder.letters("newsletter_top_banner", 2)
        case _:
            builder.print(5, "page", is_guaranteed=happens(50, company))
            if happens(70, company, "branded"):
                builder.branded()
            else:
                builder.letters("newsletter_article", 2)


def _middling(builder: _Builder, company: str, rank: int) -> None:
    match rank:
        case 0:
            liked = _liked(company)[2:] if happens(45, company) else ()
            builder.print(0, "page", positions=liked)
            builder.print(3, "page")
            builder.letters(pick(LETTERS, company, "letter"), 1)
        case 1:
            formats = ("advertorial_page", "double_page", "page")
            builder.print(2, pick(formats, company))
            builder.weeks("web_300x600", 2)
        case _:
            if happens(40, company, "event"):
                builder.event("event_stand")
            builder.letters("newsletter_article", 2)


def _small(builder: _Builder, company: str, rank: int) -> None:
    if rank == 0:
        builder.print(0, pick(("half_vertical", "half_horizontal", *SMALL), company))
        builder.print(3, pick(("quarter", "strip", "third_vertical"), company))
        return
    builder.letters(pick(LETTERS, company), 2)
    builder.weeks("web_300x250", 2)
    if happens(20, company, "event"):
        builder.event("event_stand")


def best_issue(company: Row) -> int:
    """Return the rank of the yearly issue whose theme suits a company best."""
    themes = [row for row in rows("themes") if row["year_offset"] == "0"]
    suited = [
        int(row["issue_of_year"]) - 1
        for row in themes
        if company["sector"] in row["sectors"].split("|")[:3]
    ]
    if happens(35, company["key"], "elsewhere") or not suited:
        return below(len(themes), company["key"], "issue")
    return pick(suited, company["key"], "suited")


def near(desk: Desk, support: str, day: date, after: int = 0) -> int:
    """Return the index of the first slot from a day on, or of a later one."""
    for index, slot in enumerate(desk.slots[support]):
        if slot.published_on >= day:
            return min(index + after, len(desk.slots[support]) - 1)
    return len(desk.slots[support]) - 1


def _liked(company: str) -> tuple[str, ...]:
    start = below(len(PREMIUM), company, "liked")
    return PREMIUM[start:] + PREMIUM[:start]


class _Builder:
    """Collects wants around the company's best issue of a year."""

    def __init__(self, desk: Desk, company: str, offset: int, issue: int) -> None:
        self.desk, self.offset, self.issue = desk, offset, issue
        self.wants: list[Want] = []
        year = desk.anchor.year + offset
        self.day = date(year, between(1, 12, company, "month"), 10)
        self._company = company

    def print(
        self,
        later: int,
        format_: str,
        *,
        positions: tuple[str, ...] = (),
        is_guaranteed: bool = False,
    ) -> None:
        """Ask for a printed ad, `later` issues after the best one, round the year."""
        slots = self.desk.slots["print"]
        first = next(i for i, s in enumerate(slots) if s.year_offset == self.offset)
        index = first + (self.issue + later) % 6
        fees = (FEES[format_],) if format_ in FEES else ()
        liked = () if index == self.desk.next_issue() else positions
        self.wants.append(Want("print", index, format_, liked, is_guaranteed, fees))
        if len(self.wants) == 1:
            self.day = in_days(slots[index].published_on, 8)

    def letters(self, format_: str, times: int) -> None:
        """Ask for sends of the newsletter, every other week."""
        self._digital("newsletter", format_, times, 2)

    def weeks(self, format_: str, times: int) -> None:
        """Ask for weeks of the site that follow each other."""
        self._digital("web", format_, times, 1)

    def event(self, format_: str) -> None:
        """Ask to be at one of the year's four events."""
        slots = self.desk.slots["event"]
        first = next(i for i, s in enumerate(slots) if s.year_offset == self.offset)
        index = first + below(4, self._company, format_)
        self.wants.append(Want("event", index, format_))
        self.day = in_days(slots[index].published_on, 9)

    def branded(self) -> None:
        """Ask for branded content in the month of the campaign."""
        format_ = pick(("branded_dossier", "branded_interview"), self._company, "kind")
        index = near(self.desk, "branded_content", self.day.replace(day=1))
        if self.desk.slots["branded_content"][index].year_offset == self.offset:
            self.wants.append(Want("branded_content", index, format_))

    def _digital(self, support: str, format_: str, times: int, step: int) -> None:
        start = below(6, self._company, support)
        fees = (FEES[format_],) if format_ in FEES else ()
        for rank in range(times):
            index = near(self.desk, support, self.day, start + rank * step)
            self.wants.append(
                Want(support, index, format_, fees=fees if rank == 0 else ())
            )
