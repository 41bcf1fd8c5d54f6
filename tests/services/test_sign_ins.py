"""Signing in over a real store: who gets in, how often one may try, when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from crm.domain.account_errors import (
    ClosedAccountError,
    CrowdedError,
    DeadLinkError,
    ShortPasswordError,
    TooManyAttemptsError,
    UnequalPasswordsError,
    WrongPasswordError,
    WrongPresentPasswordError,
)
from crm.domain.errors import DeskError, NotYoursError, UnknownError
from crm.domain.roles import RoleCode
from crm.domain.sign_ins import LinkPurpose, SignInMethod
from crm.language.formats import tell
from crm.services import passwords, setup, users
from crm.services.front import FrontDesk
from crm.store.models import (
    AuditEntry,
    Credential,
    OneTimeLink,
    SignIn,
    Throttle,
    User,
)
from crm.store.queries.sign_ins import actor_of, digest_of
from tests.factories import ITSELF, MORNING
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

PASSWORD = "saumon crayon tilleul wagon"
OTHER = "violon brouette nuage citron"
EMAIL = "ines@desk.example"
HERE = {"address": "192.0.2.1", "browser": "Mozilla/5.0 Firefox"}


@dataclass
class Counter:
    """Counts how many times a password is hashed or compared."""

    hashings: int = 0


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Hash cheaply, and count."""
    counter = Counter()

    class Counting(PasswordHasher):
        def hash(self, *args: object, **kwargs: object) -> str:
            counter.hashings += 1
            return super().hash(*args, **kwargs)  # type: ignore[arg-type]

        def verify(self, *args: object, **kwargs: object) -> bool:
            counter.hashings += 1
            return super().verify(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(
        passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1)
    )
    return counter


class Desk(FrontDesk):
    """A desk of one's own with a clock that is moved by hand."""

    def __init__(self, url: str) -> None:
        self.at = MORNING
        super().__init__(url, now=lambda: self.at)
        answers = setup.OwnDesk(
            "Ville Demain", "Éditions", "Inès Marchal", EMAIL, password=PASSWORD
        )
        self.first = self.start_own(answers)

    def later(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at

    def add(self, name: str, role: RoleCode) -> int:
        wish = users.UserWish(name, f"{name.lower()}@desk.example", role)
        return self.store.write(
            lambda session: users.add_user(session, ITSELF, wish), ITSELF
        )

    def actor(self, user_id: int) -> Actor:
        with self.reading() as session:
            found = actor_of(session, user_id, ITSELF.door, self.at)
        assert found is not None
        return found

    def sign_in(self, user_id: int | None = None) -> str:
        method = SignInMethod.PASSWORD
        return self.open_session(user_id or self.first, method, **HERE)

    def prove_it(
        self, password: str = PASSWORD, email: str = EMAIL, at: str = "a"
    ) -> int:
        return self.prove(email, password, address=at)

    def count(self, table: type) -> int:
        with self.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def ask(self, question: Callable[[Session], object]) -> object:
        with self.reading() as session:
            return question(session)


@pytest.fixture
def desk(store_url: str, hashings: Counter) -> Iterator[Desk]:
    made = Desk(store_url)
    hashings.hashings = 0
    yield made
    made.store.close()


# --- Passwords ----------------------------------------------------------------


@both_engines
def test_the_right_password_and_no_other(desk: Desk) -> None:
    assert desk.prove_it() == desk.first
    assert desk.prove_it(email="  INES@desk.EXAMPLE ") == desk.first
    for typed in (PASSWORD + " ", PASSWORD.upper(), "", "x" * 60_000):
        with pytest.raises(WrongPasswordError):
            desk.prove_it(typed)
        desk.later(hours=1)


def test_a_password_is_kept_as_argon2id_and_nothing_else(desk: Desk) -> None:
    [kept] = desk.ask(lambda s: list(s.scalars(select(Credential.password_digest))))  # type: ignore[call-overload]
    assert kept.startswith("$argon2id$")
    told = desk.ask(lambda s: [row.changes for row in s.scalars(select(AuditEntry))])
    assert PASSWORD not in str(told)
    assert "argon2" not in str(told)


@pytest.mark.unaudited("somebody leaves by hand")
def test_nobody_learns_who_is_known(desk: Desk, hashings: Counter) -> None:
    """Known, unknown, without a password, gone: one sentence, one hashing each."""
    desk.add("Paul", RoleCode.REP)
    gone = desk.add("Gone", RoleCode.REP)
    passwords._nobodys(passwords.HASHER)
    desk.write(
        lambda s: s.execute(
            update(User).where(User.id == gone).values(ended_on=MORNING.date())
        )
    )
    said = set()
    for email in (
        EMAIL,
        "nobody@desk.example",
        "paul@desk.example",
        "gone@desk.example",
        "x",
    ):
        hashings.hashings = 0
        with pytest.raises(WrongPasswordError) as refused:
            desk.prove_it("not the right one", email, at=email)
        said.add(tell(refused.value))
        assert hashings.hashings == 1
    assert len(said) == 1


@both_engines
def test_a_digest_of_other_parameters_is_made_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    assert desk.prove_it() == desk.first
    kept = str(desk.ask(lambda s: s.scalars(select(Credential.password_digest)).one()))
    assert "m=16,t=2" in kept
    assert desk.prove_it() == desk.first


def test_too_many_at_once_are_sent_away_at_once(desk: Desk, hashings: Counter) -> None:
    taken = [passwords._queue.acquire(blocking=False) for _ in range(10)]
    try:
        with pytest.raises(CrowdedError):
            desk.prove_it()
        assert hashings.hashings == 0
    finally:
        for _ in filter(None, taken):
            passwords._queue.release()
    assert taken == [True] * 10
    assert desk.prove_it() == desk.first


def test_changing_it_asks_for_the_present_one(desk: Desk) -> None:
    mine, other = desk.sign_in(), desk.sign_in()
    visitor = desk.visitor(mine)
    assert visitor is not None
    for present, new, again, refusal, field in (
        ("wrong", OTHER, OTHER, WrongPresentPasswordError, "present"),
        (PASSWORD, "short", "short", ShortPasswordError, "new"),
        (PASSWORD, OTHER, OTHER + " ", UnequalPasswordsError, "again"),
    ):
        with pytest.raises(refusal) as refused:
            desk.change_password(visitor, present, new, again, address="a")
        assert refused.value.field == field
    assert desk.visitor(other) is not None
    desk.change_password(visitor, PASSWORD, OTHER, OTHER, address="a")
    assert desk.visitor(mine) is not None
    assert desk.visitor(other) is None
    assert desk.prove_it(OTHER) == desk.first
    with pytest.raises(WrongPasswordError):
        desk.prove_it(PASSWORD)


# --- Attempts -------------------------------------------------------------------


@both_engines
def test_ten_thousand_attempts_are_five_hashings(desk: Desk, hashings: Counter) -> None:
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess")
    for _ in range(100):
        with pytest.raises(TooManyAttemptsError):
            desk.prove_it("guess")
    with pytest.raises(TooManyAttemptsError):
        desk.prove_it(PASSWORD)
    assert hashings.hashings == 5
    assert desk.prove_it(at="b") == desk.first


@pytest.mark.parametrize("email", [EMAIL, "nobody@desk.example"])
def test_the_wait_is_the_same_for_anybody(desk: Desk, email: str) -> None:
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess", email)
    with pytest.raises(TooManyAttemptsError) as refused:
        desk.prove_it("guess", email)
    assert tell(refused.value) == "Too many attempts. Wait 31 s, then try again."
    desk.later(seconds=31)
    with pytest.raises(WrongPasswordError):
        desk.prove_it("guess", email)
    with pytest.raises(TooManyAttemptsError) as refused:
        desk.prove_it("guess", email)
    assert tell(refused.value) == "Too many attempts. Wait 2 min, then try again."


@both_engines
def test_one_address_may_not_try_everybody(desk: Desk, hashings: Counter) -> None:
    for number in range(30):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess", f"{number}@desk.example")
    with pytest.raises(TooManyAttemptsError):
        desk.prove_it()
    assert hashings.hashings == 30 + 1, "nobody's own digest is made once"
    assert desk.prove_it(at="elsewhere") == desk.first
    desk.later(minutes=15)
    assert desk.prove_it() == desk.first


def test_one_right_password_does_not_pay_for_thirty_guesses(desk: Desk) -> None:
    for number in range(60):
        try:
            desk.prove_it("guess", f"{number}@desk.example")
        except WrongPasswordError:
            continue
        except TooManyAttemptsError:
            break
        finally:
            if number < 29:
                desk.prove_it()
    assert number == 30


def test_a_hundred_in_a_row_from_wherever_leave_a_link_only(desk: Desk) -> None:
    for number in range(100):
        with pytest.raises(WrongPasswordError):
            desk.prove_it(
                "guess", f"Inès <{EMAIL}>" if number % 2 else EMAIL, at=f"{number}"
            )
    for days in (0, 400):
        desk.later(days=days)
        desk.keep_house()
        with pytest.raises(ClosedAccountError):
            desk.prove_it(at="far away")
    link = desk.make_link(desk.itself(), desk.first, LinkPurpose.RESET)
    desk.use_link(link.rpartition("/")[2], OTHER, OTHER)
    assert desk.prove_it(OTHER, at="far away") == desk.first


def test_an_attempt_counts_before_it_is_known_to_be_wrong(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def peek(*_args: object) -> bool:
        seen.append(desk.count(Throttle))
        return False

    monkeypatch.setattr(passwords, "is_right", peek)
    with pytest.raises(WrongPasswordError):
        desk.prove_it()
    assert seen == [3]


def test_success_clears_and_old_failures_are_forgotten(desk: Desk) -> None:
    for _ in range(4):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess")
    desk.prove_it()
    for _ in range(4):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess")
    rows = desk.ask(lambda s: [row.subject for row in s.scalars(select(Throttle))])
    assert EMAIL not in str(rows)
    desk.later(days=1, seconds=1)
    desk.keep_house()
    assert desk.count(Throttle) == 0


def test_an_ipv6_visitor_is_one_whichever_address_they_take(desk: Desk) -> None:
    for number in range(5):
        with pytest.raises(WrongPasswordError):
            desk.prove_it("guess", at=f"2001:db8:1:2::{number}")
    with pytest.raises(TooManyAttemptsError):
        desk.prove_it(at="2001:db8:1:3:ffff::9")
    assert desk.prove_it(at="2001:db8:1:100::1") == desk.first


# --- Sessions -------------------------------------------------------------------


@both_engines
def test_a_session_ends_unused_after_twelve_hours_and_in_thirty_days(
    desk: Desk,
) -> None:
    token = desk.sign_in()
    desk.later(hours=11, minutes=59)
    assert desk.visitor(token)
    desk.later(minutes=2)
    assert desk.visitor(token) is None
    used = desk.sign_in()
    for _ in range(29 * 3 + 2):
        desk.later(hours=8)
        visitor = desk.visitor(used)
        assert visitor is not None
        desk.note_use(visitor)
    desk.later(hours=8)
    assert desk.visitor(used) is None


def test_use_is_noted_every_five_minutes(desk: Desk) -> None:
    token = desk.sign_in()

    def noted(**time: float) -> timedelta:
        desk.later(**time)
        visitor = desk.visitor(token)
        assert visitor is not None
        desk.note_use(visitor)
        again = desk.visitor(token)
        assert again is not None
        return desk.at - again.seen_at

    assert noted(minutes=4) == timedelta(minutes=4)
    assert noted(minutes=1) == timedelta()


def test_a_forged_or_cut_token_is_nobodys(desk: Desk) -> None:
    token = desk.sign_in()
    kept = str(desk.ask(lambda s: s.scalars(select(SignIn.token_digest)).one()))
    assert kept == digest_of(token)
    for shown in ("", None, token[:-1], token + "x", kept, "x" * 100_000, "é\ud800"):
        assert desk.visitor(shown) is None
    assert desk.sign_in() != token


@pytest.mark.unaudited("somebody leaves by hand")
@both_engines
def test_who_has_left_is_signed_out(desk: Desk) -> None:
    paul = desk.add("Paul", RoleCode.REP)
    token = desk.sign_in(paul)
    assert desk.visitor(token)
    desk.write(
        lambda s: s.execute(
            update(User).where(User.id == paul).values(ended_on=MORNING.date())
        )
    )
    assert desk.visitor(token) is None
    with pytest.raises(UnknownError):
        desk.sign_in(paul)


@pytest.mark.parametrize("role", list(RoleCode))
def test_each_ends_their_own_sessions_and_nobody_elses(
    desk: Desk, role: RoleCode
) -> None:
    paul = desk.add("Paul", role)
    mine = [desk.sign_in(paul) for _ in range(3)]
    hers = desk.sign_in()
    me, her = desk.visitor(mine[0]), desk.visitor(hers)
    assert me is not None
    assert her is not None
    assert {row.id for row in desk.sessions_of(me)} == {
        visitor.sign_in_id for token in mine if (visitor := desk.visitor(token))
    }
    with pytest.raises(UnknownError):
        desk.end_session(me, her.sign_in_id)
    second = desk.visitor(mine[1])
    assert second is not None
    desk.end_session(me, second.sign_in_id)
    assert desk.visitor(mine[1]) is None
    assert desk.end_other_sessions(me) == 1
    assert desk.visitor(mine[2]) is None
    assert desk.visitor(mine[0])
    assert desk.visitor(hers)
    desk.sign_out(mine[0])
    desk.sign_out(mine[0])
    assert desk.visitor(mine[0]) is None


def test_nobody_sits_down_at_a_desk_of_ones_own(desk: Desk) -> None:
    with pytest.raises(NotYoursError):
        desk.sit_down(desk.first, **HERE)
    assert desk.count(SignIn) == 0


# --- One-time links --------------------------------------------------------------


@both_engines
def test_a_link_works_once_and_ends_every_session(desk: Desk) -> None:
    token = desk.sign_in()
    path = desk.make_link(desk.itself(), desk.first, LinkPurpose.RESET)
    assert path.startswith("/welcome/")
    shown = path.removeprefix("/welcome/")
    kept = str(desk.ask(lambda s: s.scalars(select(OneTimeLink.token_digest)).one()))
    assert shown not in kept
    for _ in range(2):
        holder = desk.link_holder(shown)
        assert holder is not None
        assert holder.email == EMAIL
    with pytest.raises(UnequalPasswordsError):
        desk.use_link(shown, OTHER, PASSWORD)
    assert desk.link_holder(shown)
    assert desk.use_link(shown, OTHER, OTHER) == desk.first
    assert desk.visitor(token) is None
    assert desk.prove_it(OTHER) == desk.first
    assert desk.link_holder(shown) is None
    with pytest.raises(DeadLinkError):
        desk.use_link(shown, PASSWORD, PASSWORD)


@pytest.mark.parametrize(
    ("purpose", "hours"), [(LinkPurpose.RESET, 24), (LinkPurpose.INVITE, 168)]
)
def test_a_link_has_its_time(desk: Desk, purpose: LinkPurpose, hours: int) -> None:
    shown = desk.make_link(desk.itself(), desk.first, purpose).rpartition("/")[2]
    desk.later(hours=hours, seconds=-1)
    assert desk.link_holder(shown)
    desk.later(seconds=1)
    assert desk.link_holder(shown) is None
    with pytest.raises(DeadLinkError):
        desk.use_link(shown, OTHER, OTHER)


def test_a_newer_link_voids_the_older(desk: Desk) -> None:
    older, newer = (
        desk.make_link(desk.itself(), desk.first, LinkPurpose.RESET).rpartition("/")[2]
        for _ in range(2)
    )
    assert desk.link_holder(older) is None
    assert desk.link_holder(newer)
    assert desk.link_holder(newer[:-1]) is None


@pytest.mark.parametrize("role", list(RoleCode))
def test_only_an_administrator_makes_links(desk: Desk, role: RoleCode) -> None:
    paul = desk.actor(desk.add("Paul", role))
    if role is RoleCode.ADMINISTRATOR:
        assert desk.make_link(paul, desk.first, LinkPurpose.RESET)
        return
    for user_id in (desk.first, paul.user_id or 0):
        with pytest.raises(NotYoursError):
            desk.make_link(paul, user_id, LinkPurpose.RESET)


@pytest.mark.unaudited("somebody leaves by hand")
def test_no_link_opens_for_who_has_left(desk: Desk) -> None:
    paul = desk.add("Paul", RoleCode.REP)
    shown = desk.make_link(desk.itself(), paul, LinkPurpose.INVITE).rpartition("/")[2]
    desk.write(
        lambda s: s.execute(
            update(User).where(User.id == paul).values(ended_on=MORNING.date())
        )
    )
    assert desk.link_holder(shown) is None
    with pytest.raises(UnknownError):
        desk.make_link(desk.itself(), paul, LinkPurpose.INVITE)


# --- The first administrator ------------------------------------------------------


@pytest.mark.usefixtures("hashings")
def test_a_desk_of_ones_own_begins_with_a_password(store_url: str) -> None:
    desk = FrontDesk(store_url, now=lambda: MORNING)
    answers = setup.OwnDesk("Ville", "Éditions", "Inès Marchal", EMAIL)
    for password in ("", "Inès Marchal, Ville"):
        with pytest.raises(DeskError) as refused:
            desk.start_own(setup.OwnDesk(*_five(answers), password=password))
        assert refused.value.field == "password"
        assert not desk.is_set_up()
    desk.store.close()


def _five(answers: setup.OwnDesk) -> tuple[str, ...]:
    return (answers.title, answers.publisher, answers.name, answers.email, "", "fr")
