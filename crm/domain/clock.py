"""Days and hours of the desk: Paris days, aware instants, months that end well."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_day(at: datetime) -> date:
    """Return the day it is in Paris at an aware instant."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no day in Paris")
    return at.astimezone(PARIS).date()


def paris_instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the UTC instant of a Paris wall time."""
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)


def last_minute(day: date) -> datetime:
    """Return the instant until which an option or a closing date is good: 23:59."""
    return paris_instant(day, 23, 59)


def add_months(day: date, months: int) -> date:
    """Move by months; a day the month does not have becomes its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_days(day: date, days: int) -> date:
    """Move by calendar days."""
    return day + timedelta(days=days)


def month_start(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)
