"""What the screens are given from below, once, before the first page is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


class Writer(Protocol):
    """The store as the one way to act sees it."""

    def write(
        self,
        action: Callable[[Any], object],
        actor: Actor | None = None,
        *,
        form_id: str | None = None,
    ) -> bool:
        """Run action(session) in one transaction, whole again when the store asks.

        Returns False, and runs nothing, when this form was saved before.
        """
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: `pages` are the files they may open, None for all."""

    actor: Actor
    name: str
    role: str
    language: str
    pages: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record the search found: the page that shows it, its number, its name.

    Hits of one `kind` stand together under it; a contact opens on its company's page.
    """

    page: str
    id: int
    name: str
    note: str = ""
    icon: str = "storefront"
    kind: str = ""
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class House:
    """The storeys below, as callables.

    `person` is who is signed in with the token of a cookie, None where nobody is;
    `reading` opens a session to look things up for somebody; `log_call` and
    `new_booking` open their drawers; `title` names the publisher.
    """

    store: Writer
    reading: Callable[[Actor], Session]
    person: Callable[[str | None], Person | None]
    title: Callable[[], str]
    is_demonstration: Callable[[], bool]
    search: Callable[[Person, str], Sequence[Hit]] | None = None
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
