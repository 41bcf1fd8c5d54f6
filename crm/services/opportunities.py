"""What the desk does with opportunities: open, move, win, lose, open again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.errors import (
    MissingError,
    MoveError,
    ReasonError,
    UnknownError,
    words,
)
from crm.domain.money import EURO
from crm.domain.opportunities import CLOSED, PATH, LostReason, Stage, write_reason
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.services.intents import (
    check_amount,
    check_beside,
    check_probability,
    count_booked,
    locked,
    tell_forecast,
)
from crm.store.models import Booking, Company, Opportunity

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor

LONGEST_NAME = 200
LONGEST_REASON = 380


@dataclass(frozen=True, slots=True)
class OpportunityWish:
    """An advertiser's intent; `probability` in basis points, None: its stage's."""

    company_id: int
    name: str
    amount: Money
    expected_close: date
    stage: Stage = Stage.IDENTIFIED
    contact_id: int | None = None
    issue_id: int | None = None
    note: str = ""
    probability: int | None = None


def open_opportunity(session: Session, actor: Actor, wish: OpportunityWish) -> int:
    """Open an opportunity and post its first move; return its id.

    Raises UnknownError, MissingError, RangeError.
    """
    if session.get(Company, wish.company_id) is None or actor.user_id is None:
        raise UnknownError
    name = clean_line(wish.name, longest=LONGEST_NAME)
    if not name:
        raise MissingError(field="name", label=words("Opportunity"))
    check_amount(wish.amount)
    check_probability(wish.probability)
    check_beside(session, wish.company_id, wish.contact_id, wish.issue_id)
    opportunity = Opportunity(
        company_id=wish.company_id,
        contact_id=wish.contact_id,
        owner_id=actor.user_id,
        issue_id=wish.issue_id,
        name=name,
        stage=wish.stage,
        probability=wish.probability,
        amount_cents=wish.amount.cents,
        currency=wish.amount.currency or EURO,
        expected_close=wish.expected_close,
        note=clean_note(wish.note),
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(opportunity)
    session.flush()
    tell_forecast(session, actor, opportunity, "opened")
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
    seen: int | None = None,
) -> None:
    """Move an opportunity to a stage; a lost one needs its reason.

    `seen` is the version that was on screen. Raises UnknownError, ChangedError,
    ReasonError; MoveError where it stands at the stage already.
    """
    reason = clean_line(lost_reason, longest=400)
    if stage is Stage.LOST and not reason:
        raise ReasonError(field="lost_reason")
    opportunity = locked(session, opportunity_id, seen)
    before = _stand(session, actor, opportunity, stage, "moved", reason)
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
    opportunity = locked(session, opportunity_id)
    if opportunity.archived_at is not None:
        raise UnknownError
    opportunity.archived_at = opportunity.changed_at = actor.at
    opportunity.version += 1
    tell_forecast(session, actor, opportunity, "withdrawn")
    record(session, actor, "withdraw", "opportunity", opportunity.id)
    session.flush()


def lose_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: int,
    reason: LostReason | None,
    told: str = "",
    *,
    seen: int | None = None,
) -> None:
    """Lose an opportunity, for a reason of the list, in words, or both.

    Raises ReasonError where there is neither, or where “other” is not told in words.
    """
    told = clean_line(told, longest=LONGEST_REASON)
    if not told and reason in {None, LostReason.OTHER}:
        raise ReasonError(field="lost_reason")
    opportunity = locked(session, opportunity_id, seen)
    kept = write_reason(reason, told)
    _stand(session, actor, opportunity, Stage.LOST, "lost", kept)
    why: dict[str, Any] = {"lost_reason": reason} if reason else {}
    record(session, actor, "lose", "opportunity", opportunity.id, note=told, **why)
    session.flush()


def win_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: int,
    booking_id: int | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Win an opportunity; name the booking it became, where there is one.

    Raises UnknownError for a booking of another advertiser, or of another
    opportunity.
    """
    booking = _unclaimed(session, booking_id, opportunity_id) if booking_id else None
    opportunity = locked(session, opportunity_id, seen)
    if booking is not None and booking.advertiser_id != opportunity.company_id:
        raise UnknownError(field="booking_id")
    _stand(session, actor, opportunity, Stage.WON, "won", "")
    became: dict[str, Any] = {"booking": booking.id} if booking else {}
    record(session, actor, "win", "opportunity", opportunity.id, **became)
    if booking is not None:
        booking.opportunity_id = opportunity.id
        count_booked(session, actor, opportunity.id)
    session.flush()


def reopen_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: int,
    stage: Stage = Stage.NEGOTIATED,
    *,
    seen: int | None = None,
) -> None:
    """Open an opportunity again that was won or lost; its reason is forgotten.

    Raises MoveError for one that is open, or a stage that is not.
    """
    opportunity = locked(session, opportunity_id, seen)
    if opportunity.stage not in CLOSED or stage not in PATH:
        raise MoveError(current=opportunity.stage, wanted=stage)
    before = _stand(session, actor, opportunity, stage, "reopened", "")
    record(
        session,
        actor,
        "open_again",
        "opportunity",
        opportunity.id,
        stage=(before, stage),
    )
    session.flush()


def _stand(
    session: Session,
    actor: Actor,
    opportunity: Opportunity,
    stage: Stage,
    cause: str,
    lost_reason: str,
) -> Stage:
    """Let an opportunity stand at a stage; return where it stood."""
    before = opportunity.stage
    if before is stage:
        raise MoveError(current=before, wanted=stage)
    opportunity.stage = stage
    opportunity.lost_reason = lost_reason
    opportunity.changed_at = actor.at
    opportunity.version += 1
    tell_forecast(session, actor, opportunity, cause)
    return before


def _unclaimed(session: Session, booking_id: int, opportunity_id: int) -> Booking:
    """Lock a booking, before its opportunity as every move of a booking does."""
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if booking is None or booking.opportunity_id not in {None, opportunity_id}:
        raise UnknownError(field="booking_id")
    return booking
