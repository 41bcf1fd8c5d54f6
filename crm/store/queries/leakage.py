"""What discounts take off the gross, why, and what was cancelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from crm.domain.bookings import BOOKED
from crm.domain.money import Money
from crm.domain.prices import StepKind
from crm.domain.revenue import Basis, Period
from crm.domain.roles import Reach
from crm.store.models import Booking, BookingCredit, Company, Issue, Line, PriceStep
from crm.store.queries.pipeline import kept_of
from crm.store.queries.revenue import amounts_of
from crm.store.scope import credited

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.revenue_amounts import Amounts
    from crm.domain.roles import Actor

CANCELLED = "cancelled"
"""The cause the ledger takes a cancelled line back under."""


@dataclass(frozen=True, slots=True)
class Given:
    """What discounts have taken off, by reason; empty: the rate card's own scales."""

    reason: str
    amount: Money
    lines: int


def given_by_reason(session: Session, asker: Actor, period: Period) -> list[Given]:
    """List what was taken off a period's gross by reason; together, all of it.

    What is left after the exceptional discounts is by the card's scales. Reasons are
    typed about advertisers: a rep is told those of their own lines, of nobody else's.
    """
    if (
        asker.user_id is not None
        and asker.reach is not Reach.ALL
        and (period.rep_id != asker.user_id)
    ):
        return []
    whole = amounts_of(session, asker, period)
    rows = [
        Given(str(reason), Money(-int(cents), period.currency), many)
        for reason, cents, many in session.execute(_exceptional(session, period))
    ]
    rest = whole.given - Money(sum(row.amount.cents for row in rows), period.currency)
    rows.sort(key=lambda row: (-row.amount.cents, row.reason))
    return [*([Given("", rest, 0)] if rest else []), *rows]


def cancelled(session: Session, asker: Actor, period: Period) -> Amounts:
    """Return what cancellations have taken back from a period."""
    return amounts_of(session, asker, replace(period, cause=CANCELLED))


def _exceptional(session: Session, period: Period) -> Any:  # noqa: ANN401  a select
    cents: Any = func.sum(PriceStep.amount_cents)
    query = (
        select(PriceStep.reason, cents, func.count(Line.id.distinct()))
        .join(Line, Line.id == PriceStep.line_id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .outerjoin(Issue, Issue.id == Line.issue_id)
        .where(
            PriceStep.kind == StepKind.EXCEPTIONAL,
            Line.status.in_(BOOKED),
            Line.is_barter.is_(False),
            Line.currency == period.currency,
            _counted(period),
            *kept_of(replace(period, rep_id=None), Booking.owner_id, Company.id),
        )
        .group_by(PriceStep.reason)
    )
    if period.by_agency is not None:
        bought = Booking.agency_id.is_not(None)
        query = query.where(bought if period.by_agency else ~bought)
    if period.rep_id is not None:
        theirs = and_(
            BookingCredit.booking_id == Booking.id,
            BookingCredit.user_id == period.rep_id,
        )
        query = query.join(BookingCredit, theirs).with_only_columns(
            PriceStep.reason,
            func.sum(PriceStep.amount_cents * BookingCredit.share // 10_000),
            func.count(Line.id.distinct()),
        )
        query = query.where(credited(session, BookingCredit.user_id))
    return query


def _counted(period: Period) -> Any:  # noqa: ANN401  a condition
    if period.basis is Basis.POSTED:
        return Booking.confirmed_on.between(period.since, period.until)
    return or_(
        Issue.published_on.between(period.since, period.until),
        and_(
            Issue.id.is_(None),
            Booking.confirmed_on.between(period.since, period.until),
        ),
    )
