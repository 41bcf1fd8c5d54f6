"""What happened with a company, in one line of time, and what asks for attention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.domain.activities import ActivityKind
from crm.store.models import (
    Activity,
    Agreement,
    Booking,
    Contact,
    Document,
    FollowUp,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.activities import Direction, Outcome
    from crm.domain.magazine import DocumentKind
    from crm.domain.roles import Actor


class Track(StrEnum):
    """What the line of time is made of."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    VISIT = "visit"
    NOTE = "note"
    QUOTED = "quoted"
    CONFIRMED = "confirmed"
    DOCUMENT = "document"
    FOLLOW_UP = "follow_up"


TOLD = frozenset({Track(kind.value) for kind in ActivityKind})
"""The tracks that are activities."""


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One thing that happened; what a track does not have is empty.

    `reference` is a booking's or a document's number, `text` what was noted, the
    campaign, who agreed, the file's name or what was to be done.
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


def timeline(
    session: Session,
    _asker: Actor,
    company_id: int,
    tracks: Collection[Track] = tuple(Track),
    *,
    most: int = 10,
) -> list[TrackRow]:
    """List what happened with a company on some tracks, the newest first."""
    rows: list[TrackRow] = []
    for track, read in _SOURCES.items():
        if track in tracks:
            rows += read(session, company_id, most)
    if told := TOLD & set(tracks):
        rows += _activities(session, company_id, told, most)
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    return rows[:most]


def count_timeline(
    session: Session,
    _asker: Actor,
    company_id: int,
    tracks: Collection[Track] = tuple(Track),
) -> int:
    """Count what `timeline` would list without a limit."""
    told = [ActivityKind(track.value) for track in TOLD & set(tracks)]
    counts: dict[Track, Any] = {
        Track.CALL: select(func.count(Activity.id)).where(
            Activity.company_id == company_id,
            Activity.archived_at.is_(None),
            Activity.kind.in_(told),
        ),
        Track.QUOTED: select(func.count(Booking.id)).where(_concerns(company_id)),
        Track.CONFIRMED: select(func.count(Agreement.id))
        .join(Booking, Booking.id == Agreement.booking_id)
        .where(_concerns(company_id)),
        Track.DOCUMENT: select(func.count(Document.id)).where(
            Document.company_id == company_id
        ),
        Track.FOLLOW_UP: select(func.count(FollowUp.id)).where(
            FollowUp.company_id == company_id, FollowUp.done_at.is_not(None)
        ),
    }
    asked = [
        query
        for track, query in counts.items()
        if track in tracks or (track is Track.CALL and told)
    ]
    return sum(session.scalars(query).one() for query in asked)


def _activities(
    session: Session, company_id: int, tracks: Collection[Track], most: int
) -> list[TrackRow]:
    query = (
        select(Activity, Contact, User.name)
        .outerjoin(Contact, Contact.id == Activity.contact_id)
        .join(User, User.id == Activity.user_id)
        .where(
            Activity.company_id == company_id,
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
        )
        for row, contact, user in session.execute(query)
    ]


def _quoted(session: Session, company_id: int, most: int) -> list[TrackRow]:
    query = (
        select(Booking, User.name)
        .join(User, User.id == Booking.owner_id)
        .where(_concerns(company_id))
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
        )
        for row, user in session.execute(query)
    ]


def _confirmed(session: Session, company_id: int, most: int) -> list[TrackRow]:
    query = (
        select(Agreement, Booking, User.name)
        .join(Booking, Booking.id == Agreement.booking_id)
        .outerjoin(User, User.id == Agreement.recorded_by_id)
        .where(_concerns(company_id))
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
        )
        for row, booking, user in session.execute(query)
    ]


def _documents(session: Session, company_id: int, most: int) -> list[TrackRow]:
    query = (
        select(Document, User.name)
        .outerjoin(User, User.id == Document.issued_by_id)
        .where(Document.company_id == company_id)
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
        )
        for row, user in session.execute(query)
    ]


def _followed_up(session: Session, company_id: int, most: int) -> list[TrackRow]:
    query = (
        select(FollowUp, Contact, User.name)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .join(User, User.id == FollowUp.owner_id)
        .where(FollowUp.company_id == company_id, FollowUp.done_at.is_not(None))
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
        )
        for row, contact, user in session.execute(query)
        if row.done_at is not None
    ]


_SOURCES = {
    Track.QUOTED: _quoted,
    Track.CONFIRMED: _confirmed,
    Track.DOCUMENT: _documents,
    Track.FOLLOW_UP: _followed_up,
}


def _concerns(company_id: int) -> Any:  # noqa: ANN401  a condition
    return or_(Booking.advertiser_id == company_id, Booking.agency_id == company_id)


def _named(contact: Contact | None) -> str:
    return f"{contact.first_name} {contact.last_name}".strip() if contact else ""
