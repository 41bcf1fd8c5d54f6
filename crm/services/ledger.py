"""Posting to the two append-only tables: the ledger and the pipeline's moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import Money
from crm.store.models import LedgerEntry, PipelineMove

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.models import Booking, Line

AMOUNTS = ("card_cents", "gross_cents", "net_cents", "net_net_cents", "fees_cents")


def post(
    session: Session,
    actor: Actor,
    booking: Booking,
    line: Line,
    *,
    cause: str,
    sign: int = 1,
    amendment_id: int | None = None,
) -> None:
    """Post a line's amounts, split over the booking's credits, on the actor's day.

    `sign` −1 takes back what was posted. The shares of each amount add up to it.
    Needs `booking.credits` and `line.issue` loaded.
    """
    credits_ = sorted(booking.credits, key=lambda credit: credit.id)
    weights = [credit.share for credit in credits_]
    shares = {
        name: Money(sign * getattr(line, name), line.currency).split(weights)
        for name in AMOUNTS
    }
    for index, credit in enumerate(credits_):
        session.add(
            LedgerEntry(
                line_id=line.id,
                booking_id=booking.id,
                company_id=booking.advertiser_id,
                agency_id=booking.agency_id,
                issue_id=line.issue_id,
                support_id=line.issue.support_id if line.issue else None,
                title_id=booking.title_id,
                user_id=credit.user_id,
                cause=cause,
                amendment_id=amendment_id,
                is_barter=line.is_barter,
                currency=line.currency,
                posted_on=actor.today,
                posted_at=actor.at,
                **{name: parts[index].cents for name, parts in shares.items()},
            )
        )


def post_move(
    session: Session,
    actor: Actor,
    *,
    stage: str,
    probability: int,
    amount: Money,
    cause: str,
    expected_on: date | None,
    line_id: int | None = None,
    opportunity_id: int | None = None,
    user_id: int | None = None,
) -> None:
    """Post what an option or an opportunity has become, on the actor's day."""
    session.add(
        PipelineMove(
            line_id=line_id,
            opportunity_id=opportunity_id,
            user_id=user_id,
            stage=stage,
            probability=probability,
            amount_cents=amount.cents,
            currency=amount.currency,
            expected_on=expected_on,
            cause=cause,
            moved_on=actor.today,
            moved_at=actor.at,
        )
    )
