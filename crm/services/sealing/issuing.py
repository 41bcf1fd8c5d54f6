"""Sealing what is issued, with the certificate of the publisher it is issued by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.language import _, use_language
from crm.services.sealing.certificates import active_seal, key_of
from crm.store.models import Publisher, Title

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def sealed(
    session: Session, actor: Actor, content: bytes, language: str, title_id: int | None
) -> bytes:
    """Return a document sealed, or as it is where there is no valid certificate.

    A certificate that has expired seals nothing any more: the publisher's page says
    so. Raises KeyLostError.
    """
    publisher = _publisher(session, title_id)
    row = publisher and active_seal(publisher.id, session)
    if not publisher or not row or not row.valid_from <= actor.at <= row.valid_until:
        return content
    # It costs a quarter of a second to load, and most desks have no certificate.
    from crm.services.sealing.signing import Occasion, seal  # noqa: PLC0415

    with use_language(language):
        reason = _("Issued by {publisher}").format(publisher=publisher.name)
    return seal(
        content, key_of(row, session), Occasion(actor.at, reason, publisher.town)
    )


def _publisher(session: Session, title_id: int | None) -> Publisher | None:
    """Return the publisher of a title; without one, the desk's where it has one."""
    if title_id is not None:
        title = session.get(Title, title_id)
        return session.get(Publisher, title.publisher_id) if title else None
    both = session.scalars(select(Publisher).limit(2)).all()
    return both[0] if len(both) == 1 else None
