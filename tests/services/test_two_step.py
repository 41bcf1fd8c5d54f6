"""The second step: codes of an app, each once; recovery codes, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select

from crm.domain.account_errors import KeyLostError, WrongCodeError
from crm.domain.errors import AlreadyThereError, NotYoursError, UnknownError
from crm.domain.roles import STANDINGS, RoleCode
from crm.services import two_step
from crm.services.secrets_at_rest import Vault
from crm.services.two_step import Outcome
from crm.store.models import AuditEntry, Credential, RecoveryCode
from tests.factories import ITSELF, MORNING, Desk, make_actor, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store

VAULT = Vault("a key of thirty-two characters, or more")
OTHER_KEY = Vault("another key of thirty-two characters")
RIGHT, WRONG, HELD = Outcome.RIGHT, Outcome.WRONG, Outcome.HELD


def vault() -> Vault:
    return VAULT


def lost() -> Vault:
    raise KeyLostError(where="secret.key")


def app_of(session: Session, person: Actor) -> pyotp.TOTP:
    enrolment = two_step.begin(session, person, vault, "Smart City Mag")
    return pyotp.TOTP(enrolment.secret)


def later(actor: Actor, seconds: int) -> Actor:
    return replace(actor, at=actor.at + timedelta(seconds=seconds))


def turned_on(session: Session, person: Actor) -> tuple[pyotp.TOTP, list[str]]:
    app = app_of(session, person)
    # A while ago, so that the half minute it used up is not today's.
    before = later(person, -600)
    return app, two_step.confirm(session, before, vault, app.at(before.at))


def check(
    session: Session, person: Actor, code: str, at: datetime = MORNING
) -> Outcome:
    return two_step.check(
        session, replace(ITSELF, at=at), person.user_id or 0, code, vault
    )


def actions(session: Session) -> list[str]:
    query = select(AuditEntry.action).where(
        AuditEntry.action.contains("second_step")
        | AuditEntry.action.contains("recovery")
    )
    return list(session.scalars(query.order_by(AuditEntry.id)))


@both_engines
def test_it_is_on_once_a_code_was_given(session: Session) -> None:
    person = make_desk(session).rep
    app = app_of(session, person)
    stands = two_step.second_step(session, person, person.user_id or 0)
    assert stands == two_step.SecondStep(None, 0)
    with pytest.raises(WrongCodeError):
        two_step.confirm(session, person, vault, "000000")
    codes = two_step.confirm(session, person, vault, app.at(person.at))
    assert len(set(codes)) == 10
    stands = two_step.second_step(session, person, person.user_id or 0)
    assert stands == two_step.SecondStep(MORNING, 10)
    with pytest.raises(AlreadyThereError):
        two_step.confirm(session, person, vault, app.at(person.at))
    with pytest.raises(AlreadyThereError):
        two_step.begin(session, person, vault, "x")
    assert check(session, person, app.at(MORNING)) is WRONG, "it was used to confirm"
    assert actions(session) == ["second_step_on"]


def test_the_app_is_told_whose_code_it_is(session: Session) -> None:
    person = make_desk(session).rep
    first = two_step.begin(session, person, vault, "Mag: the city")
    assert two_step.begin(session, person, vault, "Mag: the city") == first
    assert two_step.started(session, person, vault, "Mag: the city") == first
    asked = urlsplit(first.uri)
    assert asked.path == "/Mag%20%20the%20city:c%40desk.example" or "c%40" in asked.path
    assert parse_qs(asked.query)["secret"] == [first.secret]
    kept = session.scalars(select(Credential.totp_secret)).one()
    assert first.secret not in kept


def test_nothing_begun_is_nothing_confirmed(session: Session) -> None:
    person = make_desk(session).rep
    assert two_step.started(session, person, vault, "x") is None
    with pytest.raises(UnknownError):
        two_step.confirm(session, person, vault, "123456")
    assert check(session, person, "123456") is WRONG, "off is never right"
    with pytest.raises(UnknownError):
        two_step.begin(session, ITSELF, vault, "x")


@both_engines
@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [(0, RIGHT), (-30, RIGHT), (30, RIGHT), (-60, WRONG), (60, WRONG)],
)
def test_a_code_may_be_half_a_minute_off(
    seconds: int, outcome: Outcome, session: Session
) -> None:
    person = make_desk(session).rep
    app, _codes = turned_on(session, person)
    code = app.at(MORNING + timedelta(seconds=seconds))
    assert check(session, person, f"{code[:3]} {code[3:]}") is outcome


@both_engines
def test_a_code_counts_once_and_none_before_it_does(session: Session) -> None:
    person = make_desk(session).rep
    app, _codes = turned_on(session, person)
    code, before = app.at(MORNING), app.at(MORNING - timedelta(seconds=30))
    assert check(session, person, code) is RIGHT
    assert check(session, person, code) is WRONG
    assert check(session, person, before) is WRONG
    soon = MORNING + timedelta(seconds=30)
    assert check(session, person, app.at(soon), soon) is RIGHT


@both_engines
def test_of_two_who_give_a_code_at_once_one_comes_in(store: Store) -> None:
    with store.writing(ITSELF) as session:
        person = make_desk(session).rep
    app = store.write(lambda session: turned_on(session, person)[0], ITSELF)
    code, both, outcomes = app.at(MORNING), Barrier(2), []

    def come_in() -> None:
        both.wait()
        outcomes.append(
            store.write(lambda session: check(session, person, code), ITSELF)
        )

    threads = [Thread(target=come_in) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [RIGHT, WRONG]


@both_engines
def test_a_recovery_code_counts_once(session: Session) -> None:
    person = make_desk(session).rep
    _app, codes = turned_on(session, person)
    assert check(session, person, codes[3]) is RIGHT
    assert check(session, person, codes[3]) is WRONG
    assert check(session, person, codes[4].upper().replace("-", " ")) is RIGHT
    assert two_step.second_step(session, person, person.user_id or 0).codes_left == 8
    kept = session.scalars(select(RecoveryCode.digest)).all()
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert actions(session)[-1] == "recovery_code_used"


def test_a_recovery_code_is_its_persons_alone(session: Session) -> None:
    desk = make_desk(session)
    _app, codes = turned_on(session, desk.rep)
    turned_on(session, desk.manager)
    assert check(session, desk.manager, codes[0]) is WRONG


@both_engines
def test_five_wrong_codes_hold_the_account_longer_each_time(session: Session) -> None:
    person = make_desk(session).rep
    app, codes = turned_on(session, person)
    at = MORNING
    for minutes in (15, 30, 60):
        tries = [check(session, person, "000000", at) for _try in range(5)]
        assert tries == [WRONG] * 4 + [HELD]
        almost = at + timedelta(minutes=minutes, seconds=-1)
        assert check(session, person, app.at(almost), almost) is HELD
        assert check(session, person, codes[0], almost) is HELD
        at += timedelta(minutes=minutes)
    assert check(session, person, app.at(at), at) is RIGHT
    assert check(session, person, "000000", at) is WRONG, "the count starts again"
    assert actions(session).count("second_step_held") == 3


def test_without_the_key_a_recovery_code_still_counts(session: Session) -> None:
    person = make_desk(session).rep
    app, codes = turned_on(session, person)
    user_id = person.user_id or 0
    for opening in (lost, lambda: OTHER_KEY):
        with pytest.raises(KeyLostError):
            two_step.check(session, ITSELF, user_id, app.at(MORNING), opening)
        used = codes.pop()
        assert two_step.check(session, ITSELF, user_id, used, opening) is RIGHT


def test_a_secret_moved_to_another_person_opens_nothing(session: Session) -> None:
    desk = make_desk(session)
    app, _codes = turned_on(session, desk.rep)
    turned_on(session, desk.manager)
    mine, theirs = (
        session.scalars(
            select(Credential).where(Credential.user_id == person.user_id)
        ).one()
        for person in (desk.rep, desk.manager)
    )
    theirs.totp_secret = mine.totp_secret
    session.flush()
    with pytest.raises(KeyLostError):
        check(session, desk.manager, app.at(MORNING))


@both_engines
def test_it_is_turned_off_with_a_code(session: Session) -> None:
    person = make_desk(session).rep
    app, codes = turned_on(session, person)
    assert two_step.turn_off(session, person, vault, "000000") is WRONG
    outcome, fresh = two_step.renew_codes(session, person, vault, codes[0])
    assert (outcome, len(fresh)) == (RIGHT, 10)
    assert two_step.renew_codes(session, person, vault, codes[1]) == (WRONG, [])
    assert two_step.turn_off(session, person, vault, app.at(person.at)) is RIGHT
    stands = two_step.second_step(session, person, person.user_id or 0)
    assert stands == two_step.SecondStep(None, 0)
    assert check(session, person, fresh[0]) is WRONG
    assert actions(session)[-1] == "second_step_off"


@both_engines
def test_an_administrator_takes_it_off(session: Session) -> None:
    desk = make_desk(session)
    turned_on(session, desk.rep)
    user_id = desk.rep.user_id or 0
    for _try in range(5):
        check(session, desk.rep, "000000")
    with pytest.raises(NotYoursError):
        two_step.reset(session, desk.manager, user_id)
    boss = make_actor(desk.manager.user_id, RoleCode.ADMINISTRATOR)
    two_step.reset(session, boss, user_id)
    stands = two_step.second_step(session, desk.rep, user_id)
    assert stands == two_step.SecondStep(None, 0)
    with pytest.raises(UnknownError):
        two_step.reset(session, boss, user_id)
    app, _codes = turned_on(session, desk.rep)
    assert check(session, desk.rep, app.at(MORNING)) is RIGHT, "and is not held"
    assert "second_step_reset" in actions(session)


@pytest.mark.parametrize("role", RoleCode)
def test_whatever_the_role_it_is_set_up_and_nobody_elses(
    role: RoleCode, store: Store
) -> None:
    desk: Desk = store.write(make_desk, ITSELF)
    person = replace(desk.rep, role=role, standing=STANDINGS[role])
    app = store.write(lambda session: app_of(session, person), person)
    code = app.at(person.at)
    codes = store.write(
        lambda session: two_step.confirm(session, person, vault, code), person
    )
    assert len(codes) == 10
    with store.reading(make_actor(desk.manager.user_id)) as session:
        assert session.scalars(select(Credential)).all() == []
        assert session.scalars(select(RecoveryCode)).all() == []


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "١٢٣٤٥٦", "²²²²²²", "a" * 500, "\x00"]
)
def test_whatever_is_typed_is_right_or_wrong(code: str, session: Session) -> None:
    person = make_desk(session).rep
    turned_on(session, person)
    assert check(session, person, code) is WRONG
