"""An advertiser's intent: how far it has come, how likely it is, whether it stalls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import add_months, in_days, month_start
from crm.domain.money import Money

if TYPE_CHECKING:
    from datetime import date


class Stage(StrEnum):
    """How far an opportunity has come."""

    IDENTIFIED = "identified"
    QUALIFIED = "qualified"
    PROPOSED = "proposed"
    NEGOTIATED = "negotiated"
    WON = "won"
    LOST = "lost"


PATH = (Stage.IDENTIFIED, Stage.QUALIFIED, Stage.PROPOSED, Stage.NEGOTIATED)
"""The stages of an open opportunity, in their order."""
CLOSED = (Stage.WON, Stage.LOST)

PROBABILITY: dict[Stage, int] = {
    Stage.IDENTIFIED: 1_000,
    Stage.QUALIFIED: 2_500,
    Stage.PROPOSED: 5_000,
    Stage.NEGOTIATED: 7_500,
    Stage.WON: 10_000,
    Stage.LOST: 0,
}
"""Basis points, unless the desk says otherwise."""

OPTION_PROBABILITY = 7_000
"""What an option weighs in the forecast, in basis points."""

CLOSING_DAYS = 14
"""An issue that closes within so many days presses."""


class LostReason(StrEnum):
    """Why an opportunity was lost, in a list to choose from."""

    BUDGET = "budget"
    TIMING = "timing"
    COMPETITOR = "competitor"
    PRICE = "price"
    SILENCE = "silence"
    SPACE_GONE = "space_gone"
    OTHER = "other"
    """Another: it is said in words."""


class Stall(StrEnum):
    """Why an open opportunity does not get on, the most pressing first."""

    LATE = "late"
    """The day it was expected to close has passed."""
    CLOSING = "closing"
    """Its issue closes soon, or has closed."""
    IDLE = "idle"
    """Nobody has planned a next step."""


class Horizon(StrEnum):
    """When an opportunity is expected to close."""

    EVER = "ever"
    PAST = "past"
    MONTH = "month"
    QUARTER = "quarter"
    NEXT_QUARTER = "next_quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both bounds inside; None is no bound."""

    since: date | None = None
    until: date | None = None


def chance(stage: Stage, own: int | None) -> int:
    """Return how likely an opportunity is, in basis points.

    Its own probability, where it has one, stands for its stage's while it is open.
    """
    return PROBABILITY[stage] if own is None or stage in CLOSED else own


def to_book(amount: Money, booked: Money) -> Money:
    """Return the part of an intent not yet booked; never less than nothing.

    What is held or confirmed is counted as such: an intent is counted once
    (DOMAIN: the forecast).
    """
    return max(amount - booked, Money(0, amount.currency))


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage that follows on the path; None at its end, or off it."""
    place = PATH.index(stage) + 1 if stage in PATH else len(PATH)
    return PATH[place] if place < len(PATH) else None


def previous_stage(stage: Stage) -> Stage | None:
    """Return the stage before on the path; None at its beginning, or off it."""
    place = PATH.index(stage) if stage in PATH else 0
    return PATH[place - 1] if place else None


def stalls(
    today: date,
    *,
    expected_close: date,
    closes_on: date | None,
    next_step_on: date | None,
    is_booked: bool,
) -> tuple[Stall, ...]:
    """Say why an open opportunity does not get on, the most pressing first.

    `closes_on` is its issue's closing date; `is_booked` where nothing of it is left
    to book: then neither the issue nor a next step presses any more.
    """
    pressed = closes_on is not None and closes_on <= in_days(today, CLOSING_DAYS)
    found = {
        Stall.LATE: expected_close < today,
        Stall.CLOSING: pressed and not is_booked,
        Stall.IDLE: next_step_on is None and not is_booked,
    }
    return tuple(stall for stall, holds in found.items() if holds)


def days_of(horizon: Horizon, today: date) -> Days:
    """Return the days a horizon spans: whole months, quarters and years."""
    month = month_start(today)
    quarter = add_months(month, -((today.month - 1) % 3))
    match horizon:
        case Horizon.PAST:
            return Days(until=in_days(today, -1))
        case Horizon.MONTH:
            return _whole(month, 1)
        case Horizon.QUARTER:
            return _whole(quarter, 3)
        case Horizon.NEXT_QUARTER:
            return _whole(add_months(quarter, 3), 3)
        case Horizon.YEAR:
            return _whole(month.replace(month=1), 12)
        case _:
            return Days()


def _whole(first: date, months: int) -> Days:
    return Days(first, add_months(first, months) - timedelta(days=1))


def write_reason(reason: LostReason | None, words: str) -> str:
    """Write why it was lost as it is kept: a code, words, or “code: words”."""
    return ": ".join(part for part in (reason.value if reason else "", words) if part)


def read_reason(kept: str) -> tuple[LostReason | None, str]:
    """Read why it was lost; words that begin with no code stand as they are."""
    code, _colon, words = kept.partition(": ")
    if code in set(LostReason):
        return LostReason(code), words
    return None, kept
