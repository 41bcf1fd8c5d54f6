"""Taking units of a pool, and giving them back: the one place that moves `taken`.

A conditional UPDATE takes the units or takes nothing, in the order of the pools'
ids, in the same transaction as the move of the line that needs them. Two people can
therefore never both get the last one, on SQLite or PostgreSQL, in any interleaving.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.errors import SoldOutError
from crm.language import current_language
from crm.store.models import Issue, LineSpace, Pool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def follow(session: Session, spaces: Iterable[LineSpace], status: LineStatus) -> None:
    """Take or give back a line's units so that they agree with its new status.

    Raises SoldOutError when a pool has not the units; nothing is kept then. The new
    statuses are written with the session's next flush, many lines at once.
    """
    for space in sorted(spaces, key=lambda space: space.pool_id):
        held, holds = space.status in HOLDS_SPACE, status in HOLDS_SPACE
        if holds and not held:
            _take(session, space)
        elif held and not holds:
            _give_back(session, space)
        space.status = status


def _take(session: Session, space: LineSpace) -> None:
    taken = session.execute(
        update(Pool)
        .where(Pool.id == space.pool_id, Pool.taken + space.units <= Pool.capacity)
        .values(taken=Pool.taken + space.units)
        .returning(Pool.id)
        .execution_options(synchronize_session=False)
    ).first()
    if taken is None:
        raise _sold_out(session, space)


def _give_back(session: Session, space: LineSpace) -> None:
    given = session.execute(
        update(Pool)
        .where(Pool.id == space.pool_id, Pool.taken >= space.units)
        .values(taken=Pool.taken - space.units)
        .returning(Pool.id)
        .execution_options(synchronize_session=False)
    ).first()
    if given is None:
        raise RuntimeError(f"pool {space.pool_id} has fewer units taken than held")


def _sold_out(session: Session, space: LineSpace) -> SoldOutError:
    pool, issue = session.execute(
        select(Pool, Issue).join(Pool.issue).where(Pool.id == space.pool_id)
    ).one()
    session.refresh(pool)
    french = current_language() == "fr"
    return SoldOutError(
        pool=pool.name_fr if french else pool.name_en,
        issue=issue.name_fr if french else issue.name_en,
        left=pool.capacity - pool.taken,
        wanted=space.units,
    )
