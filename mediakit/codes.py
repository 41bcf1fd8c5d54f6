"""QR codes as runs of dark squares, drawn in one path, kept once they are made."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from mediakit.sheet import Sheet

QUIET = 4
"""Light squares around a code, as its standard asks (ISO/IEC 18004)."""
LONGEST = 600


@lru_cache(maxsize=256)
def runs(words: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return a code's side in squares and its dark runs (column, row, length)."""
    code = segno.make(words, error="m", micro=False, boost_error=False)
    found: list[tuple[int, int, int]] = []
    matrix = code.matrix
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                found.append((start, y, x - start))
            x += 1
    return len(matrix), tuple(found)


def draw(
    sheet: Sheet, at: tuple[float, float], side: float, words: str, says: str
) -> bool:
    """Draw a code on white in a square; say whether there was one to draw."""
    written = words.encode("utf-8", "ignore").decode()
    if not written.strip() or len(written.encode()) > LONGEST:
        return False
    squares, found = runs(written)
    x, y = at
    unit = side / (squares + 2 * QUIET)
    with sheet.drawing(says, (x, y, side, side)):
        sheet.box(x, y, side, side, fill="white")
        path = sheet.canvas.beginPath()
        for column, row, many in found:
            left = x + (QUIET + column) * unit
            low = sheet.grid.height - y - (QUIET + row + 1) * unit
            path.rect(left, low, many * unit, unit)
        sheet.canvas.fill_with(sheet.tones["ink"])
        sheet.canvas.drawPath(path, stroke=0, fill=1)
    return True
