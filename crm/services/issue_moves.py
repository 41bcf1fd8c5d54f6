"""What becomes of an issue: closed, published, postponed, cancelled, taken back.

The issue is locked first, then the bookings in it, so that two people who act at once
act one after the other, and the second is told what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.errors import PastError, ReasonError, UnknownError, words
from crm.domain.issue_errors import (
    AlreadyClosedError,
    EarlyIssueError,
    IssueMoveError,
    NotLaterError,
    ReportedError,
)
from crm.domain.magazine import IssueStatus, check_dates
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.services.bookings import locked_bookings, move_in_issue, run_issue
from crm.services.issue_asking import ask_about_cancelling, ask_about_postponing
from crm.services.issue_edits import shorten_options
from crm.store.models import InsertionReport, Issue, Line

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

UNSIGNED = frozenset({LineStatus.QUOTED, LineStatus.OPTIONED})
TO_CANCEL = UNSIGNED | {LineStatus.CONFIRMED}
LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class NewDays:
    """The three dates an issue is postponed to."""

    closes_on: date
    materials_due_on: date
    published_on: date


def publish_issue(
    session: Session, actor: Actor, issue_id: int, *, is_out: bool = False
) -> int:
    """Publish an issue: its confirmed lines ran; return how many.

    What was not confirmed by then expires, and its space is free. Before its day it is
    published only where `is_out` says that it is, and is then dated today. Raises
    NotYoursError, UnknownError, EarlyIssueError, IssueMoveError when it is published
    or cancelled already.
    """
    issue = _locked(session, actor, issue_id)
    _check_planned(issue, IssueStatus.PUBLISHED)
    changes: dict[str, Any] = {}
    if issue.published_on > actor.today:
        if not is_out:
            raise EarlyIssueError(
                field="is_out", issue=issue.name_fr, day=issue.published_on
            )
        changes["published_on"] = (issue.published_on, actor.today)
        issue.published_on = actor.today
        issue.closes_on = min(issue.closes_on, actor.today)
        issue.materials_due_on = min(issue.materials_due_on, actor.today)
    _expire(session, actor, issue_id, UNSIGNED)
    before = _stands(actor, issue, IssueStatus.PUBLISHED)
    ran = run_issue(session, actor, issue_id)
    record(
        session,
        actor,
        "publish",
        "issue",
        issue_id,
        status=(before, issue.status),
        lines=ran,
        **changes,
    )
    return ran


def unpublish_issue(session: Session, actor: Actor, issue_id: int, reason: str) -> int:
    """Take a publication back: its lines are confirmed again; return how many.

    The insertion reports that were due are not owed any more. Raises NotYoursError,
    UnknownError, ReasonError, IssueMoveError, ReportedError once one of them was sent.
    """
    issue = _locked(session, actor, issue_id)
    reason = _reason(reason)
    if issue.status is not IssueStatus.PUBLISHED:
        raise _no_move(issue, IssueStatus.PLANNED)
    reports = session.scalars(
        select(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .where(Line.issue_id == issue_id)
        .with_for_update(of=InsertionReport)
    ).all()
    if any(report.sent_on for report in reports):
        raise ReportedError(issue=issue.name_fr)
    for report in reports:
        session.delete(report)
    back = 0
    moves = (frozenset({LineStatus.RAN}), LineStatus.CONFIRMED)
    for booking_id in locked_bookings(session, issue_id):
        lines = move_in_issue(
            session, actor, booking_id, issue_id, moves, "unrun", issue=issue_id
        )
        for line in lines:
            line.ran_on = None
        back += len(lines)
    before = _stands(actor, issue, IssueStatus.PLANNED)
    status = (before, issue.status)
    record(
        session,
        actor,
        "unpublish",
        "issue",
        issue_id,
        note=reason,
        status=status,
        lines=back,
    )
    return back


def close_issue(session: Session, actor: Actor, issue_id: int) -> int:
    """Close an issue before its day; return how many options fell with it.

    Its closing date becomes yesterday: a date is good until the end of its day.
    Raises NotYoursError, UnknownError, IssueMoveError, AlreadyClosedError.
    """
    issue = _locked(session, actor, issue_id)
    _check_planned(issue, IssueStatus.PUBLISHED)
    if issue.closes_on < actor.today:
        raise AlreadyClosedError(issue=issue.name_fr, day=issue.closes_on)
    fallen = _expire(session, actor, issue_id, frozenset({LineStatus.OPTIONED}))
    before, issue.closes_on = issue.closes_on, in_days(actor.today, -1)
    issue.changed_at = actor.at
    issue.version += 1
    days = (before, issue.closes_on)
    record(session, actor, "close", "issue", issue_id, closes_on=days, lines=fallen)
    session.flush()
    return fallen


def postpone_issue(
    session: Session, actor: Actor, issue_id: int, days: NewDays, reason: str
) -> int:
    """Move a planned issue to later dates; return how many advertisers are asked.

    Lines stay and options keep their day, but never past the new closing date. Each
    booking with a confirmed line gets an amendment, and its rep a follow-up. Raises
    NotYoursError, UnknownError, IssueMoveError, ReasonError, NotLaterError, PastError,
    DateOrderError.
    """
    issue = _locked(session, actor, issue_id)
    _check_planned(issue, IssueStatus.PLANNED)
    reason = _reason(reason)
    _check_days(actor, issue, days)
    before = (issue.closes_on, issue.materials_due_on, issue.published_on)
    if issue.ends_on:
        issue.ends_on += days.published_on - issue.published_on
    issue.closes_on = days.closes_on
    issue.materials_due_on = days.materials_due_on
    issue.published_on = days.published_on
    issue.changed_at = actor.at
    issue.version += 1
    bookings = locked_bookings(session, issue_id)
    shorten_options(session, issue_id, days.closes_on)
    asked = 0
    for booking_id in bookings:
        asked += ask_about_postponing(
            session, actor, booking_id, issue, before[2], reason
        )
    record(
        session,
        actor,
        "postpone",
        "issue",
        issue_id,
        note=reason,
        closes_on=(before[0], issue.closes_on),
        materials_due_on=(before[1], issue.materials_due_on),
        published_on=(before[2], issue.published_on),
        agreements=asked,
    )
    return asked


def cancel_issue(session: Session, actor: Actor, issue_id: int, reason: str) -> int:
    """Cancel a planned issue; return how many advertisers are to be answered.

    Every live line is cancelled, its space and its revenue given back once; each
    booking that had a confirmed line is proposed a make-good by its rep. Raises
    NotYoursError, UnknownError, IssueMoveError, ReasonError.
    """
    issue = _locked(session, actor, issue_id)
    _check_planned(issue, IssueStatus.CANCELLED)
    reason = _reason(reason)
    before = _stands(actor, issue, IssueStatus.CANCELLED)
    asked = 0
    for booking_id in locked_bookings(session, issue_id):
        confirmed = session.scalars(
            select(Line.id)
            .where(
                Line.booking_id == booking_id,
                Line.issue_id == issue_id,
                Line.status == LineStatus.CONFIRMED,
            )
            .order_by(Line.id)
        ).all()
        moves, told = (TO_CANCEL, LineStatus.CANCELLED), {"issue": issue_id}
        move_in_issue(
            session, actor, booking_id, issue_id, moves, "drop", reason=reason, **told
        )
        if confirmed:
            asked += ask_about_cancelling(
                session, actor, booking_id, issue, confirmed, reason
            )
    record(
        session,
        actor,
        "cancel",
        "issue",
        issue_id,
        note=reason,
        status=(before, issue.status),
        agreements=asked,
    )
    return asked


def _locked(session: Session, actor: Actor, issue_id: int) -> Issue:
    actor.require(Right.MANAGE_TITLES)
    issue = session.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise UnknownError
    return issue


def _stands(actor: Actor, issue: Issue, status: IssueStatus) -> IssueStatus:
    before, issue.status = issue.status, status
    issue.changed_at = actor.at
    issue.version += 1
    return before


def _check_planned(issue: Issue, wanted: IssueStatus) -> None:
    if issue.status is not IssueStatus.PLANNED:
        raise _no_move(issue, wanted)


def _no_move(issue: Issue, wanted: IssueStatus) -> IssueMoveError:
    return IssueMoveError(issue=issue.name_fr, current=issue.status, wanted=wanted)


def _check_days(actor: Actor, issue: Issue, days: NewDays) -> None:
    if days.published_on <= issue.published_on:
        raise NotLaterError(
            field="published_on", issue=issue.name_fr, day=issue.published_on
        )
    check_dates(days.closes_on, days.materials_due_on, days.published_on)
    for field, label in (
        ("published_on", words("The publication date")),
        ("closes_on", words("The closing date")),
        ("materials_due_on", words("The materials date")),
    ):
        day = getattr(days, field)
        if day < actor.today and day != getattr(issue, field):
            raise PastError(field=field, label=label, day=day)


def _reason(typed: str) -> str:
    reason = clean_line(typed, longest=LONGEST_REASON)
    if not reason:
        raise ReasonError(field="reason")
    return reason


def _expire(
    session: Session, actor: Actor, issue_id: int, of: frozenset[LineStatus]
) -> int:
    moves = (of, LineStatus.EXPIRED)
    return sum(
        len(move_in_issue(session, actor, booking_id, issue_id, moves, "expire"))
        for booking_id in locked_bookings(session, issue_id, of)
    )
