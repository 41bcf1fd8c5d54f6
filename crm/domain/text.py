"""Typed text before it is kept: nothing invisible, nothing without end."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb]"
)
"""Bidi overrides, marks and isolates, soft hyphens and spaces of no width.

The joiners U+200C and U+200D stay: Persian and emoji are written with them.
"""

_PLACEHOLDERS: Final = frozenset(
    {"n/a", "n.a.", "#n/a", "n/c", "néant", "neant", "sans objet", "null", "none"}
    | {"nan", "nat", "#ref!", "#null!", "#value!", "#name?", "(vide)", "(blank)"}
)


def clean_line(text: str, *, longest: int) -> str:
    """Clean one line of typed text and cut it after `longest` characters.

    Composed (NFC), line ends and tabs made spaces, control characters and bidi
    overrides taken out, runs of spaces made one, ends trimmed. French no-break
    spaces inside the line stay.
    """
    line = _LINE_ENDS.sub(" ", text).replace("\t", " ")
    return _cut(re.sub(" {2,}", " ", _visible(line)).strip(), longest)


def clean_note(text: str, *, longest: int = 5000) -> str:
    """Clean a text of several lines and cut it after `longest` characters.

    As `clean_line`, but lines stay lines (ended by a line feed), without spaces
    at their ends, and never more than one empty line in a row.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ").split("\n")
    note = "\n".join(_visible(line).rstrip() for line in lines)
    return _cut(re.sub(r"\n{3,}", "\n\n", note).strip(), longest)


def looks_empty(text: str | None) -> bool:
    """Say whether a cell holds nothing: blank, punctuation alone, "n/a", "néant"."""
    if text is None:
        return True
    plain = clean_line(text, longest=len(text)).casefold()
    if plain in _PLACEHOLDERS:
        return True
    return all(unicodedata.category(c)[0] in "PZCM" for c in plain)


def _visible(text: str) -> str:
    """Take out what cannot be seen, printed or put into a workbook."""
    shown = "".join(
        c
        for c in _INVISIBLE.sub("", text)
        if unicodedata.category(c) not in {"Cc", "Cs"} and ord(c) & 0xFFFE != 0xFFFE
    )
    return unicodedata.normalize("NFC", shown)


def _cut(text: str, longest: int) -> str:
    """Cut between letters, never between a letter and its accents."""
    if len(text) <= longest:
        return text
    end = max(longest, 0)
    while end and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return text[:end].rstrip("\u200d").rstrip()
