"""What advertisers answer about an issue that was postponed or cancelled.

They agree, decline, or take a make-good; each question is answered once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.booking_errors import RepairedError
from crm.domain.bookings import LineStatus
from crm.domain.errors import ReasonError, UnknownError
from crm.domain.issue_errors import AnsweredError, IssueMoveError
from crm.domain.magazine import IssueStatus
from crm.domain.text import clean_line
from crm.services.agreements import record_agreement, signatory
from crm.services.audit import record
from crm.services.booking_wishes import BookingWish
from crm.services.bookings import confirm, move_in_issue, quote
from crm.services.issue_asking import finish_asking
from crm.services.lines import LineWish
from crm.services.make_goods import named_issue, repair_of
from crm.store.models import Amendment, AmendmentChange, Booking, Issue, Line

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.agreements import Agreed

LONGEST_REASON = 400


def agree_to_change(
    session: Session, actor: Actor, amendment_id: int, agreed: Agreed
) -> None:
    """Record that an advertiser agrees to an issue's new date: who, when, how.

    Raises UnknownError, AnsweredError, MissingError; IssueMoveError for an issue that
    was cancelled, where the answer is a make-good or none.
    """
    amendment, issue = _waiting(session, amendment_id)
    if issue.status is IssueStatus.CANCELLED:
        raise IssueMoveError(
            issue=issue.name_fr, current=issue.status, wanted=IssueStatus.PLANNED
        )
    _agreed(session, actor, amendment, agreed)
    record(
        session,
        actor,
        "agree",
        "booking",
        amendment.booking_id,
        issue=issue.id,
        number=amendment.number,
        agreed_by=agreed.by.strip(),
    )
    session.flush()


def decline_change(
    session: Session, actor: Actor, amendment_id: int, reason: str
) -> int:
    """Record that an advertiser declines; return how many lines are cancelled by it.

    Of an issue postponed the lines are cancelled without penalty, of one cancelled
    the make-good is not wanted. Raises UnknownError, AnsweredError, ReasonError.
    """
    reason = clean_line(reason, longest=LONGEST_REASON)
    if not reason:
        raise ReasonError(field="reason")
    amendment, issue = _waiting(session, amendment_id)
    amendment.refused_on = actor.today
    finish_asking(session, actor, amendment)
    record(
        session,
        actor,
        "decline",
        "booking",
        amendment.booking_id,
        note=reason,
        issue=issue.id,
        number=amendment.number,
    )
    moves = (frozenset({LineStatus.CONFIRMED}), LineStatus.CANCELLED)
    moved = move_in_issue(
        session,
        actor,
        amendment.booking_id,
        issue.id,
        moves,
        "drop",
        issue=issue.id,
        reason=reason,
    )
    return len(moved)


def make_good(
    session: Session,
    actor: Actor,
    amendment_id: int,
    into_id: int,
    agreed: Agreed,
    *,
    keeps_positions: bool = True,
) -> int:
    """Run the lines of a cancelled issue in another one, free; return the booking.

    Each line that has no make-good yet is given one naming what it repairs, confirmed
    with the advertiser's agreement, and takes its space once. Raises UnknownError,
    AnsweredError, MissingError, RepairedError, SoldOutError (then ask without the
    positions), NoRateError, ClosedError, CancelledIssueError.
    """
    amendment, issue = _waiting(session, amendment_id)
    if issue.status is not IssueStatus.CANCELLED:
        raise UnknownError
    _agreed(session, actor, amendment, agreed)
    booking = session.get_one(Booking, amendment.booking_id)
    broken = session.scalars(
        select(Line)
        .join(AmendmentChange, AmendmentChange.line_id == Line.id)
        .where(AmendmentChange.amendment_id == amendment.id)
        .order_by(Line.rank, Line.id)
    ).all()
    repaired = [repair for line in broken if (repair := repair_of(session, line.id))]
    if len(repaired) == len(broken):
        raise RepairedError(issue=named_issue(repaired[0]))
    done = {repair.repairs_line_id for repair in repaired}
    broken = [line for line in broken if line.id not in done]
    wishes = tuple(
        LineWish(
            into_id,
            line.format_id or 0,
            line.position_id if keeps_positions else None,
            quantity=line.quantity,
            repairs_line_id=line.id,
        )
        for line in broken
    )
    made = quote(
        session,
        actor,
        BookingWish(
            booking.title_id,
            booking.advertiser_id,
            wishes,
            agency_id=booking.agency_id,
            payer_id=booking.payer_id,
            contact_id=booking.contact_id,
            campaign=booking.campaign,
            language=booking.language,
            purchase_order=booking.purchase_order,
            engagement_number=booking.engagement_number,
            service_code=booking.service_code,
            credits=_credits(session, booking),
        ),
    )
    confirm(session, actor, made, agreed)
    record(
        session,
        actor,
        "repair",
        "booking",
        booking.id,
        issue=issue.id,
        into_issue=into_id,
        repaired_by=made,
        lines=len(broken),
    )
    session.flush()
    return made


def _credits(session: Session, booking: Booking) -> tuple[tuple[int, int], ...]:
    session.refresh(booking, ["credits"])
    ordered = sorted(
        booking.credits, key=lambda c: (c.user_id != booking.owner_id, c.id)
    )
    return tuple((credit.user_id, credit.share) for credit in ordered)


def _waiting(session: Session, amendment_id: int) -> tuple[Amendment, Issue]:
    """Lock an amendment that waits for its answer, with the issue it is about."""
    amendment = session.scalars(
        select(Amendment)
        .where(Amendment.id == amendment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    issue = session.get(Issue, amendment.issue_id) if amendment else None
    if amendment is None or issue is None:
        raise UnknownError
    if day := amendment.agreed_on or amendment.refused_on:
        raise AnsweredError(day=day)
    return amendment, issue


def _agreed(
    session: Session, actor: Actor, amendment: Amendment, agreed: Agreed
) -> None:
    signatory(agreed)
    amendment.agreed_on = agreed.on
    booking = session.get_one(Booking, amendment.booking_id)
    record_agreement(session, actor, booking, agreed, amendment_id=amendment.id)
    finish_asking(session, actor, amendment)
