"""The drawer itself: from the right, over the page, in the visitor's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.ui.acting import refusal, speak
from crm.ui.escape import md
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 600


def open_drawer(title: str, icon: str, draw: Callable[[], None]) -> None:
    """Open a drawer; what it draws is redrawn alone when it is touched."""

    @st.dialog(md(title), position="right", width=WIDTH, icon=f":material/{icon}:")
    def drawer() -> None:
        speak()
        draw()

    drawer()


def drawer_foot(
    key: str, form: str, on_save: Callable[[], None], *, label: str = ""
) -> None:
    """Draw why it was not saved, the button that saves, the one that closes."""
    refusal(form)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            md(label or _("Save")),
            key=f"{key}_save",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            on_click=on_save,
        )
        if st.button(_("Cancel"), key=f"{key}_cancel"):
            st.rerun()
        st.markdown(muted(_("Nothing is saved before this button.")), width="content")
