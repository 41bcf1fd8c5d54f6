"""Working days in France: neither a week-end nor a public holiday.

The eleven holidays of article L3133-1 of the Code du travail. Easter is computed by
the algorithm of Meeus (Astronomical Algorithms, ch. 8), good for every Gregorian year.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: days after Easter Sunday."""
SATURDAY = 5


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    more, last = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * more - epact - last) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of metropolitan France in a year."""
    sunday = easter(year)
    return frozenset(date(year, month, day) for month, day in FIXED) | {
        sunday + timedelta(days=after) for after in AFTER_EASTER
    }


def is_working_day(day: date) -> bool:
    """Say whether a day is worked: Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_day_from(day: date) -> date:
    """Return a day, or the first working one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_until(day: date) -> date:
    """Return a day, or the last working one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_working_day(day: date) -> date:
    """Return the first working day after a day."""
    return working_day_from(day + timedelta(days=1))
