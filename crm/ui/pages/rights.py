"""What one person sees and may do, and why."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.roles import what_may
from crm.ui import asking, lists, parts, rights_parts
from crm.ui.map import page_file

me = asking.me()
asked = lists.record_id() or me.user_id or 0
with asking.reading() as session:
    told = what_may(session, me, asked)

if me.may(Right.ADMINISTER):
    st.page_link(
        page_file("users"), label=_("Users & roles"), icon=":material/arrow_back:"
    )
eyebrow = _("What a person sees and may do")
if told is None:
    parts.head(eyebrow, _("This page is not yours to read."))
    parts.empty_state(
        "rights",
        _("Each reads their own"),
        _("An administrator reads everybody’s."),
    )
    st.stop()

parts.head(
    eyebrow,
    rights_parts.conclusion(told, own=asked == me.user_id),
    note=rights_parts.note(told),
)
rights_parts.seen_band(told)
wide, narrow = parts.halves(1.25)
with wide:
    rights_parts.rights_section(told.actor)
with narrow:
    if me.may(Right.ADMINISTER) and not told.has_left:
        rights_parts.tester(told)
    rights_parts.pages_section(told.actor)
