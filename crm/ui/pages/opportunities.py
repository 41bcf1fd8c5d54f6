"""The opportunities: what may come, when, and what stalls; one of them by its id."""

from __future__ import annotations

import streamlit as st

from crm.domain.opportunities import CLOSED
from crm.domain.roles import Reach, Right
from crm.language import _
from crm.services.reports.opportunities import opportunities_csv
from crm.store.queries.opportunities import closed_opportunities, list_opportunities
from crm.store.queries.opportunity_rows import by_stage
from crm.ui import asking, lists, opportunity_detail, parts
from crm.ui import opportunity_parts as pieces
from crm.ui.drawers.opportunity import open_add_opportunity

LATEST = 5

me = asking.me()
if "id" in st.query_params:
    opportunity_detail.draw(lists.record_id() or 0)
    st.stop()

left, right = parts.top(3.4)
filters, narrowed = pieces.chosen(me)
with asking.reading() as session:
    rows = list_opportunities(session, me, filters)
    closed = closed_opportunities(session, me, filters, most=LATEST)


def export() -> bytes:
    """Write the board as it is filtered."""
    with asking.reading() as opened:
        return opportunities_csv(opened, me, filters)


with left:
    parts.head(_("Opportunities"), pieces.conclusion(rows))
with right:
    if me.may(Right.WRITE) and st.button(
        _("New opportunity"),
        key="opportunities_new",
        type="primary",
        icon=":material/add:",
    ):
        open_add_opportunity()
    if rows and me.may(Right.EXPORT):
        lists.export_button("opportunities_export", export, "opportunities.csv")

if rows:
    owners = me.reach is not Reach.OWN and filters.owner_id is None
    pieces.board(by_stage(rows), me.today, owners=owners)
elif narrowed:
    said = _("Nothing matches: take a filter off.")
    parts.empty_state("opportunities", _("No open opportunity like this"), said)
else:
    said = _(
        "What an advertiser may come to book stands here by stage, with its amount, "
        "its chances and what is next."
    )
    with parts.empty_state("opportunities", _("No opportunity is open"), said):
        if me.may(Right.WRITE) and st.button(
            _("Open the first one"), key="opportunities_first"
        ):
            open_add_opportunity()

if any(found.many for found in closed.values()):
    for column, stage in zip(st.columns(2, gap="large"), CLOSED, strict=True):
        with column:
            pieces.closed_section(stage, closed[stage], writes=me.may(Right.WRITE))
