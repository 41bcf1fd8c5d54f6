"""Who is next when an option falls: a pool's line, and what it sets aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.errors import DateOrderError, PastError, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

WAITS = frozenset({LineStatus.QUOTED, LineStatus.EXPIRED})
"""Lines that hold nothing and still may: they may stand in line."""
ANSWER_DAYS = 3
"""How long what fell free is kept for whoever is next in line, in calendar days."""


@dataclass(frozen=True, slots=True)
class InLine:
    """A line of a booking that waits for units of a pool.

    `kept_until` is the last day on which they are kept for it, once it was told.
    """

    line_id: int
    units: int
    asked_at: datetime
    is_first_refusal: bool = False
    kept_until: date | None = None

    @property
    def is_told(self) -> bool:
        """Whether it was told that it is its turn."""
        return self.kept_until is not None


def in_order(waiting: Iterable[InLine]) -> list[InLine]:
    """Put a line in its order: first refusal, then whoever asked first."""
    return sorted(
        waiting, key=lambda one: (not one.is_first_refusal, one.asked_at, one.line_id)
    )


def ahead_of(waiting: Iterable[InLine], line_id: int) -> list[InLine]:
    """Return those who stand before a line; all of them where it does not stand."""
    found: list[InLine] = []
    for one in in_order(waiting):
        if one.line_id == line_id:
            break
        found.append(one)
    return found


def next_told(waiting: Iterable[InLine], left: int) -> list[InLine]:
    """Return who is to be told, of those who were not, with so many units left.

    One behind another waits for them, even where fewer units would do: nobody is
    overtaken by whoever asks for less.
    """
    told: list[InLine] = []
    for one in in_order(waiting):
        left -= one.units
        if left < 0:
            break
        if not one.is_told:
            told.append(one)
    return told


def answer_day(today: date, closes_on: date) -> date:
    """Return the last day on which space is kept: the closing date at the latest."""
    return min(in_days(today, ANSWER_DAYS), closes_on)


def check_refusal_day(until: date, today: date, closes_on: date) -> None:
    """Refuse a first refusal that ends in the past, or after the issue has closed."""
    label = words("The day of the answer")
    if until < today:
        raise PastError(field="until", label=label, day=until)
    if until > closes_on:
        raise DateOrderError(
            field="until",
            first=label,
            first_day=until,
            second=words("the closing date"),
            second_day=closes_on,
        )
