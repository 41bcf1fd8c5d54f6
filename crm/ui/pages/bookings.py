"""The bookings: what waits for an answer, and every one of them."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services.regularising import to_regularise
from crm.services.reports.bookings import bookings_csv
from crm.store.queries.booking_figures import booking_figures
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.users import list_users
from crm.ui import (
    asking,
    booking_list,
    lists,
    parts,
    regularisation_parts,
)
from crm.ui.drawers.new_booking import open_new_booking

SIZE = 25

me = asking.me()
left, right = parts.top()
filters = parts.panel("bookings")
with filters, st.container(key="filters-bookings", horizontal=True, gap="small"):
    with asking.reading() as session:
        reps = list_users(session)
    search = booking_list.searched()
    with st.container(width=220):
        rep_id = booking_list.chosen_rep(reps)
with asking.reading() as session:
    figures = booking_figures(session, me, rep_id=rep_id, search=search)
    waits = list_bookings(session, me, rep_id=rep_id, search=search, waiting=True)
    tiers = to_regularise(session, me, rep_id=rep_id)
with filters:
    status, waiting = booking_list.chosen_status(figures, len(waits))
chosen = booking_list.Chosen(search, rep_id, status, waiting)
counted = [figures[kind].count for kind in chosen.statuses or figures]


def export() -> bytes:
    """Write the list as it is filtered."""
    with asking.reading() as opened:
        return bookings_csv(
            opened,
            me,
            rep_id=rep_id,
            search=search,
            statuses=chosen.statuses,
            waiting=chosen.waiting,
        )


with left:
    parts.head(_("Bookings"), booking_list.conclusion(figures))
with right:
    if me.may(Right.WRITE) and st.button(
        _("New booking"), key="bookings_new", type="primary", icon=":material/add:"
    ):
        open_new_booking()
    if me.may(Right.EXPORT):
        lists.export_button("bookings_export", export, "bookings.csv")

total = len(waits) if chosen.waiting else sum(counted)
if not total:
    if booking_list.nothing(chosen):
        open_new_booking()
    st.stop()
below = st.container(gap=None)
with st.container(gap=None):
    window = lists.pager("bookings_page", total, SIZE)
with asking.reading() as session:
    rows = list_bookings(
        session,
        me,
        rep_id=rep_id,
        search=search,
        statuses=chosen.statuses,
        waiting=chosen.waiting,
        page=window.offset // window.limit + 1,
        size=window.limit,
    )
with below:
    picked = booking_list.table(rows)
regularisation_parts.regularisations(len(tiers), rep_id)
if picked:
    lists.open_record("booking", picked)
