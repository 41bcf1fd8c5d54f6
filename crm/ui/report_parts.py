"""The pieces of the insertion reports' page: the countdown, the lines, the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import SupportKind
from crm.domain.materials import days_late
from crm.domain.roles import Right
from crm.language import _, ngettext, words_of
from crm.language.formats import date_short, day_short, number
from crm.services.documents import issue_reports_of
from crm.services.insertion_reports import COUNTED
from crm.store.queries.insertion_reports import SOON_DAYS, Queue
from crm.ui import acting, asking, parts
from crm.ui.escape import bold, join
from crm.ui.lists import record_button
from crm.ui.material_words import days_late_words
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.services.documents.insertion_report import IssuedReports
    from crm.store.queries.insertion_reports import ReportCounts, ReportRow
    from crm.ui.escape import Marked


def conclusion(counts: ReportCounts) -> str:
    """Say what is owed, and what of it is late."""
    if not counts.owed:
        return _("Every advertiser knows what ran.")
    owed = ngettext("{number} report to send", "{number} reports to send", counts.owed)
    owed = owed.format(number=number(counts.owed))
    if counts.late:
        late = ngettext(
            "{owed}, {number} past its month.",
            "{owed}, {number} past their month.",
            counts.late,
        )
        return late.format(owed=owed, number=number(counts.late))
    return _("{owed}, none is late.").format(owed=owed)


def band(counts: ReportCounts) -> None:
    """Draw how many are late, due soon, owed and sent."""
    with parts.panel("reports"), parts.figures("reports"):
        late = number(counts.late)
        parts.figure(
            _("past their month"),
            parts.accent(late) if counts.late else late,
            key="reports-late",
            definition=_(
                "A report is owed within a month of publication (loi Sapin, art. 23)."
            ),
        )
        soon = _("due within {days} days").format(days=number(SOON_DAYS))
        parts.figure(soon, number(counts.soon), key="reports-soon")
        parts.figure(_("to send in all"), number(counts.owed), key="reports-owed")
        parts.figure(_("sent"), number(counts.sent), key="reports-sent")


def report_line(
    row: ReportRow, name: str, today: date, what: str = "", *, team: bool = False
) -> bool:
    """Draw a report in the row it stands in; say whether it is to be opened."""
    told = join((what, *_where(row), *facts(row), row.rep if team else ""))
    if what:
        with st.container(gap=None, width="stretch"):
            record_button(f"report_{row.id}", name, "booking", row.booking_id)
            st.markdown(parts.muted(told))
    else:
        st.markdown(join((bold(name), parts.muted(told)), "  \n"), width="stretch")
    with st.container(width="content", gap=None):
        st.markdown(
            join((countdown(row, today), parts.muted(_when(row))), "  \n"),
            text_alignment="right",
        )
    owed = row.sent_on is None and asking.may(Right.WRITE)
    return st.button(
        _("Fill in and send") if owed else _("Open"),
        key=f"report_open_{row.id}",
        type="secondary" if owed else "tertiary",
    )


def _where(row: ReportRow) -> tuple[str, ...]:
    issue = row.issue
    if not issue.startswith(row.support):
        issue = f"{row.support} {issue}"
    return issue, _("published {day}").format(day=day_short(row.published_on))


def countdown(row: ReportRow, today: date) -> Marked:
    """Mark how long is left to send a report, or that it went."""
    if row.sent_on:
        return badge("ran", _(words_of("report", "sent")), "check")
    late = days_late(row.due_on, today)
    if late > 0:
        return badge("overdue", days_late_words(late))
    if late == 0:
        said = _(words_of("material", "due today"))
        return badge("optioned", said, "schedule")
    said = ngettext("{days} day left", "{days} days left", -late)
    soon = -late <= SOON_DAYS
    return badge(
        "optioned" if soon else "reason", said.format(days=number(-late)), "schedule"
    )


def _when(row: ReportRow) -> str:
    if row.sent_on:
        return _("on {day}").format(day=date_short(row.sent_on))
    return _("before {day}").format(day=date_short(row.due_on))


def facts(row: ReportRow) -> tuple[str, ...]:
    """Say what a report tells: where, when, how often, and its proof."""
    told = []
    if row.page_number:
        told.append(_("page {number}").format(number=row.page_number))
    if row.appeared_from:
        until = row.appeared_until or row.appeared_from
        days = dict.fromkeys((date_short(row.appeared_from), date_short(until)))
        told.append(" → ".join(days))
    if row.circulation is not None:
        said = ngettext("{number} copy", "{number} copies", row.circulation)
        told.append(said.format(number=number(row.circulation)))
    if row.impressions is not None:
        said = ngettext("{number} impression", "{number} impressions", row.impressions)
        told.append(said.format(number=number(row.impressions)))
    if row.clicks is not None:
        said = ngettext("{number} click", "{number} clicks", row.clicks)
        told.append(said.format(number=number(row.clicks)))
    if row.tear_sheet_id:
        told.append(_("tear sheet"))
    if not told:
        missing = {SupportKind.PRINT: _("page missing")}
        missing |= dict.fromkeys(COUNTED, _("impressions missing"))
        told.append(missing.get(row.kind, ""))
    return tuple(told)


def choose_queue(counts: ReportCounts) -> Queue:
    """Draw which reports to list, each with how many there are; return the choice."""
    many = {
        Queue.OWED: (_("To send"), counts.owed),
        Queue.LATE: (_("Late"), counts.late),
        Queue.SENT: (_("Sent"), counts.sent),
    }
    picked: Queue = st.segmented_control(
        _("Which reports"),
        list(Queue),
        default=Queue.OWED,
        required=True,
        format_func=lambda one: f"{many[one][0]} · {number(many[one][1])}",
        key="reports_queue",
        label_visibility="collapsed",
    )
    return picked


def listed(rows: Sequence[ReportRow], today: date, *, team: bool) -> int | None:
    """List reports; return the one that is to be opened."""
    picked = None
    for row in rows:
        with parts.row(f"report-{row.id}", wrap=True):
            opened = report_line(row, row.advertiser, today, row.what, team=team)
        picked = row.id if opened else picked
    if not rows:
        st.markdown(parts.muted(_("Nothing here.")))
    return picked


def issue_all(issue_id: int) -> None:
    """Draw the button that issues every report an issue owes, each in its language."""
    if not asking.may(Right.WRITE):
        return
    st.button(
        _("Issue them all (PDF)"),
        key="reports_issue_all",
        icon=":material/picture_as_pdf:",
        on_click=_issue_all,
        args=(issue_id,),
        help=_("Every report of this issue that says what ran; each is kept."),
    )


def _issue_all(issue_id: int) -> None:
    me = asking.me()
    acting.speak()
    found: list[IssuedReports] = []

    def action(session: Session) -> None:
        found.append(issue_reports_of(session, me, issue_id))

    if not acting.save(action):
        return
    [made] = found
    many = len(made.issued)
    said = ngettext(
        "{number} report is issued and kept.",
        "{number} reports are issued and kept.",
        many,
    ).format(number=number(many))
    if made.lacking:
        lacking = ngettext(
            "{number} still lacks what ran.",
            "{number} still lack what ran.",
            made.lacking,
        )
        said = f"{said} {lacking.format(number=number(made.lacking))}"
    acting.state()["toasts"].append(said)
