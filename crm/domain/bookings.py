"""The life of a line, and the status of a booking that follows from its lines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import add_months
from crm.domain.errors import DateOrderError, MoveError, PastError, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

OPTION_DAYS = 5
"""How long an option holds unless a day is given, in calendar days."""


class LineStatus(StrEnum):
    """Where a line stands."""

    QUOTED = "quoted"
    OPTIONED = "optioned"
    CONFIRMED = "confirmed"
    RAN = "ran"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class BookingStatus(StrEnum):
    """Where a booking stands: its least advanced live line, or how it ended."""

    QUOTED = "quoted"
    OPTIONED = "optioned"
    CONFIRMED = "confirmed"
    RAN = "ran"
    CLOSED = "closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


_Q, _O, _C, _R, _E, _X = LineStatus

MOVES: dict[LineStatus, frozenset[LineStatus]] = {
    _Q: frozenset({_O, _C, _X, _E}),
    _O: frozenset({_C, _Q, _X, _E}),
    _C: frozenset({_R, _X}),
    _R: frozenset({_C}),
    _E: frozenset({_Q, _O}),
    _X: frozenset(),
}
ASKED: dict[LineStatus, frozenset[LineStatus]] = {
    _Q: frozenset({_O}),
    _O: frozenset({_Q, _E}),
    _C: frozenset({_Q, _O}),
    _X: frozenset({_Q, _O, _C}),
}
"""Which lines move when a whole booking is asked to be released, optioned,
confirmed or cancelled: a line that ran is not confirmed (and posted) again, one that
expired is not quoted again by the release of its neighbour."""
HOLDS_SPACE = frozenset({_O, _C, _R})
BOOKED = frozenset({_C, _R})
LIVE = frozenset({_Q, _O, _C, _R})
ADVANCE = (_Q, _O, _C, _R)


def move(current: LineStatus, wanted: LineStatus) -> LineStatus:
    """Return the wanted status, or refuse with MoveError."""
    if wanted not in MOVES[current]:
        raise MoveError(current=current, wanted=wanted)
    return wanted


def booking_status(
    lines: Iterable[LineStatus], *, all_reported: bool = False
) -> BookingStatus:
    """Derive a booking's status from its lines' statuses.

    `all_reported`: every line that ran was reported to the advertiser. A booking
    without lines is quoted: it has just been opened.
    """
    statuses = list(lines)
    live = [status for status in statuses if status in LIVE]
    if live:
        least = min(live, key=ADVANCE.index)
        if least is LineStatus.RAN and all_reported:
            return BookingStatus.CLOSED
        return BookingStatus(least.value)
    if LineStatus.EXPIRED in statuses:
        return BookingStatus.EXPIRED
    return BookingStatus.CANCELLED if statuses else BookingStatus.QUOTED


def quote_until(today: date, first_day: date) -> date:
    """Return how long a quote is good: a month, and no longer than to publication."""
    return max(today, min(add_months(today, 1), first_day))


def check_option_day(until: date, today: date, closes_on: date | None = None) -> None:
    """Refuse an option that ends in the past, or after the closing date given."""
    if until < today:
        raise PastError(field="until", label=words("The option’s day"), day=until)
    if closes_on is not None and until > closes_on:
        raise DateOrderError(
            field="until",
            first=words("The option’s day"),
            first_day=until,
            second=words("the closing date"),
            second_day=closes_on,
        )
