"""The readers: their part in the purchase, their job, their organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import charts, theme
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Bars, Donut, Readers, Stack

GRID = theme.LANDSCAPE


def draw(frame: KitFrame, page: Readers) -> None:
    """Draw the purchase from end to end, then jobs and organisations."""
    own = frame.labels.kit.heads["readers"]
    frame.open("readers", own[0])
    y = frame.head(page.head, own) + 36
    if page.role:
        y = _role(frame, y, page.role) + 40
    if page.jobs:
        _jobs(frame, y, page.jobs)
    if page.organisations:
        _organisations(frame, y, page.organisations)
    frame.foot()


def _heading(frame: KitFrame, x: float, y: float, words: str, room: float) -> None:
    with frame.sheet.tag("H2"):
        frame.sheet.text(x, y, words, theme.H2, room=room)


def _source(frame: KitFrame, x: float, y: float, source: str, room: float) -> None:
    if source:
        with frame.sheet.tag("P"):
            words = frame.labels.kit.source.format(source)
            top = min(y, BOTTOM - 18)
            frame.sheet.paragraph(x, top, room, words, theme.TINY, most=2)


def _role(frame: KitFrame, y: float, chart: Stack) -> float:
    sheet = frame.sheet
    _heading(frame, GRID.left, y, chart.heading, GRID.measure)
    shares = chart.shares[:6]
    says = charts.spoken(chart.heading, shares)
    box = (GRID.left, y + 14, GRID.measure, 72.0)
    end = charts.stack(sheet, box, shares, says, chart.highlighted)
    _source(frame, GRID.left, end + 2, chart.source, GRID.measure)
    return end + 10


def _jobs(frame: KitFrame, y: float, chart: Bars) -> None:
    x, wide = GRID.left, GRID.span(7) - 20
    _heading(frame, x, y, chart.heading, wide)
    shares = chart.shares[:7]
    says = charts.spoken(chart.heading, shares)
    step = min(26.0, (BOTTOM - 22 - y - 12) / max(1, len(shares)))
    box = (x, y + 12, wide, step)
    end = charts.rows(frame.sheet, box, shares, says, chart.highlighted)
    _source(frame, x, end + 3, chart.source, wide)


def _organisations(frame: KitFrame, y: float, chart: Donut) -> None:
    x, wide = GRID.x(7), GRID.span(5)
    _heading(frame, x, y, chart.heading, wide)
    shares = chart.shares[:5]
    says = charts.spoken(chart.heading, shares)
    radius = min(58.0, (BOTTOM - 24 - y - 18) / 2)
    middle = (chart.middle, chart.middle_label)
    charts.donut(frame.sheet, (x, y + 16, radius), shares, says, middle)
    left = x + radius * 2 + 22
    end = charts.legend(frame.sheet, (left, y + 20, GRID.edge - left), shares)
    under = max(end + 4, y + 16 + radius * 2 + 6)
    _source(frame, x, under, chart.source, wide)
