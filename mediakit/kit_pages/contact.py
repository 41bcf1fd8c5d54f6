"""The last page: how a price is computed, the terms, and who to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.cascade import CascadeBlock
from mediakit.cover import draw_city
from mediakit.kit_pages.frame import BOTTOM
from mediakit.people import draw_link, links

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Contact, Person, Rule

GRID = theme.LANDSCAPE
_PANEL = GRID.x(8) + 8
_INSET = 28.0


def draw(frame: KitFrame, page: Contact) -> None:
    """Draw the cascade of the worked example beside a panel of people."""
    sheet, labels = frame.sheet, frame.labels.kit
    frame.open("contact", labels.contact[0])
    sheet.box(_PANEL, 0, GRID.width - _PANEL, GRID.height, fill="accent")
    y = frame.head(page.head, labels.contact, page.explanation, beside=False) + 26
    wide = GRID.span(5) - 14
    with sheet.tag("H2"):
        sheet.text(GRID.left, y, labels.example, theme.H2.but(size=14), room=wide)
    block = CascadeBlock(sheet, page.cascade, wide)
    most = 3 if block.height <= BOTTOM - y - 10 else 1
    block = CascadeBlock(sheet, page.cascade, wide, most=most)
    air = (BOTTOM - 14 - y - 10 - block.height) / max(1, len(page.cascade.steps))
    air = min(9.5, max(1.0, 4.5 + air))
    CascadeBlock(sheet, page.cascade, wide, air=air, most=most).draw(GRID.left, y + 10)
    _order(frame, page, y)
    _panel(frame, page.people)
    frame.foot(edge=_PANEL - 22, contact=False)


def _order(frame: KitFrame, page: Contact, top: float) -> None:
    """Draw how to book, numbered, then the terms."""
    sheet, labels = frame.sheet, frame.labels.kit
    x = GRID.x(5) + 10
    room = _PANEL - x - 22
    y = top - 8
    body = theme.SMALL.but(size=8.25, lead=11)
    rules: tuple[Rule, ...] = page.order[:4]
    for n, rule in enumerate(rules, 1):
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                number = theme.H2.but(size=14, tone="accent")
                sheet.text(x, y + 10, str(n), number)
                sheet.text(x + 16, y + 9.5, rule.heading, theme.H3, room=room - 16)
            with sheet.tag("P"):
                y = sheet.paragraph(x + 16, y + 14, room - 16, rule.text, body, most=4)
        y += 14
    if page.terms:
        most = max(1, int((BOTTOM - y - 30) // 10))
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y + 12, labels.terms, theme.H3.but(size=9.5), room=room)
            with sheet.tag("P"):
                small = theme.SMALL.but(lead=10)
                sheet.paragraph(x, y + 18, room, page.terms, small, most=most)


def _panel(frame: KitFrame, people: tuple[Person, ...]) -> None:
    sheet = frame.sheet
    x, room = _PANEL + _INSET, GRID.edge - _PANEL - _INSET
    side = (GRID.width - _PANEL) / 4
    rows = max(1, 5 - max(1, len(people)))
    top = GRID.height - rows * side
    says = frame.labels.kit.cover_alt
    with sheet.drawing(says, (_PANEL, top, side * 4, rows * side)):
        draw_city(sheet, (_PANEL, top, side), 4, rows, f"{frame.seed} {rows}")
    y = GRID.top
    label = theme.LABEL.but(tone="sky")
    with sheet.tag("H2"):
        words = sheet.words(frame.labels.kit.people, 60).upper()
        sheet.text(x, y + 8, words, label, room=room)
    y += 26
    for n, person in enumerate(people[:4]):
        if y > top - 60:
            break
        if n:
            sheet.rule(x, y, room, "sky")
            y += 14
        y = _card(frame, (x, y, room), person, large=n == 0) + 16


def _card(
    frame: KitFrame,
    at: tuple[float, float, float],
    person: Person,
    *,
    large: bool,
) -> float:
    sheet = frame.sheet
    x, y, room = at
    size = 21.0 if large else 13.0
    name = theme.H2.but(size=size, lead=size * 1.12, tone="white")
    job = theme.SMALL.but(size=9.5, lead=13, tone="sky")
    with sheet.tag("P"):
        y = sheet.paragraph(x, y, room, person.name, name, most=2) + 3
        if person.job:
            y = sheet.paragraph(x, y, room, person.job, job, most=2)
        if person.note:
            note = job.but(size=8.5, lead=11.5)
            y = sheet.paragraph(x, y + 2, room, person.note, note, most=3)
    y += 8 if large else 2
    for words, uri in links(person):
        phone = uri.startswith("tel:")
        style = theme.STRONG.but(size=10, tone="white")
        if phone and large:
            style = theme.H2.but(size=17, tone="lime")
        elif phone:
            style = style.but(tone="lime")
        y += style.size * 1.5
        shown = text.shrink(sheet.words(words, 240), style, room, 6)
        clipped = text.fit(sheet.words(words, 240), shown, room)
        draw_link(sheet, (x, y), clipped, uri, shown)
    return y + 4
