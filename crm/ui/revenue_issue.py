"""The ways out of the revenue page: workbook, rows, report on paper, pictures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.revenue import Cut
from crm.domain.roles import Reach, Right
from crm.language import _
from crm.services.documents import (
    chart_picture,
    draw_revenue_report,
    issue_revenue_report,
)
from crm.services.documents.revenue_report import report_reference
from crm.services.reports.revenue import revenue_csv, revenue_workbook
from crm.store.queries.revenue import sums_by
from crm.ui import asking, lists, parts
from crm.ui.house import house

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.revenue_views import RevenueView
    from crm.domain.roles import Actor

    Make = Callable[[Session, Actor, Period], bytes]


def report_button(view: RevenueView) -> None:
    """Draw what takes the figures shown out of the desk, for who may export.

    The report is kept as issued with its filters; who may not write takes it unkept.
    """
    if not asking.may(Right.EXPORT):
        return
    period = view.period
    name = report_reference(period)
    with st.popover(_("Export"), icon=":material/download:", key="revenue_out"):
        lists.export_button(
            "revenue_report",
            lambda: _issued(view),
            f"{name}.pdf",
            label=_("Report (PDF)"),
        )
        st.markdown(parts.muted(_("kept as issued, with its filters")))
        files: tuple[tuple[str, Make, str], ...] = (
            ("xlsx", revenue_workbook, _("Workbook (Excel)")),
            ("csv", revenue_csv, _("Rows (CSV)")),
        )
        for kind, make, label in files:
            lists.export_button(
                f"revenue_all_{kind}",
                partial(_made, make, period),
                f"{name}.{kind}",
                label=label,
            )
        st.markdown(parts.muted(_("The charts as pictures")))
        for code, label in _charts(period):
            lists.export_button(
                f"revenue_chart_{code}",
                partial(_picture, period, code),
                f"{name}-{code}.png",
                label=label,
            )


def _charts(period: Period) -> list[tuple[str, str]]:
    """Name the charts there are: none without a figure to draw."""
    me = asking.me()
    with asking.reading() as session:
        if not sums_by(session, me, period, Cut.MONTH):
            return []
    named = [
        ("year", _("The period fills up")),
        ("months", _("By month")),
        ("supports", _("By support")),
    ]
    if me.reach is Reach.ALL or period.rep_id is not None:
        named.append(("reps", _("By rep")))
    return named


def _made(make: Make, period: Period) -> bytes:
    with asking.reading() as session:
        return make(session, asking.me(), period)


def _picture(period: Period, code: str) -> bytes:
    with asking.reading() as session:
        return chart_picture(session, asking.me(), period, code)


def _issued(view: RevenueView) -> bytes:
    """Draw the report of what the page shows, and keep it for who may write."""
    me, period = asking.me(), view.period
    shown: dict[str, Any] = {"against": view.against, "issue_id": view.issue_id}
    if not me.may(Right.WRITE):
        with asking.reading() as session:
            return draw_revenue_report(session, me, period, **shown)
    kept: list[bytes] = []
    house().store.write(
        lambda session: kept.append(
            issue_revenue_report(session, me, period, **shown).content
        ),
        me,
    )
    return kept[-1]
