"""Putting right what one logged oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activities import Outcome
from crm.domain.errors import NotYoursError, UnknownError, words
from crm.services.activities import read_minutes, read_note
from crm.services.editing import keep, settle
from crm.store.models import Activity
from crm.store.queries.editable import activity_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

ACTIVITY_FIELDS: Mapping[str, str] = {
    "outcome": words("Outcome"),
    "minutes": words("Minutes"),
    "note": words("Note"),
}
"""What may be put right of an activity, with the labels."""


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
        mine["note"] = read_note(str(edit.typed["note"] or ""))
    theirs = activity_values(activity)
    changes = settle(
        session, actor, "activity", activity, edit, mine, theirs, ACTIVITY_FIELDS
    )
    for field, (_before, after) in changes.items():
        told = Outcome(str(after)) if field == "outcome" and after else after
        setattr(activity, field, told)
    keep(session, actor, "activity", activity, changes)
