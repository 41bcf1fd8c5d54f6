"""The screens: who looks at them, formats drawn to one scale, what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.formats import digital_width, draw_digital
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import facts, rule_block

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Claim, Digital, FormatDrawing
    from mediakit.sheet import Sheet

GRID = theme.LANDSCAPE
_WORDS = 54.0
_APART = 26.0
_CLAIMS = 74.0
_INSET = 20.0
_UNDER = 84.0


def draw(frame: KitFrame, page: Digital) -> None:
    """Draw the audience in a line of figures, the formats, then rates and rules."""
    sheet, labels = frame.sheet, frame.labels.kit
    own = labels.heads["digital"]
    frame.open("digital", own[0])
    top = frame.head(page.head, own, labels.digital_lead) + 30
    if page.claims:
        _claims(frame, top, page.claims[:4])
        top += _CLAIMS + 12
    under = _UNDER if page.rates or page.rules else 0.0
    if page.drawings:
        room = BOTTOM - top - under - 2 * _INSET
        points, shelves = arrange(sheet, page.drawings[:12], room)
        high = shelves_high(shelves, points) + 2 * _INSET - 6
        sheet.box(0, top, GRID.width, high, fill="paper")
        draw_shelves(frame, top + _INSET, shelves, points)
        top += high
    _under(frame, page, max(top + 16, BOTTOM - under + 8))
    frame.foot()


def _claims(frame: KitFrame, y: float, claims: tuple[Claim, ...]) -> None:
    sheet = frame.sheet
    span = GRID.columns // max(3, len(claims))
    room = GRID.span(span) - 10
    for n, claim in enumerate(claims):
        x = GRID.x(n * span)
        sheet.rule(x, y, room, weight=1)
        with sheet.tag("P"):
            style = theme.KPI.but(size=26, tone="ink" if n else "accent")
            sized = text.shrink(sheet.words(claim.value, 40), style, room * 0.52, 9)
            told = sheet.text(x, y + 32, claim.value, sized, room=room * 0.52 + 0.1)
            beside = room - told - 8
            name = theme.H3.but(size=9, lead=11)
            lines = sheet.lines(claim.label, name, beside, 2)
            sheet.set_lines(x + told + 8, y + 32 - 11 * len(lines), lines, name)
            if claim.source:
                words = frame.labels.kit.source.format(claim.source)
                tiny = theme.TINY.but(size=6.5, lead=8.25)
                sheet.paragraph(x, y + 40, room, words, tiny, most=2)


def _under(frame: KitFrame, page: Digital, y: float) -> None:
    """Set the rates that have no size, then the rules, side by side."""
    sheet = frame.sheet
    blocks = (1 if page.rates else 0) + len(page.rules[:3])
    if not blocks or y > BOTTOM - 24:
        return
    across = max(3, blocks)
    wide = (GRID.measure - 26 * (across - 1)) / across
    x = GRID.left
    if page.rates:
        with sheet.group("Sect"):
            with sheet.tag("H2"):
                sheet.text(x, y + 9, page.rates_heading, theme.H3, room=wide)
            fits = int((BOTTOM - y - 14) // 16)
            facts(sheet, (x, y + 14, wide), page.rates[: max(1, fits)])
        x += wide + 26
    for rule in page.rules[:3]:
        most = int((BOTTOM - y - 22) // 11.5)
        body = theme.SMALL.but(size=8.25, lead=11.5)
        rule_block(sheet, (x, y - 2, wide), rule, most, bar=False, body=body)
        x += wide + 26


def draw_shelves(
    frame: KitFrame, y: float, shelves: list[list[FormatDrawing]], points: float
) -> None:
    """Draw formats on shelves, their feet on one line."""
    sheet, labels = frame.sheet, frame.labels.kit
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


def arrange(
    sheet: Sheet, drawings: tuple[FormatDrawing, ...], room: float
) -> tuple[float, list[list[FormatDrawing]]]:
    """Return points per pixel and the shelves: one shelf if it stays legible."""
    count = 1
    points = 0.5
    while points > 0.02:
        shelves = _shelves(sheet, drawings, points)
        if len(shelves) <= count and shelves_high(shelves, points) <= room:
            return points, shelves
        points *= 0.97
        if points < 0.17 and count < 4:
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


def shelves_high(shelves: list[list[FormatDrawing]], points: float) -> float:
    """Return the height of all shelves; too wide a format counts as too high."""
    widest = max(drawing.width for shelf in shelves for drawing in shelf)
    if widest * points > GRID.measure:
        return float("inf")
    return sum(max(d.height for d in shelf) * points + _WORDS for shelf in shelves)
