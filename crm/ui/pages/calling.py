"""Calling a list through: one advertiser after another, none twice."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.activities import list_activities, list_follow_ups
from crm.store.queries.advertisers import standing
from crm.store.queries.call_attempts import next_attempt
from crm.store.queries.call_runs import find_run, list_stops
from crm.store.queries.companies import company_card
from crm.ui import asking, calling_parts, lists, parts
from crm.ui.map import page_file

me = asking.me()
with asking.reading() as session:
    run = find_run(session, me, lists.record_id() or 0)
    stops = list_stops(session, me, run.id) if run else []
    company = None
    if run is not None and run.company_id is not None and run.ended_at is None:
        company = company_card(session, me, run.company_id)
    if company is not None:
        stands = standing(session, me, company.id)
        last = list_activities(session, me, company.id, most=3)
        steps = list_follow_ups(session, me, company_id=company.id, most=3)
        due = [step.id for step in steps]
        attempt = next_attempt(session, me, company.id, due)

st.page_link(
    page_file("advertisers"), label=_("Advertisers"), icon=":material/arrow_back:"
)
if run is None:
    parts.head(_("Calling through"), _("This record is not there."))
    parts.empty_state(
        "calling",
        _("Nobody to call here"),
        _("Choose a view of the advertisers, then “Call through”."),
    )
    st.stop()

left, right = parts.top(1.75)
with left:
    parts.head(
        _("Calling through “{name}”").format(name=run.name),
        calling_parts.conclusion(run),
        note=calling_parts.since(run),
    )
if company is None:
    calling_parts.summary(run, stops, writes=me.may(Right.WRITE))
    st.stop()
if me.may(Right.WRITE):
    with right:
        calling_parts.end_button(run)
st.progress(run.sums.done / run.sums.total)
wide, narrow = parts.halves(1.6)
with wide:
    calling_parts.company_panel(run, company, stands, steps, me)
    calling_parts.last_section(last, attempt)
with narrow:
    calling_parts.tally(run)
    calling_parts.stops_section(stops)
