"""What can be done with the view on screen: kept, changed, linked, called through."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import number
from crm.services.call_runs import start_run
from crm.ui import acting, asking, lists, parts
from crm.ui import list_state as state
from crm.ui.drawers import view as drawer
from crm.ui.escape import join, md
from crm.ui.map import page_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.call_runs import RunCard
    from crm.store.queries.saved_views import ViewRow
    from crm.ui.list_state import Shown


def view_menu(
    shown: Shown, views: Mapping[str, Shown], rows: Sequence[ViewRow], mine: int | None
) -> None:
    """Draw the ways to keep the list, to change its view, and the link to it."""
    known = views.get(shown.view)
    changed = known is None or (known.filters, tuple(known.columns)) != (
        shown.filters,
        shown.columns,
    )
    own = {state.view_code(row): row for row in rows if row.user_id == mine}
    row = own.get(shown.view)
    with st.popover(
        _("View"), icon=":material/bookmark:", key="view_more", width="stretch"
    ):
        if row is not None and changed:
            st.button(
                _("Keep the changes"),
                key="view_keep",
                icon=":material/check:",
                type="tertiary",
                on_click=drawer.keep_changes,
                args=(row, shown),
            )
        if st.button(
            _("Save this view…"),
            key="view_save_open",
            icon=":material/bookmark_add:",
            type="tertiary",
        ):
            drawer.open_save_view(shown)
        if row is not None:
            if st.button(
                _("Name and sharing…"),
                key="view_rename",
                icon=":material/edit:",
                type="tertiary",
            ):
                drawer.open_rename_view(row, shown)
            st.button(
                _("Remove the view"),
                key="view_remove",
                icon=":material/delete:",
                type="tertiary",
                on_click=drawer.remove,
                args=(row,),
            )
        st.markdown(parts.muted(_("The link to this list")))
        st.code(_link(state.told(shown, views)), language=None, wrap_lines=True)


def _link(told: Mapping[str, str]) -> str:
    where = str(st.context.url or "").partition("?")[0].rstrip("/")
    path = where if where.endswith("/advertisers") else f"{where}/advertisers"
    return f"{path}?{urlencode(told)}" if told else path


def removed_line() -> None:
    """Offer to bring back the view that was just taken away."""
    gone = acting.state().get("view_removed")
    if gone is None:
        return
    with parts.row("view-removed"):
        said = _("The view “{name}” is removed.").format(name=gone[1])
        st.markdown(md(said), width="stretch")
        st.button(
            _("Undo"),
            key="view_undo",
            icon=":material/undo:",
            on_click=drawer.bring_back,
            args=(gone[0],),
        )


def call_button(shown: Shown, name: str) -> None:
    """Draw the way from a list to calling it through."""
    if not asking.may(Right.WRITE):
        return
    st.button(
        _("Call through"),
        key="run_start",
        icon=":material/phone_forwarded:",
        on_click=_start,
        args=(shown, name),
    )
    run_id = acting.state().pop("run_started", None)
    if run_id is not None:
        lists.open_record("calling", run_id)


def _start(shown: Shown, name: str) -> None:
    me = asking.me()
    made: list[int] = []
    code = shown.view[1:]
    view_id = int(code) if shown.view[:1] == "v" and code.isdecimal() else None

    def action(session: Session) -> None:
        made.append(start_run(session, me, name, shown.filters, view_id=view_id))

    if acting.save(action):
        acting.state()["run_started"] = made[0]


def open_runs(runs: Sequence[RunCard]) -> None:
    """Draw the lists one has begun to call through, and the way back."""
    for run in runs:
        with parts.row(f"run-{run.id}"):
            st.markdown(parts.icon("phone_forwarded"), width="content")
            stands = _("{done} of {total} done").format(
                done=number(run.sums.done), total=number(run.sums.total)
            )
            said = _("You are calling “{name}” through").format(name=run.name)
            st.markdown(join((md(said), parts.muted(stands)), " "), width="stretch")
            if st.button(_("Resume"), key=f"run_resume_{run.id}"):
                st.switch_page(page_file("calling"), query_params={"id": str(run.id)})
