"""What moved a forecast: which cause an entry of the ledger or a move counts under."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.opportunities import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mover(StrEnum):
    """Why a forecast is not what it was, in the order they are told."""

    BOOKED = "booked"
    """Lines confirmed that had not been under option."""
    CONFIRMED = "confirmed"
    """Options confirmed: what they are booked for, less what they weighed."""
    OPTIONED = "optioned"
    """Lines put under option."""
    OPENED = "opened"
    """Opportunities that are new."""
    ADVANCED = "advanced"
    """Opportunities at another stage, of another amount, or expected another day."""
    TAKEN = "taken"
    """What opportunities no longer weigh because it is booked or under option."""
    AMENDED = "amended"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Opportunities lost or withdrawn."""
    EXPIRED = "expired"
    """Options that fell, or were given back."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one line or opportunity has moved a forecast by."""

    mover: Mover
    advertiser: str
    what: str
    rep: str
    booking_id: int | None
    opportunity_id: int | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Weight:
    """What an option or an opportunity weighs; outside a period, nothing."""

    stage: str = ""
    cause: str = ""
    cents: int = 0


def mover_of_line(before: Weight, after: Weight, entries: frozenset[str]) -> Mover:
    """Say why a line moved: by its last move, and the causes it was posted under."""
    if "cancelled" in entries:
        return Mover.CANCELLED
    if "amended" in entries:
        return Mover.AMENDED
    if entries:
        return Mover.CONFIRMED if before.cents else Mover.BOOKED
    if after.cause in {"expired", "released", "cancelled"}:
        return Mover.EXPIRED
    return Mover.OPTIONED


def mover_of_opportunity(before: Weight | None, after: Weight) -> Mover:
    """Say why an opportunity moved; None before: it was not there."""
    if after.stage == Stage.LOST or after.cause == "withdrawn":
        return Mover.LOST
    if before is None:
        return Mover.OPENED
    if after.cause == "booked" or after.stage == Stage.WON:
        return Mover.TAKEN
    return Mover.ADVANCED


def by_mover(changes: Iterable[tuple[Mover, Money]]) -> dict[Mover, Money]:
    """Sum what moved by cause, in their order; what moved nothing is left out."""
    found: dict[Mover, list[Money]] = {}
    for mover, amount in changes:
        found.setdefault(mover, []).append(amount)
    sums = {mover: total(found[mover]) for mover in Mover if mover in found}
    return {mover: amount for mover, amount in sums.items() if amount}
