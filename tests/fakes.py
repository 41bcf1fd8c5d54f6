"""A desk and a store that only pretend, for the doors' own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.account_errors import WrongPasswordError
from crm.domain.errors import MissingError
from crm.store.queries.sign_ins import Visitor
from crm.ui.house import Hit, House, Person
from crm.web import DemoFigures, OwnDesk, Seat, StoredPdf
from tests.factories import MORNING, make_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.sign_ins import SignInMethod
    from crm.store.queries.sign_ins import LinkHolder, OpenSignIn


SEATS = (
    Seat(1, "Christine Doussot", "Directrice de clientèle"),
    Seat(2, "Paul Ferrand", "Directeur commercial"),
    Seat(3, "Nora Amsellem", "Administratrice"),
)


class FakeDesk:
    """A desk in memory; `fails` makes the demonstration stop with that error.

    Everybody's password is "right"; the token of a session names its seat.
    """

    def __init__(self, *, is_set_up: bool = False, demonstration: bool = False) -> None:
        self.set_up = is_set_up
        self.demonstration = demonstration
        self.started: list[OwnDesk] = []
        self.steps = ((10, "Advertisers"), (60, "Bookings"))
        self.hold: Callable[[], object] = lambda: None
        self.fails: Exception | None = None
        self.opened = 0
        self.ended: list[str | None] = []
        self.used: list[int] = []
        self.ways: tuple[tuple[str, str], ...] = ()

    def is_set_up(self) -> bool:
        return self.set_up

    def open_demonstration(self, progress: Callable[[int, str], None]) -> None:
        self.opened += 1
        for percent, step in self.steps:
            progress(percent, step)
            self.hold()
        if self.fails is not None:
            raise self.fails
        self.set_up = True

    def start_own(self, answers: OwnDesk) -> int:
        if "@" not in answers.email:
            raise MissingError(field="email", label="E-mail")
        self.started.append(answers)
        self.set_up = True
        return 3

    def title(self) -> str:
        return "Smart City Mag"

    def is_demonstration(self) -> bool:
        return self.demonstration

    def visitor(self, token: str | None) -> Visitor | None:
        seat = next((seat for seat in SEATS if f"seat-{seat.id}" == token), None)
        if seat is None:
            return None
        actor = make_actor(seat.id, name=seat.name)
        return Visitor(actor, seat.id, MORNING, "en", seat.role)

    def note_use(self, visitor: Visitor) -> None:
        self.used.append(visitor.sign_in_id)

    def providers(self) -> tuple[tuple[str, str], ...]:
        return self.ways

    def second_step_of(self, user_id: int) -> bool:
        return user_id == 99

    def owe_code(self, user_id: int, method: SignInMethod, wanted: str) -> str:  # noqa: ARG002
        return f"owes-{user_id}"

    def prove(self, email: str, password: str, *, address: str) -> int:  # noqa: ARG002
        if password != "right":
            raise WrongPasswordError
        return next(
            seat.id for seat in SEATS if email.startswith(seat.name[:4].lower())
        )

    def open_session(
        self,
        user_id: int,
        method: SignInMethod,  # noqa: ARG002
        *,
        address: str,  # noqa: ARG002
        browser: str,  # noqa: ARG002
    ) -> str:
        return f"seat-{user_id}"

    def sit_down(self, user_id: int, *, address: str, browser: str) -> str:  # noqa: ARG002
        return f"seat-{user_id}"

    def sessions_of(self, visitor: Visitor) -> tuple[OpenSignIn, ...]:  # noqa: ARG002
        return ()

    def end_session(self, visitor: Visitor, sign_in_id: int) -> None:
        """End nothing: no session is kept."""

    def end_other_sessions(self, visitor: Visitor) -> int:  # noqa: ARG002
        return 0

    def has_password(self, visitor: Visitor) -> bool:  # noqa: ARG002
        return False

    def prove_present(self, visitor: Visitor, present: str, *, address: str) -> None:
        """Take any: no password is kept."""

    def change_password(
        self, visitor: Visitor, present: str, new: str, again: str, *, address: str
    ) -> None:
        """Change nothing: no password is kept."""

    def link_holder(self, token: str) -> LinkHolder | None:  # noqa: ARG002
        return None

    def use_link(self, token: str, new: str, again: str) -> int:  # noqa: ARG002
        raise AssertionError("no link is kept")

    def sign_out(self, token: str | None) -> None:
        self.ended.append(token)

    def document(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002
        if id != 4 or asker.user_id == 3:
            return None
        return StoredPdf('Réservation "n° 4"\r\n.pdf', b"%PDF-1.7 four")

    def draft(self, id: int, asker: Actor) -> StoredPdf | None:  # noqa: A002
        if id != 4 or asker.user_id == 3:
            return None
        return StoredPdf("Réservation.eml", b"X-Unsent: 1\r\n", "message/rfc822")

    def seats(self) -> tuple[Seat, ...]:
        return SEATS

    def demo_figures(self) -> DemoFigures:
        return DemoFigures(advertisers=412, years=3, issues=12)


class FakeStore:
    """A store that remembers names and forms."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.forms: set[str] = set()

    def write(
        self,
        action: Callable[[Any], object],
        _actor: Actor | None = None,
        *,
        form_id: str | None = None,
    ) -> bool:
        if form_id in self.forms:
            return False
        action(self.names)
        if form_id is not None:
            self.forms.add(form_id)
        return True


NAMES = ("Lumicité", "Lumen & Fils", "Hydrélia")


def make_house(store: FakeStore | None = None, *, language: str = "fr") -> House:
    """Return a house over a fake store."""

    def person(token: str | None) -> Person | None:
        # Without a browser there is no cookie: the first of them sits there.
        shown = token or "seat-1"
        chosen = next((seat for seat in SEATS if f"seat-{seat.id}" == shown), None)
        if chosen is None:
            return None
        return Person(make_actor(chosen.id), chosen.name, chosen.role, language)

    def search(_person: Person, typed: str) -> list[Hit]:
        return [
            Hit("advertiser", number, name, "Rennes")
            for number, name in enumerate(NAMES)
            if name.lower().startswith(typed.lower())
        ]

    def no_session(_asker: Actor) -> Session:
        raise AssertionError("the sample pages read nothing")

    return House(
        store=store or FakeStore(),
        reading=no_session,
        person=person,
        title=lambda: "Smart City Mag",
        is_demonstration=lambda: True,
        search=search,
        log_call=lambda: None,
        new_booking=lambda: None,
    )
