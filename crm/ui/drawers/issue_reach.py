"""Whom an issue reaches: circulation, the theme's sectors, events with extra copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.clock import in_days
from crm.language import _
from crm.language.formats import date_short
from crm.services.issue_bonus import plan_event
from crm.store.queries.companies import list_sectors
from crm.store.queries.issue_events import list_events
from crm.ui import acting, asking, parts
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value
    from crm.store.queries.issue_events import EventRow
    from crm.ui.edit_form import EditForm

BEHIND = 800
"""Days back to which an event can be chosen: an old issue keeps its own."""


def draw(editing: EditForm) -> None:
    """Draw the fields of an issue’s reach."""
    me = asking.me()
    with asking.reading() as session:
        sectors = {row.code: row.name for row in list_sectors(session, me)}
        events = _events(list_events(session, me, in_days(me.today, -BEHIND)))
    circulation, themes = st.columns([1, 2])
    circulation.text_input(
        editing.label("circulation"),
        key=editing.key("circulation"),
        max_chars=12,
        placeholder="12 400",
    )
    themes.multiselect(
        editing.label("sectors"),
        list({**sectors, **dict.fromkeys(editing.held("sectors") or ())}),
        format_func=lambda code: sectors.get(code, code),
        key=editing.key("sectors"),
        placeholder=_("Whom the theme concerns"),
    )
    chosen = st.multiselect(
        editing.label("bonus"),
        list({**events, **dict.fromkeys(editing.held("bonus") or ())}),
        format_func=lambda id_: events.get(id_) or f"{id_}",
        key=editing.key("bonus"),
        placeholder=_("Events it is handed out at"),
    )
    for event_id in chosen:
        st.text_input(
            _("Copies at {event}").format(event=events.get(event_id) or ""),
            key=editing.key(f"copies{event_id}"),
            max_chars=12,
        )
    if st.toggle(_("Another event"), key=editing.key("new_event")):
        _new_event(editing)


def widgets_of(value: Value) -> Mapping[str, Any]:
    """Return what the widgets hold for a bonus circulation."""
    pairs = [pair.partition(":") for pair in value] if isinstance(value, tuple) else []
    copies = {f"copies{event}": many for event, _colon, many in pairs}
    return {"bonus": [int(event) for event, _colon, _many in pairs], **copies}


def bonus_typed(editing: EditForm) -> tuple[str, ...]:
    """Return the bonus circulation that stands in the form."""
    chosen = sorted(editing.held("bonus") or ())
    return tuple(f"{id_}:{editing.text(f'copies{id_}')}" for id_ in chosen)


def bonus_words(value: Value) -> str:
    """Write a bonus circulation for people, where two changed it."""
    pairs = [pair.partition(":") for pair in value] if isinstance(value, tuple) else []
    me = asking.me()
    with asking.reading() as session:
        rows = list_events(session, me, in_days(me.today, -BEHIND))
    names = {str(row.id): row.name for row in rows}
    return ", ".join(
        f"{names.get(event, event)} {copies}".strip() for event, _colon, copies in pairs
    )


def _events(rows: list[EventRow]) -> dict[int, str]:
    return {row.id: f"{row.name}, {date_short(row.starts_on)}" for row in rows}


def _new_event(editing: EditForm) -> None:
    form = acting.form_id(f"event_of_{editing.form}")
    with parts.panel(f"event-{form}"):
        name, place = st.columns([2, 1])
        name.text_input(_("Event"), key=f"event_name_{form}", max_chars=200)
        place.text_input(_("Place"), key=f"event_place_{form}", max_chars=400)
        first, last = st.columns(2)
        today = asking.me().today
        for column, label, key in (
            (first, _("First day"), "starts"),
            (last, _("Last day"), "ends"),
        ):
            column.date_input(
                label, today, format="DD/MM/YYYY", key=f"event_{key}_{form}"
            )
        acting.refusal(form)
        st.button(
            md(_("Add the event")),
            key=f"event_add_{form}",
            icon=":material/add:",
            on_click=_add_event,
            args=(form, editing.key("bonus"), editing.key("new_event")),
        )


def _add_event(form: str, bonus: str, toggle: str) -> None:
    held, me = st.session_state, asking.me()
    acting.speak()
    name, place = (str(held[f"event_{key}_{form}"] or "") for key in ("name", "place"))
    first, last = held[f"event_starts_{form}"], held[f"event_ends_{form}"]
    made: list[int] = []
    saved = acting.save(
        lambda session: made.append(plan_event(session, me, name, place, first, last)),
        form,
        done=_("The event is added."),
    )
    if saved and made:
        held[bonus] = [*(held.get(bonus) or ()), made[0]]
        held[toggle] = False
