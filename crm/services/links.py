"""One-time links: whoever holds one chooses a password, once, for a while."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from crm.domain.account_errors import DeadLinkError, OwnRightsError
from crm.domain.errors import UnknownError
from crm.domain.roles import Door, Right
from crm.domain.sign_ins import LINK_LASTS, LinkPurpose
from crm.services.audit import record
from crm.services.passwords import keep_password
from crm.services.sign_ins import end_sign_ins
from crm.store.models import OneTimeLink, PendingSignIn, User
from crm.store.queries.sign_ins import (
    actor_of,
    digest_of,
    has_password,
    holder_of,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def make_link(
    session: Session, actor: Actor, user_id: int, purpose: LinkPurpose
) -> str:
    """Make a one-time link for a person; return its path, told this once.

    It opens for 24 hours (a reset) or 7 days (an invitation); those made before it
    open nothing any more. Raises NotYoursError but for administrators, UnknownError
    for who has left.
    """
    actor.require(Right.ADMINISTER)
    if user_id == actor.user_id:
        raise OwnRightsError
    person = session.get(User, user_id)
    if person is None or person.ended_on or person.archived_at:
        raise UnknownError
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=actor.at)
    )
    token = token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_digest=digest_of(token),
            user_id=user_id,
            purpose=purpose,
            made_at=actor.at,
            made_by_id=actor.user_id,
            expires_at=actor.at + LINK_LASTS[purpose],
        )
    )
    record(session, actor, "make_link", "user", user_id, purpose=purpose)
    session.flush()
    return f"/welcome/{token}"


def void_ways_in(session: Session, actor: Actor, user_id: int) -> None:
    """Close what waits to let a person in: their links, their half-made sign-ins.

    Asked on behalf of the desk itself, where a person's proof has changed.
    """
    waiting = session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .with_for_update()
    ).all()
    for link in waiting:
        link.used_at = actor.at
    if waiting:
        record(session, actor, "void_link", "user", user_id)
    session.execute(delete(PendingSignIn).where(PendingSignIn.user_id == user_id))


def purpose_for(session: Session, actor: Actor, user_id: int) -> LinkPurpose:
    """Return what a link is for: a reset once a person has a password."""
    actor.require(Right.ADMINISTER)
    return LinkPurpose.RESET if has_password(session, user_id) else LinkPurpose.INVITE


def use_link(session: Session, actor: Actor, token: str, made: str) -> int:
    """Give the holder of a link the password of a digest; return their id.

    The link is used up, and every session of theirs ends. `actor` tells the time, on
    behalf of the desk itself; the change is its holder's. Raises DeadLinkError.
    """
    holder = holder_of(session, token, actor.at)
    if holder is None:
        raise DeadLinkError
    used = session.scalar(
        update(OneTimeLink)
        .where(OneTimeLink.id == holder.link_id, OneTimeLink.used_at.is_(None))
        .values(used_at=actor.at)
        .returning(OneTimeLink.id)
    )
    if used is None:
        raise DeadLinkError
    person = actor_of(session, holder.user_id, Door.LINK, actor.at)
    if person is None:
        raise DeadLinkError
    keep_password(session, person, holder.user_id, made)
    end_sign_ins(session, person, holder.user_id)
    return holder.user_id
