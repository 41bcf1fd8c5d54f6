"""The pieces of the morning's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_short, day_short, money, number, percent
from crm.store.queries.deadlines import DUE_DAYS, Due
from crm.ui import acting, asking
from crm.ui.drawers.edit_follow_up import open_edit_follow_up
from crm.ui.escape import Marked, bold, join, md
from crm.ui.follow_ups import finish_follow_up, hour_word
from crm.ui.lists import page_button, record_button
from crm.ui.parts import muted, row, section
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm.store.queries.activities import FollowUpRow
    from crm.store.queries.approvals import WaitingRow
    from crm.store.queries.deadlines import DueRow, OptionRow

FOLLOW_UPS = 6
DUES = 9
LEADS_TO = {
    Due.CLOSING: "calendar",
    Due.MATERIALS: "materials",
    Due.REPORT: "insertion_reports",
}
"""The page where each deadline is dealt with."""


def choose_rep(team: Mapping[int, str]) -> int | None:
    """Draw whose morning is shown; None is the whole team's."""
    return st.selectbox(
        _("Whose desk"),
        [None, *team],
        format_func=lambda id_: team[id_] if id_ else _("The whole team"),
        key="today_rep",
        label_visibility="collapsed",
        width=210,
        persist_state="session",
    )


def follow_ups_section(follow_ups: Sequence[FollowUpRow], today: date) -> None:
    """Draw what was promised for today or before, to be ticked when it is done."""
    late = sum(row.due_on < today for row in follow_ups)
    said = ngettext("{number} overdue", "{number} overdue", late)
    note = join(
        (number(len(follow_ups)), said.format(number=number(late)) if late else "")
    )
    everything = acting.state().get("all_follow_ups")
    shown = follow_ups if everything else follow_ups[:FOLLOW_UPS]
    may_write = asking.may(Right.WRITE)
    with section(_("Follow-ups of the day"), note if follow_ups else "", key="steps"):
        for step in shown:
            with row(f"step-{step.id}"):
                _step(step, today, may_write=may_write)
        if not follow_ups:
            st.markdown(muted(_("Nothing was promised for today.")))
    if len(follow_ups) > len(shown):
        st.button(
            _("See {number} more").format(number=number(len(follow_ups) - len(shown))),
            key="steps_more",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_see_all_follow_ups,
        )


def _step(step: FollowUpRow, today: date, *, may_write: bool) -> None:
    reason = join((step.reason, step.contact, step.opportunity))
    lines = join((_step_head(step, today), muted(reason)), "  \n")
    if not may_write:
        st.markdown(lines)
        return
    st.checkbox(
        lines,
        key=f"step_done_{step.id}",
        on_change=finish_follow_up,
        args=(step.id,),
        width="stretch",
    )
    if st.button(
        "",
        key=f"step_edit_{step.id}",
        icon=":material/edit:",
        type="tertiary",
        help=_("Change the follow-up"),
    ):
        open_edit_follow_up(step.id)


def _step_head(step: FollowUpRow, today: date) -> Marked:
    if step.due_on < today:
        said = _("overdue, {day}").format(day=day_short(step.due_on))
        return join((bold(step.company), Marked(f":red[{md(said)}]")))
    said = hour_word(step.due_time) if step.due_time else ""
    return join((bold(step.company), muted(said)))


def _see_all_follow_ups() -> None:
    acting.state()["all_follow_ups"] = True


def options_section(options: Sequence[OptionRow]) -> None:
    """Draw the options that fall within days, and their sum."""
    held = total(option.net_net for option in options)
    note = money(held, cents=False) if options else ""
    with section(_("Options about to fall"), note, key="options"):
        for place, option in enumerate(options):
            with row(f"option-{place}"):
                with st.container(gap=None):
                    record_button(
                        f"option_{place}",
                        option.advertiser,
                        "booking",
                        option.booking_id,
                    )
                    st.markdown(muted(join((option.what, option.issue), ", ")))
                st.markdown(
                    join(
                        (
                            bold(money(option.net_net, cents=False)),
                            muted(day_short(option.until)),
                        ),
                        "  \n",
                    ),
                    width="content",
                    text_alignment="right",
                )
        if not options:
            st.markdown(muted(_("None falls within five days.")))


def approvals_section(rows: Sequence[WaitingRow]) -> None:
    """Draw the discounts that wait for an approval; nothing where none does."""
    if not rows:
        return
    off = total(row.off for row in rows)
    note = _("{amount} off").format(amount=money(off, cents=False))
    title = _("Discounts to approve")
    if not asking.may(Right.APPROVE_DISCOUNTS):
        title = _("Discounts that wait for a manager")
    with section(title, note, key="approvals"):
        for waits in rows:
            with row(f"approval-{waits.booking_id}"):
                with st.container(gap=None):
                    record_button(
                        f"approval_{waits.booking_id}",
                        waits.advertiser,
                        "booking",
                        waits.booking_id,
                    )
                    said = join((waits.number, waits.rep, waits.reason))
                    st.markdown(muted(said))
                st.markdown(
                    join(
                        (
                            bold(percent(-waits.rate)),
                            muted(money(waits.net_net, cents=False)),
                        ),
                        "  \n",
                    ),
                    width="content",
                    text_alignment="right",
                )


def due_section(rows: Sequence[DueRow], pages: Mapping[int, tuple[int, int]]) -> None:
    """Draw what falls due; `pages` says how many are left in the issues that close."""
    note = _("within {days} days").format(days=number(DUE_DAYS))
    with section(_("What falls due"), note, key="due"):
        shown = rows if acting.state().get("all_due") else rows[:DUES]
        for place, due in enumerate(shown):
            what = _left(pages, due) if due.kind is Due.CLOSING else _of(due)
            late = badge("overdue", date_short(due.day)) if due.is_late else None
            facts = join((due.issue, what))
            with row(f"due-{place}"):
                with st.container(gap=None):
                    page = LEADS_TO[due.kind]
                    key, said = f"due_{place}", _due_word(due.kind)
                    page_button(key, said, page, issue=due.issue_id)
                    st.markdown(muted(facts))
                st.markdown(
                    late or day_short(due.day),
                    width="content",
                    text_alignment="right",
                )
        if not rows:
            st.markdown(muted(_("Nothing falls due in that time.")))
    if len(rows) > len(shown):
        st.button(
            _("See {number} more").format(number=number(len(rows) - len(shown))),
            key="due_more",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_see_all_due,
        )


def _see_all_due() -> None:
    acting.state()["all_due"] = True


def _due_word(kind: Due) -> str:
    return {
        Due.CLOSING: _("Closing date"),
        Due.MATERIALS: _("Materials due"),
        Due.REPORT: _("Insertion report to send"),
    }[kind]


def _left(pages: Mapping[int, tuple[int, int]], due: DueRow) -> str:
    if due.issue_id not in pages:
        return ""
    left, whole = pages[due.issue_id]
    said = ngettext("{left} free page of {whole}", "{left} free pages of {whole}", left)
    return said.format(left=number(left), whole=number(whole))


def _of(due: DueRow) -> str:
    if due.advertiser:
        return due.advertiser
    said = ngettext("{number} line", "{number} lines", due.lines)
    return said.format(number=number(due.lines))
