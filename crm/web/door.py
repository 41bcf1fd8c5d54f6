"""What the routes ask of the desk behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from crm.services.demo import DemoFigures
from crm.services.front import Seat, StoredPdf
from crm.services.setup import OwnDesk
from crm.web.arriving import Arriving

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from crm.domain.roles import Actor
    from crm.domain.sign_ins import SignInMethod
    from crm.store.queries.sign_ins import LinkHolder, OpenSignIn, Visitor


class Desk(Arriving, Protocol):
    """The desk as seen from its doors."""

    @property
    def now(self) -> Callable[[], datetime]:
        """What tells the time."""
        ...

    def is_set_up(self) -> bool:
        """Say whether the desk has been opened; asked at every request, so cheap."""
        ...

    def open_demonstration(self, progress: Callable[[int, str], None]) -> None:
        """Load the demonstration; call progress(percent, step in words) on the way.

        Raises DeskError when the desk refuses.
        """
        ...

    def start_own(self, answers: OwnDesk) -> int:
        """Start an empty desk; return the id of its administrator.

        Raises DeskError whose `field` is a field of OwnDesk, where there is one.
        """
        ...

    def title(self) -> str:
        """Return the name of the first title, empty on an empty desk."""
        ...

    def is_demonstration(self) -> bool:
        """Say whether this is the demonstration desk; asked often, so cheap."""
        ...

    def visitor(self, token: str | None) -> Visitor | None:
        """Return who is signed in with a token; None where it is not one."""
        ...

    def note_use(self, visitor: Visitor) -> None:
        """Note that a session is in use; cheap where it was noted lately."""
        ...

    def providers(self) -> Sequence[tuple[str, str]]:
        """Return the identity providers one may sign in with: code and name."""
        ...

    def prove(self, email: str, password: str, *, address: str) -> int:
        """Return whose e-mail and password these are.

        Raises WrongPasswordError, TooManyAttemptsError, ClosedAccountError,
        CrowdedError.
        """
        ...

    def open_session(
        self, user_id: int, method: SignInMethod, *, address: str, browser: str
    ) -> str:
        """Sign a person in who has proved who they are; return the token."""
        ...

    def sit_down(self, user_id: int, *, address: str, browser: str) -> str:
        """Sign a person of the demonstration in; return the token of the session."""
        ...

    def sign_out(self, token: str | None) -> None:
        """End the session of a token, where it is one."""
        ...

    def sessions_of(self, visitor: Visitor) -> Sequence[OpenSignIn]:
        """Return the sessions a visitor has open, the last used first."""
        ...

    def end_session(self, visitor: Visitor, sign_in_id: int) -> None:
        """End one of a visitor's own sessions. Raises UnknownError for others'."""
        ...

    def end_other_sessions(self, visitor: Visitor) -> int:
        """End all of a visitor's sessions but this one; return how many."""
        ...

    def prove_present(self, visitor: Visitor, present: str, *, address: str) -> None:
        """Take a visitor's present password once more; refused as `prove` is."""
        ...

    def has_password(self, visitor: Visitor) -> bool:
        """Say whether a visitor has a password to change."""
        ...

    def change_password(
        self, visitor: Visitor, present: str, new: str, again: str, *, address: str
    ) -> None:
        """Change a visitor's password. Raises DeskError naming its field."""
        ...

    def link_holder(self, token: str) -> LinkHolder | None:
        """Return whom a one-time link is for; None once it opens nothing."""
        ...

    def use_link(self, token: str, new: str, again: str) -> int:
        """Give a link's holder a new password; return their id.

        Raises DeadLinkError, and DeskError naming its field.
        """
        ...

    def document(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return a kept document, or None where it is not, or not theirs to see."""
        ...

    def draft(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002  the address says id
        """Return the e-mail that sends a kept document, None where it is not theirs."""
        ...

    def feed(self, token: str) -> str | None:
        """Return the calendar behind a token; None where it opens nothing."""
        ...

    def feed_since(self, actor: Actor) -> datetime | None:
        """Say since when somebody has a calendar address; None without one."""
        ...

    def make_feed(self, actor: Actor) -> str:
        """Give somebody a calendar address; return its token, told this once."""
        ...

    def end_feed(self, actor: Actor) -> None:
        """End somebody's calendar address."""
        ...

    def seats(self) -> Sequence[Seat]:
        """Return the people one may sit down as."""
        ...

    def demo_figures(self) -> DemoFigures:
        """Return how big the demonstration is."""
        ...


__all__ = ["DemoFigures", "Desk", "OwnDesk", "Seat", "StoredPdf"]
