"""Change an issue: its names, its three days, its pages of advertising."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.language import _
from crm.language.formats import date_long
from crm.services.issue_edits import ISSUE_FIELDS, change_issue
from crm.store.queries.editable import open_issue
from crm.ui import acting, conflict
from crm.ui.drawers import issue_reach as reach
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

TEXTS = (
    *("code", "name_fr", "name_en"),
    *("theme_fr", "theme_en", "dossiers_fr", "dossiers_en"),
)
DAYS = ("closes_on", "materials_due_on", "published_on")


def open_edit_issue(issue_id: int) -> None:
    """Open the drawer that changes an issue."""
    name = f"edit_issue_{issue_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the issue"),
        "edit",
        lambda: _draw(form, issue_id),
        way=("edit_issue", issue_id),
    )


def _draw(form: str, issue_id: int) -> None:
    editing = EditForm(form, "issue", ISSUE_FIELDS, _widgets, _shown)
    opened = editing.opened(lambda session, me: open_issue(session, me, issue_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    has_pages = opened.values["ad_pages"] is not None
    code, pages = st.columns(2)
    code.text_input(editing.label("code"), key=editing.key("code"), max_chars=40)
    if has_pages:
        pages.text_input(
            editing.label("ad_pages"),
            key=editing.key("ad_pages"),
            max_chars=4,
            icon=":material/auto_stories:",
        )
    for left, right, longest in (
        ("name_fr", "name_en", 200),
        ("theme_fr", "theme_en", 400),
        ("dossiers_fr", "dossiers_en", 400),
    ):
        for column, field in zip(st.columns(2), (left, right), strict=True):
            column.text_input(
                editing.label(field), key=editing.key(field), max_chars=longest
            )
    for column, field in zip(st.columns(3), DAYS, strict=True):
        column.date_input(
            editing.label(field), format="DD/MM/YYYY", key=editing.key(field)
        )
    reach.draw(editing)
    st.markdown(
        muted(_("Bookings keep their prices; what falls due follows the new days."))
    )
    conflict.foot(
        "issue_edit",
        editing,
        lambda: editing.save(
            change_issue, _typed(editing, has_pages=has_pages), done=_("Saved.")
        ),
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    if field == "ad_pages":
        return {} if value is None else {field: str(value)}
    if field == "circulation":
        return {field: str(value) if value is not None else ""}
    if field == "bonus":
        return reach.widgets_of(value)
    if field == "sectors":
        return {field: list(value) if isinstance(value, tuple) else []}
    return {field: value}


def _typed(editing: EditForm, *, has_pages: bool) -> dict[str, Value]:
    typed: dict[str, Value] = {field: editing.text(field) for field in TEXTS}
    typed.update({field: editing.held(field) for field in DAYS})
    typed["circulation"] = editing.text("circulation")
    typed["sectors"] = tuple(editing.held("sectors") or ())
    typed["bonus"] = reach.bonus_typed(editing)
    if has_pages:
        typed["ad_pages"] = editing.text("ad_pages")
    return typed


def _shown(field: str, value: Value) -> str:
    if field == "bonus":
        return reach.bonus_words(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return date_long(value)
    return str(value) if value is not None else ""
