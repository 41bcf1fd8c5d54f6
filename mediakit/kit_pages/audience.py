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
    if page.newsletter and (page.bars or page.donut):
        _trend(frame, y, page.newsletter, GRID.x(8) + 12, GRID.span(4) - 12)
    elif page.newsletter:
        _trend(frame, y, page.newsletter, GRID.left, GRID.span(8) - 26, 152)
        _further(frame, y, page.further[:4])
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


def _trend(
    frame: KitFrame,
    y: float,
    chart: Trend,
    x: float,
    wide: float,
    high: float = 96,
) -> None:
    sheet = frame.sheet
    _heading(frame, x, y, chart.heading)
    points = chart.points[:8]
    says = charts.spoken(chart.heading, points)
    if points:
        charts.trend(sheet, (x, y + 26, wide, high), points, says)
    across = wide / 3
    for n, fact in enumerate(chart.figures[:3]):
        at, room = x + n * across, across - 8
        with sheet.tag("P"):
            style = theme.H2.but(size=20)
            sized = text.shrink(sheet.words(fact.value, 30), style, room, 8)
            sheet.text(at, y + high + 72, fact.value, sized, room=room + 1)
            sheet.text(at, y + high + 85, fact.label, theme.SMALL, room=room)
    under = 98 if chart.figures else 44
    _source(frame, x, y + high + under, chart.source)


def _further(frame: KitFrame, y: float, claims: tuple[Claim, ...]) -> None:
    """List figures beside the trend, each over its source."""
    sheet = frame.sheet
    x = GRID.x(8)
    wide = GRID.edge - x
    step = min(64.0, (BOTTOM - y - 4) / max(1, len(claims)))
    for n, claim in enumerate(claims):
        top = y - 14 + n * step
        sheet.rule(x, top, wide, weight=1)
        with sheet.tag("P"):
            style = theme.KPI.but(size=24)
            sized = text.shrink(sheet.words(claim.value, 40), style, wide * 0.5, 9)
            told = sheet.text(x, top + 27, claim.value, sized, room=wide * 0.5 + 0.1)
            small = theme.H3.but(size=9)
            at = (x + told + 9, top + 27)
            sheet.text(*at, claim.label, small, room=wide - told - 9)
            if claim.source:
                source = frame.labels.kit.source.format(claim.source)
                tiny = theme.TINY.but(size=6.5, lead=8.25)
                sheet.paragraph(x, top + 33, wide, source, tiny, most=2)
