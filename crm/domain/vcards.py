"""Business cards as files (vCard): what is on a card, and how it is written.

RFC 6350 (4.0), RFC 2426 (3.0) and what Outlook still writes as 2.1. Read is what a
desk may need of a person at work; home addresses, birthdays and pictures are told by
name and left in the file (RGPD art. 5, no more than is needed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SEVERAL: Final = 5
"""How many telephones, and how many e-mails, are read of one card."""


class CardKind(StrEnum):
    """What a card says of a number or an address."""

    WORK = "work"
    HOME = "home"
    MOBILE = "mobile"
    MAIN = "main"
    """The number of the house, answered by its switchboard."""
    GENERAL = "general"
    """The address of a whole team."""
    FAX = "fax"
    OTHER = "other"


class CardProblem(StrEnum):
    """Why a card cannot be added as it is."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Reach:
    """A number or an address of a card, and what the card says it is."""

    kind: CardKind
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A person on a card; `left_out` names the properties that were not read."""

    last_name: str
    first_name: str = ""
    salutation: str = ""
    company: str = ""
    job: str = ""
    phones: tuple[Reach, ...] = ()
    emails: tuple[Reach, ...] = ()
    note: str = ""
    left_out: tuple[str, ...] = ()
    problems: tuple[CardProblem, ...] = ()


MARKS: Final = {
    CardKind.FAX: "FAX",
    CardKind.MOBILE: "CELL",
    CardKind.MAIN: "MAIN",
    CardKind.GENERAL: "X-GENERAL",
    CardKind.HOME: "HOME",
    CardKind.WORK: "WORK",
}
"""How a file marks what a number or an address is; the first that stands counts.

A switchboard is what Apple and Google call the main number; vCard has no word for a
team's address, and leaves room for one's own (RFC 2426, x-name).
"""
AT_WORK: Final = frozenset({CardKind.MAIN, CardKind.GENERAL})
"""Marked as at work too, for programs that do not know the mark."""


def write_cards(cards: Iterable[Card]) -> bytes:
    """Write cards as vCard 3.0, which telephones and mail programs all read."""
    lines: list[str] = []
    for card in cards:
        names = (card.last_name, card.first_name, "", card.salutation, "")
        full = " ".join(part for part in (card.first_name, card.last_name) if part)
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(full)}"]
        lines.append("N:" + ";".join(_escaped(name) for name in names))
        for name, text in (("ORG", card.company), ("TITLE", card.job)):
            lines += [f"{name}:{_escaped(text)}"] if text else []
        for one in card.phones:
            lines.append(f"TEL;TYPE={_marks(one.kind)}:{_escaped(one.text)}")
        for one in card.emails:
            lines.append(f"EMAIL;TYPE=INTERNET,{_marks(one.kind)}:{_escaped(one.text)}")
        lines += [f"NOTE:{_escaped(card.note)}"] if card.note else []
        lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _marks(kind: CardKind) -> str:
    mark = MARKS.get(kind, "VOICE")
    return f"WORK,{mark}" if kind in AT_WORK else mark


def _escaped(text: str) -> str:
    line = re.sub(r"([\\;,])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", line)


def _folded(line: str) -> str:
    """Fold a line after 75 octets, between characters."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
