"""Discounts that wait for a manager's approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.approvals import Approval
from crm.domain.bookings import LIVE
from crm.domain.money import Money
from crm.domain.prices import StepKind
from crm.store.models import Booking, Company, Line, PriceStep, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A booking whose discount waits: the highest rate asked for, in basis points.

    `net_net` is what its waiting lines come to if it is granted, `off` what it takes
    off them.
    """

    booking_id: int
    number: str
    advertiser: str
    rep: str
    quoted_on: date
    rate: int
    reason: str
    net_net: Money
    off: Money


def list_waiting(
    session: Session, _asker: Actor, rep_id: int | None = None
) -> list[WaitingRow]:
    """List the bookings whose discount waits for an approval, the oldest first."""
    query = (
        select(
            Booking.id,
            func.coalesce(Booking.number, Booking.quote_number),
            shown_name(),
            User.name,
            Booking.quoted_on,
            Booking.currency,
            func.max(-PriceStep.rate).label("rate"),
            func.max(PriceStep.reason).label("reason"),
            func.sum(Line.net_net_cents).label("net"),
            func.sum(PriceStep.amount_cents).label("off"),
        )
        .join(Line, Line.booking_id == Booking.id)
        .join(PriceStep, PriceStep.line_id == Line.id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .where(
            Line.approval == Approval.WAITING,
            Line.status.in_(LIVE),
            PriceStep.kind == StepKind.EXCEPTIONAL,
            Booking.archived_at.is_(None),
        )
        .group_by(
            Booking.id,
            Booking.number,
            Booking.quote_number,
            Company.trade_name,
            Company.name,
            User.name,
            Booking.quoted_on,
            Booking.currency,
        )
        .order_by(Booking.quoted_on, Booking.id)
    )
    if rep_id is not None:
        query = query.where(Booking.owner_id == rep_id)
    return [
        WaitingRow(*row[:5], row.rate, row.reason, *_amounts(row))
        for row in session.execute(query)
    ]


def _amounts(row: Any) -> tuple[Money, Money]:  # noqa: ANN401  a row of the query
    """Return what is left of the waiting lines, and what the discount takes off."""
    return Money(int(row.net), row.currency), Money(-int(row.off), row.currency)
