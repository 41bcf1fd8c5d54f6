"""What every move of a booking is made of: the lock, the line, the space, the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain import bookings as life
from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.errors import ClosedError, UnknownError
from crm.domain.issue_errors import CancelledIssueError, PublishedIssueError
from crm.domain.magazine import IssueStatus
from crm.domain.opportunities import OPTION_PROBABILITY
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services import ledger, space
from crm.services.audit import record
from crm.services.intents import count_booked
from crm.store.models import Booking, Issue, Line

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_REASON = 400


def locked(session: Session, booking_id: int) -> Booking:
    """Lock a booking and load what its moves need. Raises UnknownError."""
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            selectinload(Booking.lines).options(
                selectinload(Line.spaces), selectinload(Line.issue)
            ),
            selectinload(Booking.credits),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if booking is None:
        raise UnknownError
    return booking


def status_of(booking: Booking) -> life.BookingStatus:
    """Derive a booking's status from its lines; a penalty says nothing."""
    return life.booking_status(
        line.status for line in booking.lines if not line.is_penalty
    )


def move_line(session: Session, actor: Actor, line: Line, wanted: LineStatus) -> None:
    """Move a line, and its space with it.

    Raises MoveError, SoldOutError, ClosedError.
    """
    takes = wanted in life.HOLDS_SPACE and line.status not in life.HOLDS_SPACE
    if takes:
        check_open(actor, line.issue, line.override_reason)
    line.status = life.move(line.status, wanted)
    space.follow(session, line.spaces, wanted)


def check_open(actor: Actor, issue: Issue | None, override_reason: str) -> None:
    """Refuse an issue that is cancelled or out, or closed unless a manager says why.

    Raises CancelledIssueError, PublishedIssueError, ClosedError.
    """
    if issue is None:
        return
    if issue.status is IssueStatus.CANCELLED:
        raise CancelledIssueError(field="issue_id", issue=issue.name_fr)
    said = clean_line(override_reason, longest=LONGEST_REASON)
    may_override = actor.may(Right.OVERRIDE_CLOSING) and said
    if actor.today > issue.closes_on and not may_override:
        raise ClosedError(
            field="issue_id", issue=issue.name_fr, closed_on=issue.closes_on
        )
    if issue.status is IssueStatus.PUBLISHED:
        raise PublishedIssueError(field="issue_id", issue=issue.name_fr)


def take_back(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    before: LineStatus,
    cause: str,
) -> None:
    """Take back what a line that ends had posted, as it stood `before`."""
    if before is LineStatus.OPTIONED:
        line.option_until = None
        post_option(session, actor, booking, line, cause, probability=0)
    if before in BOOKED:
        ledger.post(session, actor, booking, line, cause=cause, sign=-1)


def post_option(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    cause: str,
    *,
    probability: int = OPTION_PROBABILITY,
) -> None:
    """Post what an option has become to the moves of the pipeline."""
    ledger.post_move(
        session,
        actor,
        stage="option",
        probability=probability,
        amount=line.net_net,
        cause=cause,
        expected_on=line.issue.published_on if line.issue else None,
        line_id=line.id,
        user_id=booking.owner_id,
    )


def changed(
    session: Session,
    actor: Actor,
    booking: Booking,
    action: str,
    before: life.BookingStatus,
    **changes: Any,  # noqa: ANN401  any field of a booking
) -> None:
    """Keep a booking's new version, tell the audit, count its opportunity anew."""
    booking.changed_at = actor.at
    booking.version += 1
    if (after := status_of(booking)) != before:
        changes["status"] = (before, after)
    record(session, actor, action, "booking", booking.id, **changes)
    session.flush()
    count_booked(session, actor, booking.opportunity_id)
