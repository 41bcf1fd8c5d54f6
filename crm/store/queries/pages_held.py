"""How much of the page budgets is held, in sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.pools import PAGES
from crm.domain.space import Holding
from crm.store.models import Line, LineSpace, Pool
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def pages_held(
    session: Session, issue_ids: Collection[int]
) -> dict[int, list[Holding]]:
    """Add up what is held of page budgets, by what it is: one holding each."""
    query = (
        select(
            LineSpace.pool_id,
            LineSpace.status,
            func.sum(LineSpace.units),
            func.min(Line.option_until),
        )
        .join(Line, Line.id == LineSpace.line_id)
        .join(Pool, Pool.id == LineSpace.pool_id)
        .where(
            Pool.issue_id.in_(issue_ids),
            Pool.code == PAGES,
            LineSpace.status.in_(HOLDS_SPACE),
        )
        .group_by(LineSpace.pool_id, LineSpace.status)
        .order_by(LineSpace.pool_id, LineSpace.status)
    )
    with beyond_scope(session, "space is counted whoever holds it"):
        rows = session.execute(query).all()
    found: dict[int, list[Holding]] = {}
    for pool_id, status, units, until in rows:
        optioned = status is LineStatus.OPTIONED
        held = Holding(
            int(units),
            "",
            "",
            None,
            until if optioned else None,
            status is LineStatus.RAN,
        )
        found.setdefault(pool_id, []).append(held)
    return found
