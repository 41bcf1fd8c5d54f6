"""Insertion reports: what we owe whom, by when; what was sent."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Reach, Right
from crm.language import _
from crm.language.formats import number
from crm.services.reports.insertion_reports import reports_csv
from crm.store.queries.insertion_reports import (
    Queue,
    ReportsAsked,
    count_reports,
    issues_reported,
    list_reports,
)
from crm.store.queries.users import list_users
from crm.ui import asking, lists, parts, report_parts
from crm.ui.drawers.insertion_report import open_report
from crm.ui.material_list import narrowing
from crm.ui.today_parts import choose_rep

SIZE = 25

me = asking.me()
left, right = parts.top()
with asking.reading() as session:
    team = {row.id: row.name for row in list_users(session)}
with right:
    rep_id = choose_rep(team) if me.reach is not Reach.OWN else me.user_id
with asking.reading() as session:
    counts = count_reports(session, me, rep_id)


def export() -> bytes:
    """Write the list as it is narrowed."""
    with asking.reading() as opened:
        return reports_csv(opened, me, asked)


with left:
    parts.head(_("Insertion reports"), report_parts.conclusion(counts))
if not counts.owed and not counts.sent:
    with parts.empty_state(
        "reports",
        _("Nothing has run yet"),
        _(
            "When an issue is published, each of its lines owes its advertiser a "
            "report within a month: the page or the days, how many saw it, its proof."
        ),
    ):
        st.stop()

report_parts.band(counts)
with st.container(key="filters-reports", horizontal=True, gap="small"):
    with asking.reading() as session:
        issues = issues_reported(session, me, rep_id)
    issue_id = narrowing(issues, lists.asked_number("issue"), "reports_issue")
    with asking.reading() as session:
        of_issue = count_reports(session, me, rep_id, issue_id)
    queue = report_parts.choose_queue(of_issue)
asked = ReportsAsked(queue, rep_id, issue_id)
if me.may(Right.EXPORT):
    with right:
        lists.export_button("reports_export", export, "insertion-reports.csv")
if issue_id is not None and of_issue.owed:
    with right:
        report_parts.issue_all(issue_id)
total = {
    Queue.OWED: of_issue.owed,
    Queue.LATE: of_issue.late,
    Queue.SENT: of_issue.sent,
}[queue]
titles = {
    Queue.OWED: _("To send, the first due first"),
    Queue.LATE: _("Past their month"),
    Queue.SENT: _("Sent, the last first"),
}
with parts.section(titles[queue], number(total), key="reports"):
    below = st.container(gap=None)
    window = lists.pager("reports_page", total, SIZE)
with asking.reading() as session:
    rows = list_reports(session, me, asked, limit=window.limit, offset=window.offset)
with below:
    picked = report_parts.listed(rows, me.today, team=rep_id is None)
if picked:
    open_report(picked)
