"""Change a follow-up: what for, when, who does it, with whom, about what."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long, date_short, day_short
from crm.services.follow_up_edits import FOLLOW_UP_FIELDS, change_follow_up
from crm.store.queries.activities import (
    follow_up_choices,
    list_attempts,
    open_follow_up,
)
from crm.ui import acting, asking, conflict
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import bold, join
from crm.ui.follow_ups import hour_word
from crm.ui.parts import muted, pair, section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.editing import Value
    from crm.store.queries.activities import AttemptRow

NAMED = ("owner_id", "contact_id", "opportunity_id")


def open_edit_follow_up(follow_up_id: int) -> None:
    """Open the drawer that changes a follow-up."""
    name = f"edit_follow_up_{follow_up_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the follow-up"),
        "event",
        lambda: _draw(form, follow_up_id),
        way=("edit_follow_up", follow_up_id),
    )


def _draw(form: str, follow_up_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        names = follow_up_choices(session, me, follow_up_id)
        attempts = list_attempts(session, me, follow_up_id)

    def shown(field: str, value: Value) -> str:
        if field in names and isinstance(value, int):
            return names[field].get(value, "")
        return _words(value)

    editing = EditForm(form, "follow_up", FOLLOW_UP_FIELDS, None, shown)
    opened = editing.opened(
        lambda session, me: open_follow_up(session, me, follow_up_id)
    )
    if opened is None:
        st.markdown(muted(_("It is done already, or not there any more.")))
        return
    conflict.panel(editing)
    pair("follow_up_company", bold(opened.name))
    st.text_input(editing.label("reason"), key=editing.key("reason"), max_chars=200)
    day, hour = st.columns(2)
    day.date_input(
        editing.label("due_on"), None, format="DD/MM/YYYY", key=editing.key("due_on")
    )
    hour.time_input(editing.label("due_time"), None, key=editing.key("due_time"))
    for field in NAMED:
        _choose(editing, field, names.get(field, {}))
    _attempts(attempts)
    conflict.foot(
        "follow_up_edit",
        editing,
        lambda: editing.save(change_follow_up, _typed(editing), done=_("Saved.")),
    )


def _choose(editing: EditForm, field: str, names: Mapping[int, str]) -> None:
    """Draw whom or what a follow-up names; a person is always named."""
    if not names:
        return
    st.selectbox(
        editing.label(field),
        list(names),
        None,
        format_func=names.__getitem__,
        key=editing.key(field),
        placeholder=_("None in particular"),
        required=field == "owner_id",
    )


def _attempts(attempts: Sequence[AttemptRow]) -> None:
    if not attempts:
        return
    said = _("{before} → {after}")
    with section(_("Put off so far"), key="follow_up_attempts"):
        for place, one in enumerate(attempts):
            days = said.format(
                before=day_short(one.from_day), after=day_short(one.to_day)
            )
            why = one.reason or _("changed by hand")
            who = join((one.user, date_short(one.moved_at)))
            pair(f"attempt-{place}", bold(why), who, muted(days))


def _typed(editing: EditForm) -> dict[str, Value]:
    held = {field: editing.held(field) for field in ("due_on", "due_time", *NAMED)}
    return {"reason": editing.text("reason"), **held}


def _words(value: Value) -> str:
    if isinstance(value, date):
        return date_long(value)
    return hour_word(value) if isinstance(value, time) else str(value or "")
