"""The life of a line: every move the trade knows, and no other."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.bookings import (
    ASKED,
    BOOKED,
    HOLDS_SPACE,
    LIVE,
    MOVES,
    BookingStatus,
    LineStatus,
    booking_status,
    move,
)
from crm.domain.errors import MoveError

QUOTED, OPTIONED, CONFIRMED, RAN, EXPIRED, CANCELLED = LineStatus

ALLOWED = {
    (QUOTED, OPTIONED),
    (QUOTED, CONFIRMED),
    (QUOTED, CANCELLED),
    (QUOTED, EXPIRED),
    (OPTIONED, CONFIRMED),
    (OPTIONED, QUOTED),
    (OPTIONED, CANCELLED),
    (OPTIONED, EXPIRED),
    (CONFIRMED, RAN),
    (CONFIRMED, CANCELLED),
    (RAN, CONFIRMED),
    (EXPIRED, QUOTED),
    (EXPIRED, OPTIONED),
}


@pytest.mark.parametrize(("current", "wanted"), list(product(LineStatus, LineStatus)))
def test_a_move(current: LineStatus, wanted: LineStatus) -> None:
    if (current, wanted) in ALLOWED:
        assert move(current, wanted) is wanted
        return
    with pytest.raises(MoveError) as refused:
        move(current, wanted)
    assert refused.value.facts == {"current": current, "wanted": wanted}


def test_what_is_asked_of_a_booking_is_a_move_of_its_lines() -> None:
    for wanted, asked in ASKED.items():
        assert all(wanted in MOVES[status] for status in asked)
    assert all(RAN not in asked for asked in ASKED.values())


def test_what_holds_space_and_what_is_booked() -> None:
    assert frozenset({OPTIONED, CONFIRMED, RAN}) == HOLDS_SPACE
    assert frozenset({CONFIRMED, RAN}) == BOOKED
    assert frozenset({QUOTED, OPTIONED, CONFIRMED, RAN}) == LIVE


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], BookingStatus.QUOTED),
        ([QUOTED], BookingStatus.QUOTED),
        ([CONFIRMED, OPTIONED], BookingStatus.OPTIONED),
        ([CONFIRMED, QUOTED, OPTIONED], BookingStatus.QUOTED),
        ([RAN, CONFIRMED], BookingStatus.CONFIRMED),
        ([CONFIRMED, CANCELLED], BookingStatus.CONFIRMED),
        ([CONFIRMED, EXPIRED], BookingStatus.CONFIRMED),
        ([RAN, RAN], BookingStatus.RAN),
        ([RAN, CANCELLED, EXPIRED], BookingStatus.RAN),
        ([EXPIRED, CANCELLED], BookingStatus.EXPIRED),
        ([EXPIRED], BookingStatus.EXPIRED),
        ([CANCELLED, CANCELLED], BookingStatus.CANCELLED),
    ],
)
def test_a_booking_stands_where_its_least_advanced_live_line_stands(
    lines: list[LineStatus], status: BookingStatus
) -> None:
    assert booking_status(lines) is status


def test_a_booking_is_closed_when_all_that_ran_was_reported() -> None:
    assert booking_status([RAN, RAN], all_reported=True) is BookingStatus.CLOSED
    assert booking_status([RAN, CANCELLED], all_reported=True) is BookingStatus.CLOSED
    still = booking_status([RAN, CONFIRMED], all_reported=True)
    assert still is BookingStatus.CONFIRMED
    assert booking_status([EXPIRED], all_reported=True) is BookingStatus.EXPIRED


@given(st.lists(st.sampled_from(LineStatus), min_size=1))
def test_the_order_of_the_lines_does_not_matter(lines: list[LineStatus]) -> None:
    assert booking_status(lines) is booking_status(sorted(lines))
    assert booking_status(lines) is booking_status(reversed(lines))
