"""The editorial columns: their names, what they are about, sample themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme
from mediakit.kit_pages.frame import BOTTOM
from mediakit.kit_pages.pieces import voice

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Column, Columns
    from mediakit.theme import Style

GRID = theme.LANDSCAPE
_ACROSS = 3
_GAP = 30.0
_WIDE = (GRID.measure - _GAP * (_ACROSS - 1)) / _ACROSS
_NAME = theme.H2.but(size=22, lead=26)
_TEXT = theme.SMALL.but(size=9.5, lead=13.2, tone="ink")
_THEME = theme.SMALL.but(size=9.25, lead=12.5)


def draw(frame: KitFrame, page: Columns) -> None:
    """Draw six columns to a page, a voice in the place that is left."""
    columns = list(page.columns)
    said = page.voice
    own = frame.labels.kit.heads["columns"]
    while True:
        frame.open("columns", own[0])
        top = frame.head(page.head, own, frame.labels.kit.columns_lead) + 38
        shown, columns = columns[:6], columns[6:]
        down = 2 if len(shown) > _ACROSS or said else 1
        larger = 1.3 if down == 1 else 1.0
        high = (BOTTOM - top - 18 * (down - 1)) / down
        size = min(
            (
                text.shrink(
                    frame.sheet.words(column.name, 80),
                    _scaled(_NAME, larger),
                    _WIDE,
                    11,
                ).size
                for column in shown
            ),
            default=_NAME.size,
        )
        for n, column in enumerate(shown):
            x = GRID.left + (n % _ACROSS) * (_WIDE + _GAP)
            at = (x, top + (n // _ACROSS) * (high + 18), high)
            _column(frame, at, column, larger, size)
        if said and not columns and len(shown) < 6:
            n = max(len(shown), _ACROSS)
            x = GRID.left + (n % _ACROSS) * (_WIDE + _GAP)
            wide = GRID.edge - x
            y = top + (n // _ACROSS) * (high + 18)
            large = 22.0 if wide > 1.5 * _WIDE else 15.0
            box = (x, y, wide, min(high, 150 if large < 20 else 116))
            voice(frame.sheet, box, said, size=large)
        frame.foot()
        if not columns:
            return


def _column(
    frame: KitFrame,
    at: tuple[float, float, float],
    column: Column,
    larger: float,
    size: float,
) -> None:
    sheet = frame.sheet
    x, y, high = at
    named, said, told = (_scaled(style, larger) for style in (_NAME, _TEXT, _THEME))
    sheet.rule(x, y, _WIDE, weight=1)
    with sheet.group("Sect"):
        name = named.but(size=size)
        with sheet.tag("H2"):
            base = y + 28 * larger
            sheet.text(x - 0.5, base, column.name, name, room=_WIDE + 0.5)
        end = y + 37 * larger
        if column.text:
            with sheet.tag("P"):
                end = sheet.paragraph(x, end, _WIDE, column.text, said, most=3)
        end += 7
        left = int((y + high - end) // told.lead)
        with sheet.group("L"):
            for theme_ in column.themes[:5]:
                lines = sheet.lines(theme_, told, _WIDE - 13, 2)
                if len(lines) > left:
                    break
                left -= len(lines)
                with sheet.group("LI"), sheet.tag("LBody"):
                    sheet.box(x, end + told.lead * 0.31, 4.5, 4.5, fill="accent")
                    end = sheet.set_lines(x + 13, end, lines, told)
                end += 3.5 * larger


def _scaled(style: Style, by: float) -> Style:
    return style.but(size=style.size * by, lead=style.lead * by)
