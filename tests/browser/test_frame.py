from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import serving
from tests.serving import sit_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page, WebSocketRoute

    OpenWindow = Callable[..., Page]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with serving(SAMPLE_SET_UP="yes") as address:
        yield address


@pytest.fixture
def new_desk() -> Iterator[str]:
    """Serve a desk nobody has looked at; it outlives the windows opened on it."""
    with serving(SAMPLE_SET_UP="yes") as address:
        yield address


@pytest.fixture
def empty_desk() -> Iterator[str]:
    with serving(SAMPLE_PAUSE="0.3") as address:
        yield address


def violations(page: Page) -> list[str]:
    """Return what axe finds, on a window as tall as the page."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} {node['html']}" for rule in found for node in rule["nodes"]]


def settled(page: Page) -> None:
    """Wait until a page is drawn and its shortcuts have been taken up."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function(
        "new Promise(go => requestIdleCallback(() => setTimeout(() => go(1), 300)))"
    )


def test_the_first_run_in_both_languages_modes_and_widths(
    empty_desk: str, open_window: OpenWindow
) -> None:
    for width, dark, locale, said in (
        (1440, False, "fr-FR", "Premier démarrage"),
        (390, True, "en-GB", "First run"),
        (390, False, "fr-FR", "Premier démarrage"),
        (1440, True, "en-GB", "First run"),
    ):
        page = open_window(width, 1400, dark=dark, locale=locale)
        for path in ("/", "/setup/own"):
            page.goto(empty_desk + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []
        page.goto(empty_desk)
        assert page.url == f"{empty_desk}/setup"
        if locale == "en-GB":
            assert page.locator(".eyebrow").inner_text().lower() == said.lower()


def test_the_demonstration_opens_by_itself(
    empty_desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    page.goto(empty_desk)
    page.click(".choice.first button")
    page.wait_for_url("**/setup/progress")
    assert page.locator("progress").get_attribute("max") == "100"
    page.wait_for_url("**/login?next=*")
    assert violations(page) == []
    page.locator(".person").first.click()
    page.wait_for_selector("[data-testid=stApp] h1")
    assert page.url == f"{empty_desk}/"


def test_the_first_page_of_a_server_may_be_a_record(
    new_desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    sit_down(page, f"{new_desk}/advertiser?id=7")
    page.wait_for_selector("h1:has-text('Annonceur 7')")
    page.wait_for_selector(".seat")
    assert page.locator("[data-testid=stSidebarNav]").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_part_is_fit_to_be_read(
    width: int, desk: str, open_window: OpenWindow, *, dark: bool
) -> None:
    page = open_window(width, 3000, dark=dark)
    sit_down(page, desk)
    page.wait_for_selector("text=nothing picked")
    page.wait_for_selector("canvas, svg.marks")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('16px \"Bricolage Grotesque\"')")
    assert violations(page) == []


def test_the_keyboard_finds_opens_and_does_no_harm(
    desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    sit_down(page, f"{desk}/advertisers")
    page.wait_for_selector("text=runs 0")
    settled(page)
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.press("c")
    page.keyboard.press("/")
    page.keyboard.type("lum", delay=30)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Annonceur 0')")
    page.wait_for_selector("[class*=st-key-hit-]", state="detached")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.type") == "search"


class LateAnswers:
    """What the server says to a window, held back until it is let through."""

    def __init__(self, page: Page) -> None:
        self.held: list[bytes | str] = []
        self.is_held = False
        page.route_web_socket("**/_stcore/stream", self._stand_between)

    def _stand_between(self, window: WebSocketRoute) -> None:
        self.window = window
        window.connect_to_server().on_message(self._answer)

    def _answer(self, said: bytes | str) -> None:
        if self.is_held:
            self.held.append(said)
        else:
            self.window.send(said)

    def come(self) -> None:
        self.is_held = False
        for said in self.held:
            self.window.send(said)


def test_enter_waits_for_a_late_answer_unless_one_goes_on(
    desk: str, open_window: OpenWindow
) -> None:
    for goes_on in (False, True):
        page = open_window()
        page.clock.install()
        answers = LateAnswers(page)
        sit_down(page, f"{desk}/advertisers")
        page.wait_for_selector("text=runs 0")
        settled(page)
        page.keyboard.press("/")
        answers.is_held = True
        page.keyboard.type("lum")
        page.keyboard.press("Enter")
        page.clock.run_for(10_000)
        if goes_on:
            page.keyboard.press("End")
        answers.come()
        if goes_on:
            page.wait_for_selector("[data-found-for='lum']", state="attached")
            page.clock.run_for(10_000)
            settled(page)
            assert page.locator("h1").inner_text() == "Un nom à garder"
        else:
            page.wait_for_selector("h1:has-text('Annonceur 0')")


def test_a_drawer_takes_the_keyboard_and_saves_once(
    desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    sit_down(page, f"{desk}/advertisers")
    page.wait_for_selector("text=runs 0")
    settled(page)
    page.keyboard.press("Alt+l")
    page.wait_for_selector("[role=dialog] textarea:focus")
    page.keyboard.type("rappeler Monsieur")
    page.locator(".st-key-call_save button").dblclick()
    page.wait_for_selector("[role=dialog]", state="detached")
    page.wait_for_selector("[data-testid=stToast]:has-text('rappeler Monsieur')")
    assert page.locator("[data-testid=stToast]").count() == 1


def test_the_board_tells_what_was_clicked_or_chosen_by_key(
    desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    sit_down(page, desk)
    page.click("[data-id='Hydrélia']")
    page.wait_for_selector("text=picked Hydrélia")
    page.locator("[data-id^='R&D']").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("text=picked R&D <Sémaphore> [Data]")


def test_a_page_that_breaks_shows_a_reference_and_the_seat_can_change(
    desk: str, open_window: OpenWindow
) -> None:
    page = open_window()
    sit_down(page, f"{desk}/advertiser?id=1&break=1")
    said = page.locator("[data-testid=stAlert]").inner_text()
    assert "for the log" not in said
    page.click(".seat a")
    page.click(".person >> nth=1")
    page.wait_for_selector(".seat b:has-text('Paul Ferrand')")
    assert page.url == f"{desk}/advertiser?id=1&break=1"
