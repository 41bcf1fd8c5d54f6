"""The charts of a revenue report: what grew, month by month, and beside what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.model.report import Bar, BarChart, Curve, CurveChart
    from mediakit.sheet import Point, Sheet
    from mediakit.theme import Tone

WHOLE = 10_000
CURVE_HIGH, UPRIGHT_HIGH, LYING_STEP = 192.0, 156.0, 29.0
_AXIS, _NAMES, _FOOT = 44.0, 92.0, 18.0
_SMALL = theme.SMALL.but(size=7)
_TONES: dict[str, tuple[Tone, float]] = {
    "before": ("mist", 1.2),
    "now": ("accent", 2.2),
    "mean": ("ink", 1.2),
    "forecast": ("accent", 1.4),
    "target": ("ink", 1.0),
}


def _part(value: int) -> float:
    return max(-WHOLE, min(WHOLE, value)) / WHOLE


def _says(sheet: Sheet, raw: str) -> str:
    """Return what replaces a chart, a dash where there are no words."""
    return raw if sheet.words(raw, 900).strip() else "–"


def curves(sheet: Sheet, at: tuple[float, float, float], chart: CurveChart) -> float:
    """Draw lines in time in a column (x, y, width); return where they end."""
    x, y, wide = at
    left, top = x + _AXIS, y + 10
    room, high = wide - _AXIS - _NAMES, CURVE_HIGH - 10 - _FOOT
    with sheet.drawing(_says(sheet, chart.says), (x, y, wide, CURVE_HIGH)):

        def spot(point: tuple[int, int]) -> Point:
            return left + room * _part(point[0]), top + high * (1 - _part(point[1]))

        drawn = [(curve, [spot(p) for p in curve.points]) for curve in chart.curves]
        for curve, spots in drawn:
            if curve.kind == "now" and len(spots) > 1:
                foot = top + high
                ground = [(spots[0][0], foot), *_steps(spots), (spots[-1][0], foot)]
                sheet.polygon(ground, fill="ghost")
        for height, said in chart.amounts:
            line = top + high * (1 - _part(height))
            sheet.rule(left, line, room, "line")
            sheet.text(left - 6, line + 2.5, said, _SMALL, side="right", room=_AXIS)
        for place, said in chart.days:
            at_day = left + room * _part(place)
            sheet.text(at_day, top + high + 12, said, _SMALL, side="centre", room=40)
        for curve, spots in drawn:
            _curve(sheet, curve, spots)
        _names(sheet, chart.curves, (left + room + 8, top, high))
        now = [curve for curve in chart.curves if curve.kind == "now"]
        if now and now[0].points:
            _here(sheet, spot(now[0].points[-1]), chart.here, left + room)
    return y + CURVE_HIGH


def _curve(sheet: Sheet, curve: Curve, spots: list[Point]) -> None:
    if len(spots) < 2:
        return
    tone, weight = _TONES[curve.kind]
    if curve.kind in {"forecast", "target"}:
        (x, y), (across, down) = spots[0], spots[-1]
        canvas = sheet.canvas
        canvas.setStrokeColor(sheet.tones[tone])
        canvas.setLineWidth(weight)
        canvas.setDash([2, 3] if curve.kind == "forecast" else [])
        canvas.line(x, sheet.grid.height - y, across, sheet.grid.height - down)
        canvas.setDash([])
        return
    dash = (1.5, 2.5) if curve.kind == "mean" else ()
    sheet.polygon(_steps(spots), stroke=tone, weight=weight, dash=dash)


def _steps(spots: list[Point]) -> list[Point]:
    """Let a line rise on the day, not before it."""
    steps = [spots[0]]
    for across, down in spots[1:]:
        steps += [(across, steps[-1][1]), (across, down)]
    return steps


def _names(
    sheet: Sheet, lines: Sequence[Curve], at: tuple[float, float, float]
) -> None:
    """Name each line at its end, none over another."""
    x, top, high = at
    ends = [
        (top + high * (1 - _part(line.points[-1][1])), line)
        for line in lines
        if line.name and line.points
    ]
    least = top - 4
    for wanted, line in sorted(ends, key=lambda end: end[0]):
        y = max(wanted + 2.5, least + 10.5)
        least = y
        tone, _weight = _TONES[line.kind]
        style = theme.SMALL.but(size=7.5, face="Text-Bold")
        tone = "slate" if tone == "mist" else tone
        sheet.text(x, y, line.name, style, tone=tone, room=_NAMES - 8)


def _here(sheet: Sheet, at: Point, said: str, edge: float) -> None:
    x, y = at
    canvas = sheet.canvas
    canvas.setFillColor(sheet.tones["white"])
    canvas.setStrokeColor(sheet.tones["accent"])
    canvas.setLineWidth(2)
    canvas.circle(x, sheet.grid.height - y, 3.4, stroke=1, fill=1)
    style = theme.FIGURE_BOLD.but(size=8.5, tone="accent")
    words = text.fit(sheet.words(said), style, 150)
    wide = text.width(words, style)
    x += 8 if x + 8 + wide <= edge else -8 - wide
    sheet.box(x - 3, y + 5, wide + 6, 12, fill="white", radius=3)
    sheet.text(x, y + 14, words, style)


def upright(sheet: Sheet, at: tuple[float, float, float], chart: BarChart) -> float:
    """Draw bars in their order in a column (x, y, width); return where they end.

    A short rule stands where the bar is held against something. Bars below zero hang
    from it.
    """
    x, y, wide = at
    bars = chart.bars
    lengths = [_part(n) for bar in bars for n in (bar.length, bar.beside or 0)]
    above = max([*lengths, 0.0])
    below = -min([*lengths, 0.0])
    whole = above + below or 1
    room = UPRIGHT_HIGH - 12 - _FOOT - (10 if below else 0)
    zero = y + 12 + room * above / whole
    unit = room / whole
    step = wide / max(1, len(bars))
    thick = min(30.0, step * 0.58)
    with sheet.drawing(_says(sheet, chart.says), (x, y, wide, UPRIGHT_HIGH)):
        for n, bar in enumerate(bars):
            middle = x + step * (n + 0.5)
            reach = _part(bar.length) * unit
            if reach:
                tone: Tone = "coral" if reach < 0 else "accent"
                top = zero - reach if reach > 0 else zero
                fill = tone if bar.is_told or reach < 0 else "sky"
                sheet.box(middle - thick / 2, top, thick, abs(reach), fill=fill)
            if bar.beside is not None:
                line = zero - _part(bar.beside) * unit
                sheet.rule(middle - thick / 2 - 4, line, thick + 8, "ink", weight=1)
                if abs(bar.beside) < abs(bar.length):
                    sheet.rule(middle - thick / 2, line, thick, "white", weight=1.2)
            if bar.value:
                style = theme.FIGURE_BOLD.but(size=7.5)
                words = text.shrink(sheet.words(bar.value, 30), style, step - 2, 4)
                base = _base(bar, zero, unit)
                most = step + 0.1
                sheet.text(middle, base, bar.value, words, side="centre", room=most)
        sheet.rule(x, zero, wide, "ink", weight=0.75)
        for n, bar in enumerate(bars):
            middle = x + step * (n + 0.5)
            low = y + UPRIGHT_HIGH - 5
            sheet.text(middle, low, bar.label, _SMALL, side="centre", room=step)
    return y + UPRIGHT_HIGH


def _base(bar: Bar, zero: float, unit: float) -> float:
    """Return where a bar's figure stands: clear of the bar, and of its rule."""
    reach = _part(bar.length) * unit
    rule = _part(bar.beside or 0) * unit
    if reach < 0:
        return zero - (min(reach, rule) if -14 < rule - reach < 2 else reach) + 9
    return zero - (max(reach, rule) if -2 < rule - reach < 14 else reach) - 3.5


def lying(sheet: Sheet, at: tuple[float, float, float], chart: BarChart) -> float:
    """Draw named bars in a column (x, y, width); return where they end.

    What a bar is held against lies behind it.
    """
    x, y, wide = at
    high = LYING_STEP * len(chart.bars)
    with sheet.drawing(_says(sheet, chart.says), (x, y, wide, high)):
        for n, bar in enumerate(chart.bars):
            _lying(sheet, (x, y + n * LYING_STEP, wide), bar)
    return y + high


def _lying(sheet: Sheet, at: tuple[float, float, float], bar: Bar) -> None:
    x, y, wide = at
    style = theme.FIGURE_BOLD.but(size=8.25)
    told = min(wide * 0.6, sheet.width(bar.value, style) + 0.1)
    sheet.figure(x + wide, y + 11, bar.value, style, room=told)
    name = theme.SMALL.but(size=8.25, tone="ink")
    sheet.text(x, y + 11, bar.label, name, room=wide - told - 8)
    if bar.beside:
        sheet.box(x, y + 15, wide * max(0.0, _part(bar.beside)), 7, fill="line")
    reach = wide * abs(_part(bar.length))
    sheet.box(x, y + 15, reach, 7, fill="coral" if bar.length < 0 else "accent")
