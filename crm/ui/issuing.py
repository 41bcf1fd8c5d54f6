"""Issuing a paper where its user is: in which language, then the file as kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import LANGUAGES, _, current_language
from crm.ui import acting, asking, parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.services.documents import Issued


def paper_button(
    key: str,
    label: str,
    issue: Callable[[Session, str], Issued],
    *,
    language: str = "",
    icon: str = "picture_as_pdf",
) -> None:
    """Draw the button of a paper: it asks the language, issues it and opens the way.

    `language` is the one its reader speaks: it is offered first. Only for who may
    write: an issued paper is kept.
    """
    if not asking.may(Right.WRITE):
        return
    first = language or current_language()
    with st.popover(label, icon=f":material/{icon}:", key=f"{key}_issue"):
        said = _("The PDF is kept as it is issued.")
        st.markdown(parts.muted(said))
        for code in sorted(LANGUAGES, key=lambda code: code != first):
            name = _("In French") if code == "fr" else _("In English")
            st.button(
                name,
                key=f"{key}_issue_{code}",
                type="primary" if code == first else "secondary",
                width="stretch",
                on_click=_issue,
                args=(key, label, issue, code),
            )
        opened(key)


def opened(key: str) -> None:
    """Draw the way to the paper this button issued last."""
    kept = acting.state().setdefault("issued", {}).get(key)
    if kept is None:
        return
    document_id, name = kept
    st.link_button(
        name,
        f"/documents/{document_id}.pdf",
        key=f"{key}_opened",
        type="tertiary",
        icon=":material/open_in_new:",
    )


def remember(key: str, issued: Issued) -> None:
    """Remember what a button issued, to be opened from beside it."""
    acting.state().setdefault("issued", {})[key] = (issued.id, issued.file_name)


def _issue(
    key: str, label: str, issue: Callable[[Session, str], Issued], language: str
) -> None:
    acting.speak()

    def action(session: Session) -> None:
        remember(key, issue(session, language))

    acting.save(action, done=_("{paper}: issued and kept.").format(paper=label))
