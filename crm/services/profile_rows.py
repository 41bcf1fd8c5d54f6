"""The rows of a title's profile: its figures, its columns, what others say of it.

Each is opened with its title's version, which every change of the profile counts: two
people who change the same row are told of each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.roles import Right
from crm.services.audit import record, record_changes
from crm.services.editing import settle
from crm.services.profile_row_values import (
    FIELDS,
    MODELS,
    Row,
    columns_of,
    row_values,
    shown_amount,
)
from crm.store.models import AudienceClaim, EditorialColumn, Testimonial, Title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor


def add_row(
    session: Session, actor: Actor, title_id: int, kind: str, typed: Mapping[str, Value]
) -> int:
    """Add a figure, a column or a testimonial to a title; return its id.

    Raises NotYoursError, UnknownError, MissingError, NotUnderstoodError, RangeError,
    NoSourceError, DateOrderError.
    """
    actor.require(Right.MANAGE_TITLES)
    title = _title(session, title_id)
    row: Row = MODELS[kind](title_id=title_id, **columns_of(kind, typed))
    session.add(row)
    session.flush()
    title.version += 1
    title.changed_at = actor.at
    match row:
        case AudienceClaim():
            record(session, actor, "add", "audience_claim", row.id, label=row.label_fr)
        case EditorialColumn():
            record(session, actor, "add", "editorial_column", row.id, name=row.name_fr)
        case Testimonial():
            record(session, actor, "add", "testimonial", row.id, name=row.person)
    return row.id


def change_row(
    session: Session, actor: Actor, kind: str, row_id: int, edit: Edit
) -> None:
    """Change a row of a profile. Raises as `add_row`; ConflictError, UnchangedError."""
    actor.require(Right.MANAGE_TITLES)
    row = _row(session, kind, row_id)
    title = _title(session, row.title_id)
    theirs = row_values(kind, row)
    typed = {**edit.base, **edit.typed}
    read = columns_of(kind, typed)
    mine = {name: read[name] for name in FIELDS[kind]}
    mine["rank"] = str(read["rank"])
    if kind == "audience_claim":
        mine["amount"] = shown_amount(read["amount"], read["unit"])
    changes = settle(session, actor, kind, title, edit, mine, theirs, FIELDS[kind])
    after = {**theirs, **{name: value for name, (_was, value) in changes.items()}}
    for name, value in columns_of(kind, after).items():
        setattr(row, name, value)
    title.version += 1
    title.changed_at = actor.at
    record_changes(session, actor, "change", kind, row.id, changes)
    session.flush()


def remove_row(session: Session, actor: Actor, kind: str, row_id: int) -> None:
    """Take a row out of a profile; what was printed of it stays in what was issued.

    Raises NotYoursError, UnknownError.
    """
    actor.require(Right.MANAGE_TITLES)
    row = _row(session, kind, row_id)
    title = _title(session, row.title_id)
    match row:
        case AudienceClaim():
            record(
                session, actor, "remove", "audience_claim", row.id, label=row.label_fr
            )
        case EditorialColumn():
            record(
                session, actor, "remove", "editorial_column", row.id, name=row.name_fr
            )
        case Testimonial():
            record(session, actor, "remove", "testimonial", row.id, name=row.person)
    session.delete(row)
    title.version += 1
    title.changed_at = actor.at
    session.flush()


def _row(session: Session, kind: str, row_id: int) -> Row:
    found = session.get(
        MODELS[kind], row_id, with_for_update=True, populate_existing=True
    )
    if not isinstance(found, Row):
        raise UnknownError
    return found


def _title(session: Session, title_id: int) -> Title:
    title = session.get(Title, title_id, with_for_update=True, populate_existing=True)
    if title is None:
        raise UnknownError
    return title
