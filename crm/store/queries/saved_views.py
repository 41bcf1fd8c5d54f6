"""What can be asked about views kept by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.names import fold
from crm.domain.views import Filters, decode
from crm.store.models import SavedView, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view: whose it is, what it keeps, which columns it shows."""

    id: int
    name: str
    user_id: int
    user: str
    filters: Filters
    columns: tuple[str, ...]
    is_shared: bool
    is_removed: bool


def list_views(session: Session, asker: Actor) -> list[ViewRow]:
    """List the views somebody sees: their own first, then what others share."""
    query = (
        select(SavedView, User.name)
        .join(User, User.id == SavedView.user_id)
        .where(SavedView.archived_at.is_(None), SavedView.page == "advertisers")
    )
    rows = [_row(view, name) for view, name in session.execute(query)]
    mine = asker.user_id
    return sorted(rows, key=lambda row: (row.user_id != mine, fold(row.name), row.id))


@dataclass(frozen=True, slots=True)
class PageView:
    """A view of a page: whose it is, and what the page's address then says."""

    id: int
    name: str
    user_id: int
    user: str
    told: dict[str, str]
    is_shared: bool


def list_page_views(session: Session, asker: Actor, page: str) -> list[PageView]:
    """List the views of a page somebody sees: their own first, then others'."""
    query = (
        select(SavedView, User.name)
        .join(User, User.id == SavedView.user_id)
        .where(SavedView.archived_at.is_(None), SavedView.page == page)
    )
    rows = [
        PageView(
            view.id,
            view.name,
            view.user_id,
            name,
            {key: str(value) for key, value in view.filters.items()},
            view.is_shared,
        )
        for view, name in session.execute(query)
    ]
    mine = asker.user_id
    return sorted(rows, key=lambda row: (row.user_id != mine, fold(row.name), row.id))


def find_view(session: Session, _asker: Actor, view_id: int) -> ViewRow | None:
    """Return a view, one that was taken away too; None where there is none to see."""
    query = (
        select(SavedView, User.name)
        .join(User, User.id == SavedView.user_id)
        .where(SavedView.id == view_id)
    )
    found = session.execute(query).first()
    return _row(*found) if found else None


def _row(view: SavedView, user: str) -> ViewRow:
    return ViewRow(
        view.id,
        view.name,
        view.user_id,
        user,
        decode(view.filters),
        tuple(str(column) for column in view.columns),
        view.is_shared,
        view.archived_at is not None,
    )
