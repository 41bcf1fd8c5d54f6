"""A year of issues from a pattern, on days that are worked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.domain.issue_names import Dated, renamed
from crm.domain.issue_pattern import (
    Habit,
    Rhythm,
    habit_of,
    issues_on,
    months_of,
    weeks_of,
    year_of_issues,
)
from crm.domain.working_days import (
    easter,
    is_working_day,
    next_working_day,
    public_holidays,
    working_day_from,
    working_day_until,
)


@pytest.mark.parametrize(
    "sunday",
    [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2038, 4, 25),
        date(2285, 3, 22),
    ],
)
def test_easter_falls_where_the_almanacs_say(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_eleven_public_holidays_a_year() -> None:
    assert sorted(public_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]


def test_working_days_step_over_week_ends_and_holidays() -> None:
    assert not is_working_day(date(2027, 3, 29))
    assert working_day_from(date(2027, 3, 27)) == date(2027, 3, 30)
    assert working_day_until(date(2027, 3, 29)) == date(2027, 3, 26)
    assert working_day_from(date(2027, 11, 2)) == date(2027, 11, 2)
    assert next_working_day(date(2027, 12, 31)) == date(2028, 1, 3)


def test_a_rhythm_says_its_months() -> None:
    assert months_of(Rhythm.MONTHLY, ()) == tuple(range(1, 13))
    assert months_of(Rhythm.BIMONTHLY, (), 3) == (1, 3, 5, 7, 9, 11)
    assert months_of(Rhythm.BIMONTHLY, (), 2) == (2, 4, 6, 8, 10, 12)
    assert months_of(Rhythm.QUARTERLY, (), 12) == (3, 6, 9, 12)
    assert months_of(Rhythm.CHOSEN, (9, 3, 9, 13)) == (3, 9)
    assert months_of(Rhythm.CHOSEN, ()) == ()


def dated(code: str, closes: date, materials: date, published: date) -> Dated:
    return Dated(code, f"n° {code}", f"no. {code}", closes, materials, published)


LAST_YEAR = [
    dated("64", date(2027, 8, 6), date(2027, 8, 13), date(2027, 9, 6)),
    dated("65", date(2027, 10, 1), date(2027, 10, 8), date(2027, 11, 1)),
]


def test_the_distances_are_those_of_last_year() -> None:
    habit = habit_of(LAST_YEAR)
    assert habit == Habit(31, 24, 1, 0, 1, (9, 11), 2)
    assert habit_of([]) == Habit()


def test_a_year_goes_on_from_the_last_number_on_working_days() -> None:
    year = year_of_issues(2028, (1, 5, 11), habit_of(LAST_YEAR), LAST_YEAR[-1])
    assert [row.code for row in year] == ["66", "67", "68"]
    assert [row.name_fr for row in year] == ["n° 66", "n° 67", "n° 68"]
    assert [row.published_on for row in year] == [
        date(2028, 1, 3),
        date(2028, 5, 2),  # the first Monday is Labour Day
        date(2028, 11, 6),
    ]
    assert year[1].closes_on == date(2028, 3, 31)
    assert year[1].materials_due_on == date(2028, 4, 7)
    for row in year:
        for day in (row.closes_on, row.materials_due_on, row.published_on):
            assert day is not None
            assert is_working_day(day)


def test_without_a_past_it_begins_at_one() -> None:
    [row] = year_of_issues(2027, (2,), Habit(day=31), None)
    assert (row.code, row.name_fr) == ("1", "n° 1")
    assert row.published_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("code", "after"),
    [("HS09", "HS10"), ("2027-09", "2027-10"), ("99", "100"), ("spécial", "spécial-1")],
)
def test_numbers_go_on_as_they_are_written(code: str, after: str) -> None:
    last = dated(code, date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 4))
    [row] = year_of_issues(2028, (1,), Habit(), last)
    assert row.code == after


def test_a_name_without_its_code_is_named_by_the_new_one() -> None:
    assert renamed("n° 62", "62", "63") == "n° 63"
    assert renamed("620 pages", "62", "63") == "63"
    assert renamed("Spécial été", "62", "63") == "63"


def weekly(first: date, many: int, *, lasts: int | None = None) -> list[Dated]:
    days = [first + timedelta(days=7 * week) for week in range(many)]
    return [
        Dated(f"{day}", f"Lettre du {day}", "", day, day, day, lasts=lasts)
        for day in days
    ]


def test_a_weekly_support_keeps_its_weekday_but_not_a_holiday() -> None:
    last_year = weekly(date(2026, 1, 6), 30)
    habit = habit_of(last_year)
    assert (habit.is_weekly, habit.weekday) == (True, 1)
    july = weeks_of(2026, (7,), habit)
    assert july == [
        date(2026, 7, 7),
        date(2026, 7, 15),  # the second Tuesday is Bastille Day
        date(2026, 7, 21),
        date(2026, 7, 28),
    ]
    assert len(weeks_of(2026, range(1, 13), habit)) == 52
    assert weeks_of(2026, (), habit) == []


def test_what_lasts_a_week_begins_on_its_day_even_on_a_holiday() -> None:
    habit = habit_of(weekly(date(2027, 1, 4), 20, lasts=6))
    assert date(2027, 3, 29) in weeks_of(2027, (3,), habit)


def test_a_code_that_is_a_day_stays_one() -> None:
    [*_rest, last] = weekly(date(2027, 1, 5), 20)
    [planned] = issues_on([date(2028, 3, 7)], habit_of([last]), last)
    assert (planned.code, planned.name_fr) == ("2028-03-07", "")
    monthly = dated("2027-12", *[date(2027, 12, 20)] * 3)
    [planned] = issues_on([date(2028, 2, 21)], habit_of([monthly]), monthly)
    assert planned.code == "2028-02"
