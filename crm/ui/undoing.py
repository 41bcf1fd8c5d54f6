"""What was just logged may be taken back: one line at the top of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.quick_log import UNDO_WITHIN, undo
from crm.ui import acting, asking
from crm.ui.escape import join, md
from crm.ui.parts import icon, row

if TYPE_CHECKING:
    from crm.services.quick_log import Receipt


def remember(receipt: Receipt, sentence: str) -> None:
    """Offer to take back what was logged, for as long as it may be."""
    acting.state()["undo"] = (receipt, sentence)


def offer() -> None:
    """Draw what was logged last and the button that takes it back; else nothing."""
    kept = acting.state().get("undo")
    if kept is None:
        return
    receipt, sentence = kept
    if asking.me().at - receipt.at > UNDO_WITHIN:
        _forget()
        return
    with row("log_undo"):
        said = join((icon("check_circle"), md(sentence)), " ")
        st.markdown(said, width="content")  # the toast would cover what is at the right
        st.button(
            _("Undo"),
            key="log_undo",
            icon=":material/undo:",
            on_click=_undo,
            args=(receipt,),
        )
        st.button(
            "",
            key="log_keep",
            icon=":material/close:",
            type="tertiary",
            help=_("Keep it"),
            on_click=_forget,
        )


def _forget() -> None:
    acting.state().pop("undo", None)


def _undo(receipt: Receipt) -> None:
    acting.speak()
    me = asking.me()
    if acting.save(
        lambda session: undo(session, me, receipt),
        f"undo-{receipt.activity_id}",
        done=_("Undone: nothing of it is left."),
    ):
        _forget()
