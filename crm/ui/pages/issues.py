"""Issues: the year's slots with their dates and space; planning and publishing."""

from __future__ import annotations

from datetime import date

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import number
from crm.store.queries.calendar import selling_year
from crm.store.queries.issue_standing import count_asked
from crm.store.queries.issues import issue_years, list_supports
from crm.store.queries.magazine import list_issues, list_titles, space_left
from crm.ui import asking, issue_parts, lists, parts
from crm.ui.drawers.issue import open_plan_issue
from crm.ui.drawers.issue_year import open_plan_year

ISSUES_SHOWN = 30

me = asking.me()
with asking.reading() as session:
    titles = {row.id: row.name for row in list_titles(session, me)}
    title_id = st.session_state.get("issues_title") or next(iter(titles))
    years = issue_years(session, me, title_id)
    begun = selling_year(session, me, title_id)
    supports = {row.id: row for row in list_supports(session, me, title_id)}
    left, actions = parts.top(1.1)
    with actions:
        if len(titles) > 1:
            st.selectbox(
                _("Title"),
                list(titles),
                format_func=titles.__getitem__,
                key="issues_title",
            )
        year = st.selectbox(
            _("Year"),
            years,
            index=years.index(begun) if begun in years else 0,
            key="issues_year",
            width=110,
            label_visibility="collapsed",
            persist_state="session",
        )
        if me.may(Right.MANAGE_TITLES) and st.button(
            _("Plan an issue"),
            key="issue_plan",
            type="primary",
            icon=":material/add:",
        ):
            open_plan_issue(title_id)
        if me.may(Right.MANAGE_TITLES) and st.button(
            _("Plan a year"), key="year_plan", icon=":material/calendar_add_on:"
        ):
            open_plan_year(title_id)
    issues = list_issues(
        session, me, title_id, since=date(year, 1, 1), until=date(year, 12, 31)
    )
    there = [id_ for id_ in supports if any(i.support_id == id_ for i in issues)]
    key = f"issues_support_{year}"
    chosen = st.session_state.get(key, there[0] if there else None)
    shown = [row for row in issues if chosen is None or row.support_id == chosen]
    with left:
        parts.head(
            _("Issues {year}").format(year=year),
            issue_parts.conclusion(shown, me.today),
        )
    if not issues:
        parts.empty_state(
            "issues",
            _("The year’s issues stand here"),
            _(
                "Each with its closing date, the day materials are due, its "
                "publication, and what it has to sell. Bookings are quoted into them."
            ),
        )
    else:
        with st.container(key="filters-issues"):
            st.pills(
                _("Support"),
                there,
                default=there[0],
                format_func=lambda id_: supports[id_].name,
                key=key,
                label_visibility="collapsed",
            )
        many = ngettext("{number} issue", "{number} issues", len(shown))
        note = many.format(number=number(len(shown)))
        with parts.section(_("By day of publication"), note, key="issues"):
            window = lists.pager("issues_page", len(shown), ISSUES_SHOWN)
            drawn = shown[window.offset : window.offset + window.limit]
            ids = [row.id for row in drawn]
            spaces = space_left(session, me, ids)
            asked = count_asked(session, me, ids)
            for row in drawn:
                issue_parts.line(row, spaces[row.id], me, asked.get(row.id, (0, 0)))
