"""A view of the list: kept by name, called otherwise, shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services import saved_views
from crm.ui import acting, asking, parts
from crm.ui import list_state as state
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.saved_views import ViewRow
    from crm.ui.list_state import Shown


def open_save_view(shown: Shown) -> None:
    """Open the drawer that keeps the list under a name."""
    form = acting.form_id("view")
    open_drawer(
        "view", _("Save this view"), "bookmark_add", lambda: _draw(shown, None, form)
    )


def open_rename_view(row: ViewRow, shown: Shown) -> None:
    """Open the drawer that calls a view otherwise, or shares it."""
    name = f"view_{row.id}"
    form = acting.form_id(name)
    open_drawer(name, _("Change the view"), "edit", lambda: _draw(shown, row, form))


def _draw(shown: Shown, row: ViewRow | None, form: str) -> None:
    st.text_input(
        _("Name"),
        row.name if row else "",
        key=f"view_name_{form}",
        max_chars=60,
        placeholder=_("Lapsed towns of the west"),
    )
    if asking.may(Right.WRITE):
        st.toggle(
            _("Share it with the desk"),
            value=bool(row and row.is_shared),
            key=f"view_shared_{form}",
        )
        said = _("Everybody then finds it, each with the records they may see.")
        st.markdown(parts.muted(said))
    drawer_foot("view", form, lambda: _save(shown, row, form))


def _save(shown: Shown, row: ViewRow | None, form: str) -> None:
    me = asking.me()
    name = str(st.session_state.get(f"view_name_{form}") or "")
    shared = bool(st.session_state.get(f"view_shared_{form}"))
    made: list[int] = []

    def action(session: Session) -> None:
        if row is not None:
            saved_views.rename_view(session, me, row.id, name, shared=shared)
            return
        made.append(
            saved_views.save_view(
                session, me, name, shown.filters, shown.columns, shared=shared
            )
        )

    if acting.save(action, form, done=_("The view is saved.")) and made:
        acting.state()["list_base"] = f"v{made[0]}"
        acting.state()["list_pick"] = f"v{made[0]}"
        state.touch()


def keep_changes(row: ViewRow, shown: Shown) -> None:
    """Let a view keep the list as it is now; made for callbacks."""
    me = asking.me()
    acting.save(
        lambda session: saved_views.change_view(
            session, me, row.id, shown.filters, shown.columns
        ),
        done=_("The view is saved."),
    )
    state.touch()


def remove(row: ViewRow) -> None:
    """Take a view away, for a while undone by one button; made for callbacks."""
    me = asking.me()
    if acting.save(lambda session: saved_views.remove_view(session, me, row.id)):
        acting.state()["view_removed"] = (row.id, row.name)
        acting.state()["list_base"] = state.ALL
        acting.state()["list_pick"] = state.ALL
        state.touch()


def bring_back(view_id: int) -> None:
    """Bring back the view that was just taken away; made for callbacks."""
    me = asking.me()
    acting.save(
        lambda session: saved_views.bring_back_view(session, me, view_id),
        done=_("The view is back."),
    )
    acting.state().pop("view_removed", None)
