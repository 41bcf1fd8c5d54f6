"""What the desk does with opportunities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import MissingError, RangeError, ReasonError, UnknownError, words
from crm.domain.money import EURO, Money
from crm.domain.opportunities import PROBABILITY, Stage
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.services.ledger import post_move
from crm.store.models import Company, Opportunity

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LARGEST_CENTS = 1_000_000_000_00


@dataclass(frozen=True, slots=True)
class OpportunityWish:
    """An advertiser's intent."""

    company_id: int
    name: str
    amount: Money
    expected_close: date
    stage: Stage = Stage.IDENTIFIED
    contact_id: int | None = None
    issue_id: int | None = None
    note: str = ""


def open_opportunity(session: Session, actor: Actor, wish: OpportunityWish) -> int:
    """Open an opportunity and post its first move; return its id."""
    if session.get(Company, wish.company_id) is None or actor.user_id is None:
        raise UnknownError
    name = clean_line(wish.name, longest=200)
    if not name:
        raise MissingError(field="name", label=words("Opportunity"))
    if not 0 <= wish.amount.cents <= LARGEST_CENTS:
        raise RangeError(
            field="amount",
            label=words("The amount"),
            lowest=Money(0, wish.amount.currency),
            highest=Money(LARGEST_CENTS, wish.amount.currency),
        )
    opportunity = Opportunity(
        company_id=wish.company_id,
        contact_id=wish.contact_id,
        owner_id=actor.user_id,
        issue_id=wish.issue_id,
        name=name,
        stage=wish.stage,
        amount_cents=wish.amount.cents,
        currency=wish.amount.currency or EURO,
        expected_close=wish.expected_close,
        note=clean_note(wish.note),
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(opportunity)
    session.flush()
    _post(session, actor, opportunity, "opened")
    record(
        session,
        actor,
        "open",
        "opportunity",
        opportunity.id,
        name=name,
        company=wish.company_id,
        amount_cents=wish.amount,
    )
    return opportunity.id


def move_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: int,
    stage: Stage,
    *,
    lost_reason: str = "",
) -> None:
    """Move an opportunity to a stage; a lost one needs its reason."""
    opportunity = session.get(Opportunity, opportunity_id)
    if opportunity is None:
        raise UnknownError
    if stage is Stage.LOST and not lost_reason.strip():
        raise ReasonError(field="lost_reason")
    before, opportunity.stage = opportunity.stage, stage
    opportunity.lost_reason = clean_line(lost_reason, longest=400)
    opportunity.changed_at = actor.at
    opportunity.version += 1
    _post(session, actor, opportunity, "moved")
    record(
        session,
        actor,
        "move",
        "opportunity",
        opportunity.id,
        note=opportunity.lost_reason,
        stage=(before, stage),
    )
    session.flush()


def withdraw_opportunity(session: Session, actor: Actor, opportunity_id: int) -> None:
    """Take back an opportunity opened by mistake: archived, its move countered."""
    opportunity = session.get(Opportunity, opportunity_id)
    if opportunity is None or opportunity.archived_at is not None:
        raise UnknownError
    opportunity.archived_at = opportunity.changed_at = actor.at
    opportunity.version += 1
    _post(session, actor, opportunity, "withdrawn", probability=0)
    record(session, actor, "withdraw", "opportunity", opportunity.id)
    session.flush()


def _post(
    session: Session,
    actor: Actor,
    opportunity: Opportunity,
    cause: str,
    *,
    probability: int | None = None,
) -> None:
    if probability is None:
        probability = opportunity.probability
    if probability is None:
        probability = PROBABILITY[opportunity.stage]
    post_move(
        session,
        actor,
        stage=opportunity.stage,
        probability=probability,
        amount=Money(opportunity.amount_cents, opportunity.currency),
        cause=cause,
        expected_on=opportunity.expected_close,
        opportunity_id=opportunity.id,
        user_id=opportunity.owner_id,
    )
