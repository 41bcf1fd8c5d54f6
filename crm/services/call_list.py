"""What is done with a row of the call list without a call: handled, or put off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind
from crm.domain.errors import ReasonError
from crm.services import activities
from crm.services.activities import ActivityWish, NextStep

if TYPE_CHECKING:
    from datetime import date, time

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class CallWish:
    """A row of the call list: its follow-ups due, and its reason where it has more."""

    company_id: int
    follow_ups: tuple[int, ...] = ()
    reason: str = ""
    contact_id: int | None = None
    owner_id: int | None = None


def settle(session: Session, actor: Actor, wish: CallWish) -> None:
    """Mark a row handled: its follow-ups are done, another reason is kept as a note.

    Raises UnknownError.
    """
    for follow_up_id in wish.follow_ups:
        activities.finish(session, actor, follow_up_id)
    if wish.reason:
        activities.log_activity(
            session,
            actor,
            ActivityWish(
                wish.company_id,
                ActivityKind.NOTE,
                outcome=None,
                contact_id=wish.contact_id,
                note=wish.reason,
                closes_follow_ups=False,
            ),
        )


def postpone(
    session: Session,
    actor: Actor,
    wish: CallWish,
    to_day: date,
    why: str,
    *,
    to_time: time | None = None,
) -> None:
    """Put a row off to a later day, with a reason that is kept as an attempt.

    A row without a follow-up gets one, for the row's own reason. Raises UnknownError,
    ReasonError, PastError.
    """
    if not why.strip():
        raise ReasonError(field="reason")
    follow_ups = wish.follow_ups
    if not follow_ups:
        step = NextStep(wish.reason[:LONGEST_REASON], actor.today)
        planned = activities.plan(
            session,
            actor,
            wish.company_id,
            step,
            contact_id=wish.contact_id,
            owner_id=wish.owner_id,
        )
        follow_ups = (planned,)
    for follow_up_id in follow_ups:
        activities.put_off(session, actor, follow_up_id, to_day, why, to_time=to_time)
