"""What can be asked about insertion reports: what is owed to whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from crm.domain.clock import in_days
from crm.store.models import (
    Booking,
    Company,
    Document,
    Format,
    InsertionReport,
    Issue,
    Line,
    Position,
    Support,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.deadlines import of_rep
from crm.store.queries.materials import OwedIssue
from crm.store.queries.spoken import named, spoken
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.magazine import SupportKind
    from crm.domain.roles import Actor

PAGE = 50
SOON_DAYS = 10


class Queue(StrEnum):
    """Which reports are asked for."""

    OWED = "owed"
    LATE = "late"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class ReportsAsked:
    """Which reports are asked for, of which issue, of whose bookings."""

    queue: Queue = Queue.OWED
    rep_id: int | None = None
    issue_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report: what ran, where and when, and by when its advertiser is to know.

    `printed` is how many copies the issue had, as it is planned.
    """

    id: int
    line_id: int
    booking_id: int
    number: str
    advertiser_id: int
    advertiser: str
    rep: str
    issue: str
    support: str
    kind: SupportKind
    format: str
    position: str
    published_on: date
    due_on: date
    sent_on: date | None
    page_number: str
    appeared_from: date | None
    appeared_until: date | None
    circulation: int | None
    impressions: int | None
    clicks: int | None
    note: str
    printed: int | None
    tear_sheet_id: int | None
    tear_sheet: str
    document_id: int | None = None

    @property
    def what(self) -> str:
        """What the line ran, and where."""
        return ", ".join(part for part in (self.format, self.position) if part)


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many reports are owed; of these, late and due soon; how many were sent."""

    owed: int
    late: int
    soon: int
    sent: int


def list_reports(
    session: Session,
    asker: Actor,
    asked: ReportsAsked | None = None,
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[ReportRow]:
    """List reports: those owed by the day they are due, those sent the last first."""
    asked = asked or ReportsAsked()
    query = of_rep(_rows().where(*_asked(asker, asked)), asked.rep_id)
    if asked.queue is Queue.SENT:
        query = query.order_by(InsertionReport.sent_on.desc(), InsertionReport.id)
    else:
        query = query.order_by(InsertionReport.due_on, shown_name(), InsertionReport.id)
    with owned_by(session, asked.rep_id):
        found = session.execute(query.limit(limit).offset(offset))
        return [_row(row) for row in found]


def count_reports(
    session: Session,
    asker: Actor,
    rep_id: int | None = None,
    issue_id: int | None = None,
) -> ReportCounts:
    """Count the reports by where they stand."""

    def counted(*conditions: ColumnElement[bool]) -> Any:  # noqa: ANN401  a column
        return func.count(InsertionReport.id).filter(*conditions)

    owed, late, sent = (
        _asked(asker, ReportsAsked(queue, issue_id=issue_id)) for queue in Queue
    )
    soon = InsertionReport.due_on.between(asker.today, in_days(asker.today, SOON_DAYS))
    query = select(
        counted(*owed), counted(*late), counted(*owed, soon), counted(*sent)
    ).join(Line, Line.id == InsertionReport.line_id)
    with owned_by(session, rep_id):
        return ReportCounts(*session.execute(of_rep(query, rep_id)).one())


def reports_of(session: Session, _asker: Actor, booking_id: int) -> list[ReportRow]:
    """List a booking's reports, in the order of their lines."""
    query = _rows().where(InsertionReport.booking_id == booking_id)
    found = session.execute(query.order_by(Line.rank, Line.id))
    return [_row(row) for row in found]


def issues_reported(
    session: Session, _asker: Actor, rep_id: int | None = None
) -> list[OwedIssue]:
    """List the issues reports are owed for, the first due first."""
    due = func.min(InsertionReport.due_on)
    name = named(Issue)
    query = (
        select(Issue.id, name, due, func.count(InsertionReport.id))
        .select_from(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(InsertionReport.sent_on.is_(None))
        .group_by(Issue.id, name)
        .order_by(due, Issue.id)
    )
    with owned_by(session, rep_id):
        found = session.execute(of_rep(query, rep_id))
        return [OwedIssue(*row) for row in found]


def report(session: Session, _asker: Actor, report_id: int) -> ReportRow | None:
    """Return a report, None where it is not, or not theirs to see."""
    query = _rows().where(InsertionReport.id == report_id)
    found = session.execute(query).first()
    return _row(found) if found else None


def _asked(asker: Actor, asked: ReportsAsked) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.queue is Queue.SENT:
        conditions.append(InsertionReport.sent_on.is_not(None))
    else:
        conditions.append(InsertionReport.sent_on.is_(None))
    if asked.queue is Queue.LATE:
        conditions.append(InsertionReport.due_on < asker.today)
    if asked.issue_id is not None:
        conditions.append(Line.issue_id == asked.issue_id)
    return conditions


def _rows() -> Any:  # noqa: ANN401  a select
    return (
        select(
            InsertionReport,
            Line,
            Booking,
            shown_name(),
            User.name,
            Issue,
            Support,
            Format,
            Position,
            Document.file_name,
        )
        .select_from(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .join(Booking, Booking.id == InsertionReport.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .join(Issue, Issue.id == Line.issue_id)
        .join(Support, Support.id == Issue.support_id)
        .outerjoin(Format, Format.id == Line.format_id)
        .outerjoin(Position, Position.id == Line.position_id)
        .outerjoin(Document, Document.id == InsertionReport.tear_sheet_id)
    )


def _row(found: Any) -> ReportRow:  # noqa: ANN401  a row of `_rows`
    ran, line, booking, advertiser, rep, issue, support, format_, position, file = found
    return ReportRow(
        id=ran.id,
        line_id=line.id,
        booking_id=booking.id,
        number=booking.number or booking.quote_number,
        advertiser_id=booking.advertiser_id,
        advertiser=advertiser,
        rep=rep,
        issue=spoken(issue),
        support=spoken(support),
        kind=support.kind,
        format=spoken(format_) or line.label,
        position=spoken(position),
        published_on=line.ran_on or issue.published_on,
        due_on=ran.due_on,
        sent_on=ran.sent_on,
        page_number=ran.page_number or line.page_number or "",
        appeared_from=ran.appeared_from,
        appeared_until=ran.appeared_until,
        circulation=ran.circulation,
        impressions=ran.impressions,
        clicks=ran.clicks,
        note=ran.note,
        printed=issue.circulation,
        tear_sheet_id=ran.tear_sheet_id,
        tear_sheet=file or "",
        document_id=ran.document_id,
    )
