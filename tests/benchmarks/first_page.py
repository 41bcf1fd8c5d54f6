"""How long the first page of the demonstration desk takes to reload, warm.

Both pages are reloaded in turn in one browser, ours and an empty page of the same
toolkit on the same machine; the figure is the ratio of the medians. Goal: at most 2.

    python -m tests.benchmarks.first_page [--runs 15]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from crm.services import demo
from crm.store.database import Store
from tests.serving import ROOT, chromium, idle, serve, sit_down

if TYPE_CHECKING:
    from playwright.sync_api import Page

EMPTY = "import streamlit as st\nst.title('Empty')\n"


def reload_seconds(page: Page, heading: str) -> float:
    """Reload and wait for the heading and for the end of the run."""
    begin = perf_counter()
    page.reload(wait_until="commit")
    page.wait_for_selector(heading)
    idle(page)
    return perf_counter() - begin


def measure(runs: int) -> tuple[float, float]:
    """Return the medians in seconds: our first page, the empty page."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        url = f"sqlite:///{here}/desk.db"
        store = Store(url)
        store.prepare()
        demo.load(store, datetime.now(UTC), lambda _percent, _step: None)
        store.close()
        script = here / "empty.py"
        script.write_text(EMPTY)
        with (
            serve(ROOT / "app.py", here / "ours.log", REGIE_DATABASE_URL=url) as ours,
            serve(script, here / "empty.log") as empty,
            chromium() as browser,
        ):
            pages = []
            for address in (ours, empty):
                page = browser.new_page(locale="fr-FR")
                sit_down(page, address)
                page.wait_for_selector("h1")
                idle(page)
                pages.append(page)
            times: list[list[float]] = [[], []]
            for run in range(runs + 2):
                for index, page in enumerate(pages):
                    seconds = reload_seconds(page, "h1")
                    if run >= 2:
                        times[index].append(seconds)
    return median(times[0]), median(times[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    ours, empty = measure(parser.parse_args().runs)
    sys.stdout.write(
        f"first page {ours * 1000:.0f} ms, empty page {empty * 1000:.0f} ms, "
        f"ratio {ours / empty:.2f}\n"
    )


if __name__ == "__main__":
    main()
