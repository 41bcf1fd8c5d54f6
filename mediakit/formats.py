"""Ads drawn to one scale: trim, bleed and safe area in their page, or pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediakit import text, theme

if TYPE_CHECKING:
    from mediakit.model import FormatDrawing
    from mediakit.sheet import Sheet
    from mediakit.wording import KitWording

_BLEED_DASH = (2.0, 1.6)
_SAFE_DASH = (0.8, 1.4)


def number(value: float, lang: str) -> str:
    """Write a length as its language does: 5, or 5,5 in French and 5.5 in English."""
    written = f"{value:.4g}" if value % 1 else f"{value:.0f}"
    return written.replace(".", ",") if lang == "fr" else written


def dimensions(drawing: FormatDrawing, lang: str) -> str:
    """Return "210 × 297" in the drawing's own unit."""
    return f"{number(drawing.width, lang)} × {number(drawing.height, lang)}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Hold a magazine page in mm and how many points a millimetre takes."""

    page_width: float
    page_height: float
    points: float

    @property
    def wide(self) -> float:
        """Return the drawn width of one page."""
        return self.page_width * self.points

    @property
    def high(self) -> float:
        """Return the drawn height of one page."""
        return self.page_height * self.points

    def placement(self, drawing: FormatDrawing) -> str:
        """Return where in its page a format stands."""
        if drawing.placement != "auto":
            return drawing.placement
        across = drawing.width >= self.page_width - 0.5
        upright = drawing.height >= self.page_height - 0.5
        if drawing.width > self.page_width + 0.5:
            return "spread"
        if across and upright:
            return "full"
        if upright:
            return "left"
        return "bottom" if across else "inset"

    def slots(self, drawing: FormatDrawing) -> int:
        """Return how many pages wide a drawing is."""
        return 2 if self.placement(drawing) == "spread" else 1

    def area(
        self, drawing: FormatDrawing, at: tuple[float, float]
    ) -> tuple[float, float, float, float]:
        """Return the trim as a box (x, y, width, height) in its drawn page."""
        x, y = at
        where = self.placement(drawing)
        wide = min(drawing.width * self.points, self.wide * self.slots(drawing))
        high = min(drawing.height * self.points, self.high)
        if where == "right":
            x += self.wide - wide
        elif where == "bottom":
            y += self.high - high
        elif where == "inset":
            x += max(0.0, self.wide - wide - 10 * self.points)
            y += max(0.0, self.high - high - 14 * self.points)
        return x, y, wide, high


# Which edges touch the page: left, right, top, bottom.
_EDGES = {
    "spread": (1, 1, 1, 1),
    "full": (1, 1, 1, 1),
    "left": (1, 0, 1, 1),
    "right": (0, 1, 1, 1),
    "top": (1, 1, 1, 0),
    "bottom": (1, 1, 0, 1),
    "inset": (0, 0, 0, 0),
}


def _page(
    sheet: Sheet,
    at: tuple[float, float],
    scale: Scale,
    ad: tuple[float, float, float, float],
) -> None:
    """Draw a page of grey text, its lines kept clear of the ad."""
    x, y = at
    sheet.box(x + 1.5, y + 1.5, scale.wide, scale.high, fill="line", alpha=0.6)
    sheet.box(x, y, scale.wide, scale.high, fill="white", stroke="mist", weight=0.4)
    column = (scale.wide - 7 * 2 - 8) / 2
    left, top, wide, high = ad
    for n in range(2):
        start = x + 7 + n * (column + 8)
        end = start + column
        base = y + 10.0
        line = 0
        while base < y + scale.high - 8:
            meets = top - 4 < base < top + high + 4
            begin, stop = start, end if line % 7 != 6 else start + column * 0.55
            if meets and left - 3 < stop and left + wide + 3 > begin:
                if left <= begin:
                    begin = max(begin, left + wide + 4)
                else:
                    stop = min(stop, left - 4)
            if stop - begin > column * 0.3:
                sheet.rule(begin, base, stop - begin, "line", weight=0.9)
            base += 4.05
            line += 1


def draw_print(
    sheet: Sheet,
    at: tuple[float, float],
    drawing: FormatDrawing,
    scale: Scale,
    labels: KitWording,
    *,
    beside: bool = True,
) -> None:
    """Draw one print format in its page, with its name, size and price under it.

    The price stands ``beside`` the name, or under the size.
    """
    x, y = at
    where = scale.placement(drawing)
    full = scale.wide * scale.slots(drawing)
    size = dimensions(drawing, sheet.lang)
    edges = _EDGES[where] if drawing.bleed else _EDGES["inset"]
    bleeds = any(edges)
    bleed = number(drawing.bleed, sheet.lang)
    says = labels.format_alt.format(
        name=drawing.name,
        size=size,
        bleed=labels.format_bleed.format(bleed) if bleeds else "",
    )
    ad = scale.area(drawing, at)
    with sheet.drawing(says, (x, y, full, scale.high)):
        if where not in {"spread", "full"}:
            _page(sheet, at, scale, ad)
        _ad(sheet, ad, drawing, scale, edges)
        if where == "spread":
            _fold(sheet, x + scale.wide, y, scale.high)
        _size(sheet, ad, size, folded=where == "spread")
    unit = f"{size} mm" + (f" + {bleed} mm" if bleeds else "")
    _words(sheet, (x, y + scale.high, full), drawing, unit, beside=beside)


_NAME = theme.H3.but(size=9.5)
_PRICE = theme.FIGURE_BOLD.but(size=8.75, tone="accent")


def price_beside(sheet: Sheet, drawing: FormatDrawing, full: float) -> bool:
    """Say whether name and price share a line of ``full`` points."""
    told = sheet.width(drawing.price, _PRICE)
    return sheet.width(drawing.name, _NAME) + told + 4 <= full


def _words(
    sheet: Sheet,
    at: tuple[float, float, float],
    drawing: FormatDrawing,
    unit: str,
    *,
    beside: bool,
) -> None:
    """Set name and size under a drawing, the price beside the name or under both."""
    x, y, full = at
    told = sheet.width(drawing.price, _PRICE)
    with sheet.tag("P"):
        sheet.text(x, y + 17, drawing.name, _NAME, room=full)
        if told and beside:
            sheet.text(x + full, y + 17, drawing.price, _PRICE, side="right")
        small = theme.FIGURE.but(size=8.5, tone="slate")
        sheet.text(x, y + 28.5, unit, small, room=full)
        if told and not beside:
            sheet.text(x, y + 39.5, drawing.price, _PRICE, room=full)


def _ad(
    sheet: Sheet,
    ad: tuple[float, float, float, float],
    drawing: FormatDrawing,
    scale: Scale,
    edges: tuple[int, int, int, int],
) -> None:
    x, y, wide, high = ad
    if any(edges):
        out = drawing.bleed * scale.points
        left, right, top, bottom = (out * edge for edge in edges)
        area = (x - left, y - top, wide + left + right, high + top + bottom)
        sheet.box(*area, fill="coral", alpha=0.18)
        sheet.box(*area, stroke="coral", weight=0.6, dash=_BLEED_DASH)
    sheet.box(x, y, wide, high, fill="accent")
    inside = drawing.safe * scale.points
    if inside and wide > 2.5 * inside and high > 2.5 * inside:
        area = (x + inside, y + inside, wide - 2 * inside, high - 2 * inside)
        sheet.box(*area, stroke="sky", weight=0.4, dash=_SAFE_DASH)


def _fold(sheet: Sheet, x: float, y: float, high: float) -> None:
    canvas, top = sheet.canvas, sheet.grid.height
    canvas.setStrokeColor(sheet.tones["sky"])
    canvas.setLineWidth(0.4)
    canvas.setDash([3, 2])
    canvas.line(x, top - y, x, top - y - high)
    canvas.setDash([])


def _size(
    sheet: Sheet, ad: tuple[float, float, float, float], words: str, *, folded: bool
) -> None:
    x, y, wide, high = ad
    style = theme.FIGURE_BOLD.but(size=8.5, tone="white")
    told = sheet.width(words, style)
    middle = (x + wide / 2, y + high / 2)
    if folded:
        sheet.box(middle[0] - told / 2 - 5, middle[1] - 7, told + 10, 14, fill="accent")
    if told + 6 <= wide:
        sheet.text(middle[0], middle[1] + 3, words, style, side="centre")
        return
    if told + 6 > high:
        style = text.shrink(sheet.words(words), style, wide - 4, 3)
        sheet.text(middle[0], middle[1] + 2, words, style, side="centre")
        return
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(middle[0] + 3, sheet.grid.height - middle[1])
    canvas.rotate(90)
    canvas.translate(0, -sheet.grid.height)
    sheet.text(0, 0, words, style, side="centre")
    canvas.restoreState()


def draw_digital(
    sheet: Sheet,
    at: tuple[float, float],
    drawing: FormatDrawing,
    points: float,
    labels: KitWording,
) -> None:
    """Draw one digital format at ``points`` per pixel, its words under it."""
    x, y = at
    wide, high = drawing.width * points, drawing.height * points
    size = dimensions(drawing, sheet.lang)
    says = labels.digital_alt.format(name=drawing.name, size=size)
    with sheet.drawing(says, (x, y, wide, high)):
        sheet.box(x, y, wide, high, fill="accent", radius=2)
        _size(sheet, (x, y, wide, high), size, folded=False)
    room = digital_width(sheet, drawing, points)
    with sheet.tag("P"):
        sheet.text(x, y + high + 16, drawing.name, theme.H3, room=room)
        small = theme.FIGURE.but(size=8.5, tone="slate")
        sheet.text(x, y + high + 27.5, f"{size} px", small, room=room)
        price = theme.FIGURE_BOLD.but(size=9, tone="accent")
        if drawing.price:
            sheet.text(x, y + high + 39.5, drawing.price, price, room=room)
        if drawing.note:
            tiny = theme.TINY
            sheet.text(x, y + high + 50, drawing.note, tiny, room=room)


def digital_width(sheet: Sheet, drawing: FormatDrawing, points: float) -> float:
    """Return the width a digital format takes, its words included (up to 150 pt)."""
    words = max(
        sheet.width(drawing.name, theme.H3),
        sheet.width(drawing.price, theme.FIGURE_BOLD.but(size=9)),
        sheet.width(drawing.note, theme.TINY),
    )
    return max(drawing.width * points, min(150.0, words + 1))
