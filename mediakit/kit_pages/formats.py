"""The formats: print drawn in a page to one scale, digital to one scale of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.formats import Scale, digital_width, draw_digital, draw_print, number
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import FormatDrawing, Formats, Rule

GRID = theme.LANDSCAPE
_SLOTS, _GAP = 6, 31.0
_UNDER = 46.0
_TOP = 162.0


def draw(frame: KitFrame, page: Formats) -> None:
    """Draw the print formats on one page or more, then the digital ones."""
    printed = tuple(d for d in page.drawings if d.kind == "print")
    digital = tuple(d for d in page.drawings if d.kind == "digital")
    if printed or not digital:
        _print_pages(frame, page, printed)
    if digital:
        _digital_pages(frame, page, digital, with_rules=not printed)


# -- print ---------------------------------------------------------------------------


def _print_pages(
    frame: KitFrame, page: Formats, drawings: tuple[FormatDrawing, ...]
) -> None:
    labels = frame.labels.kit
    ratio = page.page_height / page.page_width
    wide = (GRID.measure - (_SLOTS - 2) * _GAP) / _SLOTS
    high = min(wide * ratio, (BOTTOM - _TOP - 2 * 33 - 12) / 2)
    scale = Scale(page.page_width, page.page_height, high / page.page_height)
    rows = _rows(drawings, scale)
    size = " × ".join(
        number(side, frame.sheet.lang) for side in (page.page_width, page.page_height)
    )
    lead = labels.formats_lead.format(f"{size} mm")
    rules = page.rules[:4]
    first = True
    while first or rows or rules:
        first = False
        frame.open("formats", labels.formats[0])
        frame.head(page.head, labels.formats, lead)
        _legend(frame, drawings, scale)
        shown, rows = rows[:2], rows[2:]
        for n, row in enumerate(shown):
            _row(frame, row, _TOP + n * (scale.high + _UNDER), scale)
        if not rows and rules:
            room = _room_for_rules(shown, scale)
            if room:
                _rules(frame, room, rules)
                rules = ()
        frame.foot()
        lead = ""


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


def _step(scale: Scale) -> float:
    """Return how far one page stands from the next, six of them filling the row."""
    return scale.wide + (GRID.measure - _SLOTS * scale.wide) / (_SLOTS - 1)


def _row(frame: KitFrame, row: list[FormatDrawing], y: float, scale: Scale) -> None:
    x = GRID.left
    for drawing in row:
        draw_print(frame.sheet, (x, y), drawing, scale, frame.labels.kit)
        slots = scale.slots(drawing)
        x += _step(scale) * slots


def _room_for_rules(
    shown: list[list[FormatDrawing]], scale: Scale
) -> tuple[float, float, float, float] | None:
    """Return the box left for the rules (x, y, width, height), or none."""
    if len(shown) < 2:
        y = _TOP + len(shown) * (scale.high + _UNDER)
        return GRID.left, y, GRID.measure, scale.high
    used = sum(scale.slots(drawing) for drawing in shown[-1])
    if _SLOTS - used < 3:
        return None
    x = GRID.left + _step(scale) * used
    y = _TOP + scale.high + _UNDER
    return x, y, GRID.edge - x, scale.high


def _legend(frame: KitFrame, drawings: tuple[FormatDrawing, ...], scale: Scale) -> None:
    sheet, labels = frame.sheet, frame.labels.kit
    y, x = _TOP - 18, GRID.left
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
    body = theme.SMALL.but(size=8.25, lead=11)
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

_WORDS = 62.0
_APART = 24.0


def _digital_pages(
    frame: KitFrame,
    page: Formats,
    drawings: tuple[FormatDrawing, ...],
    *,
    with_rules: bool,
) -> None:
    labels = frame.labels.kit
    own = labels.digital
    head = page.head if with_rules else type(page.head)()
    frame.open("formats", own[0])
    frame.head(head, own, labels.digital_lead)
    top = _TOP - 6
    high = BOTTOM - top
    rules = page.rules[:4] if with_rules else ()
    if rules:
        high -= 116
    points = 0.5
    while points > 0.02 and _shelves_high(drawings, points) > high:
        points *= 0.95
    y = top
    for shelf in _shelves(drawings, points):
        x = GRID.left
        tallest = max(d.height for d in shelf) * points
        for drawing in shelf:
            below = y + tallest - drawing.height * points
            draw_digital(frame.sheet, (x, below), drawing, points, labels)
            x += digital_width(drawing, points) + _APART
        y += tallest + _WORDS
    if rules:
        _rules(frame, (GRID.left, BOTTOM - 100, GRID.measure, 100), rules)
    frame.foot()


def _shelves(
    drawings: tuple[FormatDrawing, ...], points: float
) -> list[list[FormatDrawing]]:
    shelves: list[list[FormatDrawing]] = []
    x = GRID.measure + 1
    for drawing in drawings:
        wide = digital_width(drawing, points)
        if x + wide > GRID.measure:
            shelves.append([])
            x = 0
        shelves[-1].append(drawing)
        x += wide + _APART
    return shelves


def _shelves_high(drawings: tuple[FormatDrawing, ...], points: float) -> float:
    """Return the height of all shelves; too wide a format counts as too high."""
    if max(drawing.width for drawing in drawings) * points > GRID.measure:
        return float("inf")
    shelves = _shelves(drawings, points)
    return sum(max(d.height for d in shelf) * points + _WORDS for shelf in shelves)
