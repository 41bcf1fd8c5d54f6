"""Carry a past booking into next year's issues: what finds a place, and what not."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.duplicating import Carried, duplicate_booking, foresee_duplicate
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.repeat import go_where_it_stands
from crm.ui.escape import bold, join, md
from crm.ui.statuses import badge


def open_duplicate(booking_id: int) -> None:
    """Open the drawer that quotes a booking again, a year later."""
    name = f"duplicate_{booking_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Carry into next year"),
        "event_repeat",
        partial(draw, booking_id, form),
        then=partial(go_where_it_stands, booking_id),
        way=("duplicate", booking_id),
    )


def draw(booking_id: int, form: str) -> None:
    """Draw where each line goes, and what cannot be carried."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        rows = foresee_duplicate(session, me, booking_id) if booking else []
    if booking is None:
        return
    acting.aside(form)["about"] = booking.number
    placed = {row.line_id: row for row in rows if row.wish is not None}
    if len(placed) > 1:
        st.pills(
            _("Lines to carry"),
            list(placed),
            selection_mode="multi",
            default=list(placed),
            format_func=lambda one: md(placed[one].name),
            key=f"duplicate_lines_{form}",
        )
    title, note = _("Where they go"), _("priced by the card valid then")
    with parts.section(title, note, key="duplicate-rows"):
        for row in rows:
            parts.pair(f"carried-{row.line_id}", bold(row.name), _fate(row), _mark(row))
    said = _("A quote is made; its note names what could not be carried.")
    st.markdown(parts.muted(said))
    kept = _chosen(form, list(placed))
    label = ngettext("Quote {number} line", "Quote {number} lines", len(kept))
    waits = "" if placed else _("No line has a place next year.")
    drawer_foot(
        "duplicate",
        form,
        partial(_save, booking_id, form, list(placed)),
        label=label.format(number=number(len(kept))) if kept else _("Quote"),
        waits_for=waits or ("" if kept else _("Choose a line first.")),
    )


def _fate(row: Carried) -> str:
    if row.wish is None:
        return join((row.issue, row.why))
    if not row.lost:
        return row.issue
    lost = _("without {what}").format(what=", ".join(row.lost))
    return join((row.issue, lost))


def _mark(row: Carried) -> str:
    if row.wish is None:
        return badge("overdue", _("left out"), icon="block")
    return badge("free", _("has a place"))


def _chosen(form: str, placed: list[int]) -> list[int]:
    return list(st.session_state.get(f"duplicate_lines_{form}", placed) or ())


def _save(booking_id: int, form: str, placed: list[int]) -> None:
    kept = _chosen(form, placed)
    if not kept:
        return
    me = asking.me()
    made: list[int] = []
    acting.speak()
    saved = acting.save(
        lambda session: made.append(duplicate_booking(session, me, booking_id, kept)),
        form,
        done=_("Carried into next year: a quote to look through."),
    )
    if saved and made:
        acting.state()["booking_made"] = made[-1]
