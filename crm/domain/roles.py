"""Who asks, through which door, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import paris_day

if TYPE_CHECKING:
    from datetime import date, datetime


class RoleCode(StrEnum):
    """The four roles a desk starts with."""

    REP = "rep"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class Reach(StrEnum):
    """Whose records a role sees."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Door(StrEnum):
    """How an action came in."""

    SCREEN = "screen"
    COMMAND = "command"
    LOADER = "loader"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the desk itself, `user_id` None) acting at one instant.

    Every action and every read takes one: nothing in the desk asks the clock or
    forgets for whom it works.
    """

    user_id: int | None
    name: str
    role: RoleCode
    door: Door
    at: datetime
    discount_limit: int = 0

    @property
    def today(self) -> date:
        """The day in Paris."""
        return paris_day(self.at)

    @property
    def leads(self) -> bool:
        """Whether the person may decide over others' limits."""
        return self.role in {RoleCode.MANAGER, RoleCode.ADMINISTRATOR}
