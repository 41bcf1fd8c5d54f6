"""Advertisers: who they are, where each stands, what comes next."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services.reports.advertisers import advertisers_csv
from crm.store.queries.advertisers import Filters, count_advertisers, list_advertisers
from crm.store.queries.companies import list_sectors
from crm.store.queries.users import list_users
from crm.ui import asking, lists, parts
from crm.ui.advertisers_parts import advertisers_table, choose_filters, conclusion
from crm.ui.drawers.company import open_add_company

SIZE = 25

me = asking.me()
left, right = parts.top()
with asking.reading() as session:
    sectors = {row.id: row.name for row in list_sectors(session, me)}
    team = {row.id: row.name for row in list_users(session)}

    def count(filters: Filters) -> int:
        """Count what some filters keep."""
        return count_advertisers(session, me, filters)

    filters = choose_filters(sectors, team, me.user_id, count)
    total, due = count(filters), count(replace(filters, due=True))
    listing = st.container()
    window = lists.pager("advertisers_page", total, SIZE)
    rows = list_advertisers(
        session, me, filters, limit=window.limit, offset=window.offset
    )


def export() -> bytes:
    """Make the file of the rows that are shown, when it is asked for."""
    with asking.reading() as reading:
        return advertisers_csv(reading, me, filters)


with left:
    parts.head(_("Advertisers"), conclusion(total, due))
with right:
    if me.may(Right.WRITE) and st.button(
        _("Add an advertiser"), key="company_add", type="primary", icon=":material/add:"
    ):
        open_add_company()
    if me.may(Right.EXPORT) and rows:
        lists.export_button("advertisers_export", export, "advertisers.csv")

with listing:
    if rows:
        advertisers_table(rows, me.today.year)
    elif filters == Filters():
        with parts.empty_state(
            "advertisers",
            _("No advertiser yet"),
            _("Each will stand here with its status, its next step and its figures."),
        ):
            if me.may(Right.WRITE) and st.button(
                _("Add the first one"), key="company_add_first"
            ):
                open_add_company()
    else:
        parts.empty_state(
            "advertisers",
            _("Nobody answers to that"),
            _("Shorten the search, or take a filter away."),
        )
