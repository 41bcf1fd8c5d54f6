"""What the desk does with bookings: quote, option, confirm, cancel, let expire."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain import bookings as life
from crm.domain.bookings import BOOKED, LineStatus
from crm.domain.clock import add_months, in_days
from crm.domain.errors import (
    ClosedError,
    MandateError,
    MissingError,
    MoveError,
    NothingToDoError,
    RangeError,
    ReasonError,
    SharesError,
    UnknownError,
    words,
)
from crm.domain.issue_errors import CancelledIssueError
from crm.domain.magazine import IssueStatus
from crm.domain.money import NONE_TO_ALL, Percent
from crm.domain.opportunities import OPTION_PROBABILITY
from crm.domain.prices import StepKind
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services import ledger, space
from crm.services.audit import record
from crm.services.intents import check_intent, count_booked
from crm.services.numbers import BOOKING, QUOTE, next_number
from crm.services.quotes import priced
from crm.store.models import (
    Agreement,
    Booking,
    BookingCredit,
    Company,
    InsertionReport,
    Issue,
    Line,
    Title,
)
from crm.store.queries.mandates import valid_mandate

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.lines import LineWish

OPTION_DAYS = 5
"""How long an option holds unless a day is given, in calendar days."""
LONGEST_LINE = 400
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What an advertiser asks us to run, as the desk takes it down.

    `credits` are (user, basis points) pairs that add up to 10 000; empty: the
    actor's own booking. `override_reason` books into a closed issue, for a manager.
    """

    title_id: int
    advertiser_id: int
    lines: tuple[LineWish, ...]
    agency_id: int | None = None
    payer_id: int | None = None
    contact_id: int | None = None
    opportunity_id: int | None = None
    campaign: str = ""
    language: str = ""
    purchase_order: str = ""
    engagement_number: str = ""
    service_code: str = ""
    note: str = ""
    credits: tuple[tuple[int, int], ...] = ()
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed, when and how: signed file, mail, telephone, on line."""

    by: str
    on: date
    means: str


def quote(session: Session, actor: Actor, wish: BookingWish) -> int:
    """Quote a booking; return its id.

    The rate card of each line's publication day is copied. Nothing is held yet: a
    quote is good for a month, and no longer than to the first publication.
    """
    title = session.get(Title, wish.title_id)
    advertiser = session.get(Company, wish.advertiser_id)
    if title is None or advertiser is None:
        raise UnknownError
    if not wish.lines:
        raise MissingError(field="lines", label=words("Lines"))
    shares = _together(wish.credits) or ((_seat(actor), 10_000),)
    _check_shares(shares)
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
        quote_valid_until=max(actor.today, min(add_months(actor.today, 1), first_day)),
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

    `override_reason` takes space of an issue that has closed, for a manager. Raises
    SoldOutError when a pool has not the units, SetAsideError where what is free is
    kept for others: no line is held then.
    """
    booking = _open(session, booking_id)
    before = _status(booking)
    _take_late(actor, booking, override_reason)
    until = until or in_days(actor.today, OPTION_DAYS)
    life.check_option_day(until, actor.today)
    moved = _move_all(session, actor, booking, LineStatus.OPTIONED)
    for line in moved:
        line.option_until = until
        _post_option(session, actor, booking, line, "optioned")
    _number(session, actor, booking)
    _changed(session, actor, booking, "option", before, until=until)


def extend(session: Session, actor: Actor, booking_id: int, until: date) -> None:
    """Hold the optioned lines until another day, Paris time; no space moves.

    Raises PastError, DateOrderError (an option does not outlive its issue's closing,
    unless a manager booked after it) and NothingToDoError where nothing is held.
    """
    booking = _open(session, booking_id)
    held = [line for line in booking.lines if line.status is LineStatus.OPTIONED]
    if not held:
        raise NothingToDoError(wanted=LineStatus.OPTIONED)
    days = (max(line.option_until or until for line in held), until)
    for line in held:
        closes_on = line.issue.closes_on if line.issue else None
        late = bool(line.override_reason)
        life.check_option_day(until, actor.today, None if late else closes_on)
        line.option_until = until
    _changed(session, actor, booking, "extend", _status(booking), until=days)


def release(session: Session, actor: Actor, booking_id: int) -> None:
    """Give the space of every optioned line back; the lines are quoted again."""
    booking = _open(session, booking_id)
    before = _status(booking)
    for line in _move_all(session, actor, booking, LineStatus.QUOTED):
        line.option_until = None
        _post_option(session, actor, booking, line, "released", probability=0)
    _changed(session, actor, booking, "release", before)


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
    taken. `override_reason` as for `option`. Raises MandateError, SoldOutError,
    SetAsideError, ClosedError, NothingToDoError.
    """
    agreed_by = clean_line(agreed.by, longest=LONGEST_NAME)
    if not agreed_by:
        raise MissingError(field="agreed_by", label=words("Agreed by"))
    booking = _open(session, booking_id)
    before = _status(booking)
    _check_mandate(session, actor, booking)
    _take_late(actor, booking, override_reason)
    moved = _move_all(session, actor, booking, LineStatus.CONFIRMED)
    for line in moved:
        if line.option_until:
            _post_option(session, actor, booking, line, "confirmed", probability=0)
        line.option_until = None
        line.confirmed_at = actor.at
        ledger.post(session, actor, booking, line, cause="confirmed")
    booking.confirmed_on = actor.today
    _number(session, actor, booking)
    session.add(
        Agreement(
            booking_id=booking.id,
            agreed_by=agreed_by,
            agreed_on=agreed.on,
            means=clean_line(agreed.means, longest=40),
            recorded_by_id=actor.user_id,
            recorded_at=actor.at,
        )
    )
    _changed(session, actor, booking, "confirm", before, agreed_by=agreed_by)


def cancel(session: Session, actor: Actor, booking_id: int, reason: str) -> None:
    """Cancel every live line that has not run; give the space and the ledger back."""
    reason = clean_line(reason, longest=LONGEST_LINE)
    if not reason:
        raise ReasonError(field="reason")
    booking = _open(session, booking_id)
    before, stood = {line.id: line.status for line in booking.lines}, _status(booking)
    for line in _move_all(session, actor, booking, LineStatus.CANCELLED):
        _take_back(session, actor, booking, line, before[line.id], "cancelled")
    _changed(session, actor, booking, "cancel", stood, reason=reason)


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
        booking = _open(session, booking_id)
        stood = _status(booking)
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
            _move(session, actor, line, LineStatus.EXPIRED)
            _take_back(session, actor, booking, line, before, "expired")
        if lapsed:
            expired += len(lapsed)
            _changed(session, actor, booking, "expire", stood, lines=len(lapsed))
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
        _move(session, actor, line, LineStatus.RAN)
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
    booking = _open(session, booking_id)
    stood, (from_, wanted) = _status(booking), moves
    moved = [
        line
        for line in booking.lines
        if line.issue_id == issue_id and line.status in from_
    ]
    for line in moved:
        before = line.status
        _move(session, actor, line, wanted)
        if wanted not in life.LIVE:
            _take_back(session, actor, booking, line, before, wanted.value)
    if moved:
        _changed(session, actor, booking, action, stood, lines=len(moved), **told)
    return moved


def locked_bookings(session: Session, issue_id: int) -> list[int]:
    """Lock the bookings with live lines in an issue; return their ids in order."""
    live = (Line.issue_id == issue_id, Line.status.in_(life.LIVE))
    found = session.scalars(
        select(Booking.id)
        .where(Booking.id.in_(select(Line.booking_id).where(*live)))
        .order_by(Booking.id)
        .with_for_update()
    )
    return list(found)


def _open(session: Session, booking_id: int) -> Booking:
    """Lock a booking and load what its moves need."""
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


def _move_all(
    session: Session, actor: Actor, booking: Booking, wanted: LineStatus
) -> list[Line]:
    """Move every line a person means by asking for the booking to be moved."""
    movable = [line for line in booking.lines if line.status in life.ASKED[wanted]]
    if not movable:
        if len({line.status for line in booking.lines}) == 1:
            raise MoveError(current=booking.lines[0].status, wanted=wanted)
        raise NothingToDoError(wanted=wanted)
    for line in movable:
        _move(session, actor, line, wanted)
    return movable


def _move(session: Session, actor: Actor, line: Line, wanted: LineStatus) -> None:
    takes = wanted in life.HOLDS_SPACE and line.status not in life.HOLDS_SPACE
    if takes:
        check_open(actor, line.issue, line.override_reason)
    line.status = life.move(line.status, wanted)
    space.follow(session, line.spaces, wanted)


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


def check_open(actor: Actor, issue: Issue | None, override_reason: str) -> None:
    """Refuse a cancelled issue, or a closed one unless a manager says why."""
    if issue is not None and issue.status is IssueStatus.CANCELLED:
        raise CancelledIssueError(field="issue_id", issue=issue.name_fr)
    if issue is None or actor.today <= issue.closes_on:
        return
    if not (actor.may(Right.OVERRIDE_CLOSING) and override_reason.strip()):
        raise ClosedError(issue=issue.name_fr, closed_on=issue.closes_on)


def _take_back(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    before: LineStatus,
    cause: str,
) -> None:
    if before is LineStatus.OPTIONED:
        line.option_until = None
        _post_option(session, actor, booking, line, cause, probability=0)
    if before in BOOKED:
        ledger.post(session, actor, booking, line, cause=cause, sign=-1)


def _post_option(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    cause: str,
    *,
    probability: int = OPTION_PROBABILITY,
) -> None:
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


def _changed(
    session: Session,
    actor: Actor,
    booking: Booking,
    action: str,
    before: life.BookingStatus,
    **changes: Any,  # noqa: ANN401  any field of a booking
) -> None:
    booking.changed_at = actor.at
    booking.version += 1
    if (after := _status(booking)) != before:
        changes["status"] = (before, after)
    record(session, actor, action, "booking", booking.id, **changes)
    session.flush()
    count_booked(session, actor, booking.opportunity_id)


def _status(booking: Booking) -> life.BookingStatus:
    return life.booking_status(line.status for line in booking.lines)


def _together(shares: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Add up what one rep is credited with twice."""
    found: dict[int, int] = {}
    for user_id, share in shares:
        found[user_id] = found.get(user_id, 0) + share
    return tuple(found.items())


def _check_shares(shares: tuple[tuple[int, int], ...]) -> None:
    for _user, share in shares:
        if not 0 < share <= 10_000:
            raise RangeError(
                field="credits", label=words("A percentage"), **NONE_TO_ALL
            )
    if (whole := sum(share for _user, share in shares)) != 10_000:
        raise SharesError(field="credits", total=Percent(whole))


def _seat(actor: Actor) -> int:
    if actor.user_id is None:
        raise UnknownError
    return actor.user_id
