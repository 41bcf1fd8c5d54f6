"""All-day deadlines as iCalendar text (RFC 5545), for any calendar to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_LINE = 75
"""Octets of a content line, its end apart (RFC 5545 §3.1)."""
ENDS = "\r\n"
REFRESH = "PT6H"
CONTROLS = {"Cc", "Cs"}
"""Unicode's categories that a text value cannot hold."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something falls due.

    `key` is the same whenever the same deadline is told; `version` counts its changes.
    """

    key: str
    day: date
    summary: str
    description: str = ""
    category: str = ""
    changed_at: datetime | None = None
    version: int = 1
    is_cancelled: bool = False


def calendar_text(
    name: str, deadlines: Iterable[Deadline], *, desk: str, told_at: datetime
) -> str:
    """Return a calendar of deadlines; `desk` keeps two desks' identifiers apart."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Regie//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for deadline in deadlines:
        lines += _event(deadline, desk, told_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold}{ENDS}" for line in lines for fold in folded(line))


def _event(deadline: Deadline, desk: str, told_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, f'{desk}/{deadline.key}')}"
    yield f"DTSTAMP:{_instant(told_at)}"
    if deadline.changed_at:
        yield f"LAST-MODIFIED:{_instant(deadline.changed_at)}"
    yield f"SEQUENCE:{max(deadline.version - 1, 0)}"
    yield f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}"
    # The end of an all-day event is the day after it (RFC 5545 §3.6.1).
    yield f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(deadline.summary)}"
    if deadline.description:
        yield f"DESCRIPTION:{escaped(deadline.description)}"
    if deadline.category:
        yield f"CATEGORIES:{escaped(deadline.category)}"
    yield f"STATUS:{'CANCELLED' if deadline.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Escape a text value (RFC 5545 §3.3.11); control characters are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(s for s in plain if s == "\n" or category(s) not in CONTROLS)
    for sign in ("\\", ";", ","):
        shown = shown.replace(sign, f"\\{sign}")
    return shown.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Break a content line at 75 octets, never within a character."""
    part, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LONGEST_LINE:
            yield part
            part, octets = " ", 1
        part += sign
        octets += size
    yield part


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
