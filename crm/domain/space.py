"""Space that can run out: what is left, and why, as a state and a number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

UNITS_PER_PAGE = 12
"""A page of the budget in twelfths: a half takes 6, a third 4, a quarter 3."""


class SpaceState(StrEnum):
    """What a pool is, at one look."""

    FREE = "free"
    OPTIONED = "optioned"
    SOLD = "sold"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Holding:
    """Units of a pool that a line holds; `until` is set while it is an option.

    Of a booking the reader may not see, only the rep is told: `advertiser` is empty
    then and `booking_id` None.
    """

    units: int
    advertiser: str
    rep: str
    booking_id: int | None
    until: date | None = None
    ran: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """What is left of a pool, and what holds the rest."""

    state: SpaceState
    capacity: int
    left: int
    optioned: int
    holdings: tuple[Holding, ...] = ()

    @property
    def until(self) -> date | None:
        """The day the first option falls, where one holds units."""
        days = [holding.until for holding in self.holdings if holding.until]
        return min(days, default=None)


def availability(
    capacity: int,
    holdings: tuple[Holding, ...],
    *,
    closes_on: date,
    today: date,
) -> Availability:
    """Say how many units of a pool are left, and why.

    A closing date is good until the end of its day. Options count as taken: they
    are what makes a full pool optioned rather than sold.
    """
    optioned = sum(holding.units for holding in holdings if holding.until)
    left = capacity - sum(holding.units for holding in holdings)
    if today > closes_on:
        state = SpaceState.CLOSED
    elif left > 0:
        state = SpaceState.FREE
    else:
        state = SpaceState.OPTIONED if optioned else SpaceState.SOLD
    return Availability(state, capacity, left, optioned, holdings)


SELL_NOW_DAYS = 30
"""Free space closing within so many days is to be sold now."""


class PlaceState(StrEnum):
    """What a place on the calendar is, at one look."""

    FREE = "free"
    SELL_NOW = "sell_now"
    OPTIONED = "optioned"
    SOLD = "sold"
    RAN = "ran"
    CLOSED = "closed"


def place_state(space: Availability, *, closes_on: date, today: date) -> PlaceState:
    """Say how a place looks: what held it stays told after its issue has closed."""
    if space.state is SpaceState.FREE:
        soon = (closes_on - today).days <= SELL_NOW_DAYS
        return PlaceState.SELL_NOW if soon else PlaceState.FREE
    if any(holding.ran for holding in space.holdings):
        return PlaceState.RAN
    if any(holding.until for holding in space.holdings):
        return PlaceState.OPTIONED
    return PlaceState.SOLD if space.holdings else PlaceState.CLOSED
