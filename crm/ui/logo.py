"""The logo above the map: emblem, name, and the publisher's title, as one drawing.

A picture cannot use the page's fonts, so its letters are drawn as outlines.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import uharfbuzz

import crm
import mediakit

FONTS = Path(mediakit.__file__).parent / "fonts"
INK = {"light": "#0C1B2A", "dark": "#E8EDF2"}
SLATE = {"light": "#52606D", "dark": "#9FB0C0"}
LONGEST_TITLE = 20

# The file the plain pages show too.
EMBLEM = (
    (Path(crm.__file__).parent / "web" / "static" / "emblem.svg")
    .read_text("utf-8")
    .strip()
)


class _Pen:
    """Collects a glyph's outline as an SVG path, in font units, upside down."""

    def __init__(self) -> None:
        self.path = ""

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's name
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's name
        self._add("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's name
        self._add("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's name
        self._add("C", *points)

    def closePath(self) -> None:  # noqa: N802  the pen protocol's name
        self.path += "Z"

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        self.path += command + " ".join(f"{x:g} {-y:g}" for x, y in points)


def outline(text: str, font_file: str, size: int) -> tuple[str, int]:
    """Return the SVG group of a text on a baseline at 0, and its width."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FONTS / font_file))
    font = uharfbuzz.Font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": True})
    drawn, left = "", 0
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = _Pen()
        font.draw_glyph_with_pen(glyph.codepoint, pen)
        if pen.path:
            drawn += f'<path transform="translate({left} 0)" d="{pen.path}"/>'
        left += place.x_advance
    scale = f"{size / face.upem:.5f}"
    return f'<g transform="scale({scale})">{drawn}</g>', left * size // face.upem


@lru_cache(maxsize=8)
def logo(title: str, theme: str) -> str:
    """Draw the logo for a light or a dark theme; a long title is left out."""
    name, width = outline("Régie", "Display-XBold.ttf", 30)
    drawn = f'<g fill="{INK[theme]}" transform="translate(36 28)">{name}</g>'
    right = 36 + width
    if title and len(title) <= LONGEST_TITLE:
        words, width = outline(title, "Text-Regular.ttf", 16)
        place = f"translate({right + 11} 28)"
        drawn += f'<g fill="{SLATE[theme]}" transform="{place}">{words}</g>'
        right += 11 + width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 2} 36" '
        f'width="{right + 2}" height="36">{EMBLEM}{drawn}</svg>'
    )


def emblem() -> str:
    """Draw the emblem alone: the icon of the window, and of the folded map."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 0 36 36" width="36" '
        f'height="36">{EMBLEM}</svg>'
    )
