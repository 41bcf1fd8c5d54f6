"""Time the documents against a bare canvas that draws the same strings.

Run from the root: ``python -m tests.benchmarks.documents``. All are timed in turns in
one run, by the processor's clock, so that the ratio holds on a busy machine. Goals: a
one-page booking summary in at most twice the bare canvas, a kit in at most 150 ms once
warm.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unittest import mock

from reportlab.pdfgen.canvas import Canvas

import mediakit
from mediakit.sheet import Sheet
from tests.mediakit.kit_specimens import kit
from tests.mediakit.paper_specimens import PAPERS
from tests.mediakit.quote_specimen import quote
from tests.mediakit.specimens import ISSUED_AT, LOOK, booking

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediakit.theme import Style

TURNS = 25
Drawn = tuple[float, float, str, float, str]


def _summary() -> bytes:
    return mediakit.render_booking_summary(
        booking(), lang="fr", issued_at=ISSUED_AT, look=LOOK
    )


def _quote() -> bytes:
    return mediakit.render_booking_summary(
        quote(), lang="fr", issued_at=ISSUED_AT, look=LOOK
    )


def _kit(most: int) -> bytes:
    """Draw the kit's first pages and its last, so many in all."""
    words = kit()
    pages = (*words.pages[: most - 1], words.pages[-1])
    return mediakit.render_media_kit(
        replace(words, pages=pages), lang="fr", issued_at=ISSUED_AT, look=LOOK
    )


def _paper(name: str) -> bytes:
    return mediakit.render_paper(
        PAPERS[name](), lang="fr", issued_at=ISSUED_AT, look=LOOK
    )


def _strings() -> list[Drawn]:
    """Return every string of the one-page summary, with its place and its face."""
    drawn: list[Drawn] = []
    line = Sheet._line

    def noted(
        self: Sheet,
        x: float,
        y: float,
        words: str,
        style: Style,
        **how: Any,  # as it is called
    ) -> float:
        drawn.append((x, self.grid.height - y, style.face, style.size, words))
        return line(self, x, y, words, style, **how)

    with mock.patch.object(Sheet, "_line", noted):
        _summary()
    return drawn


def _bare(drawn: list[Drawn]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, initialFontName="Text-Regular", invariant=1)
    canvas.setPageCompression(1)
    for x, y, face, size, words in drawn:
        canvas.setFont(face, size)
        canvas.drawString(x, y, words)
    canvas.save()
    return target.getvalue()


def measure() -> dict[str, tuple[float, float]]:
    """Return the median ms and the kB of each document."""
    drawn = _strings()
    makers: dict[str, Callable[[], bytes]] = {
        "bare canvas, same strings": lambda: _bare(drawn),
        "booking summary, 1 page": _summary,
        "quote, 3 pages": _quote,
        "media kit, 12 pages": lambda: _kit(12),
        "media kit, 17 pages": lambda: _kit(17),
        **{f"paper: {name}": partial(_paper, name) for name in PAPERS},
    }
    times: dict[str, list[float]] = {name: [] for name in makers}
    sizes: dict[str, int] = {}
    for turn in range(TURNS + 2):
        for name, make in makers.items():
            start = time.process_time()
            sizes[name] = len(make())
            if turn > 1:
                times[name].append((time.process_time() - start) * 1000)
    return {
        name: (statistics.median(taken), sizes[name] / 1024)
        for name, taken in times.items()
    }


def main() -> None:
    """Print the table and the ratio."""
    measured = measure()
    for name, (taken, size) in measured.items():
        sys.stdout.write(f"{name:28} {taken:7.1f} ms {size:7.0f} kB\n")
    floor = measured["bare canvas, same strings"][0]
    ratio = measured["booking summary, 1 page"][0] / floor
    sys.stdout.write(f"summary / bare canvas: {ratio:.2f} (goal: 2 at most)\n")


if __name__ == "__main__":
    main()
