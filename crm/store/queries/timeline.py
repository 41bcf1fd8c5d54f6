"""What happened with a company, in one line of time, and what asks for attention."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from crm.domain.activities import ActivityKind
from crm.store.models import (
    Activity,
    Agreement,
    Amendment,
    AuditEntry,
    Booking,
    Company,
    Contact,
    Document,
    FollowUp,
    Mandate,
)
from crm.store.queries.audit import count_about, entries_about
from crm.store.queries.audit_search import about
from crm.store.queries.companies import shown_name
from crm.store.queries.family import Family, family_of
from crm.store.queries.timeline_tracks import (
    ACTIVITIES,
    SOURCES,
    TOLD,
    Track,
    TrackRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

__all__ = ["Track", "TrackRow", "count_timeline", "timeline"]

_DONE = {
    Track.OPTION: ("option", "extend", "release", "expire"),
    Track.ENDED: ("cancel", "run"),
}
"""What is done to a booking, by the track that tells it."""


def timeline(
    session: Session,
    asker: Actor,
    company_id: int,
    tracks: Collection[Track] = tuple(Track),
    *,
    most: int = 10,
    whole: bool = True,
) -> list[TrackRow]:
    """List what happened with a company on some tracks, the newest first.

    `whole` tells also what was had with its group, its agencies, and with its people
    where they were before.
    """
    family = _family(session, asker, company_id, whole=whole)
    rows: list[TrackRow] = []
    for track, read in SOURCES.items():
        if track in tracks:
            rows += read(session, family, most)
    if told := TOLD & set(tracks):
        rows += ACTIVITIES(session, family, told, most)
    for track in (Track.OPTION, Track.ENDED, Track.CHANGE):
        if track in tracks:
            rows += _audited(session, family, track, most)
    rows.sort(key=lambda row: (row.at, row.id), reverse=True)
    return _with_names(session, company_id, rows[:most])


def count_timeline(
    session: Session,
    asker: Actor,
    company_id: int,
    tracks: Collection[Track] = tuple(Track),
    *,
    whole: bool = True,
) -> int:
    """Count what `timeline` would list without a limit."""
    family = _family(session, asker, company_id, whole=whole)
    told = [ActivityKind(track.value) for track in TOLD & set(tracks)]
    counts: dict[Track, Any] = {
        Track.CALL: select(func.count(Activity.id)).where(
            family.told(),
            Activity.archived_at.is_(None),
            Activity.kind.in_(told),
        ),
        Track.QUOTED: select(func.count(Booking.id)).where(family.booked()),
        Track.CONFIRMED: select(func.count(Agreement.id))
        .join(Booking, Booking.id == Agreement.booking_id)
        .where(family.booked()),
        Track.AMENDED: select(func.count(Amendment.id))
        .join(Booking, Booking.id == Amendment.booking_id)
        .where(family.booked()),
        Track.DOCUMENT: select(func.count(Document.id)).where(family.documented()),
        Track.FOLLOW_UP: select(func.count(FollowUp.id)).where(
            FollowUp.company_id.in_(family.own), FollowUp.done_at.is_not(None)
        ),
    }
    asked = [
        query
        for track, query in counts.items()
        if track in tracks or (track is Track.CALL and told)
    ]
    audited = [
        _about(session, family, track)
        for track in (Track.OPTION, Track.ENDED, Track.CHANGE)
        if track in tracks
    ]
    counted: int = sum(session.scalars(query).one() for query in asked)
    return counted + sum(count_about(session, told) for told in audited)


def _family(session: Session, asker: Actor, company_id: int, *, whole: bool) -> Family:
    return (
        family_of(session, asker, company_id)
        if whole
        else Family(company_id, with_people=False)
    )


def _with_names(
    session: Session, company_id: int, rows: list[TrackRow]
) -> list[TrackRow]:
    """Name the companies of rows that are not the page's own."""
    others = {row.whose_id for row in rows} - {company_id, None}
    if not others:
        return rows
    query = select(Company.id, shown_name()).where(Company.id.in_(others))
    names: dict[int | None, str] = {x: name for x, name in session.execute(query)}  # noqa: C416  a row is no pair to mypy
    return [
        replace(row, whose=names.get(row.whose_id, "…"))
        if row.whose_id in others
        else row
        for row in rows
    ]


def _about(session: Session, family: Family, track: Track) -> ColumnElement[bool]:
    """Tell the audit's rows of a track, about what the asker is found to see."""
    if track is Track.CHANGE:
        own = family.company_id
        held = or_(Mandate.advertiser_id == own, Mandate.agency_id == own)
        people = select(Contact.id).where(Contact.company_id == own)
        seen = session.scalars(select(Company.id).where(Company.id == own)).all()
        return or_(
            about("company", seen),
            about("contact", session.scalars(people).all()),
            about("mandate", session.scalars(select(Mandate.id).where(held)).all()),
        )
    bookings = session.scalars(select(Booking.id).where(family.booked())).all()
    return about("booking", bookings) & AuditEntry.action.in_(_DONE[track])


def _audited(
    session: Session, family: Family, track: Track, most: int
) -> list[TrackRow]:
    entries = entries_about(session, _about(session, family, track), most)
    return [TrackRow(track, row.id, row.at, "", row.user, entry=row) for row in entries]
