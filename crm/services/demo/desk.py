"""The desk being built: its agenda of simulated days, and the ids of what is there."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from crm.domain.clock import in_days, paris_day, paris_instant
from crm.domain.roles import STANDINGS, Actor, Door, RoleCode, desk_itself
from crm.services.demo import calendar
from crm.services.demo.tables import Row, house, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.services.demo.calendar import Slot

REP_LIMIT = 500
"""What a rep may grant alone, in basis points, as their role says."""


@dataclass(slots=True)
class Desk:
    """Everything the story needs; ids are by the keys of the tables.

    Nothing happens on the anchor day or later: what is planned there is left out.
    """

    session: Session
    anchor: date
    slots: dict[str, list[Slot]]
    users: dict[str, int] = field(default_factory=dict)
    companies: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    supports: dict[str, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    opportunities: dict[str, int] = field(default_factory=dict)
    title_id: int = 0
    terms_id: int = 0
    _queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(
        default_factory=list
    )
    _ranks: count[int] = field(default_factory=count)

    @property
    def yesterday(self) -> date:
        """The last day of the story."""
        return in_days(self.anchor, -1)

    def next_issue(self, days: int = 6) -> int:
        """Return the index of the first printed issue that closes in so many days."""
        return next(
            index
            for index, slot in enumerate(self.slots["print"])
            if (slot.closes_on - self.anchor).days >= days
        )

    @property
    def waiting(self) -> int:
        """How many actions are still to be done."""
        return len(self._queue)

    def plan(
        self,
        day: date,
        action: Callable[[datetime], None],
        hour: int = 9,
        minute: int = 0,
    ) -> None:
        """Put an action on a day, Paris time; what is not past is left out."""
        if day < self.anchor:
            at = paris_instant(day, hour, minute)
            heapq.heappush(self._queue, (at, next(self._ranks), action))

    def run(self) -> Iterator[date]:
        """Do everything in the order of its instants; yield each one's day."""
        while self._queue:
            at, _rank, action = heapq.heappop(self._queue)
            action(at)
            yield paris_day(at)

    def actor(self, key: str, at: datetime) -> Actor:
        """Return a person of the desk at an instant, coming in by the loader."""
        user = USERS[key]
        role = RoleCode(user["role"])
        standing = STANDINGS[role]
        return Actor(self.users[key], user_name(user), role, Door.LOADER, at, standing)


USERS: dict[str, Row] = {user["key"]: user for user in house()["users"]}
COMPANIES: dict[str, Row] = {row["key"]: row for row in rows("companies")}
FORMATS: dict[str, Row] = {row["key"]: row for row in rows("formats")}
POSITIONS: dict[str, Row] = {row["key"]: row for row in rows("positions")}
MANAGER = next(key for key, user in USERS.items() if user["role"] == "manager")


def user_name(user: Row) -> str:
    """Return a person's name."""
    return f"{user['first_name']} {user['last_name']}"


def clock(at: datetime) -> Actor:
    """Return the desk itself at an instant, coming in by the loader."""
    return desk_itself(at, Door.LOADER)


def new_desk(session: Session, anchor: date) -> Desk:
    """Return a desk where nothing has happened yet."""
    return Desk(session, anchor, calendar.slots(anchor))
