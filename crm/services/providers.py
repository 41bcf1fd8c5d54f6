"""Who at the desk somebody is whom an identity provider vouches for.

Nobody is ever added this way: a provider proves who knocks, and the desk's people
are those an administrator has let in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.account_errors import NoAccountError
from crm.domain.errors import UnknownError
from crm.domain.names import normal_email
from crm.domain.roles import Right
from crm.services.audit import record
from crm.services.links import void_ways_in
from crm.store.models import ExternalIdentity, User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """What a provider vouches for: its own name for a person, and their address."""

    issuer: str
    subject: str
    email: str


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """A provider a person has come in by."""

    issuer: str
    linked_at: datetime


def identify(session: Session, actor: Actor, proven: ProvenIdentity) -> int:
    """Return the id of the person somebody is, linking them the first time.

    By issuer and subject where these have come in before, whatever address they have
    now; else by address, where nobody has come in by it from that issuer. A subject
    of one person with the address of another is neither. Raises NoAccountError, the
    same for every reason.
    """
    linked = session.execute(
        select(ExternalIdentity.user_id, User.ended_on, User.archived_at)
        .join(User, User.id == ExternalIdentity.user_id)
        .where(
            ExternalIdentity.issuer == proven.issuer,
            ExternalIdentity.subject == proven.subject,
        )
    ).one_or_none()
    addressee = _by_address(session, proven.email)
    if linked is not None:
        user_id, ended_on, archived_at = linked
        if ended_on is not None or archived_at is not None:
            raise NoAccountError
        if addressee is not None and addressee != user_id:
            raise NoAccountError
        return int(user_id)
    if addressee is None or _came_as_another(session, addressee, proven.issuer):
        raise NoAccountError
    session.add(
        ExternalIdentity(
            user_id=addressee,
            issuer=proven.issuer,
            subject=proven.subject,
            linked_at=actor.at,
        )
    )
    session.flush()
    void_ways_in(session, actor, addressee)
    record(session, actor, "link", "user", addressee, issuer=proven.issuer)
    return addressee


def unlink(session: Session, actor: Actor, user_id: int, issuer: str) -> None:
    """Forget who a person is at a provider; their next arrival links them anew.

    Raises NotYoursError for whoever does not administer; UnknownError.
    """
    actor.require(Right.ADMINISTER)
    found = session.scalars(
        select(ExternalIdentity).where(
            ExternalIdentity.user_id == user_id, ExternalIdentity.issuer == issuer
        )
    ).first()
    if found is None:
        raise UnknownError
    session.delete(found)
    record(session, actor, "unlink", "user", user_id, issuer=issuer)


def identities(session: Session, asker: Actor, user_id: int) -> list[IdentityRow]:  # noqa: ARG001  every read knows for whom it looks
    """List the providers a person has come in by, oldest first."""
    query = (
        select(ExternalIdentity.issuer, ExternalIdentity.linked_at)
        .where(ExternalIdentity.user_id == user_id)
        .order_by(ExternalIdentity.linked_at, ExternalIdentity.id)
    )
    return [IdentityRow(issuer, at) for issuer, at in session.execute(query)]


def _by_address(session: Session, email: str) -> int | None:
    """Return who has an address.

    Only plain ASCII ones are compared: making letters of other scripts into ours
    would let somebody in who has registered a look-alike.
    """
    address = normal_email(email) if email.isascii() else None
    if address is None or address != email.strip().lower():
        return None
    return session.scalars(
        select(User.id).where(
            User.email == address, User.ended_on.is_(None), User.archived_at.is_(None)
        )
    ).first()


def _came_as_another(session: Session, user_id: int, issuer: str) -> bool:
    query = select(ExternalIdentity.id).where(
        ExternalIdentity.user_id == user_id, ExternalIdentity.issuer == issuer
    )
    return session.scalars(query).first() is not None
