"""Who stands behind a session's cookie."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.roles import Actor, Door
from crm.store.models import Role, SignIn, User
from crm.store.queries.users import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in: who acts, and what their screens need of them."""

    actor: Actor
    sign_in_id: int
    seen_at: datetime
    language: str
    job: str


def digest_of(token: str) -> str:
    """Return how the store knows a token: as a digest, never as itself."""
    return sha256(token.encode(errors="replace")).hexdigest()


def visitor_of(
    session: Session, token: str | None, at: datetime, door: Door = Door.SCREEN
) -> Visitor | None:
    """Return who is signed in with a token; None where it is not (any more) one.

    Opened on behalf of the desk itself: it is asked before anybody is known.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = session.execute(
        select(
            SignIn.id,
            SignIn.seen_at,
            User.id,
            User.name,
            User.job,
            User.language,
            User.team_id,
            Role,
        )
        .join(User, User.id == SignIn.user_id)
        .join(Role, Role.id == User.role_id)
        .where(
            SignIn.token_digest == digest_of(token),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > at,
            User.ended_on.is_(None),
            User.archived_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    sign_in_id, seen_at, user_id, name, job, language, team_id, role = found
    actor = Actor(user_id, name, role.code, door, at, standing_of(role), team_id)
    return Visitor(actor, sign_in_id, seen_at, language, job)
