"""One booking: where it stands, what it costs and why, what it holds."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.services.regularising import regularisations
from crm.services.vat import booking_vat
from crm.store.queries.advice import booking_advice
from crm.store.queries.amendments import list_amendments
from crm.store.queries.availability import booking_space
from crm.store.queries.bookings import booking_card
from crm.store.queries.flatplan_pages import line_pages
from crm.store.queries.insertion_reports import reports_of
from crm.store.queries.mandates import list_mandates
from crm.store.queries.publishing import list_documents
from crm.ui import (
    amendment_parts,
    asking,
    booking_actions,
    booking_beside,
    booking_lines,
    booking_materials,
    booking_parts,
    booking_people,
    lists,
    parts,
    regularisation_parts,
)
from crm.ui.escape import md
from crm.ui.history_parts import history_section
from crm.ui.map import page_file

me = asking.me()
asked = lists.record_id()
with asking.reading() as session:
    booking = booking_card(session, me, asked) if asked else None
    if booking:
        vat = booking_vat(session, me, booking)
        advices = booking_advice(session, me, booking)
        held = booking_space(session, me, booking)
        folios = line_pages(session, me, [line.id for line in booking.live])
        mandates = list_mandates(session, me, booking.advertiser_id)
        amended = list_amendments(session, me, booking.id)
        tiers = regularisations(session, me, booking_id=booking.id)
        papers = list_documents(session, me, booking_id=booking.id)
        reports = reports_of(session, me, booking.id)

if booking is None:
    parts.head(_("Booking"), _("This booking is not there."))
    sentence = _("Its address has no number the desk knows.")
    with parts.empty_state("booking", _("Choose it from the list"), sentence):
        if st.button(_("All bookings"), key="bookings_open", type="primary"):
            st.switch_page(page_file("bookings"), query_params={})
    st.stop()

if st.button(
    md(booking.advertiser),
    key="advertiser_open",
    type="tertiary",
    icon=":material/arrow_back:",
):
    lists.open_record("advertiser", booking.advertiser_id)
left, right = parts.top(1.6)
with left:
    parts.head(
        _("Booking {number}").format(number=booking.number),
        booking_parts.title(booking),
        booking_parts.status_badge(booking, me.today),
        *booking_parts.flags(booking),
        note=booking_parts.who(booking),
    )
with right:
    booking_actions.actions(booking)
booking_parts.life(booking)
booking_lines.approval(booking)
regularisation_parts.notice(tiers)

wide, narrow = parts.halves()
with wide:
    booking_lines.lines(booking, folios)
    booking_materials.materials(booking, me.today)
    amendment_parts.amendments(amended, booking.language)
    booking_parts.price(booking, vat, advices)
    booking_materials.reports(reports, me.today)
    booking_actions.papers(booking, papers)
    history_section("booking", booking.id)
with narrow:
    booking_beside.space(booking, held)
    booking_beside.dates(booking, me.today)
    booking_beside.checks(booking, mandates)
    booking_people.references(booking)
    booking_people.credit(booking)
    booking_people.agreements(booking)
