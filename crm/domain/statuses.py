"""Where an advertiser stands, by the publication dates of its lines.

Lines count when they are confirmed or ran. Twelve and six months are calendar
months back from today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.clock import add_months
from crm.domain.companies import CompanyStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class Runs:
    """What the status reads: the first and the last publication day.

    `year_before` tells whether there was one in the twelve months before the last
    twelve.
    """

    first: date
    last: date
    year_before: bool


def year_before(today: date) -> tuple[date, date]:
    """Return the first and last day of the twelve months before the last twelve."""
    return add_months(today, -24), add_months(today, -12)


def runs_of(days: Iterable[date], today: date) -> Runs | None:
    """Sum publication days up; None where there is none."""
    found = sorted(days)
    if not found:
        return None
    since, until = year_before(today)
    return Runs(found[0], found[-1], any(since < day <= until for day in found))


def company_status(runs: Runs | None, today: date) -> CompanyStatus:
    """Say where an advertiser stands.

    Never booked: prospect. No line in the last twelve months nor to come: lapsed.
    Nothing to come and the last more than six months ago: expiring. For the first
    time: new. There in the twelve months before as well: renewed. Otherwise active.
    """
    if runs is None:
        return CompanyStatus.PROSPECT
    year_ago = add_months(today, -12)
    if runs.last <= year_ago:
        return CompanyStatus.LAPSED
    if runs.last < add_months(today, -6):
        return CompanyStatus.EXPIRING
    if runs.first > year_ago:
        return CompanyStatus.NEW
    return CompanyStatus.RENEWED if runs.year_before else CompanyStatus.ACTIVE
