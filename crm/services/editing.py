"""Saving a form over what may have changed meanwhile: nothing goes in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.editing import Clash, Difference, Merge, merge
from crm.domain.errors import ConflictError, UnchangedError
from crm.services.audit import record_changes
from crm.store.models import AuditEntry, User
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.store.columns import Kept

Changes = dict[str, tuple["Value", "Value"]]
LOOKED_BACK = 200


def settle(
    session: Session,
    actor: Actor,
    entity: str,
    row: Kept,
    edit: Edit,
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
    labels: Mapping[str, str],
) -> Changes:
    """Return what is to be written: each changed field with (before, after).

    `row` is locked by whoever calls, `mine` what the form says, read, `theirs` what
    stands. Raises ConflictError where somebody else changed a field of the form
    since it was opened, UnchangedError where nothing is left to write.
    """
    merged = merge(edit.base, mine, theirs)
    clashing = [
        field for field, how in merged.items() if how in {Merge.THEIRS, Merge.DIFFER}
    ]
    if row.version != edit.version and clashing:
        told = _who_and_when(session, actor, entity, row, clashing)
        differences = tuple(
            Difference(
                field,
                labels.get(field, field),
                edit.base.get(field),
                theirs.get(field),
                mine[field],
                *told[field],
                merged[field],
            )
            for field in clashing
        )
        clash = Clash(row.version, dict(theirs), differences)
        raise ConflictError(clash, who=clash.last.who)
    changes: Changes = {
        field: (theirs.get(field), value)
        for field, value in mine.items()
        if value != theirs.get(field)
    }
    if not changes:
        raise UnchangedError
    return changes


def keep(
    session: Session, actor: Actor, entity: str, row: Kept, changes: Changes
) -> None:
    """Count the new version of a changed record, and tell the audit what changed."""
    row.version += 1
    row.changed_at = actor.at
    record_changes(session, actor, "change", entity, row.id, changes)
    session.flush()


def _who_and_when(
    session: Session, actor: Actor, entity: str, row: Kept, fields: list[str]
) -> dict[str, tuple[str, datetime]]:
    """Return who changed each field last, and when, from the desk's memory."""
    query = (
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(AuditEntry.entity == entity, AuditEntry.entity_id == row.id)
        .order_by(AuditEntry.id.desc())
        .limit(LOOKED_BACK)
    )
    with beyond_scope(session, "who saved the record that two people are changing"):
        entries = session.execute(query).all()
    last = (entries[0][1] or "", entries[0][0].at) if entries else ("", actor.at)
    told = dict.fromkeys(fields, last)
    for entry, name in reversed(entries):
        told.update({f: (name or "", entry.at) for f in fields if f in entry.changes})
    return told
