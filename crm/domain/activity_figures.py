"""Calls and what comes of them: figures of a rep, by ISO week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.domain.money import divide

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 53
"""As many weeks as are told at once."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week: its first day, a Monday."""

    first: date

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + timedelta(days=6)

    @property
    def number(self) -> int:
        """The ISO week's number in its year."""
        return self.first.isocalendar().week


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: calls, those that reached somebody, meetings, bookings won."""

    calls: int = 0
    reached: int = 0
    meetings: int = 0
    bookings: int = 0

    def __add__(self, other: Done) -> Done:
        """Add two weeks, or two reps, up."""
        return Done(
            self.calls + other.calls,
            self.reached + other.reached,
            self.meetings + other.meetings,
            self.bookings + other.bookings,
        )

    @property
    def reach(self) -> int | None:
        """The share of calls that reached somebody, in basis points; None for none."""
        return divide(self.reached * 10_000, self.calls) if self.calls else None

    @property
    def calls_per_booking(self) -> int | None:
        """How many calls one booking took, in tenths; None without both."""
        if not self.calls or not self.bookings:
            return None
        return divide(self.calls * 10, self.bookings)


def week_of(day: date) -> Week:
    """Return the ISO week a day is in."""
    return Week(day - timedelta(days=day.weekday()))


def weeks_of(since: date, until: date) -> tuple[Week, ...]:
    """Return the weeks from the one of a day to the one of another; at least one."""
    first = week_of(since).first
    last = max(week_of(until).first, first)
    many = min((last - first).days // 7 + 1, LONGEST)
    return tuple(Week(first + timedelta(days=7 * place)) for place in range(many))


def whole(done: Iterable[Done]) -> Done:
    """Add up whatever was done."""
    return sum(done, start=Done())
