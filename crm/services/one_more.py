"""What one more insertion changes: the same plan, priced with one line more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.bookings import LineStatus
from crm.domain.money import Money, total
from crm.domain.prices import StepKind
from crm.services.line_wishes import wish_of
from crm.services.lines import find_line
from crm.services.pricing import price_lines
from crm.store.models import Booking, Line
from crm.store.queries.spoken import spoken

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

ENDED = (LineStatus.CANCELLED, LineStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more insertion of a plan costs, and what it saves on the others.

    The saving is counted on the lines already in the booking, never on the added one.
    """

    format: str
    added: Money
    saving: Money

    @property
    def difference(self) -> Money:
        """What the whole plan comes to more, the saving taken off."""
        return self.added - self.saving


def one_more(session: Session, actor: Actor, booking_id: int) -> OneMore | None:
    """Price a booking's plan with its last paid line once more, and save nothing.

    None where no line is paid for. Raises what pricing the lines anew raises.
    """
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            selectinload(Booking.agency),
            selectinload(Booking.lines).options(
                selectinload(Line.steps), selectinload(Line.format)
            ),
        )
    ).first()
    lines = [line for line in booking.lines if _is_paid(line)] if booking else []
    if booking is None or not lines:
        return None
    wishes = [wish_of(session, line) for line in lines]
    last = wishes[-1]
    added = replace(
        last, fee_codes=(), exceptional=0, reason="", approver_id=None, quantity=1
    )
    asked = [find_line(session, wish, booking.advertiser_id) for wish in wishes]
    another = find_line(session, added, booking.advertiser_id)
    agency = booking.agency
    mandated = any(
        step.kind is StepKind.PROFESSIONAL for line in lines for step in line.steps
    )
    totals = []
    for plan in (asked, [*asked, another]):
        priced = price_lines(
            session,
            actor,
            plan,
            title_id=booking.title_id,
            advertiser_id=booking.advertiser_id,
            has_mandate=mandated,
            agency=(agency.trade_name or agency.name) if agency else "",
            but_booking=booking.id,
            may_wait=True,
        )
        totals.append([found.price.total for found in priced])
    now, then = totals
    saving = total(now, booking.currency) - total(then[:-1], booking.currency)
    return OneMore(spoken(lines[-1].format), then[-1], saving)


def _is_paid(line: Line) -> bool:
    placed = line.issue_id is not None and line.format_id is not None
    free = line.repairs_line_id is not None or line.is_barter or line.is_penalty
    alone = line.package_id is None
    return placed and alone and not free and line.status not in ENDED
