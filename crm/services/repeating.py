"""A line repeated in further issues: beside it in a quote or an option, else anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.bookings import BookingStatus, LineStatus, quote_until
from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.prices import StepKind
from crm.services.booking_wishes import BookingWish
from crm.services.bookings import quote
from crm.services.line_wishes import wish_of
from crm.services.lines import find_line, new_line
from crm.services.moves import changed, locked, move_line, post_option, status_of
from crm.services.places import check_places
from crm.services.pricing import price_lines
from crm.store.queries.mandates import valid_mandate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.lines import LineWish
    from crm.store.models import Booking, Line

UNSIGNED = frozenset({BookingStatus.QUOTED, BookingStatus.OPTIONED})
PRICED = (
    *("card_cents", "gross_cents", "net_cents", "net_net_cents", "fees_cents"),
    "vat_category",
)


def repeat_line(
    session: Session, actor: Actor, booking_id: int, line_id: int, issues: Sequence[int]
) -> int:
    """Repeat a line in further issues; return the booking where they stand.

    In a quote or an option they join it: all its lines are priced together anew, and
    those of an option are held until its day. What is signed stays as it was signed:
    the lines go to a quote of their own. Raises UnknownError, MissingError and one
    NoPlaceError that names every issue without a place.
    """
    booking = locked(session, booking_id)
    line = next((row for row in booking.lines if row.id == line_id), None)
    if line is None or not (line.issue_id and line.format_id):
        raise UnknownError
    further = [one for one in dict.fromkeys(issues) if one != line.issue_id]
    if not further:
        raise MissingError(field="issues", label=words("Issues"))
    session.refresh(line, ["steps"])
    asked = as_new(wish_of(session, line))
    wishes = [replace(asked, issue_id=issue_id) for issue_id in further]
    check_places(session, actor, booking.title_id, wishes)
    if status_of(booking) in UNSIGNED:
        _join(session, actor, booking, wishes)
        return booking.id
    return quote(session, actor, same_parties(session, booking, wishes))


def as_new(wish: LineWish) -> LineWish:
    """Return a line's wish as a new line has it: no package, no repair, no approver."""
    return replace(
        wish,
        approver_id=None,
        repairs_line_id=None,
        package_id=None,
        package_cents=None,
    )


def same_parties(
    session: Session, booking: Booking, lines: Sequence[LineWish]
) -> BookingWish:
    """Return a wish for lines of the same advertiser, agency, payer and reps."""
    session.refresh(booking, ["credits"])
    credits_ = sorted(booking.credits, key=lambda credit: credit.id)
    return BookingWish(
        booking.title_id,
        booking.advertiser_id,
        tuple(lines),
        agency_id=booking.agency_id,
        payer_id=booking.payer_id,
        contact_id=booking.contact_id,
        campaign=booking.campaign,
        language=booking.language,
        service_code=booking.service_code,
        credits=tuple((credit.user_id, credit.share) for credit in credits_),
    )


def _join(
    session: Session, actor: Actor, booking: Booking, wishes: Sequence[LineWish]
) -> None:
    before = status_of(booking)
    open_ = [
        row
        for row in booking.lines
        if row.status in {LineStatus.QUOTED, LineStatus.OPTIONED}
        and row.issue_id
        and row.format_id
    ]
    made = _priced(session, actor, booking, open_, wishes)
    for line, becomes in zip(open_, made, strict=False):
        _reprice(session, actor, booking, line, becomes)
    rank = max(row.rank for row in booking.lines)
    added = made[len(open_) :]
    for place, line in enumerate(added, start=1):
        line.rank = rank + place
        booking.lines.append(line)
    session.flush()
    if before is BookingStatus.OPTIONED:
        until = min(row.option_until for row in open_ if row.option_until)
        for line in added:
            session.refresh(line, ["issue"])
            move_line(session, actor, line, LineStatus.OPTIONED)
            closes_on = line.issue.closes_on if line.issue else until
            line.option_until = min(until, closes_on)
            post_option(session, actor, booking, line, "optioned")
    else:
        first = min(row.issue.published_on for row in open_ if row.issue)
        until = quote_until(actor.today, max(first, actor.today))
        booking.quote_valid_until = max(booking.quote_valid_until, until)
    changed(session, actor, booking, "repeat", before, lines=len(added))


def _priced(
    session: Session,
    actor: Actor,
    booking: Booking,
    open_: Sequence[Line],
    wishes: Sequence[LineWish],
) -> list[Line]:
    """Return the lines as they would be quoted together today, the old ones first."""
    session.refresh(booking, ["agency"])
    for line in open_:
        session.refresh(line, ["steps"])
    every = [*(wish_of(session, line) for line in open_), *wishes]
    asked = [find_line(session, wish, booking.advertiser_id) for wish in every]
    agency, today = booking.agency, actor.today
    held = valid_mandate(session, booking.advertiser_id, booking.agency_id, today)
    priced = price_lines(
        session,
        actor,
        asked,
        title_id=booking.title_id,
        advertiser_id=booking.advertiser_id,
        has_mandate=held is not None,
        agency=(agency.trade_name or agency.name) if agency else "",
        may_wait=True,
    )
    return [
        new_line(session, actor, 0, wish, found, price, "")
        for wish, found, price in zip(every, asked, priced, strict=True)
    ]


def _reprice(
    session: Session, actor: Actor, booking: Booking, line: Line, becomes: Line
) -> None:
    """Give a line the tiers the further ones lift it to; its card stays its own."""
    moved = becomes.net_net_cents != line.net_net_cents
    if becomes.rate_card_id != line.rate_card_id or not moved:
        return
    granted = [row.approver_id for row in line.steps if _is_exceptional(row.kind)]
    for field in PRICED:
        setattr(line, field, getattr(becomes, field))
    line.steps.clear()
    session.flush()
    steps, becomes.steps = list(becomes.steps), []
    for step in steps:
        if _is_exceptional(step.kind):
            step.approver_id = granted[0] if granted else None
    line.steps.extend(steps)
    session.flush()
    session.refresh(line, ["issue"])
    if line.status is LineStatus.OPTIONED:
        post_option(session, actor, booking, line, "repriced")


def _is_exceptional(kind: StepKind) -> bool:
    return kind is StepKind.EXCEPTIONAL
