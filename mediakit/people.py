"""People to call or write to: their cards, with links that dial and that write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.wording import wording

if TYPE_CHECKING:
    from mediakit.model import Person
    from mediakit.sheet import Sheet
    from mediakit.theme import Style

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\Z")
_COMPACT = 8.5
_DIAL = re.compile(r"\+[0-9]{4,15}\Z")


def links(person: Person) -> list[tuple[str, str]]:
    """Return (words, address) of a person's telephone and e-mail.

    The address is empty where the words are not certainly a number or a mailbox.
    """
    out = []
    if person.phone:
        dial = person.dial if _DIAL.match(person.dial) else ""
        out.append((person.phone, f"tel:{dial}" if dial else ""))
    if person.email:
        known = _EMAIL.match(person.email)
        out.append((person.email, f"mailto:{person.email}" if known else ""))
    return out


def draw_link(
    sheet: Sheet, at: tuple[float, float], words: str, uri: str, style: Style
) -> float:
    """Draw words that dial or write when pressed; return their width."""
    x, y = at
    if not uri:
        with sheet.tag("P"):
            return sheet.text(x, y, words, style)
    fixed = wording(sheet.lang)
    says = (fixed.call if uri.startswith("tel:") else fixed.write_to).format(words)
    with sheet.group("P"), sheet.tag("Link"):
        wide = sheet.text(x, y, words, style)
        area = sheet.area(x, y - style.size, wide, style.size * 1.35)
        sheet.canvas.link_uri(uri, area, sheet.words(says, 200))
    return wide


def compact_height(sheet: Sheet, room: float, person: Person) -> float:
    """Return how high a compact card stands in ``room`` points."""
    style = theme.STRONG.but(size=_COMPACT, lead=_COMPACT + 3)
    small = theme.SMALL.but(size=_COMPACT - 0.75, lead=_COMPACT + 2.5)
    high = len(sheet.lines(person.name, style, room, 2)) * style.lead
    if person.job:
        high += len(sheet.lines(person.job, small, room, 2)) * small.lead
    return high + len(links(person)) * small.lead


def draw_person(
    sheet: Sheet,
    at: tuple[float, float, float],
    person: Person,
    *,
    compact: bool = False,
) -> float:
    """Draw a card in a box (x, y, width); return where it ends."""
    x, y, room = at
    size = _COMPACT if compact else 9.5
    strong = theme.STRONG.but(size=size if compact else 13, lead=size + 3)
    if not compact:
        strong = theme.H2.but(size=15, lead=18)
    small = theme.SMALL.but(size=size - 0.75 if compact else size, lead=size + 2.5)
    with sheet.tag("P"):
        y = sheet.paragraph(x, y, room, person.name, strong, most=2)
        if person.job:
            y = sheet.paragraph(x, y, room, person.job, small, most=2)
    if not compact:
        y += 6
    link = small.but(face="Text-Medium", tone="accent")
    for words, uri in links(person):
        y += small.lead
        shown = text.shrink(sheet.words(words, 240), link, room, 5.5)
        clipped = text.fit(sheet.words(words, 240), shown, room)
        draw_link(sheet, (x, y - small.lead * 0.25), clipped, uri, shown)
    if person.note and not compact:
        with sheet.tag("P"):
            y = sheet.paragraph(x, y + 6, room, person.note, small, most=4)
    return y
