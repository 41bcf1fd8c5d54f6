"""What the figures mean: periods, bases, the forecast. Every figure is booked net.

Booked net is the net net without fees, barter left out, summed over the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.domain.clock import add_months
from crm.domain.errors import DateOrderError, words


class Basis(StrEnum):
    """Which day counts a line: its publication's, or its booking's."""

    PUBLISHED = "published"
    POSTED = "posted"


class Cut(StrEnum):
    """By what a figure is cut."""

    MONTH = "month"
    REP = "rep"
    SUPPORT = "support"
    ISSUE = "issue"
    ADVERTISER = "advertiser"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both inside, counted on a basis.

    `as_of` tells the figure as it stood at the end of a past day; `rep_id` keeps
    one rep's credit.
    """

    since: date
    until: date
    basis: Basis = Basis.PUBLISHED
    as_of: date | None = None
    rep_id: int | None = None

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
        return Period(
            add_months(self.since, -12),
            add_months(self.until, -12),
            self.basis,
            add_months(as_of, -12),
            self.rep_id,
        )


def year(
    of: int, *, basis: Basis = Basis.PUBLISHED, rep_id: int | None = None
) -> Period:
    """Return a calendar year."""
    return Period(date(of, 1, 1), date(of, 12, 31), basis, None, rep_id)
