"""Where a year stands: against the year before, the target, and what may come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.domain.money import Money, total
from crm.domain.revenue import Basis, Cut, Period, Standing, share_of
from crm.store.models import (
    Issue,
    LedgerEntry,
    RevenueDay,
    Target,
    User,
)
from crm.store.queries.pipeline import OPTION, pipeline
from crm.store.queries.revenue import (
    booked_lines,
    booked_net,
    sums_by,
    target_of,
)
from crm.store.queries.revenue_source import by_day, counted_day, may_count_days, within
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class DaySum:
    """What had been booked by the end of a day."""

    day: date
    net_net: Money


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A part of booked net and what it is held against: a target, or last year."""

    key: int
    name: str
    net_net: Money
    beside: Money
    many: int

    @property
    def share(self) -> int | None:
        """The part as a share of what stands beside it; None where that is nothing."""
        return share_of(self.net_net, self.beside)


def standing(session: Session, asker: Actor, period: Period) -> Standing:
    """Say where a period stands today."""
    before = period.a_year_before(asker.today)
    prospects = pipeline(session, asker, period)
    options = [row for row in prospects if row.stage == OPTION]
    return Standing(
        net=booked_net(session, asker, period),
        lines=booked_lines(session, asker, period),
        same_day=booked_net(session, asker, before),
        last_year=booked_net(session, asker, replace(before, as_of=None)),
        target=target_of(session, asker, period.since, period.until, period.rep_id),
        options=total(row.amount for row in options),
        options_many=sum(row.many for row in options),
        weighted=total(row.weighted for row in prospects),
    )


def cumulated(session: Session, _asker: Actor, period: Period) -> list[DaySum]:
    """Return a period's booked net as it grew, one point for each day of posting."""
    with team_totals(session, period.rep_id):
        if may_count_days(period):
            day: Any = RevenueDay.posted_on
            sums = select(day, func.sum(RevenueDay.net_net_cents))
            query = by_day(session, sums, period)
        else:
            day = LedgerEntry.posted_on
            sums = select(day, func.sum(LedgerEntry.net_net_cents))
            query = within(session, sums, period)
        query = query.group_by(day).order_by(day)
        days = session.execute(query).all()
    so_far = Money(0)
    points = []
    for day, cents in days:
        so_far += Money(int(cents))
        points.append(DaySum(day, so_far))
    return points


def months_beside(session: Session, asker: Actor, period: Period) -> list[BesideRow]:
    """Cut a year by month beside the whole year before; twelve rows, some of zero."""
    before = replace(period.a_year_before(asker.today), as_of=None)
    now = {row.key: row for row in sums_by(session, asker, period, Cut.MONTH)}
    then = {row.key: row for row in sums_by(session, asker, before, Cut.MONTH)}
    rows = []
    for month in range(1, 13):
        key = period.since.year * 100 + month
        found, last = now.get(key), then.get(key - 100)
        rows.append(
            BesideRow(
                key,
                "",
                found.net_net if found else Money(0),
                last.net_net if last else Money(0),
                found.many if found else 0,
            )
        )
    return rows


def supports_beside(session: Session, asker: Actor, period: Period) -> list[BesideRow]:
    """Cut a period by support beside the whole year before, the largest first."""
    before = replace(period.a_year_before(asker.today), as_of=None)
    then = {row.key: row for row in sums_by(session, asker, before, Cut.SUPPORT)}
    now = {row.key: row for row in sums_by(session, asker, period, Cut.SUPPORT)}
    return [
        BesideRow(
            key,
            (now.get(key) or then[key]).name,
            now[key].net_net if key in now else Money(0),
            then[key].net_net if key in then else Money(0),
            now[key].many if key in now else 0,
        )
        for key in [*now, *(key for key in then if key not in now)]
    ]


def reps_beside(session: Session, asker: Actor, period: Period) -> list[BesideRow]:
    """Cut a period by rep beside their targets, the largest first."""
    now = {row.key: row for row in sums_by(session, asker, period, Cut.REP)}
    query = (
        select(User.id, User.name, func.sum(Target.cents))
        .join(Target, Target.user_id == User.id)
        .where(Target.month.between(period.since, period.until))
        .group_by(User.id, User.name)
        .order_by(User.id)
    )
    if period.rep_id is not None:
        query = query.where(User.id == period.rep_id)
    asked = {
        key: (name, Money(int(cents))) for key, name, cents in session.execute(query)
    }
    return [
        BesideRow(
            key,
            now[key].name if key in now else asked[key][0],
            now[key].net_net if key in now else Money(0),
            asked[key][1] if key in asked else Money(0),
            now[key].many if key in now else 0,
        )
        for key in [*now, *(key for key in asked if key not in now)]
    ]


def years_told(session: Session, asker: Actor) -> list[int]:
    """List the years the ledger speaks of, and this one, the latest first."""
    day = counted_day(Basis.PUBLISHED)
    found = session.execute(
        select(func.min(day), func.max(day), func.min(LedgerEntry.posted_on)).outerjoin(
            Issue, Issue.id == LedgerEntry.issue_id
        )
    ).one()
    days = [day for day in found if day is not None]
    first = min((day.year for day in days), default=asker.today.year)
    last = max((day.year for day in days), default=asker.today.year)
    return list(
        range(max(last, asker.today.year), min(first, asker.today.year) - 1, -1)
    )


def list_reps(session: Session, _asker: Actor) -> list[tuple[int, str]]:
    """List who has been credited or has a target: ids and names."""
    query = (
        select(User.id, User.name)
        .where(
            or_(
                User.id.in_(select(LedgerEntry.user_id)),
                User.id.in_(select(Target.user_id).where(Target.user_id.is_not(None))),
            )
        )
        .order_by(User.name)
    )
    return [(row[0], row[1]) for row in session.execute(query)]
