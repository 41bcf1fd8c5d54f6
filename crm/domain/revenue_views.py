"""What a page of revenue is narrowed to, as an address and a saved view keep it.

Written as short texts, the same in both, so that a link opens the very page that was
sent. What cannot be read is left out: an address is typed by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.money import EURO
from crm.domain.revenue import Against, Basis, Period, Segment, year

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_YEAR, LAST_YEAR = 1990, 2199
IDS = {
    "rep_id": "rep",
    "title_id": "title",
    "support_id": "support",
    "sector_id": "sector",
    "issue_id": "issue",
}
"""What each id is called in an address."""
BOUGHT = {"agency": True, "direct": False}
KNOWN = frozenset(
    {"year", "from", "to", "by", "with", "bought", "who", "in", *IDS.values()}
)


@dataclass(frozen=True, slots=True)
class RevenueView:
    """A page's filter: its days, what counts them, what it is held against.

    `issue_id` is the open issue whose pace is looked at, `currency` what is counted.
    """

    since: date
    until: date
    basis: Basis = Basis.PUBLISHED
    against: Against = Against.LAST_YEAR
    rep_id: int | None = None
    title_id: int | None = None
    support_id: int | None = None
    sector_id: int | None = None
    by_agency: bool | None = None
    segment: Segment | None = None
    issue_id: int | None = None
    currency: str = EURO

    @property
    def period(self) -> Period:
        """What the figures sum."""
        return Period(
            self.since,
            self.until,
            self.basis,
            rep_id=self.rep_id,
            title_id=self.title_id,
            support_id=self.support_id,
            sector_id=self.sector_id,
            by_agency=self.by_agency,
            segment=self.segment,
            currency=self.currency,
        )

    @property
    def is_year(self) -> bool:
        """Whether its days are a calendar year."""
        whole = year(self.since.year)
        return (self.since, self.until) == (whole.since, whole.until)

    @property
    def narrowed(self) -> int:
        """How many filters beside the year, its basis and the rep are set."""
        others = (self.title_id, self.support_id, self.sector_id)
        kept = (*others, self.by_agency, self.segment)
        return sum(one is not None for one in kept) + (not self.is_year)


def encode(view: RevenueView, today: date) -> dict[str, str]:
    """Write a view; what this year's whole page shows is left out."""
    told: dict[str, str] = {}
    if not view.is_year:
        told |= {"from": view.since.isoformat(), "to": view.until.isoformat()}
    elif view.since.year != today.year:
        told["year"] = str(view.since.year)
    if view.basis is not Basis.PUBLISHED:
        told["by"] = view.basis.value
    if view.against is not Against.LAST_YEAR:
        told["with"] = view.against.value
    for name, short in IDS.items():
        if (kept := getattr(view, name)) is not None:
            told[short] = str(kept)
    if view.by_agency is not None:
        told["bought"] = "agency" if view.by_agency else "direct"
    if view.segment is not None:
        told["who"] = view.segment.value
    if view.currency != EURO:
        told["in"] = view.currency
    return told


def decode(told: Mapping[str, object], today: date) -> RevenueView:
    """Read a view; what is not understood shows this year's whole page."""
    said = {name: str(told.get(name, "")) for name in KNOWN}
    since, until = _day(said["from"]), _day(said["to"])
    whole = year(_year(said["year"], today))
    if since is None or until is None or until < since:
        since, until = whole.since, whole.until
    ids = {name: _number(said[short]) for name, short in IDS.items()}
    segments = {one.value: one for one in Segment}
    return RevenueView(
        since,
        until,
        Basis.POSTED if said["by"] == Basis.POSTED else Basis.PUBLISHED,
        Against.TARGET if said["with"] == Against.TARGET else Against.LAST_YEAR,
        ids["rep_id"],
        ids["title_id"],
        ids["support_id"],
        ids["sector_id"],
        BOUGHT.get(said["bought"]),
        segments.get(said["who"]),
        ids["issue_id"],
        _currency(said["in"]),
    )


def _currency(said: str) -> str:
    is_code = len(said) == 3 and said.isascii() and said.isalpha() and said.isupper()
    return said if is_code else EURO


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 9 else None


def _year(said: str, today: date) -> int:
    found = _number(said)
    inside = found is not None and FIRST_YEAR <= found <= LAST_YEAR
    return found if inside and found is not None else today.year


def _day(said: str) -> date | None:
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
