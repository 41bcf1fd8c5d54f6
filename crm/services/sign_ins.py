"""Sessions: a person signs in with a browser, and is signed out of it."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crm.domain.errors import UnknownError
from crm.domain.sign_ins import LASTS
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import PendingSignIn, SignIn
from crm.store.queries.sign_ins import digest_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.sign_ins import SignInMethod


def open_sign_in(
    session: Session,
    actor: Actor,
    user_id: int,
    method: SignInMethod,
    *,
    address: str = "",
    browser: str = "",
) -> str:
    """Sign a person in; return the token of the browser's cookie, told this once.

    Each sign-in has a token of its own, whatever cookie the browser came with.
    """
    token = token_urlsafe(32)
    session.add(
        SignIn(
            token_digest=digest_of(token),
            user_id=user_id,
            method=method,
            opened_at=actor.at,
            seen_at=actor.at,
            expires_at=actor.at + LASTS,
            address=clean_line(address, longest=200),
            browser=clean_line(browser, longest=200),
        )
    )
    session.flush()
    record(session, actor, "sign_in", "user", user_id, method=method)
    return token


def end_sign_in(session: Session, actor: Actor, sign_in_id: int) -> None:
    """End a session: its cookie opens nothing from here on.

    Raises UnknownError where it is not the actor's and they do not administer.
    """
    found = session.get(SignIn, sign_in_id)
    if found is None:
        raise UnknownError
    if found.ended_at is None:
        found.ended_at = actor.at
        record(session, actor, "sign_out", "user", found.user_id)


def end_sign_ins(
    session: Session, actor: Actor, user_id: int, *, but: int | None = None
) -> int:
    """End a person's sessions, but for one where named; return how many."""
    open_ones = session.scalars(
        select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    )
    ended = [row for row in open_ones if row.id != but]
    for row in ended:
        row.ended_at = actor.at
    if ended:
        record(session, actor, "end_sessions", "user", user_id, number=len(ended))
    session.flush()
    return len(ended)


def note_use(session: Session, actor: Actor, sign_in_id: int) -> None:
    """Note that a session is in use: it does not end for idleness."""
    found = session.get(SignIn, sign_in_id)
    if found is not None and found.ended_at is None:
        found.seen_at = max(found.seen_at, actor.at)


def forget_pending(session: Session, actor: Actor) -> None:
    """Take out the sign-ins that were begun, never finished, and have expired."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at < actor.at))
