"""Make-goods: a line given free for one that failed, its space held at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.booking_errors import NotFailedError, RepairedError
from crm.domain.bookings import BOOKED, LIVE, LineStatus
from crm.domain.errors import ReasonError, UnknownError
from crm.domain.text import clean_line
from crm.language import current_language
from crm.services import ledger
from crm.services.bookings import LONGEST_LINE
from crm.services.lines import LineWish, make_lines
from crm.services.moves import changed, locked, move_line, status_of
from crm.store.models import Line

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Repair:
    """Where a line is repaired and why; no format: the one that failed."""

    issue_id: int
    reason: str
    position_id: int | None = None
    format_id: int | None = None
    override_reason: str = ""


def give_make_good(session: Session, actor: Actor, line_id: int, repair: Repair) -> int:
    """Give a free line for one that failed, beside it; return its id.

    It is confirmed at once: its space is held, at nothing. Raises UnknownError,
    ReasonError, NotFailedError, RepairedError, SoldOutError, and what quoting raises.
    """
    reason = clean_line(repair.reason, longest=LONGEST_LINE)
    if not reason:
        raise ReasonError(field="reason")
    broken = session.get(Line, line_id)
    if broken is None:
        raise UnknownError
    booking = locked(session, broken.booking_id)
    _check_failed(session, broken)
    stood = status_of(booking)
    made = make_lines(
        session,
        actor,
        [
            LineWish(
                repair.issue_id,
                repair.format_id or broken.format_id or 0,
                repair.position_id,
                quantity=broken.quantity,
                repairs_line_id=broken.id,
                is_barter=broken.is_barter,
            )
        ],
        title_id=booking.title_id,
        advertiser_id=booking.advertiser_id,
        agency="",
        override_reason=repair.override_reason,
        but_booking=booking.id,
    )
    (line,) = made.lines
    line.rank = 1 + max(row.rank for row in booking.lines)
    booking.lines.append(line)
    session.flush()
    session.refresh(line, ["issue"])
    move_line(session, actor, line, LineStatus.CONFIRMED)
    line.confirmed_at = actor.at
    ledger.post(session, actor, booking, line, cause="make_good")
    changed(
        session, actor, booking, "make_good", stood, note=reason, issue=line.issue_id
    )
    return line.id


def _check_failed(session: Session, broken: Line) -> None:
    """Refuse a line that was never booked, or is repaired already."""
    was_booked = broken.status in BOOKED or (
        broken.status is LineStatus.CANCELLED and broken.confirmed_at is not None
    )
    if not was_booked or broken.is_penalty or not broken.format_id:
        raise NotFailedError
    repaired = repair_of(session, broken.id)
    if repaired is not None:
        raise RepairedError(issue=named_issue(repaired))


def repair_of(session: Session, line_id: int) -> Line | None:
    """Return the live make-good of a line, with its issue; None where it has none."""
    return session.scalars(
        select(Line)
        .where(Line.repairs_line_id == line_id, Line.status.in_(LIVE))
        .options(selectinload(Line.issue))
        .limit(1)
    ).first()


def named_issue(line: Line) -> str:
    """Return the name of a line's issue, in the current language."""
    if line.issue is None:
        return "–"
    french = current_language() == "fr"
    return line.issue.name_fr if french else line.issue.name_en
