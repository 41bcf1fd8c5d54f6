"""Charts drawn on the canvas, labelled directly, each with words that replace it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.model import Share
    from mediakit.sheet import Point, Sheet, Side
    from mediakit.theme import Tone

SLICES: tuple[Tone, ...] = ("accent", "ink", "mint", "coral", "mist")
_LABEL = theme.SMALL.but(size=8.5, tone="ink")


def spoken(heading: str, shares: Sequence[Share]) -> str:
    """Return the words of a chart for a reader who cannot see it."""
    parts = "; ".join(f"{share.label} {share.value}" for share in shares)
    return f"{heading}: {parts}"


def _bounded(share: Share) -> float:
    return min(1.0, max(0.0, share.proportion))


def bars(
    sheet: Sheet,
    at: tuple[float, float, float],
    shares: Sequence[Share],
    says: str,
    highlighted: int,
) -> float:
    """Draw ranked bars in a column (x, y, width); return where they end.

    The first ``highlighted`` rows are the story and carry the accent.
    """
    x, y, wide = at
    step = 32.0
    high = step * len(shares)
    longest = max((_bounded(share) for share in shares), default=0) or 1
    with sheet.drawing(says, (x, y, wide, high)):
        for n, share in enumerate(shares):
            top, told = y + n * step, n < highlighted
            face = "Text-Medium" if told else "Text-Regular"
            label = _LABEL.but(face=face)
            sheet.text(x, top + 10, share.label, label, room=wide)
            bar = (wide - 44) * _bounded(share) / longest
            sheet.box(x, top + 15, bar, 9, fill="accent" if told else "sky")
            tone: Tone = "ink" if told else "slate"
            style = theme.FIGURE_BOLD.but(size=11, tone=tone)
            sheet.figure(x + wide, top + 23, share.value, style, room=40)
    return y + high


def _wedge(
    sheet: Sheet, centre: Point, radii: Point, angles: Point, tone: Tone
) -> None:
    """Draw a ring segment, degrees clockwise from twelve o'clock."""
    cx, cy = centre[0], sheet.grid.height - centre[1]
    inner, outer = radii
    start, sweep = 90 - angles[0], angles[0] - angles[1]
    path = sheet.canvas.beginPath()
    path.arc(cx - outer, cy - outer, cx + outer, cy + outer, start, sweep)
    path.arcTo(cx - inner, cy - inner, cx + inner, cy + inner, start + sweep, -sweep)
    path.close()
    sheet.canvas.setFillColor(sheet.tones[tone])
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def donut(
    sheet: Sheet,
    at: tuple[float, float, float],
    shares: Sequence[Share],
    says: str,
    middle: tuple[str, str],
) -> None:
    """Draw parts of a whole as a ring (x, y of its box, radius), a figure inside."""
    x, y, radius = at
    centre = (x + radius, y + radius)
    whole = sum(_bounded(share) for share in shares) or 1
    angle = 0.0
    with sheet.drawing(says, (x, y, radius * 2, radius * 2)):
        for n, share in enumerate(shares):
            sweep = 360 * _bounded(share) / whole
            if sweep > 2:
                tone = SLICES[n % len(SLICES)]
                radii = (radius * 0.64, radius)
                _wedge(sheet, centre, radii, (angle + 0.8, angle + sweep - 0.8), tone)
            angle += sweep
        style = text.shrink(sheet.words(middle[0]), theme.H2.but(size=21), radius)
        sheet.text(
            centre[0], centre[1] + 6, middle[0], style, side="centre", room=radius + 1
        )
        small = text.shrink(sheet.words(middle[1]), theme.SMALL, radius * 1.15)
        sheet.text(
            centre[0],
            centre[1] + 18,
            middle[1],
            small,
            side="centre",
            room=radius * 1.16,
        )


def legend(
    sheet: Sheet, at: tuple[float, float, float], shares: Sequence[Share]
) -> float:
    """List the parts of a ring under it (x, y, width); return where the list ends."""
    x, y, wide = at
    step = 16.0
    with sheet.group("L"):
        for n, share in enumerate(shares):
            base = y + n * step + 10
            with sheet.group("LI"), sheet.tag("LBody"):
                sheet.box(x, base - 6.5, 8, 8, fill=SLICES[n % len(SLICES)])
                label = _LABEL.but(size=8.25)
                sheet.text(x + 14, base, share.label, label, room=wide - 56)
                sheet.figure(x + wide, base, share.value, theme.FIGURE_BOLD, room=40)
            sheet.rule(x, base + 5, wide, "line")
    return y + step * len(shares)


def trend(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    points: Sequence[Share],
    says: str,
) -> None:
    """Draw a series as a line over a fading ground, its last point labelled."""
    x, y, wide, high = box
    canvas, top = sheet.canvas, sheet.grid.height
    last = max(1, len(points) - 1)
    spots = [
        (x + wide * n / last, y + high - high * 0.9 * _bounded(point))
        for n, point in enumerate(points)
    ]
    with sheet.drawing(says, (x, y - 12, wide, high + 26)):
        for part in (0.0, 0.5, 1.0):
            sheet.rule(x, y + high * part, wide, "line")
        if len(spots) > 1:
            canvas.saveState()
            path = canvas.beginPath()
            path.moveTo(x, top - y - high)
            for px, py in spots:
                path.lineTo(px, top - py)
            path.lineTo(x + wide, top - y - high)
            path.close()
            canvas.clipPath(path, stroke=0, fill=0)
            tones = (sheet.tones["sky"], sheet.tones["white"])
            canvas.linearGradient(x, top - y, x, top - y - high, tones)
            canvas.restoreState()
            sheet.polygon(spots, stroke="accent", weight=2)
        for n, (point, spot) in enumerate(zip(points, spots, strict=True)):
            side: Side = "centre"
            if n in {0, len(points) - 1}:
                side = "right" if n else "left"
            small = theme.SMALL.but(size=7)
            room = wide / last * 0.66
            sheet.text(spot[0], y + high + 11, point.label, small, side=side, room=room)
        px, py = spots[-1]
        canvas.setFillColor(sheet.tones["white"])
        canvas.setStrokeColor(sheet.tones["accent"])
        canvas.setLineWidth(2)
        canvas.circle(px, top - py, 3.4, stroke=1, fill=1)
        style = theme.FIGURE_BOLD.but(size=10.5)
        told = min(wide / 2, sheet.width(points[-1].value, style))
        sheet.box(px - told - 2, py - 18, told + 4, 12, fill="white")
        sheet.figure(px, py - 8, points[-1].value, style, room=told + 0.1)


_PARTS: tuple[tuple[Tone, Tone], ...] = (
    ("accent", "white"),
    ("ink", "white"),
    ("sky", "ink"),
    ("line", "ink"),
    ("paper", "ink"),
    ("sky", "ink"),
)


def stack(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    shares: Sequence[Share],
    says: str,
    highlighted: int,
) -> float:
    """Draw parts of a whole end to end in a box, labelled; return where they end.

    The first ``highlighted`` parts are bracketed from above as one.
    """
    x, y, wide, high = box
    whole = sum(_bounded(share) for share in shares) or 1
    left = x
    end = y + high
    with sheet.drawing(says, (x, y, wide, high + 30)):
        for n, share in enumerate(shares):
            room = wide * _bounded(share) / whole
            fill, tone = _PARTS[min(n, len(_PARTS) - 1)]
            gap = 2 if n < len(shares) - 1 else 0
            sheet.box(left, y, max(0.0, room - gap), high, fill=fill)
            if room > 34:
                style = theme.KPI.but(size=26, tone=tone)
                sized = text.shrink(sheet.words(share.value, 20), style, room - 22, 6)
                base = y + high / 2 + 9
                sheet.text(left + 11, base, share.value, sized, room=room - 21)
                face = "Text-Bold" if n < highlighted else "Text-Regular"
                name = _LABEL.but(face=face, lead=11)
                lines = sheet.lines(share.label, name, room - 12, 2)
                end = max(end, sheet.set_lines(left, y + high + 5, lines, name))
            left += room
    return end


def rows(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    shares: Sequence[Share],
    says: str,
    highlighted: int,
) -> float:
    """Draw ranked bars, a line each (x, y, width, step); return where they end."""
    x, y, wide, step = box
    longest = max((_bounded(share) for share in shares), default=0) or 1
    names = wide * 0.44
    with sheet.drawing(says, (x, y, wide, step * len(shares))):
        for n, share in enumerate(shares):
            base, told = y + n * step + step / 2 + 3.5, n < highlighted
            style = _LABEL.but(face="Text-Medium" if told else "Text-Regular")
            sheet.text(x, base, share.label, style, room=names - 8)
            bar = (wide - names - 44) * _bounded(share) / longest
            sheet.box(x + names, base - 8.5, bar, 11, fill="accent" if told else "sky")
            figure = theme.FIGURE_BOLD.but(size=10.5, tone="ink" if told else "slate")
            sheet.figure(x + wide, base, share.value, figure, room=40)
    return y + step * len(shares)
