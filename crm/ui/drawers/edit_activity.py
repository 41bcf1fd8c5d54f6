"""Put right what one logged oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.activities import Outcome
from crm.language import _
from crm.language.vocabulary import word
from crm.services.activity_edits import ACTIVITY_FIELDS, change_activity
from crm.store.queries.editable import open_activity
from crm.ui import acting, conflict
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold
from crm.ui.parts import muted, pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value


def open_edit_activity(activity_id: int) -> None:
    """Open the drawer that puts an activity right."""
    name = f"edit_activity_{activity_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Put right what was logged"),
        "edit",
        lambda: _draw(form, activity_id),
        way=("edit_activity", activity_id),
    )


def _draw(form: str, activity_id: int) -> None:
    editing = EditForm(form, "activity", ACTIVITY_FIELDS, _widgets, _shown)
    opened = editing.opened(lambda session, me: open_activity(session, me, activity_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    pair("activity_company", bold(opened.name))
    if opened.values["outcome"]:
        st.segmented_control(
            editing.label("outcome"),
            list(Outcome),
            required=True,
            format_func=lambda outcome: word(outcome).capitalize(),
            key=editing.key("outcome"),
            width="stretch",
        )
    text, minutes = st.columns([3, 1])
    text.text_area(
        editing.label("note"), key=editing.key("note"), max_chars=5000, height=140
    )
    minutes.text_input(
        editing.label("minutes"),
        key=editing.key("minutes"),
        max_chars=4,
        placeholder="–",
    )
    conflict.foot(
        "activity_edit",
        editing,
        lambda: editing.save(change_activity, _typed(editing), done=_("Saved.")),
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    if field == "outcome":
        return {field: Outcome(str(value))} if value else {}
    return {field: "" if value is None else str(value)}


def _typed(editing: EditForm) -> dict[str, Value]:
    outcome = editing.held("outcome")
    typed: dict[str, Value] = {"outcome": outcome.value} if outcome else {}
    return {**typed, "note": editing.text("note"), "minutes": editing.text("minutes")}


def _shown(field: str, value: Value) -> str:
    if field == "outcome" and value:
        return word(Outcome(str(value)))
    return str(value) if value is not None else ""
