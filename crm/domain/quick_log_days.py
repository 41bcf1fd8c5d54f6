"""Days and hours as they are said; always ahead, never guessed.

A day's name is the next such day, never today. A date without a year is the next one;
the day comes before the month. An hour alone is today's, if it is still to come.
Texts are read folded (`quick_log_words.plain`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from crm.domain.clock import add_months
from crm.domain.quick_log_sketch import Doubt
from crm.domain.quick_log_time_words import (
    DAYS,
    HOUR,
    MONTHS,
    NUMBERS,
    UNITS,
    hour_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

_DAY: Final = "|".join(DAYS)
_MONTH: Final = "|".join(MONTHS)
_COUNT: Final = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"

WHEN: Final = re.compile(
    rf"(?<!\w)(?:(?P<today>aujourd'hui|today)"
    rf"|(?P<after>apres-demain|day after tomorrow)"
    rf"|(?P<tomorrow>demain|tomorrow)"
    rf"|(?P<gone>avant-hier|hier|day before yesterday|yesterday)"
    rf"|(?:dans|in) (?P<count>{_COUNT}) (?P<unit>jour|semaine|mois|day|week|fortnight"
    rf"|month)s?"
    rf"|(?P<monthend>(?:a la )?fin (?:du|de) mois"
    rf"|(?:at )?(?:the )?end of (?:the )?month)"
    rf"|(?:fin|end of) (?P<endof>{_MONTH})"
    rf"|(?P<vague>(?:la )?semaine prochaine|next week|(?:le )?mois prochain|next month"
    rf"|(?:debut|mi)[- ](?:{_MONTH})|(?:early|mid)[- ](?:{_MONTH})|fin de semaine"
    rf"|end of (?:the )?week)"
    rf"|(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})"
    rf"|(?:(?:le |on )?(?P<named>{_DAY}),? )?(?:"
    rf"(?:le |on |the )*(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})"
    rf"(?: (?P<y1>20\d\d)(?!\d| ?(?:€|k|eur)))?"
    rf"|(?:on )?(?P<m2>{_MONTH}) (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,? (?P<y2>20\d\d)(?! ?(?:€|k|eur)))?(?!\d|[h:]\d| ?h\b)"
    rf"|(?:le )?(?P<d3>\d{{1,2}})[/.](?P<m3>\d{{1,2}})(?:[/.](?P<y3>\d{{4}}))?"
    rf"(?![/.\d])"
    rf"|(?:le |on the )(?P<d4>\d{{1,2}})(?:er|st|nd|rd|th)?(?!\w|[-:/.]\d| ?\d| ?h\b))"
    rf"|(?:le |on |this |ce )?(?P<next1>next )?(?P<day>{_DAY})"
    rf"(?: (?P<next2>prochaine?)| (?P<plus>en huit|en quinze|week))?"
    rf")(?!\w)"
)
_UNSAID: Final = re.compile(r",? ?(?:a|at|vers|around) \d{1,2}(?!\w)")
_FAR: Final = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class When:
    """A day and hour that were said, where they end; or why there is none."""

    start: int
    end: int
    day: date | None
    hour: time | None = None
    doubt: Doubt | None = None
    options: tuple[date, ...] = ()


def days(text: str, today: date, now: time) -> Iterator[When]:
    """Find each day that is said, with the hour that follows it."""
    for found in WHEN.finditer(text):
        day, doubt, options = _day(found, today)
        start, end, hour = found.start(), found.end(), None
        said = HOUR.match(text, end)
        if said:
            end, hour = said.end(), hour_of(said)
            if hour is None:
                doubt = Doubt.IMPOSSIBLE
        elif _UNSAID.match(text, end):
            doubt = doubt or Doubt.EITHER
        if day == today and hour is not None and hour <= now and doubt is None:
            doubt = Doubt.PAST
        yield When(start, end, None if doubt else day, hour, doubt, options)


def hour_alone(text: str, at: int, today: date, now: time) -> When | None:
    """Read an hour without a day: today, if it is still to come."""
    said = HOUR.match(text, at)
    if said is None:
        return None
    hour = hour_of(said)
    if hour is None:
        return When(at, said.end(), None, None, Doubt.IMPOSSIBLE)
    if hour <= now:
        return When(at, said.end(), None, hour, Doubt.PAST)
    return When(at, said.end(), today, hour)


def _day(  # noqa: PLR0911  one line for each way to say a day
    found: re.Match[str], today: date
) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    said = found.groupdict()
    if said["day"]:
        return _named(found, today)
    if said["vague"]:
        monday = today + timedelta(days=7 - today.weekday())
        week = "week" in said["vague"] or "semaine" in said["vague"]
        coming = () if not week or said["vague"][0] in "fe" else (monday,)
        return None, Doubt.VAGUE, coming
    if said["gone"]:
        return None, Doubt.PAST, ()
    if said["today"] or said["tomorrow"] or said["after"]:
        ahead = 1 if said["tomorrow"] else 2 if said["after"] else 0
        return today + timedelta(days=ahead), None, ()
    if said["count"]:
        typed = said["count"]
        count = int(typed) if typed.isdecimal() else NUMBERS[typed]
        if said["unit"] in {"mois", "month"}:
            return add_months(today, count), None, ()
        return today + timedelta(days=count * UNITS[said["unit"]]), None, ()
    if said["monthend"]:
        return _last(today), None, ()
    if said["endof"]:
        month = _place(MONTHS, said["endof"]) + 1
        year = today.year + (month < today.month)
        return _last(date(year, month, 1)), None, ()
    return _dated(said, today)


def _named(
    found: re.Match[str], today: date
) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    weekday = _place(DAYS, found["day"])
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found["plus"]:
        weeks = 2 if found["plus"] == "en quinze" else 1
        return coming + timedelta(weeks=weeks), None, ()
    sunday = today + timedelta(days=6 - today.weekday())
    if (found["next1"] or found["next2"]) and coming <= sunday:
        return None, Doubt.EITHER, (coming, coming + timedelta(days=7))
    return coming, None, ()


def _dated(
    said: dict[str, str | None], today: date
) -> tuple[date | None, Doubt | None, tuple[date, ...]]:
    if said["iso"]:
        year, month, day = map(int, said["iso"].split("-"))
    else:
        day = int(said["d1"] or said["d2"] or said["d3"] or said["d4"] or 0)
        name = said["m1"] or said["m2"]
        month = _place(MONTHS, name) + 1 if name else int(said["m3"] or 0)
        year = int(said["y1"] or said["y2"] or said["y3"] or 0)
    first = today.replace(day=1)
    if said["d4"] and day < today.day:
        first = add_months(first, 1)
    found = _real(year or first.year, month or first.month, day)
    if found and found < today and not year:
        found = _real(first.year + 1, month, day)
        if found and found - today > _FAR:
            return None, Doubt.PAST, (found,)
    if found is None:
        return None, Doubt.IMPOSSIBLE, ()
    if said["named"] and found.weekday() != _place(DAYS, said["named"]):
        return None, Doubt.EITHER, (found,)
    return (None, Doubt.PAST, ()) if found < today else (found, None, ())


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def _place(names: tuple[str, ...], said: str) -> int:
    return next(i for i, name in enumerate(names) if re.fullmatch(name, said))
