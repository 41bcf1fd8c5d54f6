"""Advertisers: who they are, where each stands, what comes next."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm.domain.roles import Right
from crm.domain.views import Filters
from crm.language import _
from crm.services.reports.advertisers import advertisers_csv, advertisers_workbook
from crm.store.queries.advertisers import count_advertisers, list_advertisers
from crm.store.queries.call_runs import list_runs
from crm.store.queries.companies import list_sectors
from crm.store.queries.company_fields import list_fields, list_tags
from crm.store.queries.handover import may_hand_over
from crm.store.queries.home_region import home_of
from crm.store.queries.saved_views import list_views
from crm.store.queries.users import list_users
from crm.ui import advertisers_find as find
from crm.ui import asking, lists, parts, view_actions
from crm.ui import list_state as state
from crm.ui.advertisers_parts import advertisers_table, conclusion, view_name
from crm.ui.drawers.assign import open_assign
from crm.ui.drawers.company import open_add_company
from crm.ui.kit_lists import kits_button, ticked_button

SIZE = 25

me = asking.me()
left, right = parts.top(1.15)
with asking.reading() as session:
    sectors = {row.id: row.name for row in list_sectors(session, me)}
    team = {row.id: row.name for row in list_users(session)}
    tags = {row.id: row.name for row in list_tags(session, me)}
    fields = list_fields(session, me)
    saved = list_views(session, me)
    home = home_of(session, me)
    runs = list_runs(session, me)

    def count(filters: Filters) -> int:
        """Count what some filters keep."""
        return count_advertisers(session, me, filters)

    views = state.views_of(saved, home)
    missing = state.arrive(views)
    state.settle(views)
    finding = parts.panel("advertisers_find")
    with finding:
        box, tools = st.columns([1.4, 1], gap="small")
        with box:
            find.search_box()
        with tools.container(key="find-tools", horizontal=True, gap="small"):
            find.filters_popover(sectors, team, tags, state.narrowed())
            find.columns_popover(fields)
            shown = state.shown_now([row.id for row in fields])
            view_actions.view_menu(shown, views, saved, me.user_id)
        find.view_pills(views, saved, me.user_id, count, home)
    state.tell_address(shown, views)
    filters = shown.filters
    total, due = count(filters), count(replace(filters, due=True))
    listing = st.container()
    window = lists.pager("advertisers_page", total, SIZE)
    rows = list_advertisers(
        session, me, filters, limit=window.limit, offset=window.offset
    )


def as_csv() -> bytes:
    """Make the file of the rows that are shown, when it is asked for."""
    with asking.reading() as reading:
        return advertisers_csv(reading, me, filters, shown.columns)


def as_workbook() -> bytes:
    """Make the workbook of the rows that are shown, when it is asked for."""
    with asking.reading() as reading:
        return advertisers_workbook(reading, me, filters, shown.columns)


with left:
    parts.head(_("Advertisers"), conclusion(total, due))
with right:
    if me.may(Right.WRITE) and st.button(
        _("Add an advertiser"), key="company_add", type="primary", icon=":material/add:"
    ):
        open_add_company()
    if rows:
        named = view_name(shown.view, saved, home)
        view_actions.call_button(shown, named)
        kits_button(filters, named, total)
    if me.may(Right.EXPORT) and rows:
        with st.popover(_("Export"), icon=":material/download:", key="export_open"):
            lists.export_button(
                "advertisers_export", as_csv, "advertisers.csv", label="CSV"
            )
            lists.export_button(
                "advertisers_workbook", as_workbook, "advertisers.xlsx", label="Excel"
            )

with listing:
    if missing:
        st.markdown(parts.muted(_("The view of this link is not there any more.")))
    view_actions.removed_line()
    view_actions.open_runs(runs)
    if rows:
        writes, hands = me.may(Right.WRITE), may_hand_over(me)
        ticked = advertisers_table(
            rows, me.today.year, shown.columns, fields, picks=writes or hands
        )
        with st.container(key="ticked-tools", horizontal=True, gap="small"):
            if ticked and writes:
                ticked_button(ticked)
            if (
                ticked
                and hands
                and st.button(
                    _("Hand over…"), key="assign_open", icon=":material/swap_horiz:"
                )
            ):
                open_assign(ticked)
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
