"""Who asks, through which door, and what they may see and do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import paris_day
from crm.domain.errors import NotYoursError

if TYPE_CHECKING:
    from collections.abc import Mapping
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


class Right(StrEnum):
    """What a role may do beyond looking; each is a column `may_…` of its row."""

    WRITE = "write"
    EXPORT = "export"
    OVERRIDE_CLOSING = "override_closing"
    APPROVE_DISCOUNTS = "approve_discounts"
    SEE_TARGETS = "see_targets"
    CHANGE_RATE_CARDS = "change_rate_cards"
    MANAGE_TITLES = "manage_titles"
    ADMINISTER = "administer"


class Door(StrEnum):
    """How an action came in."""

    SCREEN = "screen"
    COMMAND = "command"
    LOADER = "loader"
    CLOCK = "clock"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a role allows: whose records, which rights, discounts up to a limit.

    The limit is in basis points of the price before discounts.
    """

    reach: Reach
    rights: frozenset[Right]
    discount_limit: int


EVERY_RIGHT = frozenset(Right)
STANDINGS: Mapping[RoleCode, Standing] = {
    RoleCode.REP: Standing(Reach.OWN, frozenset({Right.WRITE}), 500),
    RoleCode.MANAGER: Standing(Reach.ALL, EVERY_RIGHT - {Right.ADMINISTER}, 10_000),
    RoleCode.ADMINISTRATOR: Standing(Reach.ALL, EVERY_RIGHT, 10_000),
    RoleCode.READER: Standing(Reach.ALL, frozenset(), 0),
}
"""What the roles allow when a desk is opened; from then on the rows decide."""


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
    standing: Standing
    team_id: int | None = None

    @property
    def today(self) -> date:
        """The day in Paris."""
        return paris_day(self.at)

    @property
    def reach(self) -> Reach:
        """Whose records this person sees."""
        return self.standing.reach

    @property
    def discount_limit(self) -> int:
        """The highest exceptional discount without approval, in basis points."""
        return self.standing.discount_limit

    def may(self, right: Right) -> bool:
        """Say whether this person has a right."""
        return right in self.standing.rights

    def require(self, right: Right) -> None:
        """Raise NotYoursError where this person does not have a right."""
        if not self.may(right):
            raise NotYoursError


def desk_itself(at: datetime, door: Door = Door.CLOCK) -> Actor:
    """Return the desk acting by itself: set-up, loader, clock and command line."""
    standing = STANDINGS[RoleCode.ADMINISTRATOR]
    return Actor(None, "", RoleCode.ADMINISTRATOR, door, at, standing)
