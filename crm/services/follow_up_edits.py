"""Changing follow-ups: over what others may have saved meanwhile."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.activities import check_due
from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.editing import keep, settle
from crm.services.intents import check_beside, check_intent
from crm.store.models import FollowUp, FollowUpMove, User
from crm.store.queries.activities import follow_up_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

FOLLOW_UP_FIELDS: Mapping[str, str] = {
    "reason": words("What for"),
    "due_on": words("Due on"),
    "due_time": words("At what time"),
    "owner_id": words("Who does it"),
    "contact_id": words("Contact"),
    "opportunity_id": words("Opportunity"),
}
"""The fields of a follow-up's form, with their labels."""

LONGEST_REASON = 200


def change_follow_up(
    session: Session, actor: Actor, follow_up_id: int, edit: Edit
) -> None:
    """Change a follow-up that is still to be done; a later day is kept as an attempt.

    Raises NotYoursError, UnknownError for one that is done or gone and for a person,
    contact or opportunity there is not, MissingError, PastError, ConflictError,
    UnchangedError.
    """
    actor.require(Right.WRITE)
    follow_up = session.scalars(
        select(FollowUp)
        .where(FollowUp.id == follow_up_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if follow_up is None or follow_up.done_at or follow_up.archived_at:
        raise UnknownError
    mine = _read(actor, edit)
    theirs = follow_up_values(follow_up)
    changes = settle(
        session, actor, "follow_up", follow_up, edit, mine, theirs, FOLLOW_UP_FIELDS
    )
    after = {field: value for field, (_before, value) in changes.items()}
    _check(session, follow_up, after)
    to_day = after.get("due_on")
    if isinstance(to_day, date) and to_day > follow_up.due_on:
        session.add(
            FollowUpMove(
                follow_up_id=follow_up.id,
                user_id=actor.user_id,
                moved_at=actor.at,
                from_day=follow_up.due_on,
                to_day=to_day,
                reason="",
            )
        )
    for field, value in after.items():
        setattr(follow_up, field, value)
    keep(session, actor, "follow_up", follow_up, changes)


def _read(actor: Actor, edit: Edit) -> dict[str, Value]:
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    for field in edit.typed:
        if edit.touched(field):
            mine[field] = _read_field(actor, field, mine[field])
    return mine


def _read_field(actor: Actor, field: str, typed: Value) -> Value:
    match field:
        case "reason":
            reason = clean_line(str(typed or ""), longest=LONGEST_REASON)
            if not reason:
                raise MissingError(field=field, label=FOLLOW_UP_FIELDS[field])
            return reason
        case "due_on":
            if not isinstance(typed, date):
                raise MissingError(field=field, label=FOLLOW_UP_FIELDS[field])
            return check_due(typed, actor.today)
        case "due_time":
            return typed if isinstance(typed, time) else None
        case _:
            return typed or None


def _check(session: Session, follow_up: FollowUp, after: dict[str, Value]) -> None:
    """Refuse a person who is not here, and what is another company's."""
    owner_id, contact_id, opportunity_id = (
        value if isinstance(value := after.get(field), int) else None
        for field in ("owner_id", "contact_id", "opportunity_id")
    )
    if "owner_id" in after:
        owner = session.get(User, owner_id) if owner_id else None
        if owner is None or owner.ended_on is not None:
            raise UnknownError(field="owner_id")
    check_beside(session, follow_up.company_id, contact_id, None)
    check_intent(session, opportunity_id, follow_up.company_id)
