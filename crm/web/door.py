"""What the routes ask of the desk behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from crm.services.demo import DemoFigures
from crm.services.front import Seat, StoredPdf
from crm.services.setup import OwnDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.domain.roles import Actor
    from crm.store.queries.sign_ins import Visitor


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

    def visitor(self, token: str | None) -> Visitor | None:
        """Return who is signed in with a token; None where it is not one."""
        ...

    def sit_down(self, user_id: int, *, address: str, browser: str) -> str:
        """Sign a person of the demonstration in; return the token of the session."""
        ...

    def sign_out(self, token: str | None) -> None:
        """End the session of a token, where it is one."""
        ...

    def document(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return a kept document, or None where it is not, or not theirs to see."""
        ...

    def seats(self) -> Sequence[Seat]:
        """Return the people one may sit down as."""
        ...

    def demo_figures(self) -> DemoFigures:
        """Return how big the demonstration is."""
        ...


__all__ = ["DemoFigures", "Desk", "OwnDesk", "Seat", "StoredPdf"]
