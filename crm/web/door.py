"""What the routes ask of the desk behind them.

Doors know the desk by its shape: services answer with rows of their own and import
nothing from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class DemoFigures(Protocol):
    """How big the demonstration is: counted, never guessed."""

    @property
    def advertisers(self) -> int:
        """Count its advertisers."""
        ...

    @property
    def years(self) -> int:
        """Count its years of bookings."""
        ...

    @property
    def issues(self) -> int:
        """Count its issues."""
        ...


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """The answers that start a desk of one's own, as typed, trimmed."""

    title: str
    publisher: str
    name: str
    email: str
    phone: str
    language: str


class Seat(Protocol):
    """A person one may sit down as."""

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


class StoredPdf(Protocol):
    """A document as it was issued."""

    @property
    def name(self) -> str:
        """Return its file name, with .pdf."""
        ...

    @property
    def content(self) -> bytes:
        """Return its bytes."""
        ...


class Desk(Protocol):
    """The desk as seen from its doors."""

    def is_set_up(self) -> bool:
        """Say whether the desk has been opened; asked at every request, so cheap."""
        ...

    def open_demonstration(self, progress: Callable[[int, str], None]) -> None:
        """Load the demonstration; call progress(percent, step in words) on the way.

        Raises DeskError when the desk refuses.
        """
        ...

    def start_own(self, answers: OwnDesk) -> None:
        """Start an empty desk.

        Raises DeskError whose `field` is a field of OwnDesk, where there is one.
        """
        ...

    def document(self, id: int, seat: int | None) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return a kept document, or None where it is not or not for this seat."""
        ...

    def seats(self) -> Sequence[Seat]:
        """Return the people one may sit down as."""
        ...

    def demo_figures(self) -> DemoFigures:
        """Return how big the demonstration is."""
        ...
