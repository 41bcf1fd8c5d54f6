"""The order of a pool's line, and what it sets aside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.domain.errors import DateOrderError, PastError
from crm.domain.option_queue import (
    InLine,
    ahead_of,
    answer_day,
    check_refusal_day,
    in_order,
    next_told,
)
from tests.factories import MORNING

TODAY = date(2026, 11, 23)


def waits(line_id: int, minute: int, units: int = 1, **more: object) -> InLine:
    return InLine(line_id, units, MORNING + timedelta(minutes=minute), **more)  # type: ignore[arg-type]


def test_first_refusal_stands_before_whoever_asked_first() -> None:
    line = [waits(3, 9), waits(1, 5), waits(2, 7, is_first_refusal=True)]
    assert [one.line_id for one in in_order(line)] == [2, 1, 3]


def test_two_who_asked_at_the_same_minute_stand_by_their_number() -> None:
    assert [one.line_id for one in in_order([waits(8, 1), waits(4, 1)])] == [4, 8]


def test_those_ahead_are_all_where_one_does_not_stand_in_line() -> None:
    line = [waits(1, 1), waits(2, 2), waits(3, 3)]
    assert [one.line_id for one in ahead_of(line, 2)] == [1]
    assert [one.line_id for one in ahead_of(line, 9)] == [1, 2, 3]
    assert ahead_of(line, 1) == []


def test_nobody_is_overtaken_by_whoever_asks_for_less() -> None:
    line = [waits(1, 1, units=12), waits(2, 2, units=3)]
    assert next_told(line, 6) == []
    assert [one.line_id for one in next_told(line, 12)] == [1]
    assert [one.line_id for one in next_told(line, 15)] == [1, 2]


def test_who_was_told_is_not_told_again_and_keeps_the_place() -> None:
    told = waits(1, 1, kept_until=TODAY)
    assert next_told([told, waits(2, 2)], 1) == []
    assert [one.line_id for one in next_told([told, waits(2, 2)], 2)] == [2]


def test_a_place_is_kept_three_days_and_never_past_the_closing() -> None:
    assert answer_day(TODAY, date(2026, 12, 31)) == date(2026, 11, 26)
    assert answer_day(TODAY, date(2026, 11, 24)) == date(2026, 11, 24)


def test_a_first_refusal_ends_between_today_and_the_closing() -> None:
    check_refusal_day(TODAY, TODAY, TODAY)
    with pytest.raises(PastError):
        check_refusal_day(TODAY - timedelta(days=1), TODAY, TODAY)
    with pytest.raises(DateOrderError):
        check_refusal_day(TODAY + timedelta(days=1), TODAY, TODAY)
