"""The space a booking stands on: who else holds it, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.pools import PAGES
from crm.store.models import Line, LineSpace, OptionQueue, Pool
from crm.store.queries.magazine import space_left
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.magazine import SpaceRow


@dataclass(frozen=True, slots=True)
class HeldSpace:
    """A pool a booking needs: the issue's name, what is left, how many wait for it.

    `needed` is in the pool's units, over the booking's live lines.
    """

    issue: str
    pool: SpaceRow
    needed: int
    waiting: int

    @property
    def is_pages(self) -> bool:
        """Whether the pool is a page budget, counted in twelfths."""
        return self.pool.code == PAGES


def booking_space(
    session: Session, asker: Actor, booking: BookingCard
) -> list[HeldSpace]:
    """List the pools a booking's live lines need, in the order of its lines."""
    live = {line.id: line for line in booking.live}
    rows = session.execute(
        select(LineSpace.line_id, LineSpace.pool_id, LineSpace.units, Pool.issue_id)
        .join(Line, Line.id == LineSpace.line_id)
        .join(Pool, Pool.id == LineSpace.pool_id)
        .where(LineSpace.line_id.in_(live))
        .order_by(Line.rank, Pool.rank, Pool.id)
    ).all()
    needed: dict[int, int] = {}
    issues: dict[int, str] = {}
    for line_id, pool_id, units, _issue_id in rows:
        needed[pool_id] = needed.get(pool_id, 0) + units
        issues[pool_id] = live[line_id].issue
    waiting: dict[int, int] = {}
    in_line = select(OptionQueue.pool_id).where(OptionQueue.pool_id.in_(needed))
    with beyond_scope(session, "a line is as long as it is, whoever stands in it"):
        every = session.scalars(in_line).all()
    for pool_id in every:
        waiting[pool_id] = waiting.get(pool_id, 0) + 1
    left = space_left(session, asker, {issue_id for *_rest, issue_id in rows})
    pools = {row.pool_id: row for found in left.values() for row in found}
    return [
        HeldSpace(issues[pool_id], pools[pool_id], units, waiting.get(pool_id, 0))
        for pool_id, units in needed.items()
    ]
