"""Repeat a line in further issues of its support."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.repeating import UNSIGNED, repeat_line
from crm.store.queries.bookings import booking_card
from crm.store.queries.selling import shelf
from crm.ui import acting, asking, parts
from crm.ui.booking_line import issue_words
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.lists import open_record


def open_repeat(booking_id: int, line_id: int) -> None:
    """Open the drawer that repeats a line."""
    name = f"repeat_{booking_id}_{line_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Repeat in further issues"),
        "repeat",
        partial(draw, booking_id, line_id, form),
        then=partial(go_where_it_stands, booking_id),
        way=("repeat", booking_id, line_id),
    )


def go_where_it_stands(booking_id: int) -> None:
    """Open the booking an action has made, where it made another."""
    made = acting.state().pop("booking_made", booking_id)
    if made != booking_id:
        open_record("booking", made)
    st.rerun()


def draw(booking_id: int, line_id: int, form: str) -> None:
    """Draw the issues to repeat it in, and what becomes of its price."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        sold = shelf(session, me, booking.title_id) if booking else None
    line = booking.line(line_id) if booking else None
    if booking is None or sold is None or line is None:
        return
    acting.aside(form)["about"] = booking.number
    what = ", ".join(part for part in (line.format, line.position) if part)
    parts.pair("repeat-line", bold(what), line.issue)
    rows = {
        row.issue.id: row
        for row in sold.issues
        if row.issue.support == line.support and row.issue.id != line.issue_id
    }
    chosen = st.multiselect(
        _("Issues"),
        list(rows),
        format_func=lambda one: issue_words(rows[one]),
        key=f"repeat_issues_{form}",
        placeholder=_("Choose the issues"),
    )
    if not rows:
        st.markdown(parts.muted(_("No other issue of this support is open.")))
    said = (
        _(
            "They join this booking; all its lines are priced together, by the tiers "
            "they reach."
        )
        if booking.status in UNSIGNED
        else _("This booking is signed: they become a quote of their own.")
    )
    st.markdown(parts.muted(said))
    many = ngettext(
        "Repeat in {number} issue", "Repeat in {number} issues", len(chosen)
    )
    drawer_foot(
        "repeat",
        form,
        partial(_save, booking_id, line_id, form),
        label=many.format(number=number(len(chosen))) if chosen else _("Repeat"),
        waits_for="" if chosen else _("Choose the issues first."),
    )


def _save(booking_id: int, line_id: int, form: str) -> None:
    issues = [int(one) for one in st.session_state[f"repeat_issues_{form}"]]
    me = asking.me()
    made: list[int] = []
    acting.speak()
    saved = acting.save(
        lambda session: made.append(
            repeat_line(session, me, booking_id, line_id, issues)
        ),
        form,
        done=_("Repeated."),
    )
    if saved and made:
        acting.state()["booking_made"] = made[-1]
