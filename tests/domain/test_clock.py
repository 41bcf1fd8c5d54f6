"""Days of Paris, months that end well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.clock import (
    add_months,
    in_days,
    last_minute,
    month_start,
    paris_day,
    paris_instant,
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 3, 31), 1, date(2027, 4, 30)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
        (date(2027, 5, 3), 12, date(2028, 5, 3)),
        (date(2027, 5, 3), 0, date(2027, 5, 3)),
    ],
)
def test_a_month_later(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-120, 120))
def test_a_month_is_the_month_asked_for(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_the_last_minute_is_paris_time() -> None:
    assert last_minute(date(2027, 3, 4)) == datetime(2027, 3, 4, 22, 59, tzinfo=UTC)
    assert last_minute(date(2027, 7, 1)) == datetime(2027, 7, 1, 21, 59, tzinfo=UTC)


def test_the_last_minute_of_the_days_the_clocks_change() -> None:
    assert last_minute(date(2027, 3, 27)).hour == 22
    assert last_minute(date(2027, 3, 28)).hour == 21
    assert last_minute(date(2027, 10, 30)).hour == 21
    assert last_minute(date(2027, 10, 31)).hour == 22


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 7, 1, 21, 59, tzinfo=UTC), date(2027, 7, 1)),
        (datetime(2027, 7, 1, 22, 0, tzinfo=UTC), date(2027, 7, 2)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 28)),
    ],
)
def test_the_day_it_is_in_paris(at: datetime, day: date) -> None:
    assert paris_day(at) == day


def test_a_naive_datetime_has_no_day() -> None:
    with pytest.raises(ValueError, match="naive"):
        paris_day(datetime(2027, 3, 4, 9, 0))  # noqa: DTZ001  it is the point


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_last_minute_of_a_day_is_of_that_day(day: date) -> None:
    assert paris_day(last_minute(day)) == day
    assert paris_day(last_minute(day) + timedelta(minutes=1)) == in_days(day, 1)
    assert paris_day(paris_instant(day)) == day
    assert month_start(day).day == 1


def test_an_hour_that_does_not_exist_is_still_an_instant() -> None:
    at = paris_instant(date(2027, 3, 28), 2, 30)
    assert at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
