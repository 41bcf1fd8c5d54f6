"""What the screens are given from below, once, before the first page is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Writer(Protocol):
    """The store as the one way to act sees it."""

    def write(
        self, action: Callable[[Any], object], *, form_id: str | None = None
    ) -> bool:
        """Run action(session) in one transaction, whole again when the store asks.

        Returns False, and runs nothing, when this form was saved before.
        """
        ...


class Person(Protocol):
    """Who sits at the desk."""

    @property
    def id(self) -> int:
        """Return the number of the user."""
        ...

    @property
    def name(self) -> str:
        """Return the person's name."""
        ...

    @property
    def role(self) -> str:
        """Return what the person does, in the current language."""
        ...

    @property
    def language(self) -> str:
        """Return the person's language: one of LANGUAGES."""
        ...

    @property
    def pages(self) -> frozenset[str] | None:
        """Return the files of the pages they may open, None for all."""
        ...


class Hit(Protocol):
    """A record the search found."""

    @property
    def page(self) -> str:
        """Return the file of the page that shows it."""
        ...

    @property
    def id(self) -> int:
        """Return its number."""
        ...

    @property
    def name(self) -> str:
        """Return its name."""
        ...

    @property
    def note(self) -> str:
        """Return what tells it from its namesakes: a town, a reference."""
        ...

    @property
    def icon(self) -> str:
        """Return its Material icon."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The storeys below, as callables.

    `person` is asked with the seat of the cookie, None where none was chosen;
    `search` with the person and the words typed; `title` names the publisher;
    `log_call` and `new_booking` open their drawers.
    """

    store: Writer
    person: Callable[[int | None], Person]
    title: Callable[[], str]
    is_demonstration: Callable[[], bool]
    search: Callable[[Any, str], Sequence[Hit]] | None = None
    log_call: Callable[[], None] | None = None
    new_booking: Callable[[], None] | None = None


_installed: list[House] = []


def install(house: House) -> None:
    """Put the screens over a house; the last one installed stands."""
    _installed[:] = [house]


def house() -> House:
    """Return the house the screens stand on."""
    if not _installed:
        message = "no house is installed: call crm.ui.house.install first"
        raise RuntimeError(message)
    return _installed[0]
