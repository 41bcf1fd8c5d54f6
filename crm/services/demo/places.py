"""Finding room: what a rep reads off the calendar before quoting."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.pools import PAGES
from crm.services.demo.desk import FORMATS, POSITIONS
from crm.services.lines import LineWish
from crm.store.queries.magazine import space_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.roles import Actor
    from crm.services.demo.calendar import Slot
    from crm.services.demo.desk import Desk
    from crm.services.demo.shapes import Want
    from crm.store.queries.magazine import SpaceRow

LOOKED_AT = 10
"""How many slots from the wanted one are looked at."""
COVERS_KEPT = frozenset({"c4", "c2", "c3", "facing_contents", "facing_editorial"})


def next_print(desk: Desk, days: int = 6) -> int:
    """Return the index of the first printed issue that closes in so many days or more."""
    return next(
        index
        for index, slot in enumerate(desk.slots["print"])
        if (slot.closes_on - desk.anchor).days >= days
    )


class Finder:
    """Finds places for the wants of one booking; what it gave is not given twice."""

    def __init__(self, desk: Desk, actor: Actor, decided_on: date) -> None:
        self._desk, self._actor = desk, actor
        self._last_day = decided_on
        self._given: Counter[int] = Counter()
        self._spaces: dict[int, list[SpaceRow]] = {}

    def find(
        self, wants: Sequence[Want], discount: int, reason: str
    ) -> list[LineWish]:
        """Return a line for each want that finds room."""
        found = (self._line(want, discount, reason) for want in wants)
        return [line for line in found if line is not None]

    def _line(self, want: Want, discount: int, reason: str) -> LineWish | None:
        slots = self._desk.slots[want.support]
        for slot in slots[want.index : want.index + LOOKED_AT]:
            if not self._is_open(slot):
                continue
            position = self._position(slot, want)
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

    def _position(self, slot: Slot, want: Want) -> str | None:
        ordinary = [
            key
            for key, row in POSITIONS.items()
            if row["support"] == want.support and row["exclusive"] == "no"
        ]
        for position in (*want.positions, *ordinary):
            needed = self._needed(slot, want.format, position)
            if all(
                row.space.left - self._given[row.pool_id] >= units
                for row, units in needed
            ):
                for row, units in needed:
                    self._given[row.pool_id] += units
                return position
        return None

    def _needed(
        self, slot: Slot, format_: str, position: str
    ) -> list[tuple[SpaceRow, int]]:
        """Return the pools a line would take units of, and how many."""
        if slot.id not in self._spaces:
            self._spaces |= space_left(self._desk.session, self._actor, [slot.id])
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
