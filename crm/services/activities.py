"""What the desk does with calls and follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.activities import ActivityKind, Direction, Outcome, check_due
from crm.domain.errors import (
    MissingError,
    NotUnderstoodError,
    RangeError,
    ReasonError,
    TooLongError,
    UnknownError,
    words,
)
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.services.intents import check_beside, check_intent
from crm.store.models import Activity, Company, Contact, FollowUp, FollowUpMove

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LONGEST_MINUTES = 24 * 60
LONGEST_NOTE = 5_000


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, and when, Paris time."""

    reason: str
    due_on: date
    due_time: time | None = None


@dataclass(frozen=True, slots=True)
class ActivityWish:
    """What happened, as the rep tells it; `happened_at` empty: now."""

    company_id: int
    kind: ActivityKind = ActivityKind.CALL
    direction: Direction = Direction.OUTBOUND
    outcome: Outcome | None = Outcome.REACHED
    contact_id: int | None = None
    opportunity_id: int | None = None
    booking_id: int | None = None
    happened_at: datetime | None = None
    minutes: int | None = None
    note: str = ""
    next_step: NextStep | None = None
    closes_follow_ups: bool = True


def log_activity(session: Session, actor: Actor, wish: ActivityWish) -> int:
    """Log what happened and, in the same transaction, what comes next.

    Follow-ups of the company that are due by today are done by it. Raises
    UnknownError, RangeError, TooLongError, PastError, MissingError.
    """
    company = session.get(Company, wish.company_id)
    if company is None or actor.user_id is None:
        raise UnknownError
    contact = session.get(Contact, wish.contact_id) if wish.contact_id else None
    if wish.contact_id and (contact is None or contact.company_id != company.id):
        raise UnknownError(field="contact_id")
    if wish.minutes is not None:
        _minutes(wish.minutes)
    note = read_note(wish.note)
    activity = Activity(
        company_id=company.id,
        contact_id=wish.contact_id,
        user_id=actor.user_id,
        opportunity_id=wish.opportunity_id,
        booking_id=wish.booking_id,
        kind=wish.kind,
        direction=wish.direction,
        outcome=wish.outcome,
        happened_at=wish.happened_at or actor.at,
        minutes=wish.minutes,
        note=note,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(activity)
    session.flush()
    if wish.closes_follow_ups:
        _close_due(session, actor, company.id, activity.id)
    record(
        session,
        actor,
        "log",
        "activity",
        activity.id,
        company=company.id,
        kind=wish.kind,
        outcome=wish.outcome,
    )
    if wish.next_step:
        plan(
            session,
            actor,
            company.id,
            wish.next_step,
            contact_id=wish.contact_id,
            activity_id=activity.id,
            opportunity_id=wish.opportunity_id,
        )
    return activity.id


def read_minutes(typed: str) -> int | None:
    """Read a duration, None where none is typed.

    Raises NotUnderstoodError, RangeError.
    """
    plain = typed.strip()
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 8:
        raise NotUnderstoodError(
            field="minutes",
            typed=plain[:40],
            label=words("a number of minutes"),
            example="15",
        )
    return _minutes(int(plain))


def _minutes(many: int) -> int:
    if not 0 <= many <= LONGEST_MINUTES:
        raise RangeError(
            field="minutes",
            label=words("The duration in minutes"),
            lowest=0,
            highest=LONGEST_MINUTES,
        )
    return many


def read_note(typed: str) -> str:
    """Read a note. Raises TooLongError."""
    note = clean_note(typed, longest=len(typed))
    if len(note) > LONGEST_NOTE:
        raise TooLongError(field="note", label=words("Note"), longest=LONGEST_NOTE)
    return note


def plan(
    session: Session,
    actor: Actor,
    company_id: int,
    step: NextStep,
    *,
    contact_id: int | None = None,
    activity_id: int | None = None,
    owner_id: int | None = None,
    opportunity_id: int | None = None,
) -> int:
    """Plan a follow-up; return its id. Raises PastError, MissingError, UnknownError."""
    reason = clean_line(step.reason, longest=200)
    if not reason:
        raise MissingError(field="reason", label=words("Next step"))
    owner = owner_id or actor.user_id
    if owner is None or session.get(Company, company_id) is None:
        raise UnknownError
    check_beside(session, company_id, contact_id, None)
    check_intent(session, opportunity_id, company_id)
    follow_up = FollowUp(
        company_id=company_id,
        contact_id=contact_id,
        opportunity_id=opportunity_id,
        owner_id=owner,
        activity_id=activity_id,
        reason=reason,
        due_on=check_due(step.due_on, actor.today),
        due_time=step.due_time,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(follow_up)
    session.flush()
    record(
        session,
        actor,
        "plan",
        "follow_up",
        follow_up.id,
        company=company_id,
        owner=owner,
        due_on=follow_up.due_on,
    )
    return follow_up.id


def finish(session: Session, actor: Actor, follow_up_id: int) -> None:
    """Mark a follow-up done; doing so twice changes nothing."""
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.archived_at is not None:
        raise UnknownError
    if follow_up.done_at is None:
        follow_up.done_at = actor.at
        follow_up.changed_at = actor.at
        follow_up.version += 1
        record(session, actor, "finish", "follow_up", follow_up.id)


def put_off(
    session: Session,
    actor: Actor,
    follow_up_id: int,
    to_day: date,
    reason: str,
    *,
    to_time: time | None = None,
) -> None:
    """Move a follow-up to a later day; the reason is kept with the attempt.

    Raises UnknownError, ReasonError, PastError.
    """
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.done_at or follow_up.archived_at:
        raise UnknownError
    if not reason.strip():
        raise ReasonError(field="reason")
    before, follow_up.due_on = follow_up.due_on, check_due(to_day, actor.today)
    follow_up.due_time = to_time
    follow_up.changed_at = actor.at
    follow_up.version += 1
    session.add(
        FollowUpMove(
            follow_up_id=follow_up.id,
            user_id=actor.user_id,
            moved_at=actor.at,
            from_day=before,
            to_day=to_day,
            reason=clean_line(reason, longest=400),
        )
    )
    record(
        session,
        actor,
        "put_off",
        "follow_up",
        follow_up.id,
        note=clean_line(reason, longest=400),
        due_on=(before, to_day),
    )


def _close_due(
    session: Session, actor: Actor, company_id: int, activity_id: int
) -> None:
    due = session.scalars(
        select(FollowUp).where(
            FollowUp.company_id == company_id,
            FollowUp.owner_id == actor.user_id,
            FollowUp.done_at.is_(None),
            FollowUp.archived_at.is_(None),
            FollowUp.due_on <= actor.today,
        )
    )
    for follow_up in due:
        follow_up.done_at = actor.at
        follow_up.done_activity_id = activity_id
        follow_up.changed_at = actor.at
        follow_up.version += 1
        record(
            session, actor, "finish", "follow_up", follow_up.id, activity=activity_id
        )
