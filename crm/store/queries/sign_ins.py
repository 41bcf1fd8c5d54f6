"""Who stands behind a session's cookie or a one-time link, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from crm.domain.roles import Actor, Door
from crm.domain.sign_ins import IDLE
from crm.store.models import Credential, OneTimeLink, Role, SignIn, User
from crm.store.queries.users import standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.sign_ins import LinkPurpose, SignInMethod

LONGEST_TOKEN = 200

_VISITOR = (
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
        SignIn.token_digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("at", type_=SignIn.expires_at.type),
        SignIn.seen_at > bindparam("idle_since", type_=SignIn.seen_at.type),
        User.ended_on.is_(None),
        User.archived_at.is_(None),
    )
)
"""Asked at every request and every run: built once, found by one unique index."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in: who acts, and what their screens need of them."""

    actor: Actor
    sign_in_id: int
    seen_at: datetime
    language: str
    job: str


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """A browser somebody is signed in with."""

    id: int
    method: SignInMethod
    browser: str
    address: str
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whom a one-time link is for, and what for."""

    link_id: int
    user_id: int
    name: str
    email: str
    language: str
    purpose: LinkPurpose


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
    asked = {"digest": digest_of(token), "at": at, "idle_since": at - IDLE}
    found = session.execute(_VISITOR, asked).one_or_none()
    if found is None:
        return None
    sign_in_id, seen_at, user_id, name, job, language, team_id, role = found
    actor = Actor(user_id, name, role.code, door, at, standing_of(role), team_id)
    return Visitor(actor, sign_in_id, seen_at, language, job)


def actor_of(session: Session, user_id: int, door: Door, at: datetime) -> Actor | None:
    """Return a person acting through a door; None where they are not at the desk."""
    found = session.execute(
        select(User.name, User.team_id, Role)
        .join(Role, Role.id == User.role_id)
        .where(User.id == user_id, User.ended_on.is_(None), User.archived_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    name, team_id, role = found
    return Actor(user_id, name, role.code, door, at, standing_of(role), team_id)


def list_sign_ins(session: Session, asker: Actor, user_id: int) -> list[OpenSignIn]:
    """List the sessions a person has open, the last used first."""
    query = (
        select(SignIn)
        .where(
            SignIn.user_id == user_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > asker.at,
            SignIn.seen_at > asker.at - IDLE,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [
        OpenSignIn(
            row.id, row.method, row.browser, row.address, row.opened_at, row.seen_at
        )
        for row in session.scalars(query)
    ]


def has_password(session: Session, user_id: int) -> bool:
    """Say whether a person has chosen a password."""
    query = select(Credential.password_digest).where(Credential.user_id == user_id)
    return bool(session.scalars(query).one_or_none())


def holder_of(session: Session, token: str, at: datetime) -> LinkHolder | None:
    """Return whom a one-time link is for; None once it opens nothing.

    Opened on behalf of the desk itself: it is asked before anybody is known.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = session.execute(
        select(
            OneTimeLink.id,
            User.id,
            User.name,
            User.email,
            User.language,
            OneTimeLink.purpose,
        )
        .join(User, User.id == OneTimeLink.user_id)
        .where(
            OneTimeLink.token_digest == digest_of(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
            User.ended_on.is_(None),
            User.archived_at.is_(None),
        )
    ).one_or_none()
    return LinkHolder(*found) if found else None
