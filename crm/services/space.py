"""Taking units of a pool, and giving them back: the one place that moves `taken`.

A conditional UPDATE takes the units or takes nothing, in the order of the pools'
ids, in the same transaction as the move of the line that needs them. Two people can
therefore never both get the last one, on SQLite or PostgreSQL, in any interleaving.
What those before it in line wait for is left to them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy import delete, select, update

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.errors import SoldOutError
from crm.domain.option_queue import ahead_of
from crm.domain.space_errors import SetAsideError
from crm.language import current_language
from crm.store.models import Booking, Issue, Line, LineSpace, OptionQueue, Pool, User
from crm.store.queries.option_queue import who_waits
from crm.store.scope import beyond_scope

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
            _take(session, space.pool_id, space.units, space.line_id)
        elif held and not holds:
            _give_back(session, space.pool_id, space.units)
        elif not holds and status is not LineStatus.QUOTED:
            _leave(session, space.pool_id, space.line_id)
        space.status = status


def exchange(
    session: Session, held: Iterable[LineSpace], wanted: Iterable[LineSpace]
) -> None:
    """Hold what lines become in place of what they hold: the difference of each pool.

    What stays in a pool is not offered to those who wait for it. Raises SoldOutError,
    SetAsideError.
    """
    more: Counter[int] = Counter()
    for space in wanted:
        more[space.pool_id] += space.units
        space.status = LineStatus.CONFIRMED
    for space in held:
        more[space.pool_id] -= space.units
    for pool_id, units in sorted(more.items()):
        if units > 0:
            _take(session, pool_id, units, None)
        elif units < 0:
            _give_back(session, pool_id, -units)


def _take(session: Session, pool_id: int, units: int, line_id: int | None) -> None:
    if _taken(session, pool_id, units, if_nobody_waits=True):
        return
    waiting = who_waits(session, pool_id)
    ahead = ahead_of(waiting, line_id) if line_id else waiting
    aside = sum(one.units for one in ahead)
    if not _taken(session, pool_id, units, aside=aside):
        first = ahead[0].line_id if ahead else None
        _refuse(session, pool_id, units, first)
    if line_id:
        _leave(session, pool_id, line_id)


def _leave(session: Session, pool_id: int, line_id: int) -> None:
    session.execute(
        delete(OptionQueue).where(
            OptionQueue.pool_id == pool_id, OptionQueue.line_id == line_id
        )
    )


def _taken(
    session: Session,
    pool_id: int,
    units: int,
    *,
    aside: int = 0,
    if_nobody_waits: bool = False,
) -> bool:
    """Take the units where `aside` more would be left; say whether they were taken."""
    wanted = update(Pool).where(
        Pool.id == pool_id, Pool.taken + units + aside <= Pool.capacity
    )
    if if_nobody_waits:
        wanted = wanted.where(
            ~select(OptionQueue.id).where(OptionQueue.pool_id == pool_id).exists()
        )
    with beyond_scope(session, "what others wait for is left to them, unseen or not"):
        taken = session.execute(
            wanted.values(taken=Pool.taken + units)
            .returning(Pool.id)
            .execution_options(synchronize_session=False)
        ).first()
    return taken is not None


def _give_back(session: Session, pool_id: int, units: int) -> None:
    given = session.execute(
        update(Pool)
        .where(Pool.id == pool_id, Pool.taken >= units)
        .values(taken=Pool.taken - units)
        .returning(Pool.id)
        .execution_options(synchronize_session=False)
    ).first()
    if given is None:
        raise RuntimeError(f"pool {pool_id} has fewer units taken than held")


def _refuse(
    session: Session, pool_id: int, units: int, first_in_line: int | None
) -> NoReturn:
    pool, issue = session.execute(
        select(Pool, Issue).join(Pool.issue).where(Pool.id == pool_id)
    ).one()
    session.refresh(pool)
    french = current_language() == "fr"
    left = pool.capacity - pool.taken
    place = pool.name_fr if french else pool.name_en
    where = issue.name_fr if french else issue.name_en
    if left >= units and first_in_line is not None:
        whose = (
            select(User.name)
            .join(Booking, Booking.owner_id == User.id)
            .join(Line, Line.booking_id == Booking.id)
            .where(Line.id == first_in_line)
        )
        with beyond_scope(session, "everybody is told whose turn it is, by the rep"):
            who = session.scalars(whose).one()
        raise SetAsideError(pool=place, issue=where, who=who)
    raise SoldOutError(pool=place, issue=where, left=left, wanted=units)
