"""Deadlines as RFC 5545 says: escaped, folded, all day, the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.domain.icalendar import Deadline, calendar_text, escaped, folded

AT = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
CLOSING = Deadline(
    "closing-62",
    date(2027, 12, 31),
    "Bouclage : n° 62 ; l’eau, l’air",
    "a\nb",
    "Magazine",
    AT,
    3,
)


def text(*deadlines: Deadline) -> str:
    return calendar_text("Régie", deadlines, desk="Smart City Mag", told_at=AT)


def test_a_deadline_is_a_whole_day_that_blocks_nothing() -> None:
    lines = text(CLOSING).split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", lines[2]]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert event[2:] == [
        "DTSTAMP:20270304T080000Z",
        "LAST-MODIFIED:20270304T080000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20271231",
        "DTEND;VALUE=DATE:20280101",
        "SUMMARY:Bouclage : n° 62 \\; l’eau\\, l’air",
        "DESCRIPTION:a\\nb",
        "CATEGORIES:Magazine",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    ]


def test_an_identifier_is_the_same_each_time_and_the_desk_s_own() -> None:
    def uid(whole: str) -> str:
        return next(x for x in whole.split("\r\n") if x.startswith("UID:"))

    assert uid(text(CLOSING)) == uid(text(CLOSING))
    other = calendar_text("Régie", [CLOSING], desk="Autre", told_at=AT)
    assert uid(other) != uid(text(CLOSING))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a\\b", "a\\\\b"),
        ("a;b,c", "a\\;b\\,c"),
        ("a\r\nb\rc", "a\\nb\\nc"),
        ("x\r\nEND:VCALENDAR", "x\\nEND:VCALENDAR"),
        ("tab\there\x00\x07", "tabhere"),
        ("été « 62 »", "été « 62 »"),
    ],
)
def test_what_people_typed_stays_within_its_value(typed: str, written: str) -> None:
    assert escaped(typed) == written


def test_long_lines_fold_at_75_octets_and_unfold_to_themselves() -> None:
    line = "SUMMARY:" + "é🚲—x" * 60
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert len(parts) > 1
    assert "\r\n".join(parts).replace("\r\n ", "") == line
    assert list(folded("x" * 75)) == ["x" * 75]
    assert list(folded("x" * 76)) == ["x" * 75, " x"]


def test_a_cancelled_issue_leaves_the_calendar() -> None:
    gone = Deadline("closing-62", date(2027, 4, 2), "n° 62", is_cancelled=True)
    assert "STATUS:CANCELLED" in text(gone)
    assert "LAST-MODIFIED" not in text(gone)


def test_an_empty_calendar_is_a_calendar() -> None:
    assert text().startswith("BEGIN:VCALENDAR\r\n")
    assert "VEVENT" not in text()
