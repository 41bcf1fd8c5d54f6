"""The revenue report's way to paper: drawn and kept when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.services.documents import draw_revenue_report, issue_revenue_report
from crm.services.documents.revenue_report import report_reference
from crm.ui import acting, asking, lists
from crm.ui.house import house

if TYPE_CHECKING:
    from crm.domain.revenue import Period


def report_button(period: Period) -> None:
    """Draw the button that issues the report of what is shown, for who may export.

    It is kept as issued with its filters; who may not write takes it unkept.
    """
    if not asking.may(Right.EXPORT):
        return
    lists.export_button(
        "revenue_report",
        lambda: _issued(period),
        f"{report_reference(period)}.pdf",
        label=_("Report (PDF)"),
    )


def _issued(period: Period) -> bytes:
    acting.speak()
    me = asking.me()
    if not me.may(Right.WRITE):
        with asking.reading() as session:
            return draw_revenue_report(session, me, period)
    kept: list[bytes] = []
    house().store.write(
        lambda session: kept.append(issue_revenue_report(session, me, period).content),
        me,
    )
    return kept[-1]
