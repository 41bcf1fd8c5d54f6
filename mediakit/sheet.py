"""A page to draw on from its upper left corner, in points; a text's y is its baseline.

Every word goes through the door of ``mediakit.text`` here, and nowhere else.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from reportlab.pdfbase.ttfonts import ShapedStr
from reportlab.pdfgen.textobject import bidiShapedText

from mediakit import faces, text, theme
from mediakit.canvas import TaggedCanvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from mediakit.canvas import Box
    from mediakit.metadata import Metadata
    from mediakit.model import Lang, Look
    from mediakit.theme import Grid, Style, Tone

Side: TypeAlias = Literal["left", "right", "centre"]
Point: TypeAlias = tuple[float, float]

# "CHF", "sur devis": more letters than these are no figure.
_LETTERS = 12


class Sheet:
    """Draw text and shapes of one document in its look and its language."""

    def __init__(self, grid: Grid, look: Look, lang: Lang, metadata: Metadata) -> None:
        self.grid, self.look, self.lang = grid, look, lang
        self.tones = theme.palette(look)
        faces.play(look.faces)
        self.canvas = TaggedCanvas((grid.width, grid.height), metadata)
        self.pages = 0
        self._known: dict[tuple[str, int], str] = {}

    # -- words -------------------------------------------------------------------------

    def words(self, raw: str, limit: int = text.LIMIT) -> str:
        """Return words cleaned, bounded and typeset."""
        known = self._known.get((raw, limit))
        if known is None:
            known = text.typeset(text.clean(raw, limit), self.lang)
            self._known[raw, limit] = known
        return known

    def width(self, raw: str, style: Style) -> float:
        """Return the width of words on one line, as they will be drawn."""
        return text.width(self.words(raw), style)

    def text(
        self,
        x: float,
        y: float,
        raw: str,
        style: Style = theme.BODY,
        *,
        side: Side = "left",
        tone: Tone | None = None,
        room: float = 0,
    ) -> float:
        """Draw one line; return its width. With ``room``, it ends in an ellipsis."""
        words = self.words(raw).replace("\n", " ")
        if room:
            words = text.fit(words, style, room)
        return self._line(x, y, words, style, side=side, tone=tone)

    def upright(
        self, x: float, y: float, raw: str, style: Style, *, room: float
    ) -> None:
        """Write a line from below, around a point."""
        canvas, base = self.canvas, self.grid.height
        canvas.saveState()
        canvas.translate(x, base - y)
        canvas.rotate(90)
        self.text(0, base + 2.2, raw, style, side="centre", room=room)
        canvas.restoreState()

    def figure(
        self,
        x: float,
        y: float,
        raw: str,
        style: Style = theme.FIGURE,
        *,
        room: float,
        tone: Tone | None = None,
    ) -> None:
        """Draw a figure that ends at ``x``, smaller if ``room`` asks: never cut.

        Words put where a figure belongs end in an ellipsis at 5 points.
        """
        words = self.words(raw, 60).replace("\n", " ")
        wordy = sum(map(str.isalpha, words)) > _LETTERS
        style = text.shrink(words, style, room, 5 if wordy else 1)
        if wordy:
            words = text.fit(words, style, room + 0.1)
        self._line(x, y, words, style, side="right", tone=tone)

    def lines(
        self,
        raw: str,
        style: Style,
        room: float,
        most: int = 0,
        *,
        even: bool = False,
    ) -> list[str]:
        """Break words into lines to be drawn by ``set_lines``."""
        return text.wrap(self.words(raw), style, room, most, even=even)

    def set_lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        style: Style,
        tone: Tone | None = None,
    ) -> float:
        """Draw broken lines in a box that begins at ``y``; return where it ends."""
        base = y + style.lead - (style.lead - style.size * 0.72) / 2
        for n, line in enumerate(lines):
            if line:
                self._line(x, base + n * style.lead, line, style, tone=tone)
        return y + len(lines) * style.lead

    def paragraph(
        self,
        x: float,
        y: float,
        room: float,
        raw: str,
        style: Style = theme.BODY,
        *,
        tone: Tone | None = None,
        most: int = 0,
    ) -> float:
        """Set a paragraph in a box that begins at ``y``; return where it ends."""
        return self.set_lines(x, y, self.lines(raw, style, room, most), style, tone)

    def _line(
        self,
        x: float,
        y: float,
        words: str,
        style: Style,
        *,
        side: Side = "left",
        tone: Tone | None = None,
    ) -> float:
        canvas = self.canvas
        canvas.fill_with(self.tones[tone or style.tone])
        spacing = faces.tracked(style.track) * style.size / 1000
        parts: list[tuple[str, Any, float]] = []
        for face, part in text.runs(words, style.face):
            shaped, wide = part, text.width(part, style)
            if style.kern:
                shaped, wide = bidiShapedText(
                    part, None, fontName=face, fontSize=style.size, shaping=True
                )
                wide += spacing * max(0, len(part) - 1)
            parts.append((face, shaped, wide))
        whole = sum(wide for *_, wide in parts) + spacing * (len(parts) - 1)
        x -= {"left": 0.0, "right": whole, "centre": whole / 2}[side]
        for face, shaped, wide in parts:
            if isinstance(shaped, ShapedStr):
                drawn = canvas.beginText(x, self.grid.height - y)
                drawn.setFont(face, style.size)
                drawn.setCharSpace(spacing)
                drawn.textOut(shaped)
                drawn.setCharSpace(0)
                canvas.drawText(drawn)
            else:
                at = (x, self.grid.height - y)
                canvas.show(at, shaped, face, style.size, spacing)
            x += wide + spacing
        return whole

    # -- shapes ------------------------------------------------------------------------

    def _pen(self, tone: Tone, weight: float, dash: Sequence[float]) -> None:
        self.canvas.setStrokeColor(self.tones[tone])
        self.canvas.setLineWidth(weight)
        self.canvas.setDash(list(dash))

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        fill: Tone | None = None,
        stroke: Tone | None = None,
        weight: float = 0.5,
        radius: float = 0,
        dash: Sequence[float] = (),
        alpha: float = 1,
    ) -> None:
        """Draw a rectangle, its corners rounded by ``radius``."""
        canvas = self.canvas
        canvas.saveState()
        if fill:
            canvas.setFillColor(self.tones[fill])
        if alpha < 1:
            canvas.setFillAlpha(alpha)
        if stroke:
            self._pen(stroke, weight, dash)
        low = self.grid.height - y - high
        how = {"stroke": int(stroke is not None), "fill": int(fill is not None)}
        if radius:
            canvas.roundRect(x, low, wide, high, radius, **how)
        else:
            canvas.rect(x, low, wide, high, **how)
        canvas.restoreState()

    def rule(
        self,
        x: float,
        y: float,
        wide: float,
        tone: Tone = "ink",
        *,
        weight: float = 0.5,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a horizontal rule."""
        self._pen(tone, weight, dash)
        self.canvas.line(x, self.grid.height - y, x + wide, self.grid.height - y)

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: Tone | None = None,
        stroke: Tone | None = None,
        weight: float = 1,
    ) -> None:
        """Draw a closed shape (``fill``) or an open line (``stroke``)."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], self.grid.height - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, self.grid.height - y)
        if fill:
            path.close()
            self.canvas.setFillColor(self.tones[fill])
        if stroke:
            self._pen(stroke, weight, ())
            self.canvas.setLineJoin(1)
        self.canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))

    # -- structure ---------------------------------------------------------------------

    def tag(self, role: str, **attributes: object) -> AbstractContextManager[None]:
        """Make what is drawn inside the content of one element."""
        return self.canvas.tag(role, **attributes)

    def group(self, role: str, **attributes: object) -> AbstractContextManager[None]:
        """Group elements."""
        return self.canvas.group(role, **attributes)

    @contextmanager
    def drawing(
        self, says: str, box: tuple[float, float, float, float]
    ) -> Iterator[None]:
        """Tag a drawing in a box (x, y, width, height) with what replaces it."""
        told = self.words(says, 900).strip() or self.look.name or "–"
        with self.canvas.tag("Figure", Alt=told, BBox=self.area(*box)):
            yield

    def area(self, x: float, y: float, wide: float, high: float) -> Box:
        """Return a box as PDF has it: left, bottom, right, top."""
        top = self.grid.height - y
        return (x, top - high, x + wide, top)

    def begin_page(self, name: str, key: str, ground: Tone | None = None) -> None:
        """Turn to a new page, outlined under ``name`` and linked to as ``key``."""
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(self.words(name, 120), key, 0)
        if ground:
            self.box(0, 0, self.grid.width, self.grid.height, fill=ground)
