"""Fields of advertisers: what a desk keeps of them beyond what every desk does."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.store.queries.company_fields import count_filled, list_fields
from crm.ui import asking, field_parts, parts
from crm.ui.drawers.field import open_field

me = asking.me()
with asking.reading() as session:
    fields = list_fields(session, me)
    filled = count_filled(session, me)

left, actions = parts.top()
with left:
    parts.head(_("Fields of advertisers"), field_parts.conclusion(fields, filled))
with actions:
    if st.button(
        _("Add a field"), key="field_add", type="primary", icon=":material/add:"
    ):
        open_field(None, 0)
if fields:
    field_parts.fields_section(fields, filled)
else:
    parts.empty_state(
        "fields",
        _("No field of your own yet"),
        _(
            "A text, a number, a day, a choice or a yes-or-no that every advertiser "
            "then has: in its record, as a column of the list, in the exports."
        ),
    )
