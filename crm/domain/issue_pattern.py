"""A year of issues from a pattern: which months, which days, which numbers.

The distances are those the desk kept last year; the days are working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING

from crm.domain.clock import add_months
from crm.domain.issue_names import named
from crm.domain.working_days import working_day_from, working_day_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.domain.issue_names import Dated

MONTHS = tuple(range(1, 13))
TUESDAY = 1


class Rhythm(StrEnum):
    """How often a support appears in a year."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"
    CHOSEN = "chosen"


STEPS = {Rhythm.MONTHLY: 1, Rhythm.BIMONTHLY: 2, Rhythm.QUARTERLY: 3}


def months_of(rhythm: Rhythm, chosen: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """Return the months of a rhythm, from its first one; the chosen ones in order."""
    if rhythm in {Rhythm.CHOSEN, Rhythm.WEEKLY}:
        return tuple(sorted({month for month in chosen if month in MONTHS}))
    step = STEPS[rhythm]
    return tuple(range((first - 1) % step + 1, 13, step))


@dataclass(frozen=True, slots=True)
class Habit:
    """How a support keeps its dates: distances in days before publication.

    Published on the `week`-th `weekday` (Monday is 0) of the month where that is the
    habit, else on the `day` of the month, where it is worked. What `lasts` so many
    days begins on its day, worked or not.
    """

    closes: int = 30
    materials: int = 23
    day: int = 1
    weekday: int | None = None
    week: int = 1
    months: tuple[int, ...] = ()
    learnt_from: int = 0
    is_weekly: bool = False
    lasts: int | None = None


def habit_of(issues: Sequence[Dated]) -> Habit:
    """Learn how dates are kept from the issues of one year; a default from none."""
    if not issues:
        return Habit()
    days = [issue.published_on for issue in issues]
    weekdays = {day.weekday() for day in days}
    weeks = {(day.day - 1) // 7 + 1 for day in days}
    is_weekly = len(days) > len(MONTHS) and len(weekdays) == 1
    is_nth = len(days) > 1 and len(weekdays) == 1 and len(weeks) == 1
    return Habit(
        closes=median_low((i.published_on - i.closes_on).days for i in issues),
        materials=median_low(
            (i.published_on - i.materials_due_on).days for i in issues
        ),
        day=median_low(day.day for day in days),
        weekday=days[0].weekday() if is_weekly or is_nth else None,
        week=weeks.pop() if is_nth else 1,
        months=tuple(sorted({day.month for day in days})),
        learnt_from=len(issues),
        is_weekly=is_weekly,
        lasts=issues[-1].lasts,
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
    dossiers_fr: str = ""
    dossiers_en: str = ""


def year_of_issues(
    year: int, months: Iterable[int], habit: Habit, last: Dated | None
) -> list[Planned]:
    """Return the issues of a year as a pattern proposes them, numbers going on.

    Publication moves to the next working day, closing and materials to the last one
    before: a deadline that falls on a holiday would be missed.
    """
    days = [working_day_from(_published(year, month, habit)) for month in months]
    return issues_on(days, habit, last)


def weeks_of(year: int, months: Iterable[int], habit: Habit) -> list[date]:
    """Return the days of a weekly support in some months; Tuesdays without a habit."""
    first, wanted = date(year, 1, 1), set(months)
    weekday = TUESDAY if habit.weekday is None else habit.weekday
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = (day + timedelta(days=7 * week) for week in range(53))
    return [
        day if habit.lasts else working_day_from(day)
        for day in days
        if day.year == year and day.month in wanted
    ]


def issues_on(days: Iterable[date], habit: Habit, last: Dated | None) -> list[Planned]:
    """Return the issues published on some days, as a pattern proposes them."""
    planned = []
    for place, published in enumerate(days, start=1):
        code, french, english = named(last, place, published)
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
