"""When everything appears: the slots of every support, year after year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crm.domain.clock import in_days
from crm.language import use_language
from crm.language.formats import date_long, month
from crm.services.demo.tables import Row, house, parts, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

Facts = dict[str, Any]
"""A table of title.toml."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
YEARS = (-2, -1, 0, 1)
"""The calendar years of the desk, counted from the anchor day's."""


@dataclass(slots=True)
class Slot:
    """An issue to be planned; `id` is set once it is."""

    support: str
    year_offset: int
    rank: int
    """From 0 in its support and year."""
    code: str
    name_fr: str
    name_en: str
    closes_on: date
    materials_due_on: date
    published_on: date
    ends_on: date | None = None
    theme_fr: str = ""
    theme_en: str = ""
    dossiers_fr: str = ""
    dossiers_en: str = ""
    sectors: tuple[str, ...] = ()
    bonus: tuple[Row, ...] = ()
    event: Row | None = None
    id: int = field(default=0)


def slots(anchor: date) -> dict[str, list[Slot]]:
    """Return every support's slots from two years back to the end of the next."""
    makers = {
        "print": _print,
        "newsletter": _newsletters,
        "web": _weeks,
        "event": _events,
        "branded_content": _branded,
    }
    return {
        support["key"]: [
            slot
            for offset in YEARS
            for slot in makers[support["key"]](support, anchor.year + offset, offset)
        ]
        for support in house()["supports"]
    }


def workday(day: date) -> date:
    """Return the day, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def nth_weekday(year: int, month_: int, weekday: str, week: int) -> date:
    """Return such a day as the second Tuesday of a month."""
    first = date(year, month_, 1)
    ahead = (WEEKDAYS.index(weekday) - first.weekday()) % 7
    return in_days(first, ahead + 7 * (week - 1))


def span_in(year: int, starts: str, ends: str) -> tuple[date, date]:
    """Return two days written MM-DD, in a year."""
    first, last = (date.fromisoformat(f"{year}-{text}") for text in (starts, ends))
    return first, last


def _print(support: Facts, year: int, offset: int) -> Iterator[Slot]:
    numbering = house()["title"]["numbering"]
    themes = [row for row in rows("themes") if int(row["year_offset"]) == offset]
    events = {row["key"]: row for row in rows("bonus_events")}
    for theme in themes:
        rank = int(theme["issue_of_year"]) - 1
        issue = numbering["number"] + rank
        issue += numbering["issues_a_year"] * (year - numbering["year"])
        day = nth_weekday(
            year,
            int(theme["publication_month"]),
            support["weekday"],
            int(support["week_of_month"]),
        )
        bonus = [events[key] for key in parts(theme["bonus_events"])]
        yield _slot(
            support,
            offset,
            rank,
            (str(issue), f"n°\u00a0{issue}", f"no.\u00a0{issue}"),
            day,
            theme_fr=theme["theme_fr"],
            theme_en=theme["theme_en"],
            dossiers=(theme["pitch_fr"], theme["pitch_en"]),
            sectors=parts(theme["sectors"]),
            bonus=tuple(
                event for event in bonus if event["published_year"] in {"", str(year)}
            ),
        )


def _newsletters(support: Facts, year: int, offset: int) -> Iterator[Slot]:
    for rank, day in enumerate(_weekly(support, year)):
        names = _named(day, "Lettre du {}", "Newsletter of {}")
        yield _slot(support, offset, rank, names, day)


def _weeks(support: Facts, year: int, offset: int) -> Iterator[Slot]:
    for rank, day in enumerate(_weekly(support, year)):
        names = _named(day, "Site, semaine du {}", "Website, week of {}")
        yield _slot(support, offset, rank, names, day, ends_on=in_days(day, 6))


def _events(support: Facts, year: int, offset: int) -> Iterator[Slot]:
    for rank, row in enumerate(rows("events")):
        day = nth_weekday(
            year, int(row["month"]), row["weekday"], int(row["week_of_month"])
        )
        names = (
            f"{row['key']}-{year}",
            f"{row['name_fr']} {year}",
            f"{row['name_en']} {year}",
        )
        own = {**support, "closes_days_before": row["closes_days_before"]}
        yield _slot(
            own,
            offset,
            rank,
            names,
            day,
            theme_fr=row["theme_fr"],
            theme_en=row["theme_en"],
            ends_on=day,
            event=row,
        )


def _branded(support: Facts, year: int, offset: int) -> Iterator[Slot]:
    months = [m for m in range(1, 13) if m not in _pauses(support)]
    for rank, month_ in enumerate(months):
        day = nth_weekday(
            year, month_, support["weekday"], int(support["week_of_month"])
        )
        named = []
        for language in ("fr", "en"):
            with use_language(language):
                named.append(month(day))
        names = (
            f"{day:%Y-%m}",
            f"Contenu de marque, {named[0]}",
            f"Branded content, {named[1]}",
        )
        yield _slot(support, offset, rank, names, day)


def _weekly(support: Facts, year: int) -> list[date]:
    day, pauses = nth_weekday(year, 1, support["weekday"], 1), _pauses(support)
    days = []
    while day.year == year:
        if day.month not in pauses:
            days.append(day)
        day = in_days(day, 7)
    return days


def _pauses(support: Facts) -> frozenset[int]:
    """Return the months in which a support does not appear."""
    return frozenset(support["months_without"])


def _named(day: date, french: str, english: str) -> tuple[str, str, str]:
    texts = []
    for language, text in (("fr", french), ("en", english)):
        with use_language(language):
            texts.append(text.format(date_long(day)))
    return day.isoformat(), texts[0], texts[1]


def _slot(
    support: Facts,
    offset: int,
    rank: int,
    names: tuple[str, str, str],
    day: date,
    *,
    ends_on: date | None = None,
    theme_fr: str = "",
    theme_en: str = "",
    dossiers: tuple[str, str] = ("", ""),
    sectors: tuple[str, ...] = (),
    bonus: tuple[Row, ...] = (),
    event: Row | None = None,
) -> Slot:
    return Slot(
        support["key"],
        offset,
        rank,
        *names,
        closes_on=in_days(day, -int(support["closes_days_before"])),
        materials_due_on=in_days(day, -int(support["materials_days_before"])),
        published_on=day,
        ends_on=ends_on,
        theme_fr=theme_fr,
        theme_en=theme_en,
        dossiers_fr=dossiers[0],
        dossiers_en=dossiers[1],
        sectors=sectors,
        bonus=bonus,
        event=event,
    )
