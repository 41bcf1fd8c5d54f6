"""When a year has brought another discount than the one a booking was given.

A later booking that lifts the tier gives more; a promised frequency that was not
reached gives less (short rate). The desk proposes the difference as an amendment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.domain.rate_cards import Cumulation

SETTLED_IN = 4
"""The month of the next year from which a year stays as it was settled."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The discounts of a line that follow from a year, in basis points."""

    volume: int = 0
    frequency: int = 0
    combination: int = 0


def change(given: Granted, reached: Granted, rule: Cumulation) -> int:
    """Return what a year adds to a line's discounts, or takes off, in basis points.

    `rule` is the card's; the combination discount is its booking's own, so that of
    `reached` is not looked at.
    """
    if rule is Cumulation.BOTH:
        was, now = given.volume + given.frequency, reached.volume + reached.frequency
        return now - was
    was = max(given.volume, given.frequency)
    now = max(reached.volume, reached.frequency)
    if rule is Cumulation.ONE and given.combination > now:
        now = 0
    return now - was


def is_settled(year: int, today: date) -> bool:
    """Say whether a year of publication is not opened again: from April of the next."""
    return today >= date(year + 1, SETTLED_IN, 1)


def is_to_propose(change: int, *, year_is_over: bool) -> bool:
    """Say whether a change of the discounts is proposed now.

    What lowers the price is, at once; what raises it, once nothing more can be booked
    in the year: the promise may still be kept.
    """
    return change > 0 or (change < 0 and year_is_over)
