"""What the figures mean: periods, bases, the forecast. Every figure is booked net.

Booked net is the net net without fees, barter left out, summed over the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from crm.domain.clock import add_months, in_days, month_start
from crm.domain.errors import DateOrderError, words
from crm.domain.money import EURO, Money, divide


class Basis(StrEnum):
    """Which day counts a line: its publication's, or its booking's."""

    PUBLISHED = "published"
    POSTED = "posted"


class Cut(StrEnum):
    """By what a figure is cut."""

    MONTH = "month"
    REP = "rep"
    TITLE = "title"
    SUPPORT = "support"
    ISSUE = "issue"
    SECTOR = "sector"
    AGENCY = "agency"
    SEGMENT = "segment"
    ADVERTISER = "advertiser"


class Segment(StrEnum):
    """What an advertiser with net in a year is to the years before it."""

    NEW = "new"
    """It never ran before."""
    RENEWED = "renewed"
    """It ran in the year before."""
    RETURNED = "returned"
    """It ran before, not in the year before."""
    LAPSED = "lapsed"
    """It ran in the year before, and has nothing in this one."""


class Against(StrEnum):
    """What a part of booked net is held against."""

    LAST_YEAR = "last_year"
    TARGET = "target"


SEGMENTS = (Segment.RENEWED, Segment.NEW, Segment.RETURNED)
"""The segments that have net in a year, by the order of their keys."""
NOTHING = 0
"""The key of what stands under no support, issue or sector."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both inside, counted on a basis.

    `as_of` tells the figure as it stood at the end of a past day; `rep_id` keeps
    one rep's credit, the other ids one title, support, issue, sector or advertiser
    (`NOTHING`: what has none), `by_agency` what agencies have bought or what was
    bought direct, `segment` what an advertiser is to the year of `since`. Amounts of
    two currencies are never added: a figure is of one.
    """

    since: date
    until: date
    basis: Basis = Basis.PUBLISHED
    as_of: date | None = None
    rep_id: int | None = None
    support_id: int | None = None
    issue_id: int | None = None
    advertiser_id: int | None = None
    title_id: int | None = None
    sector_id: int | None = None
    by_agency: bool | None = None
    segment: Segment | None = None
    cause: str | None = None
    currency: str = EURO

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise DateOrderError(
                field="until",
                first=words("The first day"),
                first_day=self.since,
                second=words("the last day"),
                second_day=self.until,
            )

    def a_year_before(self, as_of: date) -> Period:
        """Return the same days of the year before, as they stood a year ago."""
        return replace(self.a_year_earlier(), as_of=add_months(as_of, -12))

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins and ends with a month."""
        return self.since.day == 1 and in_days(self.until, 1).day == 1

    @property
    def is_narrow(self) -> bool:
        """Whether it keeps what only the ledger itself tells apart."""
        kept = (self.advertiser_id, self.sector_id, self.segment, self.cause)
        return any(one is not None for one in kept)

    def a_year_earlier(self) -> Period:
        """Return the same days of the year before, as they ended."""
        since, until = add_months(self.since, -12), add_months(self.until, -12)
        if self.is_whole_months:
            # February of a leap year ends a day later than it would come to.
            until = add_months(month_start(self.until), -11) - timedelta(days=1)
        return replace(self, since=since, until=until, as_of=None)

    def part(self, cut: Cut, key: int) -> Period:
        """Return the part of a cut: a month (year × 100 + month), or one id's rows."""
        if cut is Cut.MONTH:
            first = date(key // 100, key % 100, 1)
            last = add_months(first, 1) - timedelta(days=1)
            since, until = max(self.since, first), min(self.until, last)
            return replace(self, since=since, until=until)
        if cut is Cut.AGENCY:
            return replace(self, by_agency=bool(key))
        if cut is Cut.SEGMENT:
            return replace(self, segment=SEGMENTS[key])
        narrowed: dict[str, Any] = {f"{cut}_id": key}
        return replace(self, **narrowed)


def year(
    of: int, *, basis: Basis = Basis.PUBLISHED, rep_id: int | None = None
) -> Period:
    """Return a calendar year."""
    return Period(date(of, 1, 1), date(of, 12, 31), basis, None, rep_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a period stands, all of it booked net.

    `many` rows of the ledger make the net; `same_day` is the year before as it stood
    a year ago today, `last_year` the whole of it; `options` is what is under option,
    `weighted` what options and open opportunities weigh by their chances.
    """

    net: Money
    many: int
    same_day: Money
    last_year: Money
    target: Money
    options: Money
    options_many: int
    weighted: Money

    @property
    def lead(self) -> Money:
        """What is ahead of the year before; negative: behind."""
        return self.net - self.same_day

    @property
    def growth(self) -> int | None:
        """The lead as a share of the year before; None where that was nothing."""
        return share_of(self.lead, self.same_day)

    @property
    def attainment(self) -> int | None:
        """Booked net as a share of the target; None without a target."""
        return share_of(self.net, self.target)

    @property
    def to_find(self) -> Money:
        """What is left to book; negative once the target is passed."""
        return self.target - self.net

    @property
    def forecast(self) -> Money:
        """Confirmed, and the rest by its chances."""
        return self.net + self.weighted


def share_of(part: Money, whole: Money) -> int | None:
    """Return a part of a whole in basis points; None where there is no whole."""
    if whole.cents <= 0:
        return None
    return divide(part.cents * 10_000, whole.cents)
