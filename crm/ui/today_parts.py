"""The pieces of the morning's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.counting import counted
from crm.language.formats import date_short, day_short, money, number
from crm.store.queries.deadlines import DUE_DAYS, Due
from crm.ui import acting, asking
from crm.ui.contact_parts import number_link
from crm.ui.drawers.log_call import open_log_call
from crm.ui.escape import Marked, bold, join
from crm.ui.follow_ups import due_badge, finish_follow_up, open_put_off
from crm.ui.lists import record_button
from crm.ui.parts import icon, muted, pair, row, section
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from streamlit.delta_generator import DeltaGenerator

    from crm.store.queries.deadlines import DueRow, OptionRow
    from crm.store.queries.today import CallList, CallRow

DONE, PUT_OFF = "done", "put_off"
CALLS = 10
DUES = 9


def conclusion(calls: CallList) -> str:
    """Say in one sentence what the morning asks."""
    if not calls.many:
        return _("Nothing is due today.")
    stake = money(calls.stake, cents=False)
    if not calls.stake:
        sentence = ngettext("One follow-up.", "{count} follow-ups.", calls.many)
    else:
        sentence = ngettext(
            "One follow-up, {stake} at stake.",
            "{count} follow-ups, {stake} at stake.",
            calls.many,
        )
    return sentence.format(count=counted(calls.many), stake=stake)


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


def call_section(
    calls: CallList, today: date, owners: Mapping[int, str] | None
) -> None:
    """Draw whom to call, why, and what is at stake; `owners` names whose it is."""
    note = _("{shown} of {total}").format(
        shown=number(len(calls.rows)), total=number(calls.many)
    )
    may_write = asking.may(Right.WRITE)
    with section(_("To call now"), note if calls.many else "", key="calls"):
        for place, call in enumerate(calls.rows):
            with _call_row(place, call, today, owners):
                if may_write:
                    _call_buttons(call)
        if not calls.many:
            st.markdown(
                muted(_("No follow-up is due. What you plan returns here on its day."))
            )
    if calls.many > len(calls.rows):
        st.button(
            _("See {number} more").format(number=number(calls.many - len(calls.rows))),
            key="calls_more",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=_see_more,
        )
    if calls.rows:
        said = _(
            "The longest due first, then by the euros at stake: options and quotes."
        )
        st.markdown(muted(said))


def calls_shown() -> int:
    """Return how many follow-ups are shown; more once they were asked for."""
    shown: int = acting.state().get("calls_shown", CALLS)
    return shown


def _see_more() -> None:
    acting.state()["calls_shown"] = calls_shown() + 4 * CALLS


def _call_row(
    place: int, call: CallRow, today: date, owners: Mapping[int, str] | None
) -> DeltaGenerator:
    """Draw a follow-up; return the place of its buttons."""
    with st.container(key=f"row-call-{call.follow_up_id}"):
        what, stake = st.columns([3, 1], vertical_alignment="center", gap="small")
        with what.container(horizontal=True, wrap=False, gap="small"):
            st.container(key=f"rank-{place}", width=20).markdown(str(place + 1))
            with st.container(gap=None):
                with st.container(
                    horizontal=True, vertical_alignment="center", gap="small"
                ):
                    record_button(
                        f"call_{call.follow_up_id}",
                        call.company,
                        "advertiser",
                        call.company_id,
                    )
                    st.markdown(
                        due_badge(call.due_on, call.due_time, today), width="content"
                    )
                st.markdown(join((call.reason, muted(_who(call, owners))), "  \n"))
        with stake.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="right",
            gap="small",
        ):
            _stake(call)
            return st.container(horizontal=True, width="content", gap="xsmall")


def _who(call: CallRow, owners: Mapping[int, str] | None) -> Marked:
    person = ", ".join(part for part in (call.contact, call.job) if part)
    link = number_link(call.phone, call.e164, call.extension) if call.phone else ""
    if call.opposed_on:
        said = _("opposed {day}").format(day=date_short(call.opposed_on))
        link = join((icon("block", "red"), link, said), " ")
    owner = (owners or {}).get(call.owner_id, "")
    whose = _("for {name}").format(name=owner) if owner else ""
    return join((person, link, whose))


def _stake(call: CallRow) -> None:
    with st.container(key=f"amount-{call.follow_up_id}", width="content"):
        if call.stake:
            st.markdown(money(call.stake, cents=False), text_alignment="right")


def _call_buttons(call: CallRow) -> None:
    if st.button(_("Log"), key=f"call_log_{call.follow_up_id}", icon=":material/call:"):
        open_log_call(call.company_id, call.contact_id)
    key = f"follow_up_move_{call.follow_up_id}"

    def chosen() -> None:
        if st.session_state.get(key) == DONE:
            finish_follow_up(call.follow_up_id)

    picked = st.menu_button(
        "",
        [DONE, PUT_OFF],
        format_func=lambda option: _("Done") if option == DONE else _("Put off…"),
        icon=":material/more_horiz:",
        help=_("Done, or put off"),
        key=key,
        on_click=chosen,
    )
    if picked == PUT_OFF:
        open_put_off(call.follow_up_id, call.company, call.reason)


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


def due_section(rows: Sequence[DueRow], pages: Mapping[int, tuple[int, int]]) -> None:
    """Draw what falls due; `pages` says how many are left in the issues that close."""
    note = _("within {days} days").format(days=number(DUE_DAYS))
    with section(_("What falls due"), note, key="due"):
        shown = rows if acting.state().get("all_due") else rows[:DUES]
        for place, due in enumerate(shown):
            what = _left(pages, due) if due.kind is Due.CLOSING else _of(due)
            late = badge("overdue", date_short(due.day)) if due.is_late else None
            pair(
                f"due-{place}",
                bold(_due_word(due.kind)),
                join((due.issue, what)),
                late or day_short(due.day),
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
