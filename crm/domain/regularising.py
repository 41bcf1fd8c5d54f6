"""When a year has brought another discount than the one a booking was given.

A later booking that lifts the tier gives more; a promised frequency that was not
reached gives less (short rate). The desk proposes the difference as an amendment.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.rate_cards import Cumulation


@dataclass(frozen=True, slots=True)
class Granted:
    """The discounts of a line that follow from a year, in basis points."""

    volume: int = 0
    frequency: int = 0
    combination: int = 0


def is_due(given: Granted, reached: Granted, rule: Cumulation) -> bool:
    """Say whether what a line was given is not what its year has reached.

    `rule` is the card's; the combination discount is its booking's own, so that of
    `reached` is not looked at.
    """
    if rule is Cumulation.BOTH:
        return (given.volume, given.frequency) != (reached.volume, reached.frequency)
    was = max(given.volume, given.frequency)
    now = max(reached.volume, reached.frequency)
    if rule is Cumulation.ONE:
        now = 0 if given.combination > now else now
    return was != now


def is_to_propose(difference: int, *, year_is_over: bool) -> bool:
    """Say whether a difference in cents is proposed now.

    What lowers the price is, at once; what raises it, once nothing more can be booked
    in the year: the promise may still be kept.
    """
    return difference < 0 or (difference > 0 and year_is_over)
