"""Time the documents, and two of them against a bare canvas with the same strings.

Run from the root: ``python -m tests.benchmarks.documents``. All are timed in turns in
one run, by the processor's clock, so that a ratio holds on a busy machine; the run is
repeated. Goals: a one-page booking summary in at most twice the bare canvas, a kit of
12 pages in at most 150 ms once warm.

The bare canvas is ReportLab's, with the same faces, embedded as it embeds them unless
it is told otherwise: with all of ASCII. A second one has them cut to the letters drawn,
as the documents do.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unittest import mock

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

import mediakit
from mediakit import faces
from mediakit.sheet import Sheet
from tests.mediakit.drawing import plan, revenue, summary
from tests.mediakit.flatplan_specimen import flatplan
from tests.mediakit.kit_specimens import kit
from tests.mediakit.paper_specimens import PAPERS
from tests.mediakit.quote_specimen import quote
from tests.mediakit.report_specimen import report
from tests.mediakit.specimens import ISSUED_AT, LOOK, booking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediakit.model import KitPage
    from mediakit.theme import Style

TURNS = 15
REPEATED = 5
STOCK = "Stock-"
Drawn = tuple[float, float, str, float, str]
BARE = "bare canvas, same strings"
CUT = "bare canvas, faces cut"
SUMMARY = "booking summary, 1 page"
KIT = "media kit, 12 pages"


def _kit(pages: Sequence[KitPage]) -> bytes:
    return mediakit.render_media_kit(
        replace(kit(), pages=tuple(pages)), lang="fr", issued_at=ISSUED_AT, look=LOOK
    )


def _first(most: int) -> tuple[KitPage, ...]:
    """Return the kit's first pages and its last, so many in all."""
    pages = kit().pages
    return (*pages[: most - 1], pages[-1])


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
        summary(booking())
    return drawn


def _register_stock() -> None:
    """Register the faces a second time, as ReportLab has them unless it is told."""
    for file in faces.FONTS.glob("*.ttf"):
        font = ttfonts.TTFont(STOCK + file.stem, str(file))
        font.face.name = STOCK.encode() + font.face.name  # or the first one is meant
        pdfmetrics.registerFont(font)


def _bare(drawn: list[Drawn], prefix: str = "") -> bytes:
    target = BytesIO()
    canvas = Canvas(target, initialFontName=f"{prefix}Text-Regular", invariant=1)
    canvas.setPageCompression(1)
    for x, y, face, size, words in drawn:
        canvas.setFont(prefix + face, size)
        canvas.drawString(x, y, words)
    canvas.save()
    return target.getvalue()


def _makers() -> dict[str, Callable[[], bytes]]:
    drawn = _strings()
    _register_stock()
    return {
        BARE: partial(_bare, drawn, STOCK),
        CUT: partial(_bare, drawn),
        SUMMARY: lambda: summary(booking()),
        "quote, 3 pages": lambda: summary(quote()),
        **{f"paper: {name}": partial(_paper, name) for name in PAPERS},
        "flatplan, 32 pages": lambda: plan(flatplan()),
        "revenue report": lambda: revenue(report()),
        KIT: partial(_kit, _first(12)),
        "media kit, 17 pages": partial(_kit, kit().pages),
        **{
            f"kit page: {type(page).__name__.lower()}": partial(_kit, [page])
            for page in kit().pages
        },
    }


def measure(makers: dict[str, Callable[[], bytes]]) -> dict[str, tuple[float, float]]:
    """Return the median ms and the kB of each document."""
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


def _spread(found: list[float]) -> str:
    """Return the least, the median and the most of what each run found."""
    return f"{min(found):7.2f} {statistics.median(found):7.2f} {max(found):7.2f}"


def main() -> None:
    """Print the table, then the ratio and the kit of each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goals", action="store_true", help="only what has a goal")
    parser.add_argument("--runs", type=int, default=REPEATED)
    given = parser.parse_args()
    makers = _makers()
    if given.goals:
        makers = {name: makers[name] for name in (BARE, CUT, SUMMARY, KIT)}
    runs = [measure(makers) for _run in range(given.runs)]
    say = sys.stdout.write
    say(f"{'':28}    min  median     max ms        kB\n")
    for name in makers:
        taken = _spread([run[name][0] for run in runs])
        say(f"{name:28}{taken} ms {runs[0][name][1]:7.0f} kB\n")
    for floor, goal in ((BARE, " (goal: 2 at most)"), (CUT, "")):
        ratios = _spread([run[SUMMARY][0] / run[floor][0] for run in runs])
        say(f"summary / {floor}: {ratios}{goal}\n")


if __name__ == "__main__":
    main()
