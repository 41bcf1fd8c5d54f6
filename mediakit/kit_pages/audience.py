"""The audience: claims in a band, each over its source, then three charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import charts, text, theme
from mediakit.kit_pages.frame import BOTTOM

if TYPE_CHECKING:
    from mediakit.kit_pages.frame import KitFrame
    from mediakit.model import Audience, Bars, Claim, Donut, Trend

GRID = theme.LANDSCAPE
_BAND = 102.0


def draw(frame: KitFrame, page: Audience) -> None:
    """Draw the claims, four to a band, and the charts under them."""
    own = frame.labels.kit.audience
    frame.open("audience", own[0])
    y = frame.head(page.head, own) + 32
    claims = page.claims[:8]
    for start in range(0, len(claims), 4):
        _band(frame, y, claims[start : start + 4], first=start == 0)
        y += _BAND
    drawn = [c for c in (page.bars, page.donut, page.newsletter) if c]
    if len(claims) > 4 and drawn:
        frame.foot()
        frame.open("audience", own[0])
        y = frame.head(page.head, own)
    y += 38
    if page.bars:
        _bars(frame, y, page.bars)
    if page.donut:
        _donut(frame, y, page.donut)
    if page.newsletter:
        _trend(frame, y, page.newsletter)
    frame.foot()


def _band(frame: KitFrame, y: float, claims: tuple[Claim, ...], *, first: bool) -> None:
    sheet = frame.sheet
    sheet.box(0, y, GRID.width, _BAND, fill="paper")
    if not first:
        sheet.rule(GRID.left, y, GRID.measure, "line")
    room = GRID.span(3) - 6
    for n, claim in enumerate(claims):
        x = GRID.x(n * 3)
        last = first and n == 3
        with sheet.tag("P"):
            style = text.shrink(sheet.words(claim.value, 40), theme.KPI, room, 12)
            tone = theme.KPI.but(size=style.size, tone="accent" if last else "ink")
            sheet.text(x - 1, y + 46, claim.value, tone, room=room + 1)
            label = theme.H3.but(size=10)
            sheet.text(x, y + 64, claim.label, label, room=room)
            if claim.note:
                sheet.text(x, y + 76, claim.note, theme.SMALL, room=room)
            if claim.source:
                source = frame.labels.kit.source.format(claim.source)
                top = y + (79 if claim.note else 67)
                tiny = theme.TINY.but(size=6.5, lead=8.25)
                sheet.paragraph(x, top, room, source, tiny, most=2)


def _heading(frame: KitFrame, x: float, y: float, words: str) -> None:
    with frame.sheet.tag("H2"):
        frame.sheet.text(x, y, words, theme.H2, room=GRID.span(4) - 14)


def _source(frame: KitFrame, x: float, y: float, source: str) -> None:
    if source:
        with frame.sheet.tag("P"):
            words = frame.labels.kit.source.format(source)
            top = min(y, BOTTOM - 18)
            room = GRID.span(4) - 14
            frame.sheet.paragraph(x, top, room, words, theme.TINY, most=2)


def _bars(frame: KitFrame, y: float, chart: Bars) -> None:
    x, wide = GRID.x(0), GRID.span(4) - 14
    _heading(frame, x, y, chart.heading)
    says = charts.spoken(chart.heading, chart.shares[:6])
    shares = chart.shares[:6]
    end = charts.bars(frame.sheet, (x, y + 9, wide), shares, says, chart.highlighted)
    _source(frame, x, end + 4, chart.source)


def _donut(frame: KitFrame, y: float, chart: Donut) -> None:
    x, wide = GRID.x(4) + 6, GRID.span(4) - 14
    _heading(frame, x, y, chart.heading)
    shares = chart.shares[:5]
    says = charts.spoken(chart.heading, shares)
    middle = (chart.middle, chart.middle_label)
    charts.donut(frame.sheet, (x, y + 15, 54), shares, says, middle)
    end = charts.legend(frame.sheet, (x, y + 131, wide), shares)
    _source(frame, x, end + 4, chart.source)


def _trend(frame: KitFrame, y: float, chart: Trend) -> None:
    sheet = frame.sheet
    x, wide = GRID.x(8) + 12, GRID.span(4) - 12
    _heading(frame, x, y, chart.heading)
    points = chart.points[:8]
    says = charts.spoken(chart.heading, points)
    if points:
        charts.trend(sheet, (x, y + 26, wide, 96), points, says)
    for n, fact in enumerate(chart.figures[:3]):
        at, room = x + n * (GRID.span(4) / 3), GRID.span(4) / 3 - 8
        with sheet.tag("P"):
            style = theme.H2.but(size=20)
            sized = text.shrink(sheet.words(fact.value, 30), style, room, 8)
            sheet.text(at, y + 168, fact.value, sized, room=room + 1)
            sheet.text(at, y + 181, fact.label, theme.SMALL, room=room)
    _source(frame, x, y + 194, chart.source)
