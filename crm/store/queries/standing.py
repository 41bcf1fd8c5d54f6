"""Where a year stands: against the year before, the target, and what may come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.domain.clock import add_months, month_start
from crm.domain.money import Money, total
from crm.domain.revenue import Against, Cut, Period, Standing, share_of
from crm.domain.revenue_amounts import month_key
from crm.store.models import RevenueDay, Target, User
from crm.store.queries.pipeline import OPTION, PipelineSum, pipeline
from crm.store.queries.revenue import SumRow, amounts_of, booked_net, sums_by
from crm.store.queries.revenue_names import names_of_parts
from crm.store.queries.revenue_source import by_day, may_count_days, source
from crm.store.queries.target_sums import target_within, targets_by
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LAST_YEAR = Against.LAST_YEAR


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


def standing(
    session: Session,
    asker: Actor,
    period: Period,
    prospects: list[PipelineSum] | None = None,
) -> Standing:
    """Say where a period stands today; `prospects`: the pipeline, where it is read."""
    before = period.a_year_before(asker.today)
    if prospects is None:
        prospects = pipeline(session, asker, period)
    options = [row for row in prospects if row.stage == OPTION]
    return Standing(
        net=booked_net(session, asker, period),
        many=amounts_of(session, asker, period).many,
        same_day=booked_net(session, asker, before),
        last_year=booked_net(session, asker, period.a_year_earlier()),
        target=target_within(session, asker, period),
        options=total((row.amount for row in options), period.currency),
        options_many=sum(row.many for row in options),
        weighted=total((row.weighted for row in prospects), period.currency),
    )


def cumulated(session: Session, _asker: Actor, period: Period) -> list[DaySum]:
    """Return a period's booked net as it grew, one point for each day of posting."""
    with team_totals(session, period.rep_id):
        if may_count_days(period):
            day: Any = RevenueDay.posted_on
            sums = select(day, func.sum(RevenueDay.net_net_cents))
            query = by_day(session, sums, period)
        else:
            told = source(session, period, by_row=True)
            day = told.posted_on
            query = told.narrow(select(day, func.sum(told.net_net)))
        query = query.group_by(day).order_by(day)
        days = session.execute(query).all()
    so_far = Money(0, period.currency)
    points = []
    for day, cents in days:
        so_far += Money(int(cents), period.currency)
        points.append(DaySum(day, so_far))
    return points


def months_beside(
    session: Session, asker: Actor, period: Period, against: Against = LAST_YEAR
) -> list[BesideRow]:
    """Cut a period by month beside the same months of the year before, or the target.

    A row for each month of the period, some of zero; last year's whole months.
    """
    now = {row.key: row for row in sums_by(session, asker, period, Cut.MONTH)}
    if against is Against.TARGET:
        then = targets_by(session, asker, period, Cut.MONTH)
    else:
        before = sums_by(session, asker, period.a_year_earlier(), Cut.MONTH)
        then = {row.key + 100: row.net_net for row in before}
    rows, nothing = [], Money(0, period.currency)
    month = month_start(period.since)
    while month <= period.until:
        key = month_key(month)
        rows.append(_beside(key, "", now.get(key), then.get(key, nothing)))
        month = add_months(month, 1)
    return rows


def parts_beside(
    session: Session,
    asker: Actor,
    period: Period,
    cut: Cut,
    against: Against = LAST_YEAR,
) -> list[BesideRow]:
    """Cut a period beside the whole year before, or the targets; the largest first.

    Issues stand in the order they come out, and beside nothing.
    """
    now = {row.key: row for row in sums_by(session, asker, period, cut)}
    then: dict[int, Money] = {}
    nothing = Money(0, period.currency)
    if against is Against.TARGET:
        then = targets_by(session, asker, period, cut)
    elif cut is not Cut.ISSUE:
        earlier = sums_by(session, asker, period.a_year_earlier(), cut)
        then = {row.key: row.net_net for row in earlier}
    others = [key for key, amount in then.items() if key not in now and amount]
    names = {
        **names_of_parts(session, cut, others),
        **{key: row.name for key, row in now.items()},
    }
    return [
        _beside(key, names.get(key, ""), now.get(key), then.get(key, nothing))
        for key in (*now, *others)
    ]


def supports_beside(session: Session, asker: Actor, period: Period) -> list[BesideRow]:
    """Cut a period by support beside the whole year before, the largest first."""
    return parts_beside(session, asker, period, Cut.SUPPORT)


def reps_beside(
    session: Session, asker: Actor, period: Period, against: Against = Against.TARGET
) -> list[BesideRow]:
    """Cut a period by rep beside their targets, the largest first."""
    return parts_beside(session, asker, period, Cut.REP, against)


def _beside(key: int, name: str, now: SumRow | None, beside: Money) -> BesideRow:
    if now is None:
        return BesideRow(key, name, beside - beside, beside, 0)
    return BesideRow(key, name, now.net_net, beside, now.many)


def years_told(session: Session, asker: Actor) -> list[int]:
    """List the years the ledger speaks of, and this one, the latest first."""
    first, last, posted = session.execute(
        select(
            func.min(RevenueDay.month),
            func.max(RevenueDay.month),
            func.min(RevenueDay.posted_on),
        )
    ).one()
    today = asker.today.year
    years = [today, *(month // 100 for month in (first, last) if month is not None)]
    if posted is not None:
        years.append(posted.year)
    return list(range(max(years), min(years) - 1, -1))


def list_reps(session: Session, _asker: Actor) -> list[tuple[int, str]]:
    """List who has been credited or has a target, whoever has left too."""
    credited_ = select(RevenueDay.rep_id).where(RevenueDay.rep_id == User.id)
    asked = select(Target.id).where(Target.user_id == User.id)
    query = (
        select(User.id, User.name)
        .where(or_(credited_.exists(), asked.exists()))
        .order_by(User.name, User.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]
