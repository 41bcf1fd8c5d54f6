"""What a title says of itself: columns, voices, meetings, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.magazine import IssueStatus, SupportKind
from crm.domain.profile import Bilingual, told_lines
from crm.language import current_language
from crm.store.models import (
    EditorialColumn,
    Event,
    Issue,
    IssueBonus,
    Picture,
    Support,
    Testimonial,
)
from crm.store.queries.editable_profiles import as_typed

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """An editorial column and its sample themes, in the reader's language."""

    id: int
    name: str
    text: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A testimonial, in the reader's language."""

    id: int
    quote: str
    person: str
    role: str
    organisation: str
    permitted_on: date | None
    expires_on: date | None

    def may_be_told(self, today: date) -> bool:
        """Whether it was permitted, and still is."""
        permitted = self.permitted_on is not None and self.permitted_on <= today
        return permitted and (self.expires_on is None or self.expires_on >= today)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """An event of the title's own, to come; `attendance` is its last meeting's."""

    issue_id: int
    name: str
    text: str
    place: str
    starts_on: date
    ends_on: date
    attendance: int | None
    attendance_source: str
    attendance_expires_on: date | None


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture, with its bytes; `alt` says in words what it shows."""

    id: int
    media_type: str
    width: int
    height: int
    sha256: str
    content: bytes
    alt: str


def list_columns(
    session: Session,
    _asker: Actor,
    title_id: int,
    *,
    typed: EditorialColumn | None = None,
) -> list[ColumnRow]:
    """List a title's editorial columns in their order, `typed` as it stands."""
    spoken = current_language()
    query = (
        select(EditorialColumn)
        .filter_by(title_id=title_id)
        .order_by(EditorialColumn.rank, EditorialColumn.id)
    )
    return [
        ColumnRow(
            row.id,
            Bilingual(row.name_fr, row.name_en).said(spoken),
            Bilingual(row.text_fr, row.text_en).said(spoken),
            told_lines(Bilingual(row.themes_fr, row.themes_en).said(spoken)),
        )
        for row in as_typed(session.scalars(query), typed)
    ]


def list_testimonials(
    session: Session,
    _asker: Actor,
    title_id: int,
    *,
    typed: Testimonial | None = None,
) -> list[VoiceRow]:
    """List a title's testimonials in their order, those not to be told too.

    `typed` is one as it stands in its form.
    """
    spoken = current_language()
    query = (
        select(Testimonial)
        .filter_by(title_id=title_id)
        .order_by(Testimonial.rank, Testimonial.id)
    )
    return [
        VoiceRow(
            row.id,
            Bilingual(row.quote_fr, row.quote_en).said(spoken),
            row.person,
            Bilingual(row.role_fr, row.role_en).said(spoken),
            row.organisation,
            row.permitted_on,
            row.expires_on,
        )
        for row in as_typed(session.scalars(query), typed)
    ]


def list_meetings(
    session: Session, _asker: Actor, title_id: int, since: date
) -> list[MeetingRow]:
    """List a title's own events from a day on, the next first."""
    spoken = current_language()
    query = (
        select(Issue, Event)
        .join(Support, Support.id == Issue.support_id)
        .outerjoin(Event, Event.id == Issue.event_id)
        .where(
            Support.title_id == title_id,
            Support.kind == SupportKind.EVENT,
            Issue.status == IssueStatus.PLANNED,
            Issue.published_on >= since,
        )
        .order_by(Issue.published_on, Issue.id)
    )
    return [_meeting(issue, event, spoken) for issue, event in session.execute(query)]


def _meeting(issue: Issue, event: Event | None, spoken: str) -> MeetingRow:
    theme = Bilingual(issue.theme_fr, issue.theme_en).said(spoken)
    said = Bilingual(event.text_fr, event.text_en).said(spoken) if event else ""
    source = (
        Bilingual(event.attendance_source_fr, event.attendance_source_en).said(spoken)
        if event
        else ""
    )
    return MeetingRow(
        issue.id,
        Bilingual(issue.name_fr, issue.name_en).said(spoken),
        said or theme,
        event.place if event else "",
        issue.published_on,
        issue.ends_on or issue.published_on,
        event.attendance if event else None,
        source,
        event.attendance_expires_on if event else None,
    )


def picture(
    session: Session, _asker: Actor, picture_id: int | None
) -> PictureRow | None:
    """Return a picture with its bytes, None where there is none."""
    row = session.get(Picture, picture_id) if picture_id else None
    if row is None:
        return None
    return PictureRow(
        row.id,
        row.media_type,
        row.width,
        row.height,
        row.sha256,
        row.content,
        Bilingual(row.alt_fr, row.alt_en).said(current_language()),
    )


@dataclass(frozen=True, slots=True)
class HandedOut:
    """An event at which copies of an issue are handed out as well."""

    event: str
    place: str
    starts_on: date
    ends_on: date
    copies: int | None


def list_handed_out(
    session: Session, _asker: Actor, issue_ids: Collection[int]
) -> dict[int, list[HandedOut]]:
    """List where each issue is handed out as well, the first event first."""
    query = (
        select(IssueBonus, Event)
        .join(Event, Event.id == IssueBonus.event_id)
        .where(IssueBonus.issue_id.in_(issue_ids))
        .order_by(Event.starts_on, Event.id)
    )
    found: dict[int, list[HandedOut]] = {}
    for bonus, event in session.execute(query):
        row = HandedOut(
            event.name, event.place, event.starts_on, event.ends_on, bonus.copies
        )
        found.setdefault(bonus.issue_id, []).append(row)
    return found
