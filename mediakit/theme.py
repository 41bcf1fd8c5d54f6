"""Design tokens: colours of a title, text styles, page grids, and what may be read.

Type sits on a 3.5 pt baseline in the scale 92 / 36 / 17 / 10.5 / 9.5 / 7.75, tracked
tighter as it grows. Distances are in points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from reportlab.lib.colors import HexColor

from mediakit.faces import SETS
from mediakit.model import Look

MM = 72 / 25.4
A4_WIDTH, A4_HEIGHT = 210 * MM, 297 * MM
WHITE = "#FFFFFF"

Tone: TypeAlias = Literal[
    "ink",
    "slate",
    "mist",
    "line",
    "paper",
    "accent",
    "sky",
    "lime",
    "coral",
    "mint",
    "white",
    "ghost",
]

# (type, ground, least ratio): WCAG 2.2, 1.4.3 asks 4.5 of text and 3 of large text;
# 1.4.11 asks 3 of a graphic.
PAIRS: tuple[tuple[Tone, Tone, float], ...] = (
    ("ink", "white", 4.5),
    ("ink", "paper", 4.5),
    ("ink", "lime", 4.5),
    ("ink", "sky", 4.5),
    ("slate", "white", 4.5),
    ("slate", "paper", 4.5),
    ("accent", "white", 4.5),
    ("accent", "paper", 4.5),
    ("accent", "sky", 4.5),
    ("white", "accent", 4.5),
    ("sky", "accent", 4.5),
    ("lime", "accent", 3),
    ("coral", "white", 3),
)
ARTS = ("city", "shore")
"""What covers are drawn of, where the title has no picture: see ``mediakit.cover``."""
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")


class LookError(ValueError):
    """A look whose colours are unreadable or are not colours."""


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two ``#RRGGBB`` colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours() -> list[str]:
    """List the colours a look has, by token."""
    return [f.name for f in fields(Look) if f.name not in {"name", "faces", "art"}]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Two tones of a look that cannot be read on each other, and what would do.

    ``nearest`` is the colour closest to the tone that may change which passes on every
    ground it is drawn on; ``changes`` names that tone. Ratios as read: "3.2".
    """

    type: Tone
    ground: Tone
    ratio: float
    least: float
    changes: Tone
    nearest: str

    @property
    def shown(self) -> str:
        """Return the ratio, cut and never rounded up to one that passes."""
        return f"{int(self.ratio * 10) / 10:.1f}"

    @property
    def asked(self) -> str:
        """Return the least ratio."""
        return f"{self.least:g}"


def shortfalls(look: Look) -> list[Shortfall]:
    """List the pairs of a look that cannot be read, each with a colour that would.

    The colours must be ``#RRGGBB``: see ``faults``.
    """
    tokens: dict[str, str] = {name: getattr(look, name) for name in colours()}
    tokens["white"] = WHITE
    found = []
    for type_, ground, least in PAIRS:
        ratio = contrast(tokens[type_], tokens[ground])
        if ratio < least:
            changes: Tone = ground if type_ in {"white", "ink"} else type_
            nearest = _nearest(tokens, changes)
            found.append(Shortfall(type_, ground, ratio, least, changes, nearest))
    return found


def _nearest(tokens: dict[str, str], tone: Tone) -> str:
    """Return the colour closest to a tone that can be read wherever the tone is."""
    given = tokens[tone]

    def passes(colour: str) -> int:
        tried = {**tokens, tone: colour}
        return sum(
            contrast(tried[type_], tried[ground]) >= least
            for type_, ground, least in PAIRS
            if tone in {type_, ground}
        )

    steps = [
        (passes(colour), -share, colour)
        for share in range(1, 101)
        for end in ("#000000", WHITE)
        if (colour := _between(given, end, share))
    ]
    return max(steps)[2]


def _between(one: str, other: str, share: int) -> str:
    """Return the colour ``share`` hundredths of the way from one to the other."""
    channels = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{a + (b - a) * share // 100:02X}" for a, b in channels)


def faults(look: Look) -> list[str]:
    """List why a look cannot be used, in English; an empty list means it can."""
    tokens = {name: getattr(look, name) for name in colours()}
    broken = [
        f"{name}: {value!r} is not #RRGGBB"
        for name, value in tokens.items()
        if not _HEX.match(str(value))
    ]
    if look.art not in ARTS:
        broken.append(f"art: {look.art!r} is not one of {', '.join(ARTS)}")
    if look.faces not in SETS:
        broken.append(f"faces: {look.faces!r} is not one of {', '.join(SETS)}")
    if broken:
        return broken
    tokens["white"] = WHITE
    return [
        f"{type_} on {ground}: {ratio:.2f}, needs {least}"
        for type_, ground, least in PAIRS
        if (ratio := contrast(tokens[type_], tokens[ground])) < least
    ]


def check(look: Look) -> None:
    """Raise ``LookError`` when a pair of colours used together cannot be read."""
    if found := faults(look):
        raise LookError("; ".join(found))


@lru_cache(maxsize=32)
def palette(look: Look) -> dict[str, Any]:
    """Return the colours of a checked look by tone, ready for the canvas."""
    check(look)
    tones = {name: HexColor(getattr(look, name)) for name in colours()}
    ghost = "#" + "".join(
        f"{round(255 - (255 - int(look.sky[i : i + 2], 16)) * 0.36):02X}"
        for i in (1, 3, 5)
    )
    return {**tones, "white": HexColor(WHITE), "ghost": HexColor(ghost)}


@dataclass(frozen=True, slots=True)
class Style:
    """Hold how words are set: face, size and leading in points, tone, tracking.

    ``track`` is in thousandths of the size. ``kern`` shapes the line: for display
    sizes only, it costs a shaping run each time.
    """

    face: str = "Text-Regular"
    size: float = 9.5
    lead: float = 14
    tone: Tone = "ink"
    track: float = 0
    kern: bool = False

    def but(self, **changes: object) -> Style:
        """Return the same style with some values changed."""
        return _changed(self, tuple(changes.items()))


# A document asks for the same few hundred variants again and again.
@lru_cache(maxsize=1024)
def _changed(style: Style, changes: tuple[tuple[str, object], ...]) -> Style:
    return replace(style, **dict(changes))  # type: ignore[arg-type]  # fields, by name


MEGA = Style("Display-XBold", 92, 84, track=-22, kern=True)
H1 = Style("Display-XBold", 36, 37, track=-14, kern=True)
H2 = Style("Display-SBold", 17, 21, track=-5, kern=True)
H3 = Style("Text-Bold", 10.5, 14)
LEAD = Style("Text-Regular", 10.5, 15.75)
BODY = Style()
STRONG = Style("Text-Medium", 9, 12)
SMALL = Style("Text-Regular", 7.75, 10.5, "slate")
TINY = Style("Text-Regular", 6.75, 9, "slate")
LABEL = Style("Text-Bold", 7, 10.5, "slate", track=70)
FIGURE = Style("Tab-Regular", 9.5, 14)
FIGURE_BOLD = Style("Tab-Bold", 9.5, 14)
KPI = Style("Display-XBold", 40, 42, track=-18, kern=True)


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold a page: its size and margins in points, and its columns."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    columns: int = 12
    gutter: float = 12

    @property
    def column(self) -> float:
        """Return the width of one column."""
        free = self.width - self.left - self.right - self.gutter * (self.columns - 1)
        return free / self.columns

    @property
    def measure(self) -> float:
        """Return the width between the margins."""
        return self.width - self.left - self.right

    @property
    def edge(self) -> float:
        """Return where the right margin begins."""
        return self.width - self.right

    def x(self, column: int) -> float:
        """Return where a column (counted from 0) begins."""
        return self.left + column * (self.column + self.gutter)

    def span(self, columns: int) -> float:
        """Return the width of several columns with the gutters between them."""
        return columns * self.column + (columns - 1) * self.gutter


LANDSCAPE = Grid(A4_HEIGHT, A4_WIDTH, 14 * MM, 14 * MM, 13 * MM, 12 * MM)
PORTRAIT = Grid(A4_WIDTH, A4_HEIGHT, 16 * MM, 16 * MM, 14 * MM, 14 * MM)
