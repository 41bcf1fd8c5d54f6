from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.serving import CHROMIUM, FLAGS, PATIENCE, ROOT, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

SAMPLE = ROOT / "tests" / "browser" / "sample_app.py"


@contextmanager
def serving(**settings: str) -> Iterator[str]:
    """Serve the sample desk on a free port; give its address."""
    with (
        TemporaryDirectory() as folder,
        serve(SAMPLE, Path(folder) / "server.log", **settings) as address,
    ):
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is found on this machine: the browser tests need one")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a maker of windows, and look at what each complained of and loaded."""
    pages: list[Page] = []
    complaints: list[str] = []
    loaded: list[str] = []

    def make(
        width: int = 1440, height: int = 900, *, dark: bool = False, locale: str = "fr"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=locale,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: loaded.append(request.url))
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.context.close()
    # On a record's address the toolkit asks for two of its files in the wrong place.
    assert [said for said in complaints if "status of 4" not in said] == []
    assert [url for url in loaded if "//127.0.0.1:" not in url.partition("?")[0]] == []
