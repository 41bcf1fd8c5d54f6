"""What is counted of an intent, and checked: the pieces bookings and edits share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.errors import ChangedError, RangeError, UnknownError, words
from crm.domain.money import NONE_TO_ALL, Money
from crm.domain.opportunities import PATH, chance, to_book
from crm.services.ledger import post_move
from crm.store.models import Booking, Contact, Issue, Line, Opportunity
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LARGEST_CENTS = 1_000_000_000_00


def count_booked(session: Session, actor: Actor, opportunity_id: int | None) -> None:
    """Count anew what is booked of an opportunity, and tell the forecast.

    Its lines under option, confirmed or ran, barter apart: what the forecast counts
    as options and as confirmed, it does not count as intent (DOMAIN: the forecast).
    """
    if opportunity_id is None:
        return
    session.flush()
    held = (
        held_of()
        .where(Booking.opportunity_id == opportunity_id)
        .with_only_columns(func.coalesce(func.sum(Line.net_net_cents), 0))
    )
    with beyond_scope(session, "an intent counts once, whoever follows its bookings"):
        opportunity = locked(session, opportunity_id)
        booked = int(session.scalars(held).one())
        if booked == opportunity.booked_cents:
            return
        opportunity.booked_cents = booked
        if opportunity.stage in PATH:
            tell_forecast(session, actor, opportunity, "booked")
        session.flush()


def held_of() -> Select[int | None, int]:
    """Select opportunities' numbers, each with what is booked of it, in cents.

    Grouped by whoever asks for several. Lines under option, confirmed or ran count,
    barter does not.
    """
    return (
        select(Booking.opportunity_id, func.sum(Line.net_net_cents).label("cents"))
        .join(Line.booking)
        .where(Line.status.in_(HOLDS_SPACE), Line.is_barter.is_(False))
    )


def locked(
    session: Session, opportunity_id: int, seen: int | None = None
) -> Opportunity:
    """Lock an opportunity as it stands. Raises UnknownError, ChangedError."""
    opportunity = session.scalars(
        select(Opportunity)
        .where(Opportunity.id == opportunity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if opportunity is None:
        raise UnknownError
    if seen is not None and opportunity.version != seen:
        raise ChangedError
    return opportunity


def tell_forecast(
    session: Session, actor: Actor, opportunity: Opportunity, cause: str
) -> None:
    """Post what an opportunity now is: the part not yet booked, and its chance.

    One that was taken back has none.
    """
    currency = opportunity.currency
    likely = chance(opportunity.stage, opportunity.probability)
    amount = Money(opportunity.amount_cents, currency)
    post_move(
        session,
        actor,
        stage=opportunity.stage,
        probability=likely if opportunity.archived_at is None else 0,
        amount=to_book(amount, Money(opportunity.booked_cents, currency)),
        cause=cause,
        expected_on=opportunity.expected_close,
        opportunity_id=opportunity.id,
        user_id=opportunity.owner_id,
    )


def check_intent(
    session: Session, opportunity_id: int | None, advertiser_id: int
) -> None:
    """Refuse a booking from another advertiser's opportunity. Raises UnknownError."""
    if opportunity_id is None:
        return
    opportunity = session.get(Opportunity, opportunity_id)
    if opportunity is None or opportunity.company_id != advertiser_id:
        raise UnknownError(field="opportunity_id")


def check_amount(amount: Money) -> None:
    """Refuse an amount below nothing, or past any advertiser's means."""
    if not 0 <= amount.cents <= LARGEST_CENTS:
        raise RangeError(
            field="amount",
            label=words("The amount"),
            lowest=Money(0, amount.currency),
            highest=Money(LARGEST_CENTS, amount.currency),
        )


def check_probability(probability: int | None) -> None:
    """Refuse a chance that is not between nothing and all, in basis points."""
    if probability is not None and not 0 <= probability <= 10_000:
        raise RangeError(
            field="probability", label=words("A percentage"), **NONE_TO_ALL
        )


def check_beside(
    session: Session, company_id: int, contact_id: int | None, issue_id: int | None
) -> None:
    """Refuse another company's contact, and an issue there is not."""
    contact = session.get(Contact, contact_id) if contact_id else None
    if contact_id and (contact is None or contact.company_id != company_id):
        raise UnknownError(field="contact_id")
    if issue_id and session.get(Issue, issue_id) is None:
        raise UnknownError(field="issue_id")
