"""Cover artwork: a city plan in square tiles, seeded, so that no two years are alike.

Pure vector: streets, façades, parks, water and sensors in the colours of the look.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediakit.sheet import Sheet
    from mediakit.theme import Tone

BAGS: dict[str, tuple[str, ...]] = {
    "city": (
        *("quarter",) * 4,
        *("arcs",) * 3,
        *("facade",) * 5,
        *("zebra",) * 2,
        *("dots",) * 2,
        *("leaf",) * 3,
        *("disc",) * 2,
        *("stairs",) * 2,
        "node",
    ),
    "shore": (
        *("waves",) * 7,
        *("sail",) * 5,
        *("quarter",) * 3,
        *("arcs",) * 3,
        *("disc",) * 2,
        *("zebra",) * 2,
        *("leaf",) * 2,
    ),
}
"""The arts a look may name: the motifs of each, as often as they are drawn."""

_PAIRS: tuple[tuple[Tone, Tone], ...] = (
    ("lime", "accent"),
    ("white", "accent"),
    ("accent", "sky"),
    ("ink", "accent"),
    ("coral", "sky"),
    ("accent", "white"),
    ("lime", "ink"),
    ("sky", "ink"),
)
_UPRIGHT = ("facade", "zebra", "waves", "sail")


@dataclass(frozen=True, slots=True)
class Tile:
    """Hold one tile: its motif, its two tones and its quarter turns."""

    motif: str
    figure: Tone
    ground: Tone
    turns: int


@lru_cache(maxsize=64)
def plan(seed: str, columns: int, rows: int, art: str = "city") -> tuple[Tile, ...]:
    """Return the tiles of a plan, row by row.

    Motifs come from a shuffled bag; neighbours have another motif and another ground.
    """
    chance = random.Random(seed)  # noqa: S311 # a drawing, not a secret
    count = columns * rows
    motifs = _motifs(chance, columns, count, BAGS[art])
    tiles: list[Tile] = []
    used: Counter[tuple[str, str]] = Counter()
    for n, motif in enumerate(motifs):
        beside = tiles[n - 1].ground if n % columns else None
        above = tiles[n - columns].ground if n >= columns else None
        allowed = [pair for pair in _PAIRS if pair[1] not in (beside, above)]
        rarest = min(used[pair] for pair in allowed)
        figure, ground = chance.choice([p for p in allowed if used[p] <= rarest + 1])
        used[figure, ground] += 1
        turns = 0 if motif in _UPRIGHT else chance.randrange(4)
        tiles.append(Tile(motif, figure, ground, turns))
    return tuple(tiles)


def _motifs(
    chance: random.Random, columns: int, count: int, motifs: tuple[str, ...]
) -> list[str]:
    best: list[str] = []
    least = count * 2
    for _ in range(200):
        bag = list(motifs * (count // len(motifs) + 1))
        if count < len(motifs):
            chance.shuffle(bag)
        bag = bag[:count]
        chance.shuffle(bag)
        alike = sum(bag[n] == bag[n - 1] for n in range(count) if n % columns)
        alike += sum(bag[n] == bag[n - columns] for n in range(columns, count))
        if alike < least:
            best, least = bag, alike
        if not alike:
            break
    return best


def draw_city(
    sheet: Sheet, at: tuple[float, float, float], columns: int, rows: int, seed: str
) -> None:
    """Draw a plan whose upper left corner and tile size are given (x, y, side)."""
    x, y, side = at
    canvas = sheet.canvas
    for n, tile in enumerate(plan(seed, columns, rows, sheet.look.art)):
        left, top = x + n % columns * side, y + n // columns * side
        half = side / 2
        canvas.saveState()
        canvas.translate(left + half, sheet.grid.height - top - half)
        canvas.rotate(90 * tile.turns)
        canvas.setFillColor(sheet.tones[tile.ground])
        canvas.rect(-half - 0.15, -half - 0.15, side + 0.3, side + 0.3, 0, 1)
        figure, ground = sheet.tones[tile.figure], sheet.tones[tile.ground]
        canvas.setFillColor(figure)
        canvas.setStrokeColor(figure)
        _DRAW[tile.motif](canvas, side, figure, ground)
        canvas.restoreState()


# Each motif draws in a square of `side` around the origin, pen and fill already set.


def _corner(canvas: Any, side: float, radius: float) -> None:  # noqa: ANN401 # untyped
    low = -side / 2
    path = canvas.beginPath()
    path.moveTo(low, low)
    path.lineTo(low + radius, low)
    path.arcTo(low - radius, low - radius, low + radius, low + radius, 0, 90)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _quarter(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    _corner(canvas, side, side)


def _arcs(canvas: Any, side: float, figure: object, ground: object) -> None:  # noqa: ANN401
    for n in range(5):
        canvas.setFillColor(ground if n % 2 else figure)
        _corner(canvas, side, side * (1 - n / 5))


def _facade(canvas: Any, side: float, _: object, ground: object) -> None:  # noqa: ANN401
    unit, low = side / 4, -side / 2
    towers = (
        (low + unit * 0.5, unit * 1.6, side * 0.62),
        (low + unit * 2.1, unit * 1.4, side * 0.86),
    )
    for left, wide, high in towers:
        canvas.rect(left, low, wide, high, 0, 1)
    canvas.setFillColor(ground)
    for left, wide, high in towers:
        for floor in range(int(high / (side * 0.12))):
            for window in (0.2, 0.6):
                base = low + side * (0.06 + 0.12 * floor)
                canvas.rect(left + wide * window, base, wide * 0.2, side * 0.06, 0, 1)


def _zebra(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    for n in range(0, 8, 2):
        canvas.rect(-side / 2, -side / 2 + n * side / 8, side, side / 8, 0, 1)


def _dots(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    unit, low = side / 4, -side / 2
    for i in range(4):
        for j in range(4):
            x, y = low + (i + 0.5) * unit, low + (j + 0.5) * unit
            canvas.circle(x, y, unit * 0.21, 0, 1)


def _leaf(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    half = side / 2
    path = canvas.beginPath()
    path.moveTo(-half, -half)
    path.curveTo(-half, half * 0.1, -half * 0.1, half, half, half)
    path.curveTo(half, -half * 0.1, half * 0.1, -half, -half, -half)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _disc(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    canvas.circle(0, 0, side * 0.36, 0, 1)


def _stairs(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    unit = side / 4
    for n in range(4):
        canvas.rect(-side / 2 + n * unit, -side / 2, unit, (n + 1) * unit, 0, 1)


def _node(canvas: Any, side: float, _: object, ground: object) -> None:  # noqa: ANN401
    half = side / 2
    canvas.setLineWidth(side * 0.06)
    canvas.line(-half, 0, half, 0)
    canvas.line(0, -half, 0, half)
    canvas.circle(0, 0, side * 0.17, 0, 1)
    canvas.setFillColor(ground)
    canvas.circle(0, 0, side * 0.075, 0, 1)


def _waves(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    half, step = side / 2, side / 4
    tile = canvas.beginPath()
    tile.rect(-half, -half, side, side)
    canvas.clipPath(tile, stroke=0, fill=0)
    canvas.setLineWidth(side * 0.075)
    for row in (-1.5, -0.5, 0.5, 1.5):
        y = row * step
        path = canvas.beginPath()
        path.moveTo(-half - step, y)
        for n in range(6):
            x, lift = -half + (n - 1) * step, side * 0.1 * (-1 if n % 2 else 1)
            ends = (x + step * 0.35, y + lift, x + step * 0.65, y + lift)
            path.curveTo(*ends, x + step, y)
        canvas.drawPath(path, stroke=1, fill=0)


def _sail(canvas: Any, side: float, *_: object) -> None:  # noqa: ANN401
    half = side / 2
    path = canvas.beginPath()
    path.moveTo(-half * 0.1, half * 0.8)
    path.lineTo(-half * 0.1, -half * 0.45)
    path.lineTo(-half * 0.75, -half * 0.45)
    path.close()
    path.moveTo(half * 0.05, half * 0.8)
    path.curveTo(
        half * 0.7, half * 0.3, half * 0.75, -half * 0.2, half * 0.7, -half * 0.45
    )
    path.lineTo(half * 0.05, -half * 0.45)
    path.close()
    path.moveTo(-half, -half * 0.6)
    path.lineTo(half, -half * 0.6)
    path.lineTo(half * 0.6, -half)
    path.lineTo(-half * 0.6, -half)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


_DRAW: dict[str, Callable[..., None]] = {
    "quarter": _quarter,
    "arcs": _arcs,
    "facade": _facade,
    "zebra": _zebra,
    "dots": _dots,
    "leaf": _leaf,
    "disc": _disc,
    "stairs": _stairs,
    "node": _node,
    "waves": _waves,
    "sail": _sail,
}
