"""What a contact was told of the record kept, and what they opposed (RGPD)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm.domain.errors import UnknownError
from crm.services.audit import record
from crm.store.models import Contact

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def inform(session: Session, actor: Actor, contact_id: int) -> None:
    """Record that a contact was told today that a record is kept (RGPD art. 14).

    The first day is kept; doing so again changes nothing. Raises UnknownError.
    """
    contact = _found(session, contact_id)
    if contact.informed_on is None:
        contact.informed_on = actor.today
        _changed(session, actor, contact, "inform", informed_on=(None, actor.today))


def oppose(session: Session, actor: Actor, contact_id: int, to: str) -> None:
    """Record what a contact opposed today: `mailing`, or `all` (RGPD art. 21).

    They are in no mailing export and in no send from here on. Raises UnknownError.
    """
    contact = _found(session, contact_id)
    before = contact.opposed_on, contact.opposed_to
    contact.opposed_on, contact.opposed_to = actor.today, to
    _changed(
        session,
        actor,
        contact,
        "oppose",
        opposed_on=(before[0], actor.today),
        opposed_to=(before[1], to),
    )


def withdraw_opposition(
    session: Session, actor: Actor, contact_id: int, *, since: date | None, to: str
) -> None:
    """Take back an opposition noted by mistake; what was opposed before stands again.

    `since` and `to` are what stood before it: None and "" for nothing. Raises
    UnknownError.
    """
    contact = _found(session, contact_id)
    before = contact.opposed_on, contact.opposed_to
    contact.opposed_on, contact.opposed_to = since, to
    _changed(
        session,
        actor,
        contact,
        "withdraw_opposition",
        opposed_on=(before[0], since),
        opposed_to=(before[1], to),
    )


def _found(session: Session, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise UnknownError
    return contact


def _changed(
    session: Session,
    actor: Actor,
    contact: Contact,
    action: str,
    **changes: Any,  # noqa: ANN401  any field of a contact
) -> None:
    contact.changed_at = actor.at
    contact.version += 1
    record(session, actor, action, "contact", contact.id, **changes)
    session.flush()
