"""The one door for words: cleaned, bounded, set in French or English, broken by width.

Nothing here parses: a ``<b>`` stays the four characters it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

from mediakit.faces import coverage, fallback, played, tracked

if TYPE_CHECKING:
    from mediakit.model import Lang
    from mediakit.theme import Style

LIMIT = 6000
_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_STRIP = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff"
    "\U000e0000-\U000e01ef\ue000-\uf8ff]"
)
_SPACES = re.compile("[\t\u1680\u2000-\u2008\u200a\u205f\u3000]")
_MARKS = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_NEAR = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2192": "\u203a",
    "\u2190": "\u2039",
}

NB, NN = "\u00a0", "\u202f"
_UNITS = "€|%|k€|M€|mm|cm|m²|pt|px|ppp|ex\\.|Ko|Mo|jours?|mois|pages?"
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre"
    "|décembre"
)
_ENGLISH_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November"
    "|December"
)
_BOTH = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\d) [x×] (?=\d)"), f"{NB}×{NB}"),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), NB),
    (re.compile(r"(?<=[+−±]) (?=\d)"), NB),
    (re.compile(r"(?<=\d) h (?=\d\d\b)"), f"{NB}h{NB}"),
)
_FRENCH = (
    *_BOTH,
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NB),
    (re.compile(r"[ \u00a0\u202f]*»"), NB + "»"),
    (re.compile(r"[ \u00a0\u202f]+([;!?])"), NN + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+:"), NB + ":"),
    (re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))"), NN),
    (re.compile(r"\b([nN]°s?|p\.|M\.|Mme|art\.) (?=\S)"), r"\1" + NB),
    (re.compile(r"\b(le|du|au) (?=\d)"), r"\1" + NB),
    (re.compile(rf"(?<=\d) (?=(?:{_MONTHS})\b)"), NB),
    (re.compile(r"(?<=1er) (?=[a-zéû]+)"), NB),
)
_ENGLISH = (
    *_BOTH,
    (re.compile(rf"(?<=\d) (?=(?:{_ENGLISH_MONTHS})\b)"), NB),
    (re.compile(r"\b(Nos?\.) (?=\d)"), r"\1" + NB),
)
_TOUCHED = re.compile("[ '«»]|\\.\\.\\.")


def clean(words: str, limit: int = LIMIT) -> str:
    """Return words in NFC without control or direction marks, at most ``limit`` long.

    Line breaks are kept; more than two marks on one letter are dropped.
    """
    bounded = words[: limit + 1]
    if not (bounded.isascii() and bounded.isprintable()):
        bounded = _BREAKS.sub("\n", bounded)
        bounded = _STRIP.sub("", _SPACES.sub(" ", bounded))
        bounded = _MARKS.sub(r"\1", unicodedata.normalize("NFC", bounded))
    if len(words) <= limit:
        return bounded
    return bounded[: limit - 1].rstrip() + "…"


def typeset(words: str, lang: Lang) -> str:
    """Return words with the spaces and apostrophes of their language."""
    if not _TOUCHED.search(words):
        return words
    if len(words) <= 80:
        return _typeset_short(words, lang)
    return _typeset(words, lang)


def _typeset(words: str, lang: Lang) -> str:
    for pattern, replacement in _FRENCH if lang == "fr" else _ENGLISH:
        words = pattern.sub(replacement, words)
    return words


# Labels, names and dates come back in every document; notes do not.
_typeset_short = lru_cache(maxsize=4096)(_typeset)


def runs(words: str, face: str) -> list[tuple[str, str]]:
    """Cut words into (face, words) runs, each of which its face can draw.

    ``face`` is a part, played by the set of faces that is drawing. A character neither
    it nor its fallback has becomes ``?``; a loose mark goes.
    """
    face = played(face)
    own = coverage(face)
    if own.issuperset(words):
        return [(face, words)]
    other = fallback(face)
    theirs = coverage(other)
    out: list[tuple[str, str]] = []
    for char in words:
        drawn, with_face = _NEAR.get(char, char), face
        if drawn not in own:
            if drawn in theirs:
                with_face = other
            elif unicodedata.category(drawn).startswith("M"):
                continue
            else:
                near = unicodedata.normalize("NFKC", drawn)
                drawn = near if own.issuperset(near) else "?"
        if out and out[-1][0] == with_face:
            out[-1] = (with_face, out[-1][1] + drawn)
        else:
            out.append((with_face, drawn))
    return out


@lru_cache(maxsize=8192)
def _unit_width(words: str, face: str) -> float:
    return sum(
        float(pdfmetrics.stringWidth(part, with_face, 1))
        for with_face, part in runs(words, face)
    )


def width(words: str, style: Style) -> float:
    """Return the width in points of words on one line, tracking included."""
    spaced = tracked(style.track) * style.size / 1000 * max(0, len(words) - 1)
    return _unit_width(words, played(style.face)) * style.size + spaced


def fit(words: str, style: Style, room: float) -> str:
    """Return words as they are, or cut with an ellipsis to ``room`` points."""
    if width(words, style) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle].rstrip() + "…", style) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def shrink(words: str, style: Style, room: float, least: float = 5) -> Style:
    """Return the style, smaller if need be: a figure is never cut.

    The size goes down to ``least`` points.
    """
    wide = width(words, style)
    if wide <= room:
        return style
    return style.but(size=max(least, style.size * room / wide))


_HYPHEN = re.compile(r"(?<=\w\w-)(?=\w\w)")


def _pieces(word: str, style: Style, room: float) -> list[str]:
    """Cut a word wider than the room into pieces that fit."""
    out = []
    while width(word, style) > room and len(word) > 1:
        low, high = 1, len(word) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if width(word[:middle], style) <= room:
                low = middle
            else:
                high = middle - 1
        out.append(word[:low])
        word = word[low:]
    return [*out, word]


def _break(line: str, style: Style, room: float) -> list[str]:
    if width(line, style) <= room:
        return [line]
    out: list[str] = []
    current, used = "", 0.0
    space = width(" ", style) + tracked(style.track) * style.size / 1000
    for word in line.split(" "):
        for n, part in enumerate(_HYPHEN.split(word)):
            wide = width(part, style)
            gap = 0.0 if n else space
            if current and used + gap + wide <= room:
                current += part if n else " " + part
                used += gap + wide
                continue
            if current:
                out.append(current if n else current + " ")
            *full, part_left = _pieces(part, style, room) if wide > room else [part]
            out += full
            current, used = part_left, width(part_left, style)
    return [*out, current]


def _even(words: str, broken: list[str], style: Style, room: float) -> list[str]:
    """Break in the narrowest room that takes no more lines."""
    for part in (0.97, 0.94, 0.9, 0.85, 0.8, 0.75, 0.7):
        tried = _break(words, style, room * part)
        if len(tried) > len(broken):
            break
        broken = tried
    return broken


def _bring_down(broken: list[str], style: Style, room: float) -> None:
    """Give a last line of one word the word that stands before it."""
    before, last = broken[-2].rstrip(" "), broken[-1]
    if " " in last.strip() or before.count(" ") < 2 or broken[-2] == before:
        return
    kept, word = before.rsplit(" ", 1)
    if width(f"{word} {last}", style) <= room:
        broken[-2:] = [kept + " ", f"{word} {last}"]


def wrap(
    words: str, style: Style, room: float, most: int = 0, *, even: bool = False
) -> list[str]:
    """Break words into lines of at most ``room`` points.

    A broken line keeps its last space, so that a reader hears two words. A last line
    of one word is avoided; ``even`` balances the lines (headings). ``most`` bounds the
    lines, the last one then ends with an ellipsis.
    """
    lines: list[str] = []
    for paragraph in words.split("\n"):
        broken = _break(paragraph, style, room)
        if even:
            broken = _even(paragraph, broken, style, room)
        elif len(broken) > 1:
            _bring_down(broken, style, room)
        lines += broken
    if most and len(lines) > most:
        rest = " ".join(line.strip() for line in lines[most - 1 :])
        lines = [*lines[: most - 1], fit(rest, style, room)]
    return lines
