"""When to come back to somebody: the days one says without a calendar."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SATURDAY = 5


class Later(StrEnum):
    """A day as it is said."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    WEEK = "week"
    FORTNIGHT = "fortnight"


def later_days(today: date) -> dict[Later, date]:
    """Return the days offered for a follow-up, each once, the nearest first.

    Tomorrow is left out when it is a Saturday or a Sunday; Monday when it is
    tomorrow or a week from today.
    """
    days = {
        Later.TOMORROW: today + timedelta(days=1),
        Later.MONDAY: today + timedelta(days=7 - today.weekday()),
        Later.WEEK: today + timedelta(days=7),
        Later.FORTNIGHT: today + timedelta(days=14),
    }
    if days[Later.TOMORROW].weekday() >= SATURDAY:
        del days[Later.TOMORROW]
    if days[Later.MONDAY] in {days.get(Later.TOMORROW), days[Later.WEEK]}:
        del days[Later.MONDAY]
    return days
