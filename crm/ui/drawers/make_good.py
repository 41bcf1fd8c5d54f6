"""Give a make-good: a free line for one that failed, its space held at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import money
from crm.services.make_goods import Repair, give_make_good
from crm.store.queries.bookings import booking_card
from crm.store.queries.selling import shelf
from crm.ui import acting, asking, parts
from crm.ui.booking_line import issue_words
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold

if TYPE_CHECKING:
    from crm.store.queries.bookings import LineCard
    from crm.store.queries.selling import Shelf


def open_make_good(booking_id: int, line_id: int) -> None:
    """Open the drawer that repairs a line."""
    name = f"make_good_{line_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, booking_id, line_id, form)
    way = ("make_good", booking_id, line_id)
    open_drawer(name, _("Give a make-good"), "healing", inside, way=way)


def draw(booking_id: int, line_id: int, form: str) -> None:
    """Draw where it runs and what it repairs."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        sold = shelf(session, me, booking.title_id) if booking else None
    line = booking.line(line_id) if booking else None
    if booking is None or sold is None or line is None:
        return
    acting.aside(form)["about"] = booking.number
    what = ", ".join(part for part in (line.format, line.position) if part)
    worth = money(line.price.total)
    parts.pair("repaired-line", bold(what), line.issue, worth, _("what failed"))
    rows = {
        row.issue.id: row for row in sold.issues if row.issue.support == line.support
    }
    issue_id = st.selectbox(
        _("Issue"),
        list(rows),
        format_func=lambda one: issue_words(rows[one]),
        key=f"make_good_issue_{form}",
        placeholder=_("No issue of this support is open"),
    )
    _position(line, sold, issue_id, form)
    st.text_area(
        _("What went wrong"),
        key=f"make_good_reason_{form}",
        max_chars=400,
        height=80,
        placeholder=_("A broken link, a faulty print…"),
    )
    said = _("Free of charge: confirmed at once, its space held, at nothing.")
    st.markdown(parts.muted(said))
    drawer_foot(
        "make_good",
        form,
        partial(_save, line_id, form),
        label=_("Give it"),
        waits_for="" if issue_id else _("Choose the issue first."),
    )


def _position(line: LineCard, sold: Shelf, issue_id: int | None, form: str) -> None:
    offer = sold.offer(issue_id or 0)
    code = next((x.code for x in sold.formats if x.id == line.format_id), "")
    fitting = {x.id: x.name for x in offer.fitting(code)} if offer else {}
    if not fitting:
        return
    choices = [0, *fitting]
    st.selectbox(
        _("Position"),
        choices,
        index=choices.index(line.position_id) if line.position_id in fitting else 0,
        format_func=lambda one: fitting.get(one, _("Ordinary position")),
        key=f"make_good_position_{form}",
    )


def _save(line_id: int, form: str) -> None:
    typed = st.session_state
    repair = Repair(
        int(typed[f"make_good_issue_{form}"]),
        str(typed[f"make_good_reason_{form}"] or ""),
        int(typed.get(f"make_good_position_{form}") or 0) or None,
    )
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: give_make_good(session, me, line_id, repair),
        form,
        done=_("The make-good is given, its space held."),
    )
