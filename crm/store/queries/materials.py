"""What can be asked about advertisers' files: who owes them, what came, what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.domain.materials import OWED, UNFINISHED
from crm.store.models import (
    Booking,
    Company,
    Contact,
    Format,
    Issue,
    Line,
    MaterialReminder,
    Position,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.deadlines import of_rep
from crm.store.queries.spoken import named, place_of, spoken
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.preflight import Place
    from crm.domain.roles import Actor

PAGE = 50
AHEAD_DAYS = 30
"""Files due within so many days are worth a reminder."""


@dataclass(frozen=True, slots=True)
class MaterialsAsked:
    """Which lines are asked for; `late` alone those past their day and still owed.

    `until` is the last due day; what came already is listed whenever it is due.
    """

    rep_id: int | None = None
    issue_id: int | None = None
    late: bool = False
    until: date | None = None
    statuses: tuple[MaterialStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A line whose files are not settled yet, and when somebody was reminded of it."""

    line_id: int
    booking_id: int
    number: str
    advertiser_id: int
    advertiser: str
    contact: str
    rep: str
    issue_id: int
    issue: str
    due_on: date
    published_on: date
    format: str
    position: str
    status: MaterialStatus
    received_on: date | None
    reminders: int
    reminded_at: datetime | None
    place: Place
    language: str

    @property
    def what(self) -> str:
        """What the line runs, and where."""
        return ", ".join(part for part in (self.format, self.position) if part)


@dataclass(frozen=True, slots=True)
class MaterialCounts:
    """How many lines are late, owed, to be looked at, and out for approval."""

    late: int
    awaited: int
    to_check: int
    proofs_out: int

    @property
    def all(self) -> int:
        """Every line that is not settled."""
        return self.awaited + self.to_check + self.proofs_out


@dataclass(frozen=True, slots=True)
class OwedIssue:
    """An issue something is owed for: files, reports; by when, for how many lines."""

    id: int
    name: str
    due_on: date
    lines: int


def list_materials(
    session: Session,
    asker: Actor,
    asked: MaterialsAsked | None = None,
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[MaterialRow]:
    """List the booked lines whose files are not settled, the first due first."""
    asked = asked or MaterialsAsked()
    query = (
        _rows(asker, asked)
        .order_by(Issue.materials_due_on, shown_name(), Line.id)
        .limit(limit)
        .offset(offset)
    )
    with owned_by(session, asked.rep_id):
        return [_row(found) for found in session.execute(query)]


def count_materials(
    session: Session, asker: Actor, asked: MaterialsAsked | None = None
) -> MaterialCounts:
    """Count the lines `list_materials` lists, by where they stand."""
    asked = asked or MaterialsAsked()
    overdue = Issue.materials_due_on < asker.today
    query = _asked(
        select(Line.material_status, overdue, func.count(Line.id)), asker, asked
    ).group_by(Line.material_status, overdue)
    late = awaited = to_check = out = 0
    with owned_by(session, asked.rep_id):
        for status, is_over, many in session.execute(query):
            if status in OWED:
                awaited += many
                late += many if is_over else 0
            elif status is MaterialStatus.PROOF_SENT:
                out += many
            else:
                to_check += many
    return MaterialCounts(late, awaited, to_check, out)


def issues_owed(
    session: Session, asker: Actor, rep_id: int | None = None
) -> list[OwedIssue]:
    """List the issues that `list_materials` has lines of, the first due first."""
    name = named(Issue)
    query = (
        _asked(
            select(Issue.id, name, Issue.materials_due_on, func.count(Line.id)),
            asker,
            MaterialsAsked(rep_id),
        )
        .group_by(Issue.id, name, Issue.materials_due_on)
        .order_by(Issue.materials_due_on, Issue.id)
    )
    with owned_by(session, rep_id):
        return [OwedIssue(*found) for found in session.execute(query)]


def owed_by_booking(
    session: Session, asker: Actor, booking_id: int
) -> list[MaterialRow]:
    """List a booking's lines whose files are awaited: what its reminder speaks of.

    Those that are late or due within `AHEAD_DAYS`; where none is, the first to come.
    """
    asked = MaterialsAsked(statuses=tuple(OWED))
    query = _rows(asker, asked).where(Line.booking_id == booking_id)
    query = query.order_by(Issue.materials_due_on, Line.rank)
    rows = [_row(found) for found in session.execute(query)]
    last = in_days(asker.today, AHEAD_DAYS)
    return [row for row in rows if row.due_on <= last] or rows[:1]


def reminded(
    session: Session, _asker: Actor, line_ids: Collection[int]
) -> dict[int, tuple[int, datetime]]:
    """Say how often lines' advertisers were reminded, and when last."""
    query = (
        select(
            MaterialReminder.line_id,
            func.count(MaterialReminder.id),
            func.max(MaterialReminder.sent_at),
        )
        .where(MaterialReminder.line_id.in_(line_ids))
        .group_by(MaterialReminder.line_id)
    )
    return {line: (many, at) for line, many, at in session.execute(query)}


def _rows(asker: Actor, asked: MaterialsAsked) -> Any:  # noqa: ANN401  a select
    told = (
        select(
            MaterialReminder.line_id,
            func.count(MaterialReminder.id).label("many"),
            func.max(MaterialReminder.sent_at).label("last"),
        )
        .group_by(MaterialReminder.line_id)
        .subquery()
    )
    query = select(
        Line,
        Booking,
        shown_name(),
        Contact,
        User.name,
        Issue,
        Format,
        Position,
        func.coalesce(told.c.many, 0),
        told.c.last,
    ).select_from(Line)
    return (
        _asked(query, asker, asked)
        .join(User, User.id == Booking.owner_id)
        .outerjoin(Contact, Contact.id == Booking.contact_id)
        .outerjoin(told, told.c.line_id == Line.id)
        .outerjoin(Format, Format.id == Line.format_id)
        .outerjoin(Position, Position.id == Line.position_id)
    )


def _asked(query: Any, asker: Actor, asked: MaterialsAsked) -> Any:  # noqa: ANN401  any select
    query = (
        query.join(Issue, Issue.id == Line.issue_id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .where(
            Line.status == LineStatus.CONFIRMED,
            Line.material_status.in_(asked.statuses or UNFINISHED),
            Issue.status == IssueStatus.PLANNED,
            Booking.archived_at.is_(None),
        )
    )
    if asked.late:
        is_late = and_(
            Issue.materials_due_on < asker.today, Line.material_status.in_(OWED)
        )
        query = query.where(is_late)
    if asked.until is not None:
        came = Line.material_status.not_in(OWED)
        query = query.where((Issue.materials_due_on <= asked.until) | came)
    if asked.issue_id is not None:
        query = query.where(Line.issue_id == asked.issue_id)
    return of_rep(query, asked.rep_id)


def _row(found: Any) -> MaterialRow:  # noqa: ANN401  a row of `_rows`
    line, booking, advertiser, contact, rep, issue, format_, position, many, last = (
        found
    )
    name = f"{contact.first_name} {contact.last_name}".strip() if contact else ""
    return MaterialRow(
        line_id=line.id,
        booking_id=booking.id,
        number=booking.number or booking.quote_number,
        advertiser_id=booking.advertiser_id,
        advertiser=advertiser,
        contact=name,
        rep=rep,
        issue_id=issue.id,
        issue=spoken(issue),
        due_on=issue.materials_due_on,
        published_on=issue.published_on,
        format=spoken(format_) or line.label,
        position=spoken(position),
        status=line.material_status,
        received_on=line.material_received_on,
        reminders=many,
        reminded_at=last,
        place=place_of(format_),
        language=booking.language,
    )
