"""A part of a revenue report: its heading, what it shows in a sentence, its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import report_charts, text, theme
from mediakit.metadata import Metadata
from mediakit.model.report import BarChart, CurveChart
from mediakit.paper_frame import bare
from mediakit.pictures import page_pictures
from mediakit.sheet import Sheet
from mediakit.wording import wording

if TYPE_CHECKING:
    from datetime import datetime

    from mediakit.model import Lang, Look
    from mediakit.model.report import ReportPart

HEAD = theme.H2.but(size=14)
_SAID = theme.BODY.but(size=9, lead=12.5)
_WIDE, _PAD = 560.0, 22.0
_PIXELS = 1_680
"""The width of a picture: three pixels a point."""


def part_high(sheet: Sheet, part: ReportPart, room: float) -> float:
    """Return how high a part's heading, sentence and chart are together, in points."""
    lines = sheet.lines(part.sentence, _SAID, room, 5)
    high = 24.0 + len(lines) * _SAID.lead + 8
    match part.chart:
        case CurveChart():
            high += report_charts.CURVE_HIGH
        case BarChart(is_upright=True):
            high += report_charts.UPRIGHT_HIGH
        case BarChart():
            high += report_charts.LYING_STEP * len(part.chart.bars)
    return high


def draw_part(sheet: Sheet, part: ReportPart, at: tuple[float, float, float]) -> float:
    """Draw a part in a column (x, y, width); return where it ends."""
    x, y, room = at
    with sheet.tag("H2"):
        note = theme.SMALL
        wide = min(room * 0.5, sheet.width(part.note, note)) if part.note else 0
        head = text.shrink(sheet.words(part.heading, 90), HEAD, room - wide - 10, 9)
        sheet.text(x, y + 13, part.heading, head, room=room - wide - 8)
    if part.note:
        with sheet.tag("P"):
            end = x + room
            sheet.text(end, y + 13, part.note, note, side="right", room=wide + 1)
    sheet.rule(x, y + 19, room, weight=1)
    y += 24
    if part.sentence:
        with sheet.tag("P"):
            y = sheet.paragraph(x, y, room, part.sentence, _SAID, most=5)
    y += 6
    match part.chart:
        case CurveChart():
            return report_charts.curves(sheet, (x, y, room), part.chart)
        case BarChart(is_upright=True):
            return report_charts.upright(sheet, (x, y, room), part.chart)
        case BarChart():
            return report_charts.lying(sheet, (x, y, room), part.chart)
    return y


def part_picture(
    part: ReportPart, *, lang: Lang, issued_at: datetime, look: Look
) -> bytes:
    """Return a part's chart as a PNG, under its heading and its sentence.

    Raises ``LookError`` when the look is unreadable.
    """
    metadata = Metadata(
        title=bare(part.heading),
        author=bare(look.name),
        subject=bare(part.heading),
        language=wording(lang).tag,
        issued_at=issued_at,
    )
    room = _WIDE - 2 * _PAD
    measured = Sheet(theme.PORTRAIT, look, lang, metadata)
    high = part_high(measured, part, room) + 2 * _PAD
    grid = theme.Grid(_WIDE, high, _PAD, _PAD, _PAD, _PAD)
    sheet = Sheet(grid, look, lang, metadata)
    sheet.begin_page(part.heading, "page-1", "white")
    draw_part(sheet, part, (_PAD, _PAD, room))
    return page_pictures(sheet.canvas.finish(), width=_PIXELS)[0]
