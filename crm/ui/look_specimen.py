"""A look's colours on each other, drawn: what is set on what, and whether it reads."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crm.language import _
from crm.services.profile_edits import words_for
from mediakit.theme import PAIRS, WHITE, colours, contrast

if TYPE_CHECKING:
    from mediakit.model import Look

WIDE, HIGH, ACROSS, GAP = 232, 74, 3, 8


def specimen(look: Look) -> str:
    """Return the pairs of a look as a drawing (SVG): ground, type, ratio.

    The colours must be `#RRGGBB`; a pair that cannot be read is crossed.
    """
    tokens = {name: getattr(look, name) for name in colours()} | {"white": WHITE}
    drawn = []
    for place, (type_, ground, least) in enumerate(PAIRS):
        x = place % ACROSS * (WIDE + GAP)
        y = place // ACROSS * (HIGH + GAP)
        ratio = contrast(tokens[type_], tokens[ground])
        drawn.append(
            _swatch(
                (x, y),
                (tokens[type_], tokens[ground]),
                " / ".join(_(words_for(tone)) for tone in (type_, ground)),
                f"{int(ratio * 10) / 10:.1f}",
                fails=ratio < least,
            )
        )
    rows = -(-len(PAIRS) // ACROSS)
    width, height = ACROSS * (WIDE + GAP) - GAP, rows * (HIGH + GAP) - GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" font-family="sans-serif">{"".join(drawn)}</svg>'
    )


def _swatch(
    at: tuple[int, int], tones: tuple[str, str], named: str, ratio: str, *, fails: bool
) -> str:
    (x, y), (type_, ground) = at, tones
    cross = (
        f'<path d="M{x + WIDE - 26} {y + 10}l14 14m0-14l-14 14" stroke="{type_}" '
        'stroke-width="3" stroke-linecap="round"/>'
        if fails
        else ""
    )
    return (
        f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6" fill="{ground}" '
        'stroke="#8A97A3" stroke-opacity=".45"/>'
        f'<text x="{x + 14}" y="{y + 38}" font-size="26" font-weight="700" '
        f'fill="{type_}">{escape(ratio)}</text>'
        f'<text x="{x + 14}" y="{y + 60}" font-size="13" fill="{type_}">'
        f"{escape(named)}</text>{cross}"
    )
