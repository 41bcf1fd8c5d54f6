"""What the routes ask of the desk behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """How big the demonstration is: counted, never guessed."""

    advertisers: int
    years: int
    issues: int


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """The answers that start a desk of one's own, as typed, trimmed."""

    title: str
    publisher: str
    name: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A person one may sit down as."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class StoredPdf:
    """A document as it was issued: its file name (with .pdf) and its bytes."""

    name: str
    content: bytes


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
