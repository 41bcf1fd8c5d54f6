"""The formats: print drawn in a page to one scale, digital to one scale of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.formats import (
    Scale,
    digital_width,
    draw_digital,
    draw_print,
    number,
    price_beside,
)
from mediakit.kit_pages.frame import BOTTOM
from mediakit.model import Head

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import FormatDrawing, Formats, Rule
    from mediakit.sheet import Sheet

GRID = theme.LANDSCAPE
_SLOTS, _GAP = 6, 31.0
_UNDER = 46.0
_TOP = 166.0


def draw(frame: KitFrame, page: Formats) -> None:
    """Draw the print formats on one page or more, then the digital ones."""
    printed = tuple(d for d in page.drawings if d.kind == "print")
    digital = tuple(d for d in page.drawings if d.kind == "digital")
    if printed or not digital:
        _print_pages(frame, page, printed)
    if digital:
        _digital_pages(frame, page, digital, alone=not printed)


# -- print ---------------------------------------------------------------------------


def _print_pages(
    frame: KitFrame, page: Formats, drawings: tuple[FormatDrawing, ...]
) -> None:
    labels = frame.labels.kit
    ratio = page.page_height / page.page_width
    wide = (GRID.measure - (_SLOTS - 2) * _GAP) / _SLOTS
    tallest = (BOTTOM - _TOP - _UNDER - 33) / 2
    scale = _scale(page, min(wide * ratio, tallest))
    if not all(
        price_beside(frame.sheet, d, scale.wide * scale.slots(d)) for d in drawings
    ):
        scale = _scale(page, min(wide * ratio, tallest - 6))
    rows = _rows(drawings, scale)
    gap = _gap(rows, scale)
    size = " × ".join(
        number(side, frame.sheet.lang) for side in (page.page_width, page.page_height)
    )
    lead = labels.formats_lead.format(f"{size} mm")
    rules = tuple(rule for rule in page.rules if rule.kind == "print")[:4]
    first = True
    while first or rows or rules:
        first = False
        frame.open("formats", labels.formats[0])
        frame.head(page.head, labels.formats, lead)
        _legend(frame, drawings, scale)
        shown, rows = rows[:2], rows[2:]
        for n, row in enumerate(shown):
            _row(frame, row, _TOP + n * (scale.high + _UNDER), scale, gap)
        if not rows and rules:
            room = _room_for_rules(shown, scale, gap)
            if room:
                _rules(frame, room, rules)
                rules = ()
        frame.foot()
        lead = ""


def _scale(page: Formats, high: float) -> Scale:
    """Return the scale at which a page is ``high`` points high."""
    return Scale(page.page_width, page.page_height, high / page.page_height)


def _rows(
    drawings: tuple[FormatDrawing, ...], scale: Scale
) -> list[list[FormatDrawing]]:
    rows: list[list[FormatDrawing]] = []
    used = _SLOTS
    for drawing in drawings:
        slots = scale.slots(drawing)
        if used + slots > _SLOTS:
            rows.append([])
            used = 0
        rows[-1].append(drawing)
        used += slots
    return rows


def _gap(rows: list[list[FormatDrawing]], scale: Scale) -> float:
    """Return the space between formats that lets the fullest row fill the measure."""
    gaps = [
        (GRID.measure - _SLOTS * scale.wide) / (len(row) - 1)
        for row in rows
        if len(row) > 1 and sum(map(scale.slots, row)) == _SLOTS
    ]
    return min(gaps, default=_GAP)


def _row(
    frame: KitFrame, row: list[FormatDrawing], y: float, scale: Scale, gap: float
) -> None:
    x = GRID.left
    for drawing in row:
        draw_print(frame.sheet, (x, y), drawing, scale, frame.labels.kit)
        slots = scale.slots(drawing)
        x += scale.wide * slots + gap


def _room_for_rules(
    shown: list[list[FormatDrawing]], scale: Scale, gap: float
) -> tuple[float, float, float, float] | None:
    """Return the box left for the rules (x, y, width, height), or none."""
    if len(shown) < 2:
        y = _TOP + len(shown) * (scale.high + _UNDER)
        return GRID.left, y, GRID.measure, scale.high
    used = sum(scale.slots(drawing) for drawing in shown[-1])
    if _SLOTS - used < 3:
        return None
    x = GRID.left + scale.wide * used + gap * len(shown[-1])
    y = _TOP + scale.high + _UNDER
    return x, y, GRID.edge - x, scale.high


def _legend(frame: KitFrame, drawings: tuple[FormatDrawing, ...], scale: Scale) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    y, x = _TOP - 19, GRID.left
    bleeds = {d.bleed for d in drawings if d.bleed}
    safes = {d.safe for d in drawings if d.safe}
    marks = [("trim", labels.trim)]
    if bleeds:
        marks.append(("bleed", _measured(labels.bleed, bleeds, sheet.lang)))
    if safes:
        marks.append(("safe", _measured(labels.safe, safes, sheet.lang)))
    for kind, words in marks:
        if kind == "trim":
            sheet.box(x, y - 7, 11, 8, fill="accent")
        elif kind == "bleed":
            sheet.box(x, y - 7, 11, 8, fill="coral", alpha=0.18)
            sheet.box(x, y - 7, 11, 8, stroke="coral", weight=0.6, dash=(2, 1.6))
        else:
            sheet.box(x, y - 7, 11, 8, stroke="accent", dash=(0.8, 1.4))
        with sheet.tag("P"):
            x += 34 + sheet.text(x + 16, y, words, theme.SMALL)
    bar = 100 * scale.points
    sheet.rule(GRID.edge - bar, y - 3, bar, weight=1)
    with sheet.tag("P"):
        small = theme.SMALL.but(tone="ink")
        sheet.text(GRID.edge - bar - 6, y, labels.scale, small, side="right")


def _measured(label: str, lengths: set[float], lang: str) -> str:
    """Name the length when every format shares it."""
    shared = f"{number(min(lengths), lang)} mm" if len(lengths) == 1 else ""
    return label.format(shared).strip()


def _rules(
    frame: KitFrame,
    box: tuple[float, float, float, float],
    rules: tuple[Rule, ...],
) -> None:
    sheet = frame.sheet
    x, y, wide, high = box
    sheet.box(x, y, wide, high, fill="paper", radius=3)
    across = 2 if wide < GRID.measure - 1 else len(rules)
    room = (wide - 36 - 14 * (across - 1)) / across
    body = theme.SMALL.but(size=8.75, lead=12.25)
    down = -(-len(rules) // across)
    for n, rule in enumerate(rules):
        left = x + 18 + (n % across) * (room + 14)
        top = y + 16 + (n // across) * (high - 14) / down
        sheet.box(left, top, 14, 2.5, fill="accent")
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(left, top + 14, rule.heading, theme.H3, room=room)
            most = int(((high - 14) / down - 24) // body.lead)
            with sheet.tag("P"):
                sheet.paragraph(left, top + 18, room, rule.text, body, most=most)


# -- digital -------------------------------------------------------------------------

_WORDS = 56.0
_APART = 26.0


def _digital_pages(
    frame: KitFrame,
    page: Formats,
    drawings: tuple[FormatDrawing, ...],
    *,
    alone: bool,
) -> None:
    labels = frame.labels.kit
    frame.open("formats", labels.digital[0])
    head = page.head if alone else Head()
    frame.head(head, labels.digital, labels.digital_lead)
    rules = tuple(rule for rule in page.rules if rule.kind == "digital")[:4]
    top = _TOP - 14
    room = BOTTOM - top - (96 if rules else 0) - 2 * _INSET
    sheet = frame.sheet
    points, shelves = _arrange(sheet, drawings, room)
    high = _shelves_high(shelves, points) + 2 * _INSET - 8
    sheet.box(0, top, GRID.width, high, fill="paper")
    y = top + _INSET
    for shelf in shelves:
        wide = sum(digital_width(sheet, d, points) for d in shelf)
        gap = _APART
        if len(shelf) > 2:
            gap = min(60.0, (GRID.measure - wide) / (len(shelf) - 1))
        x = GRID.left
        tallest = max(d.height for d in shelf) * points
        for drawing in shelf:
            below = y + tallest - drawing.height * points
            draw_digital(sheet, (x, below), drawing, points, labels)
            x += digital_width(sheet, drawing, points) + gap
        y += tallest + _WORDS
    if rules:
        _columns(frame, top + high + 22, rules)
    frame.foot()


_INSET = 26.0


def _arrange(
    sheet: Sheet, drawings: tuple[FormatDrawing, ...], room: float
) -> tuple[float, list[list[FormatDrawing]]]:
    """Return points per pixel and the shelves: one shelf if it stays legible."""
    count = 1
    points = 0.5
    while points > 0.02:
        shelves = _shelves(sheet, drawings, points)
        if len(shelves) <= count and _shelves_high(shelves, points) <= room:
            return points, shelves
        points *= 0.97
        if points < 0.22 and count < 4:
            count, points = count + 1, 0.5
    return points, _shelves(sheet, drawings, points)


def _shelves(
    sheet: Sheet, drawings: tuple[FormatDrawing, ...], points: float
) -> list[list[FormatDrawing]]:
    shelves: list[list[FormatDrawing]] = []
    x = GRID.measure + 1
    for drawing in drawings:
        wide = digital_width(sheet, drawing, points)
        if x + wide > GRID.measure:
            shelves.append([])
            x = 0
        shelves[-1].append(drawing)
        x += wide + _APART
    return shelves


def _shelves_high(shelves: list[list[FormatDrawing]], points: float) -> float:
    """Return the height of all shelves; too wide a format counts as too high."""
    widest = max(drawing.width for shelf in shelves for drawing in shelf)
    if widest * points > GRID.measure:
        return float("inf")
    return sum(max(d.height for d in shelf) * points + _WORDS for shelf in shelves)


def _columns(frame: KitFrame, y: float, rules: tuple[Rule, ...]) -> None:
    """Set rules side by side under the band."""
    sheet = frame.sheet
    span = GRID.columns // max(len(rules), 3)
    body = theme.SMALL.but(size=8.75, lead=12.25)
    for n, rule in enumerate(rules):
        x, room = GRID.x(n * span), GRID.span(span) - 8
        sheet.box(x, y, 14, 2.5, fill="accent")
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y + 15, rule.heading, theme.H3, room=room)
            with sheet.tag("P"):
                most = max(1, int((BOTTOM - y - 20) // body.lead))
                sheet.paragraph(x, y + 19, room, rule.text, body, most=most)
