"""The last page: how to book, an order form to fill in, and who to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import codes, text, theme
from mediakit.cover import draw_city
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import label
from mediakit.people import draw_link, links
from mediakit.portraits import draw_face

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Contact, Person, Rule

GRID = theme.LANDSCAPE
_PANEL = GRID.x(8) + 8
_WIDE = _PANEL - 24 - GRID.left
_INSET = 28.0
_STEPS = 88.0
_FIELD = 18.5
_ROWS = 6


def draw(frame: KitFrame, page: Contact) -> None:
    """Draw the steps and the form beside a panel of people."""
    own = frame.labels.kit.contact
    frame.open("contact", own[0])
    sheet = frame.sheet
    sheet.box(_PANEL, 0, GRID.width - _PANEL, GRID.height, fill="accent")
    y = frame.head(page.head, own, beside=False) + 26
    if page.order:
        _steps(frame, y, page.order[:4])
        y += _STEPS
    _form(frame, y, page)
    _panel(frame, page.people)
    frame.foot(edge=_PANEL - 22, contact=False)


def _steps(frame: KitFrame, y: float, steps: tuple[Rule, ...]) -> None:
    sheet = frame.sheet
    wide = (_WIDE - 14 * (len(steps) - 1)) / len(steps)
    body = theme.SMALL.but(size=8, lead=10.5)
    for n, step in enumerate(steps):
        x = GRID.left + n * (wide + 14)
        sheet.rule(x, y, wide, weight=1)
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y + 18, str(n + 1), theme.H2.but(size=14, tone="accent"))
                sheet.text(x + 16, y + 17.5, step.heading, theme.H3, room=wide - 16)
            with sheet.tag("P"):
                sheet.paragraph(x, y + 24, wide, step.text, body, most=5)


def _form(frame: KitFrame, y: float, page: Contact) -> None:
    """Draw an order form: who asks, four lines, a date, a signature."""
    sheet, labels = frame.sheet, frame.labels.kit
    sheet.box(GRID.left, y, _WIDE, BOTTOM - y, fill="paper", radius=4)
    x, wide = GRID.left + 16, _WIDE - 32
    with sheet.group("Sect"):
        with sheet.tag("H2"):
            title = page.form or labels.form
            sheet.text(x, y + 24, title, theme.H2.but(size=15), room=wide)
        half = (wide - 16) / 2
        top = y + 36
        names = list(labels.form_fields)
        for n, name in enumerate(names[:4]):
            at = (x + (n % 2) * (half + 16), top + (n // 2) * 33, half)
            _field(frame, at, f"form_{n}", name)
        top += 2 * 33 + 6
        parts = (0.34, 0.34, 0.32)
        left = x
        for name, part in zip(labels.form_columns, parts, strict=True):
            small = theme.STRONG.but(size=7.75)
            with sheet.tag("P"):
                sheet.text(left, top + 8, name, small, room=wide * part - 8)
            left += wide * part
        top += 12
        rows = min(_ROWS, max(1, int((BOTTOM - 40 - top) // (_FIELD + 4))))
        for row in range(rows):
            left = x
            base = top + row * (_FIELD + 4)
            for n, part in enumerate(parts):
                says = f"{labels.form_columns[n]}, {row + 1}"
                room = wide * part - (8 if n < 2 else 0)
                _blank(frame, (left, base, room), f"line_{row}_{n}", says)
                left += wide * part
        top += rows * (_FIELD + 4) + 2
        if top + 30 <= BOTTOM:
            _field(frame, (x, top, half), "form_date", names[4])
            _field(frame, (x + half + 16, top, half), "form_name", names[5])


def _field(
    frame: KitFrame, at: tuple[float, float, float], key: str, name: str
) -> None:
    sheet = frame.sheet
    x, y, wide = at
    with sheet.tag("P"):
        sheet.text(x, y + 8, name, theme.SMALL.but(size=7.25), room=wide)
    _blank(frame, (x, y + 11, wide), key, name)


def _blank(
    frame: KitFrame, at: tuple[float, float, float], key: str, says: str
) -> None:
    sheet = frame.sheet
    x, y, wide = at
    sheet.box(x, y, wide, _FIELD, fill="white", stroke="line", radius=2)
    area = sheet.area(x + 2, y + 1, wide - 4, _FIELD - 2)
    sheet.canvas.text_field(key, area, sheet.words(says, 120), sheet.tones["ink"])


def _panel(frame: KitFrame, people: tuple[Person, ...]) -> None:
    sheet = frame.sheet
    x, room = _PANEL + _INSET, GRID.edge - _PANEL - _INSET
    side = (GRID.width - _PANEL) / 4
    card = people[0].card if people else ""
    rows = max(1, (4 if card else 5) - max(1, len(people)))
    top = GRID.height - rows * side
    says = frame.labels.kit.cover_alt
    with sheet.drawing(says, (_PANEL, top, side * 4, rows * side)):
        draw_city(sheet, (_PANEL, top, side), 4, rows, f"{frame.seed} {rows}")
    label(sheet, (x, GRID.top + 8), frame.labels.kit.people, room, "sky", "H2")
    y = GRID.top + 26
    for n, person in enumerate(people[:4]):
        if y > top - 70:
            break
        if n:
            sheet.rule(x, y, room, "sky")
            y += 14
        y = _card(frame, (x, y, room), person, large=n == 0) + 16
        if n == 0 and y < top - 110:
            y = _code(frame, (x, y), person)


def _code(frame: KitFrame, at: tuple[float, float], person: Person) -> float:
    """Draw a person's card as a code, and what it is for; return where it ends."""
    sheet, labels = frame.sheet, frame.labels.kit
    x, y = at
    side = 92.0
    says = sheet.words(labels.card_alt.format(person.name), 200)
    if not codes.draw(sheet, (x, y), side, person.card, says):
        return y
    with sheet.tag("P"):
        room = GRID.edge - x - side - 12
        style = theme.SMALL.but(size=8.5, lead=11.5, tone="sky")
        sheet.paragraph(x + side + 12, y + 4, room, labels.card_says, style, most=5)
    return y + side + 16


def _card(
    frame: KitFrame, at: tuple[float, float, float], person: Person, *, large: bool
) -> float:
    sheet = frame.sheet
    x, y, room = at
    face = 54.0 if large else 34.0
    draw_face(sheet, (x, y + 2), face, person)
    left, wide = x + face + 14, room - face - 14
    size = 19.0 if large else 13.0
    name = theme.H2.but(size=size, lead=size * 1.12, tone="white")
    job = theme.SMALL.but(size=9, lead=12, tone="sky")
    begun = y
    with sheet.tag("P"):
        y = sheet.paragraph(left, y, wide, person.name, name, most=2) + 2
        if person.job:
            y = sheet.paragraph(left, y, wide, person.job, job, most=2)
        if person.note:
            y = sheet.paragraph(left, y + 2, wide, person.note, job, most=2)
    y = max(y, begun + face + 2) + (6 if large else 0)
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
