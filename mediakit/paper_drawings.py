"""The drawings of a paper: a tear sheet, a format to scale in its page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader

from mediakit import text, theme
from mediakit.model.paper import SizedFormat
from mediakit.paper_pieces import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.blocks import Flow
    from mediakit.model.paper import Illustration
    from mediakit.sheet import Sheet

_PICTURE_WIDE, _PICTURE_HIGH = GRID.span(7), 430.0
_LEAST, _BELOW = 150.0, 112.0


def draw_picture(flow: Flow, piece: Illustration) -> None:
    """Draw a picture as large as the page allows, framed, its caption beside it."""
    sheet = flow.sheet
    image = ImageReader(BytesIO(piece.content))
    across, down = image.getSize()
    if flow.bottom - flow.y < _LEAST + 60:
        flow.turn()
    room = flow.bottom - flow.y - 8
    # Whom to call is left its place under the picture, where that leaves enough of it.
    room = min(_PICTURE_HIGH, room - _BELOW if room - _BELOW > _LEAST else room)
    scale = min(_PICTURE_WIDE / max(across, 1), room / max(down, 1))
    wide, high = across * scale, down * scale
    y = flow.y
    with sheet.drawing(piece.says, (GRID.left, y, wide, high)):
        sheet.canvas.drawImage(
            image, GRID.left, GRID.height - y - high, wide, high, mask=None
        )
        sheet.box(GRID.left, y, wide, high, stroke="mist")
    if piece.caption:
        with sheet.tag("P"):
            x = GRID.left + wide + 14
            small = theme.SMALL.but(size=8.5, lead=12)
            sheet.paragraph(x, y - 2, GRID.edge - x, piece.caption, small, most=20)
    flow.y = y + high + 16


_DRAWN_WIDE, _DRAWN_HIGH = GRID.span(6), 222.0
_COMPACT_WIDE, _COMPACT_HIGH, _SCREEN_HIGH = GRID.span(5), 148.0, 130.0


def scale_of(piece: SizedFormat, pieces: Sequence[object]) -> float:
    """Return the points of a tenth of a millimetre, or of a pixel.

    It is one for all formats of a paper that are measured in the same.
    """
    return min(
        _scale(other)
        for other in pieces
        if isinstance(other, SizedFormat)
        and (other.page is None) == (piece.page is None)
    )


def draw_format(flow: Flow, piece: SizedFormat, scale: float) -> None:
    """Draw a format in its page to scale: trim, bleed, safe area; its rules beside."""
    sheet = flow.sheet
    facts = [
        (fact.label, sheet.lines(fact.value, _VALUE, GRID.span(5), 8))
        for fact in piece.facts
        if fact.value
    ]
    high = max(_frame(piece)[1] * scale + 40, _facts_height(facts, piece, sheet)) + 34
    flow.need(min(high, flow.bottom - 60))
    with sheet.tag("H2"):
        style = text.shrink(sheet.words(piece.name, 160), _NAME, GRID.measure, 11)
        sheet.text(GRID.left, flow.y + 15, piece.name, style, room=GRID.measure)
    sheet.rule(GRID.left, flow.y + 22, GRID.measure, weight=1)
    top = flow.y + 38
    ends = _drawn(sheet, piece, top, scale)
    y = top - 4
    x = GRID.x(7)
    if piece.label:
        y = _label(sheet, piece.label, x, y)
    for label, lines in facts:
        with sheet.tag("P"):
            sheet.text(x, y + 9, label, theme.SMALL, room=GRID.span(5))
            y = sheet.set_lines(x, y + 13, lines, _VALUE) + 6
    flow.y = max(ends, y) + 18


_NAME = theme.H2.but(size=16, lead=20)
_VALUE = theme.STRONG.but(size=9.25, lead=12.5)
_TELL = theme.SMALL.but(size=7.25, lead=9.5)


def _label(sheet: Sheet, label: str, x: float, y: float) -> float:
    """Draw what an advertorial must carry, on the ground of what is not missed."""
    style = theme.STRONG.but(size=8.75, lead=12)
    lines = sheet.lines(label, style, GRID.span(5) - 20, 5)
    high = len(lines) * style.lead + 12
    sheet.box(x, y, GRID.span(5), high, fill="lime", radius=3)
    with sheet.tag("P"):
        sheet.set_lines(x + 10, y + 6, lines, style)
    return y + high + 10


def _facts_height(
    facts: list[tuple[str, list[str]]], piece: SizedFormat, sheet: Sheet
) -> float:
    high = sum(19 + len(lines) * _VALUE.lead for _label_, lines in facts)
    if piece.label:
        high += 22 + 12 * len(
            sheet.lines(piece.label, theme.STRONG, GRID.span(5) - 20, 5)
        )
    return high


def _frame(piece: SizedFormat) -> tuple[int, int]:
    """Return what is drawn: the page with its bleed, or the format alone."""
    wide, high = piece.size
    if piece.page is None:
        return max(wide, 1), max(high, 1)
    across, down = piece.page
    # A double page is drawn in the two pages it takes.
    pages = max(1, -(-wide // max(across, 1)))
    return max(across * pages, wide) + 2 * piece.bleed, max(
        down, high
    ) + 2 * piece.bleed


def _scale(piece: SizedFormat) -> float:
    wide, high = _frame(piece)
    if not piece.compact:
        return min(_DRAWN_WIDE / wide, _DRAWN_HIGH / high)
    room = _SCREEN_HIGH if piece.page is None else _COMPACT_HIGH
    return min(_COMPACT_WIDE / wide, room / high)


def _drawn(sheet: Sheet, piece: SizedFormat, top: float, scale: float) -> float:
    across, down = _frame(piece)
    whole = (GRID.left, top, across * scale, down * scale)
    wide, high = piece.size[0] * scale, piece.size[1] * scale
    bleed, safe = piece.bleed * scale, piece.safe * scale
    with sheet.drawing(piece.says, whole):
        x, y = GRID.left, top
        if piece.page is not None:
            x, y = GRID.left + bleed, top + bleed
            pages = max(1, -(-piece.size[0] // max(piece.page[0], 1)))
            for n in range(pages):
                one = piece.page[0] * scale
                sheet.box(
                    *(x + n * one, y, one, piece.page[1] * scale),
                    fill="paper",
                    stroke="line",
                )
        if bleed:
            sheet.box(
                *(x - bleed, y - bleed, wide + 2 * bleed, high + 2 * bleed),
                stroke="coral",
                weight=0.75,
                dash=(3, 2),
            )
        sheet.box(x, y, wide, high, fill="sky", stroke="accent", weight=1)
        if safe and wide > 4 * safe < high:
            sheet.box(
                *(x + safe, y + safe, wide - 2 * safe, high - 2 * safe),
                stroke="accent",
                weight=0.5,
                dash=(1.5, 1.5),
            )
        _name_size(sheet, piece.trim, (x, y, wide, high))
    return _legend(sheet, piece, top + down * scale + 12)


_INSIDE = theme.H3.but(size=10, tone="ink")


def _name_size(
    sheet: Sheet, words: str, box: tuple[float, float, float, float]
) -> None:
    """Write a size in its format: upright where that leaves it larger."""
    x, y, wide, high = box
    whole = sheet.width(words, _INSIDE)
    stands = whole > wide - 8 < high - 8
    room = max((high - 14 if stands else wide - 8), 12)
    style = text.shrink(sheet.words(words, 60), _INSIDE, room, 5)
    style = style.but(size=min(style.size, max(5.0, min(wide, high) - 2)))
    x, y = x + wide / 2, y + high / 2
    if stands:
        sheet.upright(x + 1, y, words, style, room=room)
    else:
        sheet.text(x, y + style.size * 0.32, words, style, side="centre", room=room)


def _legend(sheet: Sheet, piece: SizedFormat, y: float) -> float:
    """Say what the lines of the drawing are."""
    told = [
        ("coral", piece.bleed_words if piece.bleed else ""),
        ("accent", piece.safe_words if piece.safe else ""),
    ]
    x = GRID.left
    with sheet.tag("P"):
        for tone, words in told:
            if not words:
                continue
            sheet.rule(
                *(x, y - 2.5, 12),
                "coral" if tone == "coral" else "accent",
                weight=0.75,
                dash=(3, 2) if tone == "coral" else (1.5, 1.5),
            )
            x += 16 + sheet.text(x + 16, y, words, _TELL, room=GRID.x(7) - x - 28) + 14
    return y + 4
