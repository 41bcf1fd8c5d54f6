"""What the desk does with bookings: quote, option, confirm, cancel, let expire."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain import bookings as life
from crm.domain.approvals import Approval, ApprovalError
from crm.domain.booking_errors import NotExpiredError
from crm.domain.bookings import LineStatus
from crm.domain.clock import add_months, in_days
from crm.domain.credits import check_shares, together
from crm.domain.errors import (
    MandateError,
    MissingError,
    MoveError,
    NothingToDoError,
    ReasonError,
    UnknownError,
    words,
)
from crm.domain.magazine import IssueStatus
from crm.domain.prices import StepKind
from crm.domain.text import clean_line, clean_note
from crm.services import ledger
from crm.services.agreements import record_agreement, signatory
from crm.services.audit import record
from crm.services.intents import check_intent
from crm.services.moves import (
    changed,
    check_open,
    locked,
    move_line,
    post_option,
    status_of,
    take_back,
)
from crm.services.numbers import BOOKING, QUOTE, next_number
from crm.services.quotes import priced
from crm.store.models import (
    Booking,
    BookingCredit,
    Company,
    InsertionReport,
    Line,
    Title,
)
from crm.store.queries.mandates import valid_mandate

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.agreements import Agreed
    from crm.services.booking_wishes import BookingWish

LONGEST_LINE = 400
LONGEST_NAME = 200


def quote(session: Session, actor: Actor, wish: BookingWish) -> int:
    """Quote a booking; return its id.

    The rate card of each line's publication day is copied. Nothing is held yet: a
    quote is good for a month, and no longer than to the first publication.
    """
    title = session.get(Title, wish.title_id)
    advertiser = session.get(Company, wish.advertiser_id)
    if title is None or advertiser is None:
        raise UnknownError
    if not wish.lines and not wish.packages:
        raise MissingError(field="lines", label=words("Lines"))
    shares = together(wish.credits) or ((_seat(actor), 10_000),)
    check_shares(shares)
    check_intent(session, wish.opportunity_id, advertiser.id)
    mandate, made = priced(session, actor, wish)
    first_day = min(made.days)
    booking = Booking(
        quote_number=next_number(session, title.publisher_id, QUOTE, actor.today.year),
        title_id=title.id,
        advertiser_id=advertiser.id,
        agency_id=wish.agency_id,
        payer_id=wish.payer_id,
        contact_id=wish.contact_id,
        opportunity_id=wish.opportunity_id,
        owner_id=shares[0][0],
        terms_id=made.terms_id,
        mandate_id=mandate,
        campaign=clean_line(wish.campaign, longest=LONGEST_LINE),
        language=wish.language or advertiser.language,
        currency=made.currency,
        purchase_order=clean_line(wish.purchase_order, longest=LONGEST_LINE),
        engagement_number=clean_line(wish.engagement_number, longest=LONGEST_LINE),
        service_code=clean_line(wish.service_code, longest=LONGEST_LINE),
        note=clean_note(wish.note),
        quoted_on=actor.today,
        quote_valid_until=life.quote_until(actor.today, first_day),
        created_at=actor.at,
        changed_at=actor.at,
        lines=made.lines,
        credits=[
            BookingCredit(user_id=user_id, share=share) for user_id, share in shares
        ],
    )
    session.add(booking)
    session.flush()
    record(
        session,
        actor,
        "quote",
        "booking",
        booking.id,
        number=booking.quote_number,
        advertiser=advertiser.id,
        net_net=sum(line.net_net_cents for line in booking.lines),
    )
    return booking.id


def option(
    session: Session,
    actor: Actor,
    booking_id: int,
    *,
    until: date | None = None,
    override_reason: str = "",
) -> None:
    """Hold the space of every quoted or expired line until a day, Paris time.

    No option outlives its issue's closing, but what is booked after it.
    `override_reason` takes space of an issue that has closed, for a manager. Raises
    SoldOutError when a pool has not the units, SetAsideError where what is free is
    kept for others: no line is held then.
    """
    booking = locked(session, booking_id)
    before = status_of(booking)
    _take_late(actor, booking, override_reason)
    until = until or in_days(actor.today, life.OPTION_DAYS)
    life.check_option_day(until, actor.today)
    moved = _move_all(session, actor, booking, LineStatus.OPTIONED)
    for line in moved:
        line.option_until = _held_until(line, until)
        post_option(session, actor, booking, line, "optioned")
    _number(session, actor, booking)
    changed(session, actor, booking, "option", before, until=until)


def _held_until(line: Line, until: date) -> date:
    if line.issue is None or line.override_reason:
        return until
    return min(until, line.issue.closes_on)


def extend(session: Session, actor: Actor, booking_id: int, until: date) -> None:
    """Hold the optioned lines until another day, Paris time; no space moves.

    Raises PastError, DateOrderError (an option does not outlive its issue's closing,
    unless a manager booked after it) and NothingToDoError where nothing is held.
    """
    booking = locked(session, booking_id)
    held = [line for line in booking.lines if line.status is LineStatus.OPTIONED]
    if not held:
        raise NothingToDoError(wanted=LineStatus.OPTIONED)
    days = (max(line.option_until or until for line in held), until)
    for line in held:
        closes_on = line.issue.closes_on if line.issue else None
        late = bool(line.override_reason)
        life.check_option_day(until, actor.today, None if late else closes_on)
        line.option_until = until
    changed(session, actor, booking, "extend", status_of(booking), until=days)


def release(session: Session, actor: Actor, booking_id: int) -> None:
    """Give the space of every optioned line back; the lines are quoted again."""
    booking = locked(session, booking_id)
    before = status_of(booking)
    for line in _move_all(session, actor, booking, LineStatus.QUOTED):
        line.option_until = None
        post_option(session, actor, booking, line, "released", probability=0)
    _renew(actor, booking)
    changed(session, actor, booking, "release", before)


def requote(session: Session, actor: Actor, booking_id: int) -> None:
    """Quote the expired lines again, at their price, for another month.

    Those whose issue has closed, or is out, stay expired. Raises NotExpiredError,
    ClosedError, PublishedIssueError, CancelledIssueError.
    """
    booking = locked(session, booking_id)
    before = status_of(booking)
    expired = [line for line in booking.lines if line.status is LineStatus.EXPIRED]
    if not expired:
        raise NotExpiredError(number=booking.number or booking.quote_number)
    open_ = [
        line
        for line in expired
        if line.issue is None
        or (
            line.issue.closes_on >= actor.today
            and line.issue.status is IssueStatus.PLANNED
        )
    ]
    if not open_:
        check_open(actor, expired[0].issue, "")
    for line in open_:
        move_line(session, actor, line, LineStatus.QUOTED)
    _renew(actor, booking)
    changed(session, actor, booking, "requote", before, lines=len(open_))


def _renew(actor: Actor, booking: Booking) -> None:
    """Let a quote be good from today on, as if it were given today."""
    days = [
        line.issue.published_on
        for line in booking.lines
        if line.status is LineStatus.QUOTED and line.issue
    ]
    until = life.quote_until(actor.today, min(days, default=actor.today))
    booking.quote_valid_until = max(booking.quote_valid_until, until)


def confirm(
    session: Session,
    actor: Actor,
    booking_id: int,
    agreed: Agreed,
    *,
    override_reason: str = "",
) -> None:
    """Confirm every quoted and optioned line, and post them to the ledger.

    The agency's mandate must be valid today where a professional discount was
    taken, and no discount may wait for its approval; `override_reason` as for
    `option`. Raises MandateError, SoldOutError, SetAsideError, ClosedError,
    NothingToDoError, ApprovalError, NotPdfError, LargeFileError.
    """
    agreed_by = signatory(agreed)
    booking = locked(session, booking_id)
    before = status_of(booking)
    check_approved(booking)
    _check_mandate(session, actor, booking)
    _take_late(actor, booking, override_reason)
    moved = _move_all(session, actor, booking, LineStatus.CONFIRMED)
    for line in moved:
        if line.option_until:
            post_option(session, actor, booking, line, "confirmed", probability=0)
        line.option_until = None
        line.confirmed_at = actor.at
        ledger.post(session, actor, booking, line, cause="confirmed")
    booking.confirmed_on = actor.today
    _number(session, actor, booking)
    record_agreement(session, actor, booking, agreed)
    changed(session, actor, booking, "confirm", before, agreed_by=agreed_by)


def cancel(session: Session, actor: Actor, booking_id: int, reason: str) -> None:
    """Cancel every live line that has not run; give the space and the ledger back."""
    reason = clean_line(reason, longest=LONGEST_LINE)
    if not reason:
        raise ReasonError(field="reason")
    booking = locked(session, booking_id)
    before, stood = {line.id: line.status for line in booking.lines}, status_of(booking)
    for line in _move_all(session, actor, booking, LineStatus.CANCELLED):
        take_back(session, actor, booking, line, before[line.id], "cancelled")
    changed(session, actor, booking, "cancel", stood, reason=reason)


def expire_due(session: Session, actor: Actor) -> int:
    """Let options and quotes whose day has passed expire; return how many lines.

    A line expires exactly once, however many servers ask: its booking is locked
    and its status read again.
    """
    due = session.scalars(
        select(Line.booking_id)
        .join(Line.booking)
        .where(
            ((Line.status == LineStatus.OPTIONED) & (Line.option_until < actor.today))
            | (
                (Line.status == LineStatus.QUOTED)
                & (Booking.quote_valid_until < actor.today)
            )
        )
        .distinct()
        .order_by(Line.booking_id)
    ).all()
    expired = 0
    for booking_id in due:
        booking = locked(session, booking_id)
        stood = status_of(booking)
        lapsed = [
            line
            for line in booking.lines
            if (
                line.status is LineStatus.OPTIONED
                and line.option_until
                and line.option_until < actor.today
            )
            or (
                line.status is LineStatus.QUOTED
                and booking.quote_valid_until < actor.today
            )
        ]
        for line in lapsed:
            before = line.status
            move_line(session, actor, line, LineStatus.EXPIRED)
            take_back(session, actor, booking, line, before, "expired")
        if lapsed:
            expired += len(lapsed)
            changed(session, actor, booking, "expire", stood, lines=len(lapsed))
    return expired


def run_issue(session: Session, actor: Actor, issue_id: int) -> int:
    """Move an issue's confirmed lines to ran, as it is published; return how many.

    An insertion report is owed within a month of publication (loi Sapin art. 23).
    """
    confirmed = (Line.issue_id == issue_id, Line.status == LineStatus.CONFIRMED)
    # The bookings are locked first and their lines read after, as every move does:
    # a cancellation or a confirmation on its way is waited for, not written over.
    locked_bookings(session, issue_id)
    found = session.scalars(
        select(Line)
        .where(*confirmed)
        .options(selectinload(Line.spaces), selectinload(Line.issue))
        .order_by(Line.id)
        .execution_options(populate_existing=True)
    ).all()
    for line in found:
        move_line(session, actor, line, LineStatus.RAN)
        published_on = line.issue.published_on if line.issue else actor.today
        line.ran_on = published_on
        session.add(
            InsertionReport(
                line_id=line.id,
                booking_id=line.booking_id,
                due_on=add_months(published_on, 1),
                page_number=line.page_number or "",
            )
        )
    for booking_id, lines in Counter(line.booking_id for line in found).items():
        record(
            session, actor, "run", "booking", booking_id, issue=issue_id, lines=lines
        )
    return len(found)


def move_in_issue(
    session: Session,
    actor: Actor,
    booking_id: int,
    issue_id: int,
    moves: tuple[frozenset[LineStatus], LineStatus],
    action: str,
    **told: Any,  # noqa: ANN401  any field of a booking
) -> list[Line]:
    """Move a booking’s lines of one issue from some statuses to another.

    `moves` is (from, to). Cancelled or expired, what they held and were booked for is
    given back. Returns the lines that moved; a second call finds none.
    """
    booking = locked(session, booking_id)
    stood, (from_, wanted) = status_of(booking), moves
    moved = [
        line
        for line in booking.lines
        if line.issue_id == issue_id and line.status in from_
    ]
    for line in moved:
        before = line.status
        move_line(session, actor, line, wanted)
        if wanted not in life.LIVE:
            take_back(session, actor, booking, line, before, wanted.value)
    if moved:
        changed(session, actor, booking, action, stood, lines=len(moved), **told)
    return moved


def locked_bookings(
    session: Session, issue_id: int, of: frozenset[LineStatus] = life.LIVE
) -> list[int]:
    """Lock the bookings with such lines in an issue; return their ids in order."""
    live = (Line.issue_id == issue_id, Line.status.in_(of))
    found = session.scalars(
        select(Booking.id)
        .where(Booking.id.in_(select(Line.booking_id).where(*live)))
        .order_by(Booking.id)
        .with_for_update()
    )
    return list(found)


def _move_all(
    session: Session, actor: Actor, booking: Booking, wanted: LineStatus
) -> list[Line]:
    """Move every line a person means by asking for the booking to be moved."""
    movable = [
        line
        for line in booking.lines
        if line.status in life.ASKED[wanted] and not line.is_penalty
    ]
    if not movable:
        if len({line.status for line in booking.lines}) == 1:
            raise MoveError(current=booking.lines[0].status, wanted=wanted)
        raise NothingToDoError(wanted=wanted)
    for line in movable:
        move_line(session, actor, line, wanted)
    return movable


def check_approved(booking: Booking) -> None:
    """Refuse while a discount waits. Raises ApprovalError. Needs `booking.lines`."""
    live = (line for line in booking.lines if line.status in life.LIVE)
    if any(line.approval is Approval.WAITING for line in live):
        raise ApprovalError(field="exceptional")


def _take_late(actor: Actor, booking: Booking, reason: str) -> None:
    """Keep why the quoted lines of an issue that has closed are taken all the same.

    Raises ClosedError where the actor may not.
    """
    said = clean_line(reason, longest=LONGEST_LINE)
    for line in booking.lines:
        late = line.issue is not None and actor.today > line.issue.closes_on
        holds = line.status in life.HOLDS_SPACE or line.status is LineStatus.CANCELLED
        if said and late and not holds:
            check_open(actor, line.issue, said)
            line.booked_after_closing = True
            line.override_reason = line.override_reason or said


def _check_mandate(session: Session, actor: Actor, booking: Booking) -> None:
    if booking.agency_id is None:
        return
    mandate = valid_mandate(
        session, booking.advertiser_id, booking.agency_id, actor.today
    )
    session.refresh(booking, ["agency", "advertiser"])
    for line in booking.lines:
        session.refresh(line, ["steps"])
    discounted = any(
        step.kind is StepKind.PROFESSIONAL
        for line in booking.lines
        if line.status in life.LIVE
        for step in line.steps
    )
    if discounted and mandate is None and booking.agency:
        raise MandateError(
            agency=booking.agency.name,
            advertiser=booking.advertiser.name,
            day=actor.today,
        )
    booking.mandate_id = mandate


def _number(session: Session, actor: Actor, booking: Booking) -> None:
    if booking.number is None:
        title = session.get_one(Title, booking.title_id)
        booking.number = next_number(
            session, title.publisher_id, BOOKING, actor.today.year
        )


def _seat(actor: Actor) -> int:
    if actor.user_id is None:
        raise UnknownError
    return actor.user_id
