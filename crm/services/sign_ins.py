"""Sessions: a person signs in with a browser, and is signed out of it."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import SignIn
from crm.store.queries.sign_ins import digest_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.sign_ins import SignInMethod

LASTS = timedelta(days=30)


def open_sign_in(
    session: Session,
    actor: Actor,
    user_id: int,
    method: SignInMethod,
    *,
    address: str = "",
    browser: str = "",
) -> str:
    """Sign a person in; return the token of the browser's cookie, told this once."""
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
