"""Sign-ins under way: kept for minutes, taken up once, by the browser they began in.

The browser holds a cookie; what travels through addresses is the state, which is
derived from it and leads nowhere without it; the store knows the state by digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest, token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crm.store.models import PendingSignIn
from crm.store.queries.sign_ins import digest_of

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_PATH = 400


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a browser is given: its cookie, and the state that goes with it."""

    cookie: str
    state: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-in under way: at a provider, or a person's before their second step."""

    provider: str
    user_id: int | None
    nonce: str
    verifier: str
    wanted: str


def new_ticket() -> Ticket:
    """Return a cookie nobody can guess and its state."""
    cookie = token_urlsafe(32)
    return Ticket(cookie, state_of(cookie))


def state_of(cookie: str) -> str:
    """Return the state that goes with a browser's cookie."""
    return sha256(f"state of {cookie}".encode(errors="replace")).hexdigest()


def belongs(state: str, cookie: str) -> bool:
    """Say whether a state was given to the browser that holds a cookie."""
    given = state.encode(errors="replace")
    return compare_digest(given, state_of(cookie).encode())


def put_aside(
    session: Session, actor: Actor, state: str, waiting: Waiting, lasts: timedelta
) -> None:
    """Keep a sign-in under way for a while; those whose while is over go."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at <= actor.at))
    wanted = waiting.wanted if len(waiting.wanted) <= LONGEST_PATH else "/"
    session.add(
        PendingSignIn(
            state_digest=digest_of(state),
            provider=waiting.provider,
            user_id=waiting.user_id,
            nonce=waiting.nonce,
            verifier=waiting.verifier,
            wanted=wanted,
            expires_at=actor.at + lasts,
        )
    )
    session.flush()


def look_up(session: Session, actor: Actor, state: str) -> Waiting | None:
    """Return the sign-in under way of a state, None where there is none (any more)."""
    found = session.scalars(
        select(PendingSignIn).where(
            PendingSignIn.state_digest == digest_of(state),
            PendingSignIn.expires_at > actor.at,
        )
    ).first()
    if found is None:
        return None
    return Waiting(
        found.provider, found.user_id, found.nonce, found.verifier, found.wanted
    )


def take_up(session: Session, actor: Actor, state: str) -> Waiting | None:
    """Return the sign-in under way of a state and end it: of two askers, one has it."""
    found = look_up(session, actor, state)
    gone = session.scalars(
        delete(PendingSignIn)
        .where(PendingSignIn.state_digest == digest_of(state))
        .returning(PendingSignIn.state_digest)
        .execution_options(synchronize_session=False)
    ).all()
    return found if gone else None
