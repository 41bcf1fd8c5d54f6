"""How a revenue report names its period, what it is held against, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.revenue import Against
from crm.language import _
from crm.language.formats import date_long, money, percent

if TYPE_CHECKING:
    from crm.domain.money import Money
    from crm.domain.revenue import Period


def is_year(period: Period) -> bool:
    """Say whether a period is one calendar year."""
    since, until = period.since, period.until
    return (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and (
        since.year == until.year
    )


def subject_of(period: Period) -> str:
    """Name a period: its year, or its days."""
    if is_year(period):
        return str(period.since.year)
    since, until = date_long(period.since), date_long(period.until)
    return _("{since} to {until}").format(since=since, until=until)


def year_before(period: Period) -> str:
    """Name the days of the year before."""
    if is_year(period):
        return str(period.since.year - 1)
    return _("the year before")


def held_against(period: Period, against: Against) -> str:
    """Name what a part stands beside: the target, or the year before."""
    return _("Target") if against is Against.TARGET else year_before(period)


def or_dash(amount: Money) -> str:
    """Write an amount; a dash where there is none."""
    return money(amount) if amount else "–"


def share(basis_points: int | None) -> str:
    """Write a share to the tenth of a percent; a dash where there is none."""
    return "–" if basis_points is None else percent(basis_points // 10 * 10)
