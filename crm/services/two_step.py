"""The second step of signing in: a code from the person's own device.

The codes are those of RFC 6238 (six digits, thirty seconds), which every
authenticator app makes. The secret is sealed; ten recovery codes, known by digest
only, stand in for the device, once each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from secrets import choice
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import func, select

from crm.domain.account_errors import HeldError, OwnRightsError, WrongCodeError
from crm.domain.errors import AlreadyThereError, UnknownError
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.services.tries import count_wrong, forget_wrong, held_until
from crm.store.models import Credential, RecoveryCode, User

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.secrets_at_rest import Vault

    OpenVault = Callable[[], Vault]
    """Opened when a secret is needed only: recovery codes work without it."""

DIGITS, STEP_SECONDS, DRIFT = 6, 30, 1
RECOVERY_CODES = 10
# No 0, 1, i, l, o: nobody types one for the other. 16 of 31 signs are 79 bits,
# so that a digest without salt tells nothing.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 16


class Outcome(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app is given: the secret (base 32) and its address."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How somebody's second step stands; `on_since` None where it is off."""

    on_since: datetime | None
    codes_left: int


def second_step(session: Session, asker: Actor, user_id: int) -> SecondStep:  # noqa: ARG001  every read knows for whom it looks
    """Tell how a person's second step stands."""
    found = _credential(session, user_id)
    left = session.scalars(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    ).one()
    return SecondStep(found.totp_confirmed_at if found else None, left)


def begin(session: Session, actor: Actor, vault: OpenVault, issuer: str) -> Enrolment:
    """Give the actor a secret for their app; it counts once it is confirmed.

    Asked again before that, it is the same secret, so that a page shown twice does
    not spoil an app that was set up in between. Raises AlreadyThereError.
    """
    user_id = _person(actor)
    mine = _credential(session, user_id)
    if mine is None:
        mine = Credential(user_id=user_id)
        session.add(mine)
    if mine.totp_confirmed_at is not None:
        raise AlreadyThereError(value="TOTP")
    if not mine.totp_secret:
        mine.totp_secret = vault().seal(pyotp.random_base32(), user_id)
        mine.totp_last_step = None
    session.flush()
    return _enrolment(session, mine, vault, issuer)


def started(
    session: Session, asker: Actor, vault: OpenVault, issuer: str
) -> Enrolment | None:
    """Return the secret the asker has begun with and not confirmed, if any."""
    mine = _credential(session, _person(asker))
    if mine is None or not mine.totp_secret or mine.totp_confirmed_at is not None:
        return None
    return _enrolment(session, mine, vault, issuer)


def confirm(session: Session, actor: Actor, vault: OpenVault, code: str) -> list[str]:
    """Turn the actor's second step on with a code of their app.

    Return ten recovery codes, told this once. Raises WrongCodeError, UnknownError
    where nothing was begun, AlreadyThereError where it is on.
    """
    user_id = _person(actor)
    mine = _credential(session, user_id)
    if mine is None or not mine.totp_secret:
        raise UnknownError
    if mine.totp_confirmed_at is not None:
        raise AlreadyThereError(value="TOTP")
    if not _matches(mine, vault, _typed(code), actor.at):
        raise WrongCodeError(field="code")
    mine.totp_confirmed_at = actor.at
    record(session, actor, "second_step_on", "user", user_id)
    return _new_codes(session, user_id)


def check(
    session: Session, actor: Actor, user_id: int, code: str, vault: OpenVault
) -> Outcome:
    """Say whether a code is a person's, and use it up.

    Takes a code of the app (the last, this or the next half minute, each once) or a
    recovery code. The session is opened for the desk itself, which alone counts
    wrong codes; five of them hold the account's second step. Raises KeyLostError
    for a code of the app where the vault does not open the secret.
    """
    what = f"second step of {user_id}"
    theirs = _credential(session, user_id)  # whoever holds its row tries alone
    if held_until(session, actor, what) is not None:
        return Outcome.HELD
    typed = _typed(code)
    if theirs is None or theirs.totp_confirmed_at is None:
        return Outcome.WRONG
    if _matches(theirs, vault, typed, actor.at) or _recovers(
        session, actor, user_id, typed
    ):
        forget_wrong(session, actor, what)
        return Outcome.RIGHT
    until = count_wrong(session, actor, what)
    if until is not None:
        record(session, actor, "second_step_held", "user", user_id, until=until)
    return Outcome.WRONG if until is None else Outcome.HELD


def turn_off(session: Session, actor: Actor, vault: OpenVault, code: str) -> Outcome:
    """Turn the actor's second step off, with a code; the session is as in `check`."""
    user_id = _person(actor)
    outcome = check(session, actor, user_id, code, vault)
    if outcome is Outcome.RIGHT:
        _forget(session, user_id)
        record(session, actor, "second_step_off", "user", user_id)
    return outcome


def renew_codes(
    session: Session, actor: Actor, vault: OpenVault, code: str
) -> tuple[Outcome, list[str]]:
    """Replace the actor's recovery codes, with a code; the session is as in `check`."""
    user_id = _person(actor)
    outcome = check(session, actor, user_id, code, vault)
    if outcome is not Outcome.RIGHT:
        return outcome, []
    record(session, actor, "recovery_codes_renewed", "user", user_id)
    return outcome, _new_codes(session, user_id)


def reset(session: Session, actor: Actor, user_id: int) -> None:
    """Take somebody's second step off, who has lost device and codes.

    Raises NotYoursError for whoever does not administer; UnknownError where it is
    off.
    """
    actor.require(Right.ADMINISTER)
    if user_id == actor.user_id:
        raise OwnRightsError
    theirs = _credential(session, user_id)
    if theirs is None or not theirs.totp_secret:
        raise UnknownError
    _forget(session, user_id)
    forget_wrong(session, actor, f"second step of {user_id}")
    record(session, actor, "second_step_reset", "user", user_id)


def refuse(outcome: Outcome) -> None:
    """Raise WrongCodeError or HeldError for a code that was not right."""
    if outcome is Outcome.WRONG:
        raise WrongCodeError(field="code")
    if outcome is Outcome.HELD:
        raise HeldError(field="code")


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise UnknownError
    return actor.user_id


def _credential(session: Session, user_id: int) -> Credential | None:
    """Return a person's row, held until the transaction ends."""
    return session.scalars(
        select(Credential)
        .where(Credential.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _enrolment(
    session: Session, mine: Credential, vault: OpenVault, issuer: str
) -> Enrolment:
    person = session.get_one(User, mine.user_id)
    secret = vault().unseal(mine.totp_secret, mine.user_id)
    named = clean_line(issuer.replace(":", " "), longest=60) or "Régie"
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=named)
    return Enrolment(secret, uri)


def _matches(theirs: Credential, vault: OpenVault, typed: str, at: datetime) -> bool:
    """Say whether a code is the app's, and remember its half minute as used."""
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
        return False
    codes = pyotp.TOTP(vault().unseal(theirs.totp_secret, theirs.user_id))
    now = int(at.timestamp()) // STEP_SECONDS
    last = theirs.totp_last_step
    for step in range(now - DRIFT, now + DRIFT + 1):
        fresh = last is None or step > last
        if codes.verify(typed, for_time=step * STEP_SECONDS) and fresh:
            theirs.totp_last_step = step
            return True
    return False


def _recovers(session: Session, actor: Actor, user_id: int, typed: str) -> bool:
    if len(typed) != CODE_LENGTH:
        return False
    found = session.scalars(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.digest == _digest(user_id, typed),
            RecoveryCode.used_at.is_(None),
        )
    ).first()
    if found is None:
        return False
    found.used_at = actor.at
    record(session, actor, "recovery_code_used", "user", user_id)
    return True


def _new_codes(session: Session, user_id: int) -> list[str]:
    _forget_codes(session, user_id)
    made = [
        "".join(choice(SIGNS) for _ in range(CODE_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    session.add_all(
        RecoveryCode(user_id=user_id, digest=_digest(user_id, code)) for code in made
    )
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in made]


def _forget(session: Session, user_id: int) -> None:
    theirs = _credential(session, user_id)
    if theirs is not None:
        theirs.totp_secret = ""
        theirs.totp_confirmed_at = None
        theirs.totp_last_step = None
    _forget_codes(session, user_id)


def _forget_codes(session: Session, user_id: int) -> None:
    for old in session.scalars(
        select(RecoveryCode).where(RecoveryCode.user_id == user_id)
    ):
        session.delete(old)


def _typed(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())[:40]


def _digest(user_id: int, code: str) -> str:
    return sha256(f"{user_id}:{code}".encode()).hexdigest()
