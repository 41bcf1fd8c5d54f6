"""An advertiser: who they are, what happened, what is booked, what next."""

from __future__ import annotations

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.domain.magazine import DocumentKind
from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.activities import list_follow_ups
from crm.store.queries.advertisers import standing
from crm.store.queries.agencies import list_bought_for
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.companies import company_card
from crm.store.queries.company_fields import (
    list_fields,
    list_tags,
    owners_of,
    tags_of,
    values_of,
)
from crm.store.queries.contact_moves import left_from, moves_of
from crm.store.queries.mandates import list_mandates
from crm.store.queries.opportunities import OpportunityFilters, list_opportunities
from crm.store.queries.publishing import latest_document, list_documents
from crm.ui import advertiser_parts as pieces
from crm.ui import asking, extras_parts, lists, parts
from crm.ui import company_parts as beside
from crm.ui.drawers.contact import open_add_contact
from crm.ui.drawers.edit_company import open_edit_company
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.drawers.unpaid import open_unpaid
from crm.ui.history_parts import history_section
from crm.ui.mandate_parts import (
    bought_for_section,
    mandates_section,
    open_add_mandate,
)
from crm.ui.map import page_file
from crm.ui.people_parts import contacts_section, linked_contact_sheet
from crm.ui.timeline_parts import timeline_section
from crm.ui.warning_parts import warnings_lines, warnings_of

me = asking.me()
may_write = me.may(Right.WRITE)
number = lists.record_id() or 0
with asking.reading() as session:
    company = company_card(session, me, number)
    if company is not None:
        agency = CompanyRole.ADVERTISER not in company.roles
        standing_ = standing(session, me, number, as_agency=agency)
        steps = list_follow_ups(session, me, company_id=number)
        bookings = list_bookings(session, me, company_id=number)
        its = OpportunityFilters(company_id=number)
        opportunities = list_opportunities(session, me, its)
        mandates = list_mandates(session, me, number)
        documents = list_documents(session, me, company_id=number, most=8)
        advertisers = list_bought_for(session, me, number) if agency else []
        came = moves_of(session, me, [person.id for person in company.contacts])
        left_it = left_from(session, me, number)
        warned = warnings_of(session, me, number)
        fields = list_fields(session, me)
        values = values_of(session, me, number)
        tags, offered = tags_of(session, me, number), list_tags(session, me)
        owners = owners_of(session, me, number)
        kit = latest_document(session, me, DocumentKind.MEDIA_KIT, company.language)

st.page_link(
    page_file("advertisers"), label=_("Advertisers"), icon=":material/arrow_back:"
)
if company is None:
    parts.head(_("Advertiser"), _("This record is not there."))
    parts.empty_state(
        "advertiser",
        _("Nobody here"),
        _("The address names nobody who is still here. The list has them all."),
    )
    st.stop()

left, right = parts.top(1.75)
with left:
    parts.head(
        pieces.eyebrow(company),
        company.shown,
        *pieces.badges(company, standing_, me.today),
        note=pieces.whereabouts(company, mandates, me.today),
    )
with right:
    if may_write and st.button(
        _("Log a call"),
        key="advertiser_log",
        type="primary",
        icon=":material/add_call:",
    ):
        open_log_call(company.id)
    if may_write and st.button(
        _("Book"), key="advertiser_book", icon=":material/note_add:"
    ):
        open_new_booking(company.id)
    with st.popover(
        "", icon=":material/more_horiz:", key="advertiser_more", help=_("More actions")
    ):
        if kit is not None:
            st.markdown(beside.document_link(_("The last media kit, as a PDF"), kit.id))
        if page_file("media_kit").exists():
            st.page_link(page_file("media_kit"), label=_("Make a media kit"))
        if may_write and st.button(
            _("Add a contact"), key="contact_add_more", type="tertiary"
        ):
            open_add_contact(company.id, company.shown)
        if may_write and st.button(
            _("Record a mandate"), key="mandate_add_more", type="tertiary"
        ):
            open_add_mandate(company, as_agency=agency)
        flaggable = may_write and not company.is_unpaid
        if flaggable and st.button(
            _("An invoice is unpaid"), key="unpaid_flag", type="tertiary"
        ):
            open_unpaid(company.id, company.shown)
        if me.may(Right.WRITE) and st.button(
            _("Change the company"), key="company_edit_more", type="tertiary"
        ):
            open_edit_company(company.id)

linked_contact_sheet(company)
pieces.next_step_panel(company, steps, me.today)
warnings_lines(company, warned)
st.space("xsmall")
pieces.figures_band(standing_, me.today)
wide, narrow = parts.halves(1.5)
with wide:
    if agency:
        bought_for_section(advertisers, me.today)
    timeline_section(company.id)
    history_section("company", company.id)
with narrow:
    contacts_section(company, came, left_it)
    beside.bookings_section(bookings)
    if not agency:
        beside.opportunities_section(company.id, opportunities)
    mandates_section(company, mandates, me.today, as_agency=agency)
    beside.documents_section(company, documents, me.today)
    extras_parts.tags_section(company.id, tags, offered, writes=may_write)
    extras_parts.fields_section(company.id, fields, values, writes=may_write)
    beside.details_section(company, writes=me.may(Right.WRITE))
    extras_parts.owners_section(owners)
