"""The tracks of a company's line of time, and how each is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.activities import ActivityKind
from crm.store.models import (
    Activity,
    Agreement,
    Amendment,
    Booking,
    Contact,
    Document,
    FollowUp,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.activities import Direction, Outcome
    from crm.domain.audit import AuditRow
    from crm.domain.magazine import DocumentKind
    from crm.store.queries.family import Family


class Track(StrEnum):
    """What the line of time is made of."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    VISIT = "visit"
    NOTE = "note"
    QUOTED = "quoted"
    OPTION = "option"
    CONFIRMED = "confirmed"
    AMENDED = "amended"
    ENDED = "ended"
    DOCUMENT = "document"
    FOLLOW_UP = "follow_up"
    CHANGE = "change"


TOLD = frozenset({Track(kind.value) for kind in ActivityKind})
"""The tracks that are activities."""


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One thing that happened; what a track does not have is empty.

    `reference` is a booking's or a document's number, `text` what was noted, the
    campaign, who agreed, the file's name or what was to be done. `whose` names the
    company it was had with where that is not the page's own. Options, ends and changes
    are told by the audit: `entry`.
    """

    track: Track
    id: int
    at: datetime
    text: str
    user: str
    contact: str = ""
    reference: str = ""
    direction: Direction | None = None
    outcome: Outcome | None = None
    minutes: int | None = None
    document: DocumentKind | None = None
    user_id: int | None = None
    whose_id: int | None = None
    whose: str = ""
    number: int | None = None
    agreed_on: date | None = None
    entry: AuditRow | None = None


def _activities(
    session: Session, family: Family, tracks: Collection[Track], most: int
) -> list[TrackRow]:
    query = (
        select(Activity, Contact, User.name)
        .outerjoin(Contact, Contact.id == Activity.contact_id)
        .join(User, User.id == Activity.user_id)
        .where(
            family.told(),
            Activity.archived_at.is_(None),
            Activity.kind.in_([ActivityKind(track.value) for track in tracks]),
        )
        .order_by(Activity.happened_at.desc(), Activity.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track(row.kind.value),
            row.id,
            row.happened_at,
            row.note,
            user,
            contact=_named(contact),
            direction=row.direction,
            outcome=row.outcome,
            minutes=row.minutes,
            user_id=row.user_id,
            whose_id=row.company_id,
        )
        for row, contact, user in session.execute(query)
    ]


def _quoted(session: Session, family: Family, most: int) -> list[TrackRow]:
    query = (
        select(Booking, User.name)
        .join(User, User.id == Booking.owner_id)
        .where(family.booked())
        .order_by(Booking.created_at.desc(), Booking.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track.QUOTED,
            row.id,
            row.created_at,
            row.campaign,
            user,
            reference=row.quote_number,
            whose_id=row.advertiser_id,
        )
        for row, user in session.execute(query)
    ]


def _confirmed(session: Session, family: Family, most: int) -> list[TrackRow]:
    query = (
        select(Agreement, Booking, User.name)
        .join(Booking, Booking.id == Agreement.booking_id)
        .outerjoin(User, User.id == Agreement.recorded_by_id)
        .where(family.booked())
        .order_by(Agreement.recorded_at.desc(), Agreement.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track.CONFIRMED,
            booking.id,
            row.recorded_at,
            booking.campaign,
            user or "",
            contact=row.agreed_by,
            reference=booking.number or booking.quote_number,
            whose_id=booking.advertiser_id,
        )
        for row, booking, user in session.execute(query)
    ]


def _amended(session: Session, family: Family, most: int) -> list[TrackRow]:
    query = (
        select(Amendment, Booking, User.name)
        .join(Booking, Booking.id == Amendment.booking_id)
        .outerjoin(User, User.id == Amendment.proposed_by_id)
        .where(family.booked())
        .order_by(Amendment.proposed_at.desc(), Amendment.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track.AMENDED,
            row.id,
            row.proposed_at,
            row.reason,
            user or "",
            reference=booking.number or booking.quote_number,
            number=row.number,
            agreed_on=row.agreed_on,
            whose_id=booking.advertiser_id,
        )
        for row, booking, user in session.execute(query)
    ]


def _documents(session: Session, family: Family, most: int) -> list[TrackRow]:
    query = (
        select(Document, User.name)
        .outerjoin(User, User.id == Document.issued_by_id)
        .where(family.documented())
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track.DOCUMENT,
            row.id,
            row.issued_at,
            row.file_name,
            user or "",
            reference=row.reference,
            document=row.kind,
            whose_id=row.company_id,
        )
        for row, user in session.execute(query)
    ]


def _followed_up(session: Session, family: Family, most: int) -> list[TrackRow]:
    query = (
        select(FollowUp, Contact, User.name)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .join(User, User.id == FollowUp.owner_id)
        .where(FollowUp.company_id.in_(family.own), FollowUp.done_at.is_not(None))
        .order_by(FollowUp.done_at.desc(), FollowUp.id.desc())
        .limit(most)
    )
    return [
        TrackRow(
            Track.FOLLOW_UP,
            row.id,
            row.done_at,
            row.reason,
            user,
            contact=_named(contact),
            whose_id=row.company_id,
        )
        for row, contact, user in session.execute(query)
        if row.done_at is not None
    ]


def _named(contact: Contact | None) -> str:
    return f"{contact.first_name} {contact.last_name}".strip() if contact else ""


SOURCES = {
    Track.QUOTED: _quoted,
    Track.CONFIRMED: _confirmed,
    Track.AMENDED: _amended,
    Track.DOCUMENT: _documents,
    Track.FOLLOW_UP: _followed_up,
}
"""How the tracks that are tables of their own are read: the newest first."""

ACTIVITIES = _activities
"""How activities of some kinds are read."""
