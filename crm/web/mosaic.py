"""The mosaic of the cover, drawn as SVG for the pages outside the screens."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

INK, COBALT, SKY = "#0C1B2A", "#2438E0", "#C9D3FF"
LIME, CORAL, WHITE = "#D7F25C", "#FF5B3A", "#FFFFFF"

# Shape on ground; repeated pairs are more frequent, lime and coral stay rare.
_PAIRS = (
    (WHITE, COBALT),
    (COBALT, SKY),
    (INK, SKY),
    (SKY, INK),
    (SKY, COBALT),
    (INK, COBALT),
    (WHITE, COBALT),
    (COBALT, SKY),
    (WHITE, INK),
    (INK, SKY),
    (SKY, COBALT),
    (LIME, COBALT),
    (CORAL, SKY),
)
_KINDS = (
    *("quarter",) * 4,
    *("facade",) * 5,
    *("leaf",) * 3,
    *("arcs",) * 2,
    *("disc",) * 2,
    *("dots",) * 2,
    "stripes",
    "stairs",
)
_UPRIGHT = frozenset({"facade", "stripes"})


class Tile(NamedTuple):
    """One tile: a shape, its two colours, and how many quarters it is turned."""

    kind: str
    shape: str
    ground: str
    quarters: int = 0


def draw_tile(tile: Tile) -> str:
    """Draw a tile on a square of 100 × 100."""
    turn = 0 if tile.kind in _UPRIGHT else tile.quarters % 4 * 90
    ground = f'<path fill="{tile.ground}" d="M0 0h100v100H0z"/>'
    inside = "".join(_parts(tile))
    turned = f'<g transform="rotate({turn} 50 50)">{inside}</g>' if turn else inside
    return ground + turned


def _parts(tile: Tile) -> Iterator[str]:
    shape, ground = tile.shape, tile.ground
    match tile.kind:
        case "quarter":
            yield f'<path fill="{shape}" d="M0 100V0A100 100 0 0 1 100 100z"/>'
        case "leaf":
            path = "M0 100A100 100 0 0 1 100 0A100 100 0 0 1 0 100z"
            yield f'<path fill="{shape}" d="{path}"/>'
        case "arcs":
            for step, radius in enumerate((100, 80, 60, 40, 20)):
                path = f"M0 100V{100 - radius}A{radius} {radius} 0 0 1 {radius} 100z"
                yield f'<path fill="{(shape, ground)[step % 2]}" d="{path}"/>'
        case "disc":
            yield f'<circle fill="{shape}" cx="50" cy="50" r="36"/>'
        case "dots":
            rows = "".join(
                f"M{12.5 + 25 * column} {12.5 + 25 * row}h0"
                for row in range(4)
                for column in range(4)
            )
            yield (
                f'<path stroke="{shape}" stroke-width="10.6" stroke-linecap="round" '
                f'd="{rows}"/>'
            )
        case "stripes":
            bands = "".join(f"M0 {25 * row}h100v12.5H0z" for row in range(4))
            yield f'<path fill="{shape}" d="{bands}"/>'
        case "stairs":
            path = "M0 100V75H25V50H50V25H75V0H100V100z"
            yield f'<path fill="{shape}" d="{path}"/>'
        case _:
            yield f'<path fill="{shape}" d="M13 100V38H53V14H88V100z"/>'
            windows = "".join(
                f"M{left} {top}h7v6h-7z"
                for left, first in ((21, 44), (37, 44), (60, 20), (74, 20))
                for top in range(first, 94, 12)
            )
            yield f'<path fill="{ground}" d="{windows}"/>'


def lay(columns: int, rows: int, seed: str) -> list[Tile]:
    """Choose the tiles, row by row: neighbours differ in kind and in ground.

    The same seed lays the same mosaic.
    """
    laid: list[Tile] = []
    for place in range(columns * rows):
        beside = laid[place - 1] if place % columns else None
        above = laid[place - columns] if place >= columns else None
        near = [tile for tile in (beside, above) if tile]
        for attempt in range(100):
            draw = sha256(f"{seed}/{place}/{attempt}".encode()).digest()
            shape, ground = _PAIRS[draw[1] % len(_PAIRS)]
            tile = Tile(_KINDS[draw[0] % len(_KINDS)], shape, ground, draw[2] % 4)
            if all(tile.kind != o.kind and tile.ground != o.ground for o in near):
                break
        laid.append(tile)
    return laid


def mosaic(columns: int, rows: int, seed: str, *, percent: int = 100) -> str:
    """Draw the mosaic as an SVG that fills its box; the first `percent` are laid."""
    tiles = lay(columns, rows, seed)
    shown = len(tiles) * max(0, min(percent, 100)) // 100
    # A tile is drawn a hair too large, so that no seam shows between two of them.
    drawn = "".join(
        f'<g transform="translate({place % columns * 100} {place // columns * 100}) '
        f'scale(1.006)">{draw_tile(tile)}</g>'
        for place, tile in enumerate(tiles[:shown])
    )
    return (
        f'<svg class="art" viewBox="0 0 {columns * 100} {rows * 100}" '
        f'preserveAspectRatio="xMidYMid slice" aria-hidden="true">{drawn}</svg>'
    )


def emblem(number: int) -> str:
    """Draw one small tile as a person's emblem; the same number, the same tile."""
    tile = lay(1, 1, f"emblem {number}")[0]
    return f'<svg viewBox="0 0 100 100" aria-hidden="true">{draw_tile(tile)}</svg>'
