"""A person at the desk: what they click, press and write is counted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.serving import idle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

DRAWER = "[role=dialog]"


class Hand:
    """One window; a click, a key that commands and a word that is written count one."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.count = 0

    def sign_in(self, path: str, name: str) -> None:
        """Ask for an address, be led to the door, say who one is, be led back."""
        self.page.goto(self.address + path)
        assert "/login?next=" in self.page.url
        self.click(self.page.get_by_role("button", name=name))
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("h1")
        idle(self.page)

    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def click(self, what: str | Locator) -> None:
        self.count += 1
        found = self.page.locator(what) if isinstance(what, str) else what
        expect(found).to_have_count(1)
        found.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write where the keyboard is: nothing is clicked first."""
        self.count += len(text.split())
        self.page.keyboard.type(text)

    def drawer(self, says: str = "") -> Locator:
        """Wait for a drawer that takes the keyboard."""
        found = self.page.locator(DRAWER)
        found.filter(has_text=says).wait_for()
        self.page.wait_for_selector(f"{DRAWER}:focus, {DRAWER} :focus")
        idle(self.page)
        return found

    def drawer_closed(self) -> None:
        self.page.wait_for_selector(DRAWER, state="detached")
        idle(self.page)

    def gone(self, selector: str) -> None:
        self.page.wait_for_selector(selector, state="detached")
        idle(self.page)

    @contextmanager
    def at_most(self, many: int) -> Iterator[None]:
        before = self.count
        yield
        assert self.count - before <= many
