"""Reading business cards (vCard 2.1, 3.0, 4.0) from a file nobody vouches for."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crm.domain.company_errors import ManyCardsError, NoCardsError, UnreadableCardsError
from crm.domain.text import clean_line, clean_note
from crm.domain.vcards import MARKS, SEVERAL, Card, CardKind, CardProblem, Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES: Final = 200 * 1024
MOST_CARDS: Final = 200
LONGEST: Final = {"name": 200, "first": 100, "prefix": 20, "line": 200, "note": 5000}


@dataclass(slots=True)
class _Property:
    """One line of a card: its name, what qualifies it, its text as it stands."""

    name: str
    marks: frozenset[str]
    text: str
    charset: str = "utf-8"

    @property
    def parts(self) -> list[str]:
        """The text's parts between semicolons, unescaped."""
        apart = re.sub(r"\\.|;", _mark_semicolon, self.text, flags=re.DOTALL)
        return [_plain(part) for part in apart.split("\0")]


@dataclass(slots=True)
class _Reading:
    found: dict[str, list[_Property]] = field(default_factory=dict)
    is_finished: bool = False


_LINE: Final = re.compile(
    r'(?:[\w-]+\.)?(?P<name>[A-Za-z][\w-]{0,40})(?P<marks>(?:;(?:[^":;]|"[^"]*")*)*):'
)
_READ: Final = {"N", "FN", "ORG", "TITLE", "TEL", "EMAIL", "NOTE"}
_SILENT: Final = {"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "KIND", "SOURCE"}


def read_cards(content: bytes) -> list[Card]:
    """Read the cards of a file: at most 200 kB, 200 cards.

    Broken cards are told with their problem. Raises ManyCardsError for a file that is
    too large or holds too many, UnreadableCardsError for one in no known encoding,
    NoCardsError for one that holds none.
    """
    if len(content) > MOST_BYTES:
        raise ManyCardsError
    readings = list(_readings(_lines(_decoded(content))))
    if not readings:
        raise NoCardsError
    if len(readings) > MOST_CARDS:
        raise ManyCardsError
    return [_card(reading) for reading in readings]


def _decoded(content: bytes) -> str:
    """Turn a file into text: by its mark, as UTF-8, or as old Outlook wrote it."""
    try:
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"VERSION:2.1" not in content:
            raise UnreadableCardsError from None
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[str]:
    """Yield whole lines: folded ones joined, quoted-printable ones too."""
    kept = ""
    for line in re.sub(r"(?:\r\n|\r|\n)[ \t]", "", text).splitlines(keepends=False):
        kept += line
        if line.endswith("=") and "QUOTED-PRINTABLE" in kept[:200].upper():
            kept = kept[:-1]
            continue
        yield kept
        kept = ""
    yield kept


def _readings(lines: Iterable[str]) -> Iterator[_Reading]:
    reading: _Reading | None = None
    for line in lines:
        said = line.strip().upper()
        if said == "BEGIN:VCARD":
            if reading:
                yield reading
            reading = _Reading()
        elif reading and said == "END:VCARD":
            reading.is_finished = True
            yield reading
            reading = None
        elif reading and (found := _property(line)):
            reading.found.setdefault(found.name, []).append(found)
    if reading:
        yield reading


def _property(line: str) -> _Property | None:
    match = _LINE.match(line)
    if match is None:
        return None
    marks = re.split(r"[;,=]", match["marks"].upper().replace('"', ""))
    text = line[match.end() :]
    if "QUOTED-PRINTABLE" in marks:
        raw = quopri.decodestring(text.encode("utf-8", "replace"))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    return _Property(match["name"].upper(), frozenset(marks), text)


def _card(reading: _Reading) -> Card:
    found = reading.found
    names = [*(found["N"][0].parts if "N" in found else []), *[""] * 5]
    last, first, prefix = names[0], names[1], names[3]
    if not clean_line(last, longest=1) and "FN" in found:
        first, _space, last = _plain(found["FN"][0].text).strip().rpartition(" ")
    phones, emails = (_reaches(found.get(name, [])) for name in ("TEL", "EMAIL"))
    left_out = sorted(set(found) - _READ - _SILENT)
    left_out += ["TEL"] * (len(phones) > SEVERAL) + ["EMAIL"] * (len(emails) > SEVERAL)
    problems = []
    if not clean_line(last, longest=1):
        problems.append(CardProblem.NO_NAME)
    if len(last) > LONGEST["name"] or len(first) > LONGEST["first"]:
        problems.append(CardProblem.LONG_NAME)
    if not reading.is_finished:
        problems.append(CardProblem.UNFINISHED)
    return Card(
        clean_line(last, longest=LONGEST["name"]),
        clean_line(first, longest=LONGEST["first"]),
        clean_line(prefix, longest=LONGEST["prefix"]),
        clean_line((_first(found, "ORG") or [""])[0], longest=LONGEST["line"]),
        clean_line("; ".join(_first(found, "TITLE")), longest=LONGEST["line"]),
        tuple(phones[:SEVERAL]),
        tuple(emails[:SEVERAL]),
        clean_note(";".join(_first(found, "NOTE")), longest=LONGEST["note"]),
        tuple(left_out),
        tuple(problems),
    )


def _first(found: dict[str, list[_Property]], name: str) -> list[str]:
    return found[name][0].parts if name in found else []


def _reaches(properties: list[_Property]) -> list[Reach]:
    reaches = {}
    for one in properties:
        text = re.sub(r"^(?:tel|mailto):", "", one.text.strip(), flags=re.IGNORECASE)
        text = re.sub(r";ext=", " ext. ", _plain(text), flags=re.IGNORECASE)
        if text := clean_line(text, longest=LONGEST["line"]):
            kinds = (kind for kind, mark in MARKS.items() if mark in one.marks)
            reaches[text] = Reach(next(kinds, CardKind.OTHER), text)
    return list(reaches.values())


def _mark_semicolon(sign: re.Match[str]) -> str:
    return "\0" if sign[0] == ";" else sign[0]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], text)
