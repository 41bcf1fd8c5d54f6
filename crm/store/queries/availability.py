"""The space a booking stands on: who else holds it, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.option_queue import WAITS
from crm.domain.pools import PAGES
from crm.store.models import Line, LineSpace, Pool
from crm.store.queries.magazine import space_left
from crm.store.queries.option_queue import held_before, waiting_for

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.magazine import SpaceRow
    from crm.store.queries.option_queue import Waiting


@dataclass(frozen=True, slots=True)
class HeldSpace:
    """A pool a booking needs: the issue's name, what is left, who waits for it.

    `needed` is in the pool's units, over the booking's live lines; `wanted` are those
    of them it does not hold yet. `waiting` is in order; `held_before` tells whether
    the advertiser held the place in the same issue of the year before.
    """

    booking_id: int
    issue: str
    closes_on: date | None
    pool: SpaceRow
    needed: int
    wanted: int
    waiting: tuple[Waiting, ...] = ()
    held_before: bool = False

    @property
    def is_pages(self) -> bool:
        """Whether the pool is a page budget, counted in twelfths."""
        return self.pool.code == PAGES

    @property
    def in_line(self) -> Waiting | None:
        """Where the booking stands in line, if it does."""
        mine = (one for one in self.waiting if one.booking_id == self.booking_id)
        return next(mine, None)

    @property
    def to_take(self) -> int:
        """How many units are free for this booking: those ahead of it come first."""
        ahead = 0
        for one in self.waiting:
            if one.booking_id == self.booking_id:
                break
            ahead += one.units
        return max(self.pool.space.left - ahead, 0)

    @property
    def may_wait(self) -> bool:
        """Whether standing in line is what is left to do."""
        return bool(self.wanted) and not self.in_line and self.to_take < self.wanted


def booking_space(
    session: Session, asker: Actor, booking: BookingCard
) -> list[HeldSpace]:
    """List the pools a booking's live lines need, in the order of its lines."""
    asked = {line.id: line for line in booking.live}
    rows = session.execute(
        select(LineSpace.line_id, LineSpace.pool_id, LineSpace.units, Pool.issue_id)
        .join(Line, Line.id == LineSpace.line_id)
        .join(Pool, Pool.id == LineSpace.pool_id)
        .where(LineSpace.line_id.in_(asked))
        .order_by(Line.rank, Pool.rank, Pool.id)
    ).all()
    needed: dict[int, int] = {}
    wanted: dict[int, int] = {}
    lines: dict[int, LineCard] = {}
    for line_id, pool_id, units, _issue_id in rows:
        line = lines[pool_id] = asked[line_id]
        needed[pool_id] = needed.get(pool_id, 0) + units
        if line.status in WAITS:
            wanted[pool_id] = wanted.get(pool_id, 0) + units
    waiting = waiting_for(session, asker, needed)
    left = space_left(session, asker, {issue_id for *_rest, issue_id in rows})
    pools = {row.pool_id: row for found in left.values() for row in found}
    return [
        HeldSpace(
            booking.id,
            lines[pool_id].issue,
            lines[pool_id].closes_on,
            pools[pool_id],
            units,
            wanted.get(pool_id, 0),
            tuple(waiting.get(pool_id, ())),
            pools[pool_id].position_id is not None
            and any(
                before.company_id == booking.advertiser_id
                for before in held_before(session, asker, pool_id)
            ),
        )
        for pool_id, units in needed.items()
    ]
