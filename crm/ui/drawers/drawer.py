"""The drawer itself: from the right, over the page, in the visitor's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.ui.acting import refusal, saved, speak
from crm.ui.escape import md
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 600


def open_drawer(
    name: str,
    title: str,
    icon: str,
    draw: Callable[[], None],
    *,
    then: Callable[[], None] = st.rerun,
) -> None:
    """Open the drawer of a form; what it draws is redrawn alone when it is touched.

    Once the form of this name is saved it closes, or goes where `then` leads.
    """
    saved(name)  # one that was closed before it could say so must not close this one

    @st.dialog(md(title), position="right", width=WIDTH, icon=f":material/{icon}:")
    def drawer() -> None:
        speak()
        if saved(name):
            then()
        draw()

    drawer()


def drawer_foot(
    key: str, form: str, on_save: Callable[[], None], *, label: str = ""
) -> None:
    """Draw why it was not saved, the button that saves, the one that closes."""
    refusal(form)

    def saving() -> None:
        speak()
        on_save()

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            md(label or _("Save")),
            key=f"{key}_save",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=saving,
        )
        if st.button(_("Cancel"), key=f"{key}_cancel"):
            st.rerun()
        st.markdown(muted(_("Nothing is saved before this button.")), width="content")
