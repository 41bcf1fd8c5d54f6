"""One-time links: whoever holds one chooses a password, once, for a while."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from crm.domain.errors import UnknownError
from crm.domain.roles import Right
from crm.domain.sign_ins import LinkPurpose
from crm.services.audit import record
from crm.store.models import Credential, OneTimeLink, User
from crm.store.queries.sign_ins import digest_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LINK_LASTS = {
    LinkPurpose.INVITE: timedelta(days=7),
    LinkPurpose.RESET: timedelta(days=1),
}


def make_link(
    session: Session, actor: Actor, user_id: int, purpose: LinkPurpose
) -> str:
    """Make a one-time link for a person; return its path, told this once.

    It opens for 24 hours (a reset) or 7 days (an invitation); those made before it
    open nothing any more. Raises NotYoursError but for administrators, UnknownError
    for who has left.
    """
    actor.require(Right.ADMINISTER)
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


def purpose_for(session: Session, actor: Actor, user_id: int) -> LinkPurpose:
    """Return what a link is for: a reset once a person has a password."""
    actor.require(Right.ADMINISTER)
    set_at = session.scalars(
        select(Credential.password_set_at).where(Credential.user_id == user_id)
    ).first()
    return LinkPurpose.RESET if set_at else LinkPurpose.INVITE
