"""Finding room: what a rep reads off the calendar before quoting."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.pools import PAGES
from crm.services.demo.desk import FORMATS, POSITIONS
from crm.services.lines import LineWish
from crm.store.models import LineSpace, Pool
from crm.store.queries.magazine import space_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.roles import Actor
    from crm.services.demo.calendar import Slot
    from crm.services.demo.desk import Desk
    from crm.services.demo.shapes import Want
    from crm.store.queries.magazine import SpaceRow

LOOKED_AT = 12
"""How many slots from the wanted one are looked at."""


class Finder:
    """Finds places for the wants of one booking; what it gave is not given twice."""

    def __init__(
        self,
        desk: Desk,
        actor: Actor,
        decided_on: date,
        *,
        careless: bool = False,
        leaves: int = 0,
    ) -> None:
        """Look for places that can still be had on a day.

        Who is `careless` forgets the quotes that are out. `leaves` are twelfths of
        a page kept free in the next printed issue, for what is arranged there.
        """
        self._leaves = leaves
        self._next_issue = desk.slots["print"][desk.next_issue()]
        self._desk, self._actor = desk, actor
        self._last_day, self._careless = decided_on, careless
        self._given: Counter[int] = Counter()
        self._spaces: dict[int, list[SpaceRow]] = {}

    def find(self, wants: Sequence[Want], discount: int, reason: str) -> list[LineWish]:
        """Return a line for each want that finds room."""
        wanted = [self._desk.slots[want.support][want.index] for want in wants]
        self._look([slot for slot in wanted if self._is_open(slot)])
        found = (self._line(want, discount, reason) for want in wants)
        return [line for line in found if line is not None]

    def _line(self, want: Want, discount: int, reason: str) -> LineWish | None:
        slots = self._desk.slots[want.support]
        for slot in slots[want.index : want.index + LOOKED_AT]:
            if not self._is_open(slot):
                continue
            liked = want.positions if slot is slots[want.index] else ()
            position = self._position(slot, want, liked)
            if position is not None:
                return LineWish(
                    slot.id,
                    self._desk.formats[want.format],
                    self._desk.positions[position],
                    is_guaranteed=want.is_guaranteed,
                    fee_codes=want.fees,
                    exceptional=discount,
                    reason=reason if discount else "",
                    is_barter=want.is_barter,
                )
        return None

    def _is_open(self, slot: Slot) -> bool:
        priced_from = date(self._desk.anchor.year + slot.year_offset - 1, 6, 16)
        return (
            slot.id > 0
            and slot.closes_on >= self._last_day
            and priced_from <= self._actor.today
        )

    def _position(self, slot: Slot, want: Want, liked: tuple[str, ...]) -> str | None:
        ordinary = [
            key
            for key, row in POSITIONS.items()
            if row["support"] == want.support and row["exclusive"] == "no"
        ]
        for position in (*liked, *ordinary):
            needed = self._needed(slot, want.format, position)
            if all(self._left(row, slot) >= units for row, units in needed):
                for row, units in needed:
                    self._given[row.pool_id] += units
                return position
        return None

    def _left(self, row: SpaceRow, slot: Slot) -> int:
        left = row.space.left - self._given[row.pool_id]
        is_kept = slot is self._next_issue and row.code == PAGES
        return left - self._leaves if is_kept else left

    def _needed(
        self, slot: Slot, format_: str, position: str
    ) -> list[tuple[SpaceRow, int]]:
        """Return the pools a line would take units of, and how many."""
        if slot.id not in self._spaces:
            self._look([slot])
        takes_page = not POSITIONS[position]["flatplan_pages"].startswith("C")
        units = {
            PAGES: int(FORMATS[format_]["page_units"] or 0) if takes_page else 0,
            position: 1,
            format_: 1,
        }
        return [
            (row, units[row.code])
            for row in self._spaces[slot.id]
            if units.get(row.code)
        ]

    def _look(self, slots: list[Slot]) -> None:
        """Read what is left in some slots, less what the quotes that are out ask."""
        ids = sorted({slot.id for slot in slots})
        if ids:
            self._spaces |= space_left(self._desk.session, self._actor, ids)
            if not self._careless:
                self._given.update(self._quoted(ids))

    def _quoted(self, issue_ids: list[int]) -> dict[int, int]:
        """Return what the quotes that are out would take of issues' pools."""
        query = (
            select(LineSpace.pool_id, func.sum(LineSpace.units))
            .join(Pool, Pool.id == LineSpace.pool_id)
            .where(Pool.issue_id.in_(issue_ids), LineSpace.status == LineStatus.QUOTED)
            .group_by(LineSpace.pool_id)
        )
        return {pool: int(units) for pool, units in self._desk.session.execute(query)}
