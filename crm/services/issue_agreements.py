"""Asking advertisers about an issue that was postponed or cancelled, and answers.

Each booking with a confirmed line there gets an amendment (what changes, line by
line) and a follow-up for its rep; the amendment waits until one answer is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.errors import MissingError, ReasonError, UnknownError, words
from crm.domain.issue_errors import AnsweredError, IssueMoveError
from crm.domain.magazine import IssueStatus
from crm.domain.text import clean_line
from crm.domain.working_days import next_working_day
from crm.language import _, current_language, use_language
from crm.language.formats import date_long
from crm.services.activities import NextStep, finish, plan
from crm.services.audit import record
from crm.services.bookings import BookingWish, confirm, move_in_issue, quote
from crm.services.lines import LineWish
from crm.store.models import (
    Agreement,
    Amendment,
    AmendmentChange,
    Booking,
    FollowUp,
    Issue,
    Line,
    User,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.bookings import Agreed

PUBLICATION, STATUS = "published_on", "status"
"""The field an amendment changes: of an issue postponed, of one cancelled."""
LONGEST_REASON = 400


def ask_about_postponing(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    before: date,
    reason: str,
) -> bool:
    """Ask a booking's advertiser to agree to an issue's new publication date.

    An earlier question about the same issue that still waits is asked anew, with the
    day first agreed upon; there are never two. Returns whether there is one to ask.
    """
    lines = session.scalars(
        select(Line.id)
        .where(
            Line.booking_id == booking_id,
            Line.issue_id == issue.id,
            Line.status == LineStatus.CONFIRMED,
        )
        .order_by(Line.id)
    ).all()
    if not lines:
        return False
    waiting = session.scalars(
        select(Amendment).where(
            Amendment.booking_id == booking_id,
            Amendment.issue_id == issue.id,
            Amendment.agreed_on.is_(None),
            Amendment.refused_on.is_(None),
        )
    ).first()
    after = issue.published_on.isoformat()
    if waiting is not None:
        waiting.reason = reason
        asked = session.scalars(
            select(AmendmentChange).where(AmendmentChange.amendment_id == waiting.id)
        ).all()
        for change in asked:
            change.after = after
        _record_asked(session, actor, booking_id, issue, waiting.number, reason)
        if lines := [id_ for id_ in lines if id_ not in {c.line_id for c in asked}]:
            _add_changes(
                session, waiting.id, lines, PUBLICATION, before.isoformat(), after
            )
        return True
    amendment = _propose(session, actor, booking_id, issue, reason)
    _add_changes(session, amendment, lines, PUBLICATION, before.isoformat(), after)
    return True


def ask_about_cancelling(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    lines: Sequence[int],
    reason: str,
) -> bool:
    """Have a booking's rep propose a make-good for lines of a cancelled issue.

    A question about postponing it that still waits is answered by that.
    """
    for waiting in session.scalars(
        select(Amendment).where(
            Amendment.booking_id == booking_id,
            Amendment.issue_id == issue.id,
            Amendment.agreed_on.is_(None),
            Amendment.refused_on.is_(None),
        )
    ):
        waiting.refused_on = actor.today
        _finish(session, actor, waiting)
    amendment = _propose(session, actor, booking_id, issue, reason)
    before, after = LineStatus.CONFIRMED.value, LineStatus.CANCELLED.value
    _add_changes(session, amendment, lines, STATUS, before, after)
    return True


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
    _finish(session, actor, amendment)
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
        *(session, actor, amendment.booking_id, issue.id),
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

    Each line is a make-good naming what it repairs, confirmed with the advertiser's
    agreement, and takes its space once. Raises UnknownError, AnsweredError,
    MissingError, SoldOutError (then ask without the positions), NoRateError,
    ClosedError, CancelledIssueError.
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


def _propose(
    session: Session, actor: Actor, booking_id: int, issue: Issue, reason: str
) -> int:
    """Open an amendment of a locked booking, and ask its rep to settle it."""
    booking = session.get_one(Booking, booking_id)
    last = session.scalar(
        select(func.max(Amendment.number)).where(Amendment.booking_id == booking_id)
    )
    amendment = Amendment(
        booking_id=booking_id,
        number=(last or 0) + 1,
        reason=reason,
        proposed_at=actor.at,
        proposed_by_id=actor.user_id,
        issue_id=issue.id,
    )
    session.add(amendment)
    session.flush()
    owner = session.get_one(User, booking.owner_id)
    with use_language(owner.language):
        step = NextStep(_why(issue, booking), next_working_day(actor.today))
    amendment.follow_up_id = plan(
        session,
        actor,
        booking.advertiser_id,
        step,
        contact_id=booking.contact_id,
        owner_id=booking.owner_id,
    )
    _record_asked(session, actor, booking_id, issue, amendment.number, reason)
    session.flush()
    return amendment.id


def _why(issue: Issue, booking: Booking) -> str:
    """Say in the current language what the rep is to ask."""
    number = booking.number or booking.quote_number
    name = issue.name_fr if current_language() == "fr" else issue.name_en
    if issue.status is IssueStatus.CANCELLED:
        said = _("{issue} is cancelled: propose a make-good ({number})")
        return said.format(issue=name, number=number)
    said = _("{issue} now appears on {day}: ask for agreement ({number})")
    day = date_long(issue.published_on)
    return said.format(issue=name, day=day, number=number)


def _record_asked(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue: Issue,
    number: int,
    reason: str,
) -> None:
    record(
        session,
        actor,
        "ask_agreement",
        "booking",
        booking_id,
        note=reason,
        issue=issue.id,
        number=number,
    )


def _add_changes(
    session: Session,
    amendment_id: int,
    lines: Sequence[int],
    field: str,
    before: str,
    after: str,
) -> None:
    session.add_all(
        AmendmentChange(
            amendment_id=amendment_id,
            line_id=line_id,
            field=field,
            before=before,
            after=after,
        )
        for line_id in lines
    )


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
    name = clean_line(agreed.by, longest=200)
    if not name:
        raise MissingError(field="agreed_by", label=words("Agreed by"))
    amendment.agreed_on = agreed.on
    session.add(
        Agreement(
            booking_id=amendment.booking_id,
            amendment_id=amendment.id,
            agreed_by=name,
            agreed_on=agreed.on,
            means=clean_line(agreed.means, longest=40),
            recorded_by_id=actor.user_id,
            recorded_at=actor.at,
        )
    )
    _finish(session, actor, amendment)


def _finish(session: Session, actor: Actor, amendment: Amendment) -> None:
    """Mark what asked for the answer done, where its asker sees it."""
    if amendment.follow_up_id and session.get(FollowUp, amendment.follow_up_id):
        finish(session, actor, amendment.follow_up_id)
