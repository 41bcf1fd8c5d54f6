"""Whom a kept document is for, and in whose name it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.store.models import (
    Booking,
    Document,
    Issue,
    Line,
    Publisher,
    Support,
    Title,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Addressed:
    """The contact a document was made for, its title, the publisher's address."""

    contact_id: int | None
    title: str
    email: str


def addressed(session: Session, _asker: Actor, document_id: int) -> Addressed:
    """Return whom a document is for: its own contact, else its booking's.

    Its title is its own, else its booking's, else the first there is.
    """
    row = session.execute(
        select(Document.contact_id, Document.title_id, Booking.contact_id, Booking.id)
        .outerjoin(Booking, Booking.id == Document.booking_id)
        .where(Document.id == document_id)
    ).first()
    contact_id, title_id, booking_contact_id, booking_id = row or (None,) * 4
    if title_id is None and booking_id is not None:
        title_id = session.scalars(
            select(Support.title_id)
            .join(Issue, Issue.support_id == Support.id)
            .join(Line, Line.issue_id == Issue.id)
            .where(Line.booking_id == booking_id)
            .order_by(Line.id)
            .limit(1)
        ).first()
    query = (
        select(Title.name, Publisher.email)
        .join(Publisher, Publisher.id == Title.publisher_id)
        .order_by(Title.rank, Title.id)
        .limit(1)
    )
    if title_id is not None:
        query = query.where(Title.id == title_id)
    name, email = session.execute(query).one()
    return Addressed(contact_id or booking_contact_id, name, email)
