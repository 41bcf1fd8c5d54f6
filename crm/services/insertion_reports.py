"""What the desk does with insertion reports: fill in what ran, prove it, send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.errors import (
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.magazine import DocumentKind, SupportKind
from crm.domain.material_errors import ClicksError, SentReportError, ToComeError
from crm.domain.preflight import FileKind
from crm.domain.text import clean_line
from crm.services.audit import record, record_changes
from crm.services.documents.keeping import keep
from crm.services.preflight.kinds import MEDIA
from crm.store.models import Booking, InsertionReport, Issue, Line, Support

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.preflight import FileFacts
    from crm.domain.roles import Actor
    from crm.services.papers import Paper

LARGEST_COUNT = 1_000_000_000
LONGEST_PAGE, LONGEST_NOTE = 40, 300
TEAR_SHEETS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
"""What a tear sheet may be: the page as a PDF, or a picture of the screen."""
COUNTED = frozenset({SupportKind.NEWSLETTER, SupportKind.WEB})
"""Supports whose reports say how often an ad was seen (decree 2017-159)."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What ran: the page of a printed ad, the days and counts of a digital one."""

    page_number: str = ""
    circulation: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    appeared_from: date | None = None
    appeared_until: date | None = None
    note: str = ""


def fill(
    session: Session,
    actor: Actor,
    report_id: int,
    ran: Ran,
    paper: Paper | None = None,
    read: FileFacts | None = None,
) -> None:
    """Keep what ran, and its tear sheet, with a report that is still to be sent.

    `read` is what `crm.services.preflight.inspect` found in the tear sheet. Raises
    UnknownError, SentReportError, RangeError, ClicksError, DateOrderError,
    ToComeError.
    """
    report = _open(session, report_id)
    if report.sent_on is not None:
        raise SentReportError(day=report.sent_on)
    changes = _say(actor, report, ran)
    if paper is not None and read is not None:
        changes["file"] = _keep_tear_sheet(session, actor, report, paper, read)
    if changes:
        record_changes(session, actor, "fill", "insertion_report", report.id, changes)


def send(session: Session, actor: Actor, report_id: int, ran: Ran) -> None:
    """Record that a report went to the advertiser today (loi Sapin art. 23).

    A report that was sent keeps its first day; sending it again changes nothing. In
    print it names the page, of a newsletter or a site it counts impressions. Raises
    as `fill`, and MissingError.
    """
    report = _open(session, report_id)
    if report.sent_on is not None:
        return
    _say(actor, report, ran)
    kind = _support(session, report)
    if kind is SupportKind.PRINT and not report.page_number:
        raise MissingError(field="page_number", label=words("Page"))
    if kind in COUNTED and report.impressions is None:
        raise MissingError(field="impressions", label=words("Impressions"))
    report.sent_on = actor.today
    record(
        session,
        actor,
        "send",
        "insertion_report",
        report.id,
        booking=report.booking_id,
        line=report.line_id,
        sent_on=(None, report.sent_on),
    )


def read_count(typed: str, field: str, label: str) -> int | None:
    """Read a count as people write it, None where nothing is typed.

    Raises NotUnderstoodError, RangeError.
    """
    plain = "".join(typed.split()).replace("\u202f", "").replace("\u00a0", "")
    if not plain:
        return None
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 12:
        raise NotUnderstoodError(
            field=field,
            typed=clean_line(typed, longest=40),
            label=label,
            example="12 400",
        )
    return _in_range(int(plain), field)


def _in_range(count: int, field: str) -> int:
    if not 0 <= count <= LARGEST_COUNT:
        raise RangeError(
            field=field, label=words("A count"), lowest=0, highest=LARGEST_COUNT
        )
    return count


def _open(session: Session, report_id: int) -> InsertionReport:
    report = session.scalars(
        select(InsertionReport)
        .where(InsertionReport.id == report_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if report is None:
        raise UnknownError
    return report


def _support(session: Session, report: InsertionReport) -> SupportKind | None:
    return session.scalars(
        select(Support.kind)
        .join(Issue, Issue.support_id == Support.id)
        .join(Line, Line.issue_id == Issue.id)
        .where(Line.id == report.line_id)
    ).first()


def _say(actor: Actor, report: InsertionReport, ran: Ran) -> dict[str, Any]:
    """Write what ran into a report; return what that changes."""
    for name in ("circulation", "impressions", "clicks"):
        count = getattr(ran, name)
        if count is not None:
            _in_range(count, name)
    clicks, impressions = ran.clicks or 0, ran.impressions
    if impressions is not None and clicks > impressions:
        raise ClicksError(field="clicks", clicks=clicks, impressions=impressions)
    first, last = ran.appeared_from, ran.appeared_until
    if first and last and last < first:
        raise DateOrderError(
            field="appeared_until",
            first=words("The first day"),
            first_day=first,
            second=words("the last day"),
            second_day=last,
        )
    if first and first > actor.today:
        raise ToComeError(field="appeared_from", day=first)
    said: dict[str, Any] = {
        "page_number": clean_line(ran.page_number, longest=LONGEST_PAGE)
        or report.page_number,
        "appeared_from": first,
        "appeared_until": last,
        "circulation": ran.circulation,
        "impressions": impressions,
        "clicks": ran.clicks,
        "note": clean_line(ran.note, longest=LONGEST_NOTE),
    }
    changes = {}
    for name, value in said.items():
        before = getattr(report, name)
        if before != value:
            changes[name] = (before, value)
            setattr(report, name, value)
    return changes


def _keep_tear_sheet(
    session: Session,
    actor: Actor,
    report: InsertionReport,
    paper: Paper,
    read: FileFacts,
) -> str:
    booking = session.get_one(Booking, report.booking_id)
    kept = keep(
        session,
        actor,
        DocumentKind.TEAR_SHEET,
        f"{booking.number or booking.quote_number}/{report.line_id}",
        booking.language,
        paper.content,
        file_name=clean_line(paper.name, longest=200) or f"{report.id}",
        media_type=MEDIA[read.kind],
        booking_id=booking.id,
        company_id=booking.advertiser_id,
    )
    report.tear_sheet_id = kept.id
    return kept.file_name
