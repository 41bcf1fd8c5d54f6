"""A year of issues from a pattern: which months, which days, which numbers.

The distances are those the desk kept last year; the days are working days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING

from crm.domain.clock import add_months
from crm.domain.working_days import working_day_from, working_day_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MONTHS = tuple(range(1, 13))


class Rhythm(StrEnum):
    """How often a support appears in a year."""

    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    CHOSEN = "chosen"


STEPS = {Rhythm.MONTHLY: 1, Rhythm.BIMONTHLY: 2, Rhythm.QUARTERLY: 3}


def months_of(rhythm: Rhythm, chosen: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """Return the months of a rhythm, from its first one; the chosen ones in order."""
    if rhythm is Rhythm.CHOSEN:
        return tuple(sorted({month for month in chosen if month in MONTHS}))
    step = STEPS[rhythm]
    return tuple(range((first - 1) % step + 1, 13, step))


@dataclass(frozen=True, slots=True)
class Dated:
    """An issue as far as a pattern is learnt from it."""

    code: str
    name_fr: str
    name_en: str
    closes_on: date
    materials_due_on: date
    published_on: date
    pages: int | None = None
    circulation: int | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """How a support keeps its dates: distances in days before publication.

    Published on the `week`-th `weekday` (Monday is 0) of the month where that is the
    habit, else on the `day` of the month, where it is worked.
    """

    closes: int = 30
    materials: int = 23
    day: int = 1
    weekday: int | None = None
    week: int = 1
    months: tuple[int, ...] = ()
    learnt_from: int = 0


def habit_of(issues: Sequence[Dated]) -> Habit:
    """Learn how dates are kept from the issues of one year; a default from none."""
    if not issues:
        return Habit()
    days = [issue.published_on for issue in issues]
    weekdays = {day.weekday() for day in days}
    weeks = {(day.day - 1) // 7 + 1 for day in days}
    is_weekly = len(days) > 1 and len(weekdays) == 1 and len(weeks) == 1
    return Habit(
        closes=median_low((i.published_on - i.closes_on).days for i in issues),
        materials=median_low(
            (i.published_on - i.materials_due_on).days for i in issues
        ),
        day=median_low(day.day for day in days),
        weekday=days[0].weekday() if is_weekly else None,
        week=weeks.pop() if is_weekly else 1,
        months=tuple(sorted({day.month for day in days})),
        learnt_from=len(issues),
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the year’s table: an issue as it would be planned."""

    code: str
    name_fr: str
    name_en: str
    closes_on: date | None
    materials_due_on: date | None
    published_on: date | None
    theme_fr: str = ""
    theme_en: str = ""


def year_of_issues(
    year: int, months: Iterable[int], habit: Habit, last: Dated | None
) -> list[Planned]:
    """Return the issues of a year as a pattern proposes them, numbers going on.

    Publication moves to the next working day, closing and materials to the last one
    before: a deadline that falls on a holiday would be missed.
    """
    planned = []
    for place, month in enumerate(months, start=1):
        published = working_day_from(_published(year, month, habit))
        code, french, english = _named(last, place)
        planned.append(
            Planned(
                code,
                french,
                english,
                working_day_until(published - timedelta(days=habit.closes)),
                working_day_until(published - timedelta(days=habit.materials)),
                published,
            )
        )
    return planned


def _published(year: int, month: int, habit: Habit) -> date:
    first = date(year, month, 1)
    if habit.weekday is not None:
        ahead = (habit.weekday - first.weekday()) % 7
        found = first + timedelta(days=ahead + 7 * (habit.week - 1))
        if found.month == month:
            return found
        return found - timedelta(days=7)
    last_day = (add_months(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(habit.day, last_day))


def _named(last: Dated | None, place: int) -> tuple[str, str, str]:
    """Return the code and names of the `place`-th issue after the last one.

    Only the last number of a code counts on, as wide as it is written; a name that
    holds the old code holds the new one.
    """
    if last is None:
        return str(place), f"n° {place}", f"no. {place}"
    found = re.search(r"\d+(?=\D*$)", last.code)
    if found is None:
        code = f"{last.code}-{place}"
        return code, code, code
    counted = str(int(found[0]) + place).zfill(len(found[0]))
    code = last.code[: found.start()] + counted + last.code[found.end() :]
    return (
        code,
        renamed(last.name_fr, last.code, code),
        renamed(last.name_en, last.code, code),
    )


def renamed(name: str, old: str, new: str) -> str:
    """Put a new code in a name where the old one stands, else name it by the code."""
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    if not old or not re.search(pattern, name):
        return new
    return re.sub(pattern, lambda _found: new, name, count=1)
