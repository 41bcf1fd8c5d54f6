"""What a booking being composed is for besides its lines: who pays, references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.language import _
from crm.store.queries.companies import list_companies
from crm.ui import asking
from crm.ui.escape import md

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard
    from crm.ui.booking_draft import Draft

PAYERS = 200


def besides(draft: Draft, me: Actor, company: CompanyCard) -> None:
    """Draw who pays and the buyer's own references, out of the way until needed."""
    with asking.reading() as session:
        payers = list_companies(session, me, role=CompanyRole.PAYER, size=PAYERS)
    names = {row.id: row.name for row in payers if row.id != company.id}
    with st.expander(_("Payer, purchase order, references"), type="compact"):
        left, right = st.columns(2)
        left.selectbox(
            _("Payer"),
            [0, *names],
            format_func=lambda one: md(names.get(one, _("The advertiser"))),
            key=draft.key("payer"),
        )
        right.text_input(
            _("Purchase order"), key=draft.key("purchase_order"), max_chars=80
        )
        left, right = st.columns(2)
        left.text_input(
            _("Engagement number"), key=draft.key("engagement_number"), max_chars=80
        )
        right.text_input(
            _("Service code"),
            company.chorus_service_code,
            key=draft.key("service_code"),
            max_chars=80,
        )
