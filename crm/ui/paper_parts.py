"""What can be done with a kept document wherever it is listed."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.ui import asking


def draft_button(document_id: int, key: str, *, label: str = "") -> None:
    """Draw the way to a document's e-mail draft, for who may write."""
    if not asking.may(Right.WRITE):
        return
    st.link_button(
        label or _("E-mail"),
        f"/documents/{document_id}.eml",
        key=f"{key}_mail_{document_id}",
        icon=":material/outgoing_mail:",
        help=_(
            "A draft for your mail program: addressed, written and signed, with the "
            "PDF attached. Nothing is sent before you send it."
        ),
        type="tertiary",
    )
