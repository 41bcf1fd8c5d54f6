"""The print formats, drawn in a page of the magazine to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.formats import Scale, draw_print, number, price_beside
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import FormatDrawing, Formats, Rule

GRID = theme.LANDSCAPE
_SLOTS, _GAP = 6, 31.0
_UNDER = 46.0
_TOP = 166.0
ALONE = 250.0
"""How high a page is drawn at most where one row of formats stands alone."""


def draw(frame: KitFrame, page: Formats) -> None:
    """Draw the formats, two rows to a page, over as many pages as it takes."""
    _print_pages(frame, page, page.drawings)


def _print_pages(
    frame: KitFrame, page: Formats, drawings: tuple[FormatDrawing, ...]
) -> None:
    labels = frame.labels.kit
    rules = tuple(rule for rule in page.rules if rule.kind == "print")[:4]
    ratio = page.page_height / page.page_width
    wide = (GRID.measure - (_SLOTS - 2) * _GAP) / _SLOTS
    tallest = (BOTTOM - _TOP - _UNDER - 33) / 2
    scale = _scale(page, min(wide * ratio, tallest))
    rows = _rows(drawings, scale)
    if len(rows) == 1 and not rules:
        scale = _scale(page, min(_alone(rows[0], scale) * ratio, ALONE))
    beside = all(
        price_beside(frame.sheet, d, scale.wide * scale.slots(d)) for d in drawings
    )
    if not beside and len(rows) > 1:
        scale = _scale(page, min(wide * ratio, tallest - 6))
    gap, under = _gap(rows, scale), _UNDER if beside else _UNDER + 6
    size = " × ".join(
        number(side, frame.sheet.lang) for side in (page.page_width, page.page_height)
    )
    lead = labels.formats_lead.format(f"{size} mm")
    first = True
    while first or rows or rules:
        first = False
        frame.open("formats", labels.formats[0])
        frame.head(page.head, labels.formats, lead)
        _legend(frame, drawings, scale)
        shown, rows = rows[:2], rows[2:]
        for n, row in enumerate(shown):
            _row(frame, row, _TOP + n * (scale.high + under), scale, gap, beside=beside)
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


def _alone(row: list[FormatDrawing], scale: Scale) -> float:
    """Return how wide a page is where one row of formats fills the measure."""
    pages = sum(map(scale.slots, row))
    return (GRID.measure - _GAP * (len(row) - 1)) / max(1, pages)


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
    frame: KitFrame,
    row: list[FormatDrawing],
    y: float,
    scale: Scale,
    gap: float,
    *,
    beside: bool,
) -> None:
    x = GRID.left
    for drawing in row:
        draw_print(frame.sheet, (x, y), drawing, scale, frame.labels.kit, beside=beside)
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
