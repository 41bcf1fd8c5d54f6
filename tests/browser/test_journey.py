"""From an empty machine to a figure on the revenue page, in a real browser.

Set REGIE_PICTURES to a folder to keep a picture of each step.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from crm.domain.clock import paris_day
from tests.serving import PATIENCE, ROOT, idle, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DRAWER = "[role=dialog] "
TODAY = paris_day(datetime.now(UTC))


def key(name: str) -> str:
    """Select what a widget's key begins with."""
    return f'[class*="st-key-{name}"]'


class Visit:
    """A rep at the desk: steps, each with its picture where they are kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.steps = 0

    def picture(self, name: str) -> None:
        self.steps += 1
        if folder := os.environ.get("REGIE_PICTURES"):
            self.page.wait_for_timeout(400)
            path = Path(folder) / f"{self.steps:02d}-{name}.png"
            self.page.screenshot(path=path)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("h1")
        idle(self.page)

    def press(self, selector: str) -> None:
        self.page.click(f"{selector} button >> nth=0")
        idle(self.page)

    def choose(self, selector: str, nth: int = 0) -> None:
        button = self.page.locator(f"{selector} button").nth(nth)
        button.click()
        idle(self.page)

    def fill(self, name: str, text: str, tag: str = "input") -> None:
        self.page.fill(f"{DRAWER}{key(name)} {tag}", text)

    def drawer(self) -> None:
        self.page.wait_for_selector("[role=dialog]")
        idle(self.page)

    def drawer_closed(self) -> None:
        self.page.wait_for_selector("[role=dialog]", state="detached")
        idle(self.page)


def euros(text: str) -> str:
    """Return the first amount with cents in a text, its spaces made ordinary."""
    plain = re.sub(r"[\u00a0\u202f\u2009 ]", " ", text)
    found = re.search(r"\d[\d ]*,\d\d", plain)
    assert found, text
    return found[0].replace(" ", "")


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def report(url: str, *period: str) -> dict[str, Any]:
    """Ask the command line for the figures of a period."""
    done = subprocess.run(
        [*(sys.executable, "-m", "crm.cli", "report", "revenue", "--json"), *period],
        cwd=ROOT,
        env={**os.environ, "REGIE_DATABASE_URL": url},
        capture_output=True,
        check=True,
    )
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def booked_cents(url: str) -> int:
    """Return booked net over every year, in cents."""
    cents: int = report(url, "--from", "2000-01-01", "--to", "2100-12-31")[
        "booked_net_cents"
    ]
    return cents


def test_from_an_empty_machine_to_the_revenue_page(
    tmp_path: Path, chromium: Browser
) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    log = tmp_path / "server.log"
    with serve(ROOT / "app.py", log, REGIE_DATABASE_URL=url) as at:
        window = chromium.new_context(
            viewport={"width": 1440, "height": 1100}, locale="fr-FR"
        )
        page = window.new_page()
        page.set_default_timeout(PATIENCE)
        outside: list[str] = []
        page.on(
            "request",
            lambda sent: (
                outside.append(sent.url)
                if not sent.url.startswith((at, "data:", "blob:"))
                else None
            ),
        )
        visit = Visit(page, at)
        open_the_demonstration(visit)
        add_an_advertiser(visit)
        log_a_call(visit)
        before = booked_cents(url)
        total, net_net = quote_option_confirm(visit)
        assert booked_cents(url) - before == net_net
        take_the_summary(visit, total)
        make_a_kit(visit)
        see_the_revenue(visit, url)
        assert outside == []


def open_the_demonstration(visit: Visit) -> None:
    visit.page.goto(visit.address)
    assert visit.page.url.endswith("/setup")
    visit.picture("setup")
    visit.page.click('form[action="/setup/demo"] button')
    visit.page.wait_for_url("**/login?next=*", timeout=900_000)
    visit.picture("seats")
    visit.page.get_by_role("button", name="Christine Doussot").click()
    visit.settle()
    visit.picture("today")


def add_an_advertiser(visit: Visit) -> None:
    visit.open("/advertisers")
    visit.picture("advertisers")
    visit.press(key("company_add"))
    visit.drawer()
    visit.fill("company_name_", "Voltaïque du Bocage")
    visit.fill("company_town_", "Niort")
    visit.fill("contact_first_", "Maud")
    visit.fill("contact_last_", "Essai")
    visit.fill("contact_phone_", "01.99.00.77.34")
    visit.picture("add-advertiser")
    visit.press(f"{DRAWER}{key('company_save')}")
    visit.page.wait_for_url("**/advertiser?id=*")
    visit.page.get_by_role("heading", name="Voltaïque du Bocage").wait_for()
    idle(visit.page)
    link = visit.page.locator('a[href="tel:+33199007734"]')
    assert re.sub(r"\s", " ", link.inner_text()) == "01 99 00 77 34"


def log_a_call(visit: Visit) -> None:
    visit.press(key("advertiser_log"))
    visit.drawer()
    visit.fill("call_note_", "Intéressée par le dossier éclairage.", "textarea")
    visit.picture("log-call")
    visit.press(f"{DRAWER}{key('call_save')}")
    visit.drawer_closed()
    visit.page.get_by_text("Intéressée par le dossier éclairage.").wait_for()
    visit.picture("advertiser")


def quote_option_confirm(visit: Visit) -> tuple[str, int]:
    """Return the total incl. VAT as printed, and the net net in cents."""
    page = visit.page
    visit.press(key("advertiser_book"))
    visit.drawer()
    for line in (0, 1):
        magazine = f"{DRAWER}{key(f'booking_support_{line}_')} button"
        page.locator(magazine).filter(has_text="Magazine").click()
        idle(page)
        visit.choose(f"{DRAWER}{key(f'booking_format_{line}_')}", 1 + line)
        if line == 0:
            visit.press(f"{DRAWER}{key('booking_add')}")
    page.locator(f"{DRAWER}{key('total-')}").first.wait_for()
    visit.picture("new-booking")
    visit.press(f"{DRAWER}{key('booking_save')}")
    page.wait_for_url("**/booking?id=*")
    visit.settle()
    visit.picture("quoted")
    visit.press(key("booking_option"))
    visit.drawer()
    visit.press(f"{DRAWER}{key('option_save')}")
    visit.drawer_closed()
    page.locator(key("booking_extend")).wait_for()
    visit.press(key("booking_confirm"))
    visit.drawer()
    visit.picture("confirm")
    visit.press(f"{DRAWER}{key('confirm_save')}")
    visit.drawer_closed()
    page.get_by_text("Confirmée").first.wait_for()
    idle(page)
    visit.picture("booking")
    lines = page.locator(key("row-line-")).all_inner_texts()
    net_net = sum(int(euros(text).replace(",", "")) for text in lines)
    return euros(page.locator(key("total-")).first.inner_text()), net_net


def take_the_summary(visit: Visit, total: str) -> None:
    page = visit.page
    visit.press(key("booking_pdf_fr"))
    link = page.locator('a[href*="/documents/"]').first
    link.wait_for()
    answer = page.request.get(visit.address + str(link.get_attribute("href")))
    assert answer.ok
    printed = re.sub(r"[\u00a0\u202f\u2009 ]", "", pdf_text(answer.body()))
    assert total in printed
    assert "VoltaïqueduBocage" in printed


def make_a_kit(visit: Visit) -> None:
    page = visit.page
    visit.open("/media-kit")
    page.fill(f"{key('kit_search')} input", "Voltaïque")
    page.locator(f"{key('kit-hit-0')} button").click()
    idle(page)
    page.get_by_role("heading", name="Voltaïque du Bocage").wait_for()
    page.locator(f"{key('sheet-page-')} img").first.wait_for()
    idle(page)
    visit.picture("media-kit")
    visit.press(key("kit_issue"))
    link = page.locator('a[href*="/documents/"]').first
    link.wait_for()
    answer = page.request.get(visit.address + str(link.get_attribute("href")))
    assert answer.body().startswith(b"%PDF-")
    assert "Voltaïque" in pdf_text(answer.body())


def see_the_revenue(visit: Visit, url: str) -> None:
    """The rows behind the figure add up to it, and to what the command says."""
    page = visit.page
    visit.open("/revenue")
    visit.picture("revenue")
    visit.press(key("rows_net"))
    visit.drawer()
    visit.picture("revenue-rows")
    shown = euros(page.locator("[role=dialog]").inner_text())
    said = report(url, "--from", f"{TODAY.year}-01-01", "--to", f"{TODAY.year}-12-31")
    mine = {row["name"]: row["net_net_cents"] for row in said["by"]["rep"]}
    assert int(shown.replace(",", "")) == mine["Christine Doussot"]
