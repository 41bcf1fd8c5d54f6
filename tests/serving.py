"""A server of our own on a free port, and the Chromium that visits it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
READY_SECONDS = 240
PATIENCE = 120_000
"""Milliseconds a state is waited for: nothing while all is well."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(script: Path, log: Path, **settings: str) -> Iterator[str]:
    """Serve a script of the toolkit; yield its address."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(script)),
        *("--server.port", str(port), "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **settings}
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + READY_SECONDS
    while monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urlopen(address, timeout=1):  # noqa: S310  our own server
                return
        except URLError as failure:
            if "refused" not in str(failure):
                return
        except (TimeoutError, ConnectionError):
            continue
    raise RuntimeError(f"no answer from {address}: {log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


IDLE = (
    "() => { const a = document.querySelector('[data-testid=stApp]');"
    " return a && a.dataset.testScriptState === 'notRunning'"
    " && !document.querySelector('[data-stale=true]'); }"
)


def idle(page: Page) -> None:
    """Wait until the page has been drawn."""
    page.wait_for_function(IDLE, timeout=PATIENCE)


def sit_down(page: Page, url: str, person: int = 0) -> None:
    """Open a page of a demonstration; take a seat where the door asks for one."""
    page.goto(url)
    if "/login?" in page.url:
        page.locator(".person").nth(person).click()
