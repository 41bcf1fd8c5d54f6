"""Flatplan: one issue page by page, its ads where they stand, what is to be placed."""

from __future__ import annotations

import streamlit as st

from crm.domain.magazine import SupportKind
from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.flatplan import flatplan, page_prices
from crm.store.queries.magazine import list_issues, list_titles
from crm.ui import asking, flatplan_parts, flatplan_placing, lists, parts
from crm.ui.board import board
from crm.ui.drawers.plan_page import copy_button, open_page_count
from crm.ui.flatplan_board import drawing
from crm.ui.flatplan_print import keep_button, print_button

me = asking.me()
asked = lists.record_id()
with asking.reading() as session:
    plan = flatplan(session, me, asked) if asked else None
    titles = {row.id: row.name for row in list_titles(session, me)}
    kept = st.session_state.get("flatplan_title")
    usual = kept if kept in titles else next(iter(titles), None)
    title_id = plan.title_id if plan else usual
    issues = (
        list_issues(session, me, title_id, kinds=(SupportKind.PRINT,))
        if title_id
        else []
    )
    shown, near = flatplan_parts.near(issues, asked, me.today)
    if plan is None and shown:
        plan = flatplan(session, me, shown)
    prices = page_prices(session, me, plan) if plan else {}

if plan is None:
    parts.head(_("Flatplan"), _("No issue is planned in print."))
    said = _("A printed issue comes first; its pages are laid out here.")
    parts.empty_state("flatplan", _("No printed issue yet"), said)
    st.stop()

left, right = parts.top(1.9)
with left:
    parts.head(flatplan_parts.eyebrow(plan, me.today), flatplan_parts.conclusion(plan))
with right:
    if len(titles) > 1:
        other = st.selectbox(
            _("Title"),
            list(titles),
            list(titles).index(plan.title_id),
            format_func=titles.__getitem__,
            key=f"flatplan_title_{plan.title_id}",
            label_visibility="collapsed",
        )
        if other != plan.title_id:
            st.session_state["flatplan_title"] = other
            st.query_params.clear()
            st.rerun()
    names = {row.id: row.name.partition(",")[0] for row in near}
    chosen = st.segmented_control(
        _("Issue"),
        list(names),
        default=plan.issue_id if plan.issue_id in names else None,
        format_func=names.__getitem__,
        key=f"flatplan_issue_{plan.issue_id}",
        label_visibility="collapsed",
    )
    if plan.paper.pages and me.may(Right.EXPORT):
        print_button(plan)
    if plan.paper.pages:
        keep_button(plan)
if chosen and chosen != plan.issue_id:
    lists.open_record("flatplan", chosen)

may_describe = flatplan_placing.may_describe(plan)
if not plan.paper.pages:
    said = _("Its covers, its sections and its ads are laid out here, page by page.")
    with parts.empty_state("flatplan", _("How many pages has this issue?"), said):
        if may_describe and st.button(
            _("Count the pages"),
            key="pages_count",
            type="primary",
            icon=":material/auto_stories:",
        ):
            open_page_count(plan)
        if may_describe:
            copy_button(plan)
    st.stop()

with st.container(key="flatplan"):
    main, aside = st.columns([3.3, 1], gap="large")
with aside:
    flatplan_parts.facts(plan)
    flatplan_placing.picked(plan)
    flatplan_placing.waiting(plan)
    flatplan_parts.settle(plan)
    if may_describe:
        with st.container(horizontal=True, key="plan-tools", gap="small"):
            if st.button(_("Pages"), key="pages_count", icon=":material/auto_stories:"):
                open_page_count(plan)
            if not plan.is_described:
                copy_button(plan)
with main:
    shows = flatplan_placing.drawn(plan, prices)
    pick = board(drawing(plan, shows), "flatplan_board")
    flatplan_placing.act(plan, pick)
