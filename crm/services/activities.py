"""What the desk does with calls and follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.activities import ActivityKind, Direction, Outcome, check_due
from crm.domain.errors import (
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    RangeError,
    ReasonError,
    TooLongError,
    UnknownError,
    words,
)
from crm.domain.text import clean_line, clean_note
from crm.services.audit import record
from crm.services.editing import keep, settle
from crm.store.models import Activity, Company, Contact, FollowUp, FollowUpMove
from crm.store.queries.editable import activity_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

LONGEST_MINUTES = 24 * 60
LONGEST_NOTE = 5_000

ACTIVITY_FIELDS: Mapping[str, str] = {
    "outcome": words("Outcome"),
    "minutes": words("Minutes"),
    "note": words("Note"),
}
"""What may be put right of an activity, with the labels."""


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
    note = _note(wish.note)
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
        )
    return activity.id


def change_activity(
    session: Session, actor: Actor, activity_id: int, edit: Edit
) -> None:
    """Put right what one logged oneself: the outcome, the minutes, the note.

    Minutes are typed as text. Raises UnknownError, NotYoursError for what somebody
    else logged, NotUnderstoodError, RangeError, TooLongError, ConflictError,
    UnchangedError.
    """
    activity = session.get(
        Activity, activity_id, with_for_update=True, populate_existing=True
    )
    if activity is None:
        raise UnknownError
    if activity.user_id != actor.user_id:
        raise NotYoursError
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    if edit.touched("minutes"):
        mine["minutes"] = read_minutes(str(edit.typed["minutes"] or ""))
    if edit.touched("note"):
        mine["note"] = _note(str(edit.typed["note"] or ""))
    theirs = activity_values(activity)
    changes = settle(
        session, actor, "activity", activity, edit, mine, theirs, ACTIVITY_FIELDS
    )
    for field, (_before, after) in changes.items():
        told = Outcome(str(after)) if field == "outcome" and after else after
        setattr(activity, field, told)
    keep(session, actor, "activity", activity, changes)


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


def _note(typed: str) -> str:
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
) -> int:
    """Plan a follow-up; return its id. Raises PastError, MissingError."""
    reason = clean_line(step.reason, longest=200)
    if not reason:
        raise MissingError(field="reason", label=words("Next step"))
    owner = owner_id or actor.user_id
    if owner is None or session.get(Company, company_id) is None:
        raise UnknownError
    follow_up = FollowUp(
        company_id=company_id,
        contact_id=contact_id,
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
    if follow_up is None:
        raise UnknownError
    if follow_up.done_at is None:
        follow_up.done_at = actor.at
        follow_up.changed_at = actor.at
        follow_up.version += 1
        record(session, actor, "finish", "follow_up", follow_up.id)


def put_off(
    session: Session, actor: Actor, follow_up_id: int, to_day: date, reason: str
) -> None:
    """Move a follow-up to a later day; the reason is kept with the attempt."""
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.done_at is not None:
        raise UnknownError
    if not reason.strip():
        raise ReasonError(field="reason")
    before, follow_up.due_on = follow_up.due_on, check_due(to_day, actor.today)
    follow_up.due_time = None
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
