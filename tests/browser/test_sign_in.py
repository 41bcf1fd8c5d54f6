"""Signing in and out of a desk of one's own, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from crm.domain.roles import RoleCode
from crm.domain.sign_ins import LinkPurpose
from crm.services import setup, users
from crm.services.front import FrontDesk
from crm.web.visit import SESSION_COOKIE
from tests.factories import ITSELF
from tests.serving import ROOT, idle, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    OpenWindow = Callable[..., Page]

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "ines@desk.example", "saumon crayon tilleul wagon"
REP = "paul@desk.example"


class Served:
    """A desk of one's own with an administrator and a rep, and its address."""

    def __init__(self, front: FrontDesk, address: str) -> None:
        self.front, self.address = front, address

    def link(self, user_id: int) -> str:
        front = self.front
        return front.make_link(front.itself(), user_id, LinkPurpose.INVITE)

    def sign_in(self, page: Page, path: str = "/") -> None:
        page.goto(self.address + path)
        page.fill("#email", EMAIL)
        page.fill("#password", PASSWORD)
        page.click("form.signs-in button")
        page.wait_for_selector(".seat")
        idle(page)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("own")
    url = f"sqlite:///{folder}/desk.db"
    front = FrontDesk(url)
    answers = setup.OwnDesk(
        "Ville Demain", "Éditions", "Inès Marchal", EMAIL, password=PASSWORD
    )
    front.start_own(answers)
    wish = users.UserWish("Paul Essai", REP, RoleCode.REP)
    front.write(lambda session: users.add_user(session, ITSELF, wish))
    log = folder / "server.log"
    with serve(ROOT / "app.py", log, REGIE_DATABASE_URL=url) as address:
        yield Served(front, address)
    front.store.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} {node['html']}" for rule in found for node in rule["nodes"]]


def session_cookies(page: Page) -> list[Any]:
    """Return ours; the toolkit sets one of its own."""
    return [kept for kept in page.context.cookies() if kept["name"] == SESSION_COOKIE]


def test_signing_in_keeps_the_way_and_a_reload_keeps_it(
    desk: Served, open_window: OpenWindow
) -> None:
    page = open_window()
    desk.sign_in(page, "/bookings?state=option")
    assert page.url == f"{desk.address}/bookings?state=option"
    page.reload()
    page.wait_for_selector(".seat:has-text('Inès Marchal')")
    [cookie] = session_cookies(page)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_what_is_wrong_is_said_and_the_address_stays(
    desk: Served, open_window: OpenWindow
) -> None:
    page = open_window(390, 844, locale="en-GB")
    page.goto(f"{desk.address}/login?next=/bookings")
    page.fill("#email", "nobody@desk.example")
    page.fill("#password", "not this one")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:has-text('do not go together')")
    assert page.input_value("#email") == "nobody@desk.example"
    assert page.input_value("#password") == ""
    assert page.evaluate("document.activeElement.id") == "password"
    assert violations(page) == []


def test_signing_out_in_one_tab_leads_the_other_to_the_door(
    desk: Served, open_window: OpenWindow
) -> None:
    page = open_window()
    desk.sign_in(page, "/bookings")
    other = page.context.new_page()
    other.goto(desk.address)
    other.wait_for_selector(".seat button")
    other.click(".seat button")
    other.wait_for_url(f"{desk.address}/login")
    page.wait_for_url(f"{desk.address}/login?next=%2Fbookings")
    assert session_cookies(page) == []


def test_a_session_ended_from_another_browser_is_over(
    desk: Served, open_window: OpenWindow
) -> None:
    left, here = open_window(), open_window()
    desk.sign_in(left, "/bookings")
    desk.sign_in(here)
    here.click(".seat a[href='/account']")
    here.wait_for_selector(".sessions")
    assert violations(here) == []
    here.click("button[formaction='/account/end-others']")
    here.wait_for_selector(".done")
    assert here.locator(".sessions li").count() == 1
    left.wait_for_url(f"{desk.address}/login?next=%2Fbookings")
    here.goto(desk.address)
    here.wait_for_selector(".seat")


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_a_link_lets_its_holder_in_once(
    width: int, desk: Served, open_window: OpenWindow, *, dark: bool
) -> None:
    path = desk.link(2)
    page = open_window(width, dark=dark)
    page.goto(desk.address + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for field in ("#new", "#again"):
        page.fill(field, "violon brouette nuage citron")
    page.keyboard.press("Enter")
    page.wait_for_selector(".seat:has-text('Paul Essai')")
    page.goto(desk.address + path)
    page.wait_for_selector("text=Ce lien ne sert plus.")
    assert violations(page) == []


def test_who_shows_no_cookie_gets_neither_page_nor_program(desk: Served) -> None:
    forged = {"Cookie": "regie_session=" + "x" * 43, "X-Regie-User": "1"}
    asked = Request(f"{desk.address}/bookings?id=5", headers=forged)  # noqa: S310  our own server
    with urlopen(asked, timeout=60) as answer:  # noqa: S310  our own server
        assert answer.url == f"{desk.address}/login?next=%2Fbookings%3Fid%3D5"
