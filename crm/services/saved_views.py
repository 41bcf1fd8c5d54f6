"""Views of a list, kept by name: a person's own, or shared with the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    NotYoursError,
    UnknownError,
    words,
)
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.domain.views import Filters, encode
from crm.services.audit import record, record_changes
from crm.store.models import SavedView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

ADVERTISERS = "advertisers"
REVENUE = "revenue"
LONGEST = 60


def save_view(
    session: Session,
    actor: Actor,
    name: str,
    filters: Filters | Mapping[str, str],
    columns: Iterable[str] = (),
    *,
    shared: bool = False,
    page: str = ADVERTISERS,
) -> int:
    """Keep a view of the list of advertisers, or of another page; return its id.

    Everybody may keep their own; sharing asks for the right to write. Raises
    MissingError, AlreadyThereError for a name one uses already, NotYoursError.
    """
    if actor.user_id is None:
        raise NotYoursError
    if shared:
        actor.require(Right.WRITE)
    view = SavedView(
        user_id=actor.user_id,
        page=page,
        name=_free_name(session, actor, name, page),
        filters=encode(filters) if isinstance(filters, Filters) else dict(filters),
        columns=list(columns),
        is_shared=shared,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(view)
    session.flush()
    record(session, actor, "save", "saved_view", view.id, name=view.name, shared=shared)
    return view.id


def rename_view(
    session: Session, actor: Actor, view_id: int, name: str, *, shared: bool
) -> None:
    """Call a view otherwise, share it, or keep it to oneself.

    Raises UnknownError, NotYoursError, MissingError, AlreadyThereError.
    """
    view = _own(session, actor, view_id)
    if shared and not view.is_shared:
        actor.require(Right.WRITE)
    before = {"name": view.name, "shared": view.is_shared}
    view.name = _free_name(session, actor, name, view.page, besides=view_id)
    view.is_shared = shared
    after = {"name": view.name, "shared": view.is_shared}
    _changed(session, actor, view, before, after)


def change_view(
    session: Session,
    actor: Actor,
    view_id: int,
    filters: Filters,
    columns: Iterable[str],
) -> None:
    """Let a view keep other filters and columns. Raises UnknownError, NotYoursError."""
    view = _own(session, actor, view_id)
    before: dict[str, object] = {"filters": view.filters, "columns": view.columns}
    view.filters, view.columns = encode(filters), list(columns)
    after: dict[str, object] = {"filters": view.filters, "columns": view.columns}
    _changed(session, actor, view, before, after)


def remove_view(session: Session, actor: Actor, view_id: int) -> None:
    """Take a view away; it can be brought back. Raises UnknownError, NotYoursError."""
    view = _own(session, actor, view_id)
    if view.archived_at is None:
        view.archived_at = view.changed_at = actor.at
        view.version += 1
        record(session, actor, "remove", "saved_view", view.id)


def bring_back_view(session: Session, actor: Actor, view_id: int) -> None:
    """Bring a view back that was taken away. Raises as `remove_view` does."""
    view = _own(session, actor, view_id)
    if view.archived_at is not None:
        view.name = _free_name(session, actor, view.name, view.page, besides=view_id)
        view.archived_at, view.changed_at = None, actor.at
        view.version += 1
        record(session, actor, "bring_back", "saved_view", view.id)


def _own(session: Session, actor: Actor, view_id: int) -> SavedView:
    view = session.scalars(select(SavedView).where(SavedView.id == view_id)).first()
    if view is None:
        raise UnknownError
    if view.user_id != actor.user_id:
        raise NotYoursError
    return view


def _free_name(
    session: Session,
    actor: Actor,
    typed: str,
    page: str,
    *,
    besides: int | None = None,
) -> str:
    name = clean_line(typed, longest=LONGEST)
    if not name:
        raise MissingError(field="name", label=words("Name"))
    taken = select(SavedView.id).where(
        SavedView.user_id == actor.user_id,
        SavedView.page == page,
        SavedView.name == name,
        SavedView.archived_at.is_(None),
        SavedView.id != besides if besides else SavedView.id > 0,
    )
    if session.scalars(taken).first() is not None:
        raise AlreadyThereError(field="name", value=name)
    return name


def _changed(
    session: Session,
    actor: Actor,
    view: SavedView,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    changes = {
        name: (value, after[name])
        for name, value in before.items()
        if value != after[name]
    }
    if not changes:
        return
    view.version += 1
    view.changed_at = actor.at
    record_changes(session, actor, "change", "saved_view", view.id, changes)
    session.flush()
