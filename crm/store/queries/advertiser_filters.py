"""What each filter of the list of advertisers asks of a company, in SQL.

Every condition is about the company's own columns or says that its id is, or is not,
among those a subquery finds: the list is counted without a join.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, or_, select

from crm.domain.activities import ActivityKind
from crm.domain.bookings import BOOKED, LIVE, LineStatus
from crm.domain.clock import add_months, paris_instant
from crm.domain.companies import AddressKind, CompanyStatus
from crm.domain.regions import begins_of, just_after
from crm.domain.revenue import year
from crm.domain.statuses import year_before
from crm.domain.views import LIVE as LATELY
from crm.store.models import (
    Activity,
    Address,
    Booking,
    Company,
    FollowUp,
    Issue,
    LedgerEntry,
    Line,
    Tagging,
)
from crm.store.queries.company_search import companies_matching

RUNNING = tuple(status for status in LATELY if status is not CompanyStatus.EXPIRING)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Select

    from crm.domain.roles import Actor
    from crm.domain.views import Filters


def kept_by(asker: Actor, filters: Filters) -> Select[int]:
    """Select the ids of the companies that filters keep."""
    conditions: list[ColumnElement[bool]] = [Company.archived_at.is_(None)]
    if filters.search.strip():
        found = companies_matching(asker, filters.search, None, None, None)
        conditions.append(Company.id.in_(found.with_only_columns(Company.id)))
    if filters.role is not None:
        conditions.append(getattr(Company, f"is_{filters.role.value}"))
    if filters.mine:
        conditions.append(Company.owner_id == asker.user_id)
    for asked, condition in _CONDITIONS:
        if getattr(filters, asked) not in _KEEPS_ALL:
            conditions.append(condition(filters, asker.today))
    if filters.statuses:
        conditions.append(_statuses(frozenset(filters.statuses), asker.today))
    return select(Company.id).where(*conditions)


def _owner(filters: Filters, _today: date) -> ColumnElement[bool]:
    return Company.owner_id == filters.owner_id


def _sector(filters: Filters, _today: date) -> ColumnElement[bool]:
    return Company.sector_id == filters.sector_id


def _due(_filters: Filters, today: date) -> ColumnElement[bool]:
    return Company.id.in_(
        select(FollowUp.company_id).where(
            FollowUp.done_at.is_(None),
            FollowUp.archived_at.is_(None),
            FollowUp.due_on <= today,
        )
    )


def _tagged(filters: Filters, _today: date) -> ColumnElement[bool]:
    tagged = select(Tagging.company_id).where(Tagging.tag_id == filters.tag_id)
    return Company.id.in_(tagged.where(Tagging.company_id.is_not(None)))


def _department(filters: Filters, _today: date) -> ColumnElement[bool]:
    return _seated([filters.department])


def _region(filters: Filters, _today: date) -> ColumnElement[bool]:
    return _seated(begins_of(filters.region))


def _seated(begins: Iterable[str]) -> ColumnElement[bool]:
    """Say where the seat is: a range of postcodes, which an index answers."""
    ranges = [
        (Address.postcode >= begin) & (Address.postcode < just_after(begin))
        for begin in begins
    ]
    return Company.id.in_(
        select(Address.company_id).where(
            or_(false(), *ranges),
            Address.kind == AddressKind.SEAT,
            Address.country == "FR",
        )
    )


def _quiet(filters: Filters, today: date) -> ColumnElement[bool]:
    since = paris_instant(today - timedelta(days=filters.quiet_days or 0))
    heard = select(Activity.company_id).where(
        Activity.happened_at >= since,
        Activity.kind != ActivityKind.NOTE,
        Activity.archived_at.is_(None),
    )
    return Company.id.not_in(heard)


def _uncalled(_filters: Filters, _today: date) -> ColumnElement[bool]:
    called = select(Activity.id).where(
        Activity.company_id == Company.id,
        Activity.kind == ActivityKind.CALL,
        Activity.archived_at.is_(None),
    )
    return ~called.exists()


def _no_mandate(_filters: Filters, _today: date) -> ColumnElement[bool]:
    live = select(Line.id).where(Line.booking_id == Booking.id, Line.status.in_(LIVE))
    return Company.id.in_(
        select(Booking.advertiser_id).where(
            Booking.agency_id.is_not(None),
            Booking.mandate_id.is_(None),
            Booking.archived_at.is_(None),
            live.exists(),
        )
    )


def _optioned(_filters: Filters, _today: date) -> ColumnElement[bool]:
    return Company.id.in_(
        select(Booking.advertiser_id)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.status == LineStatus.OPTIONED)
    )


def _net(filters: Filters, today: date) -> ColumnElement[bool]:
    """Say that this year's net reaches an amount: the figure the list shows."""
    period = year(today.year)
    least = filters.net_at_least.cents if filters.net_at_least else 0
    day = func.coalesce(Issue.published_on, LedgerEntry.posted_on)
    return Company.id.in_(
        select(LedgerEntry.company_id)
        .outerjoin(Issue, Issue.id == LedgerEntry.issue_id)
        .where(
            LedgerEntry.is_barter.is_(False), day.between(period.since, period.until)
        )
        .group_by(LedgerEntry.company_id)
        .having(func.sum(LedgerEntry.net_net_cents) >= least)
    )


def _statuses(statuses: frozenset[CompanyStatus], today: date) -> ColumnElement[bool]:
    """Say `crm.domain.statuses.company_status` in SQL."""
    year_ago, half_year = add_months(today, -12), add_months(today, -6)
    since, until = year_before(today)
    day = Issue.published_on

    def running() -> ColumnElement[bool]:
        return _ran(day >= half_year)

    said: dict[CompanyStatus, Callable[[], ColumnElement[bool]]] = {
        CompanyStatus.PROSPECT: _never_ran,
        CompanyStatus.LAPSED: lambda: _ran() & ~_ran(day > year_ago),
        CompanyStatus.EXPIRING: lambda: _ran(day > year_ago) & ~running(),
        CompanyStatus.NEW: lambda: running() & ~_ran(day <= year_ago),
        CompanyStatus.RENEWED: lambda: running() & _ran((day > since) & (day <= until)),
        CompanyStatus.ACTIVE: lambda: (
            running() & _ran(day <= year_ago) & ~_ran((day > since) & (day <= until))
        ),
    }
    conditions: list[ColumnElement[bool]] = []
    together: tuple[
        tuple[frozenset[CompanyStatus], Callable[[], ColumnElement[bool]]], ...
    ] = (
        (frozenset(LATELY), lambda: _ran(day > year_ago)),
        (frozenset(RUNNING), running),
    )
    for several, condition in together:
        if several <= statuses:  # one question in the place of three or four
            conditions.append(condition())
            statuses -= several
    return or_(*conditions, *(said[status]() for status in sorted(statuses)))


def _ran(*when: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say who has a booked line in an issue; issues first, they are the fewest."""
    booked = select(Line.booking_id).where(
        Line.status.in_(BOOKED), Line.issue_id.is_not(None)
    )
    if when:
        booked = booked.where(Line.issue_id.in_(select(Issue.id).where(*when)))
    return Company.id.in_(select(Booking.advertiser_id).where(Booking.id.in_(booked)))


def _never_ran() -> ColumnElement[bool]:
    """Say who has no booked line, company by company: most of them have no booking."""
    booked = select(Line.id).where(
        Line.booking_id == Booking.id,
        Line.status.in_(BOOKED),
        Line.issue_id.is_not(None),
    )
    theirs = select(Booking.id).where(
        Booking.advertiser_id == Company.id, booked.exists()
    )
    return ~theirs.exists()


_KEEPS_ALL: tuple[Any, ...] = (None, False, "")
_CONDITIONS: tuple[tuple[str, Callable[[Filters, date], ColumnElement[bool]]], ...] = (
    ("owner_id", _owner),
    ("sector_id", _sector),
    ("due", _due),
    ("tag_id", _tagged),
    ("department", _department),
    ("region", _region),
    ("quiet_days", _quiet),
    ("uncalled", _uncalled),
    ("no_mandate", _no_mandate),
    ("optioned", _optioned),
    ("net_at_least", _net),
)
"""Filters and what each asks; the others are asked of the company's own columns."""
