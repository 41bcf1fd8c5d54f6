"""What was to be booked: sums of the targets, by what they were set for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.clock import month_start
from crm.domain.money import EURO, Money
from crm.domain.revenue import Cut, Period
from crm.domain.revenue_amounts import month_key
from crm.store.models import Target
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def target_within(session: Session, _asker: Actor, period: Period) -> Money:
    """Return what was to be booked in the months a period touches, for its filter.

    A target is set for a rep; one for a title or a support alone is not added to the
    reps', but is what a period of that title or support is held against.
    """
    if _asks_for_what_has_none(period):
        return Money(0, period.currency)
    with team_totals(session, period.rep_id):
        return Money(int(session.scalars(_sum(period)).one()), period.currency)


def targets_by(
    session: Session, _asker: Actor, period: Period, cut: Cut
) -> dict[int, Money]:
    """Cut a period's targets by month, rep, title or support; others have none.

    A rep is told the team's by month, their own by name.
    """
    columns: dict[Cut, Any] = {
        Cut.MONTH: Target.month,
        Cut.REP: Target.user_id,
        Cut.TITLE: Target.title_id,
        Cut.SUPPORT: Target.support_id,
    }
    if cut not in columns or _asks_for_what_has_none(period):
        return {}
    column = columns[cut]
    query = _sum(period, cut).add_columns(column).group_by(column)
    query = query.where(column.is_not(None))
    narrowed = -1 if cut is Cut.REP else period.rep_id
    with team_totals(session, narrowed):
        found = session.execute(query).all()
    return {
        month_key(key) if cut is Cut.MONTH else int(key): Money(
            int(cents), period.currency
        )
        for cents, key in found
    }


def _asks_for_what_has_none(period: Period) -> bool:
    kept = (period.issue_id, period.by_agency)
    return period.is_narrow or any(one is not None for one in kept)


def _sum(period: Period, cut: Cut | None = None) -> Any:  # noqa: ANN401  a select
    query = select(func.coalesce(func.sum(Target.cents), 0)).where(
        Target.month.between(month_start(period.since), period.until),
        Target.currency == (period.currency or EURO),
    )
    if period.rep_id is not None:
        query = query.where(Target.user_id == period.rep_id)
    if period.title_id is not None:
        query = query.where(Target.title_id == period.title_id)
    if period.support_id is not None:
        query = query.where(Target.support_id == period.support_id)
    alone = period.title_id is None and period.support_id is None
    if alone and cut not in {Cut.TITLE, Cut.SUPPORT}:
        query = query.where(Target.user_id.is_not(None))
    return query
