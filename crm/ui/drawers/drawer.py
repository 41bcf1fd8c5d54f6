"""The drawer itself: from the right, over the page, in the visitor's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.ui import drafts
from crm.ui.acting import attempt, refusal, saved, speak, state
from crm.ui.escape import md
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.drafts import Way

WIDTH = 600


def open_drawer(
    name: str,
    title: str,
    icon: str,
    draw: Callable[[], None],
    *,
    then: Callable[[], None] = st.rerun,
    way: Way = (),
) -> None:
    """Open the drawer of a form; what it draws is redrawn alone when it is touched.

    Once the form of this name is saved it closes, or goes where `then` leads. What
    stands in it is kept while it is open; `way` is how it is opened again later.
    """
    saved(name)  # one that was closed before it could say so must not close this one
    filled = drafts.opened(name, title, way)
    state()["open"] = filled

    @st.dialog(md(title), position="right", width=WIDTH, icon=f":material/{icon}:")
    def drawer() -> None:
        speak()
        if saved(name):
            then()
        drafts.drawn(filled, draw)

    drawer()


def drawer_foot(
    key: str,
    form: str,
    on_save: Callable[[], None],
    *,
    label: str = "",
    waits_for: str = "",
) -> None:
    """Draw why it was not saved, the button that saves, the one that closes.

    They stay in sight however long the form is.
    `waits_for` says what has to be done before it can be saved.
    """
    with st.container(key=f"foot-{key}", gap="small"):
        refusal(form)
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with row:
        st.button(
            md(label or _("Save")),
            key=f"{key}_save",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=attempt,
            args=(on_save, form),
            disabled=bool(waits_for),
        )
        if st.button(_("Cancel"), key=f"{key}_cancel"):
            drafts.leave(state()["open"])
            st.rerun()
        st.markdown(
            muted(waits_for or _("Nothing is saved before this button.")),
            width="content",
        )
