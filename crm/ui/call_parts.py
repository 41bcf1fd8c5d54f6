"""Who to call now: a row a company, its reasons in words, what one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.call_signals import Signal
from crm.domain.errors import MissingError, words
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.counting import counted
from crm.language.formats import date_short, day_short, money, number
from crm.services.call_list import CallWish, postpone, settle
from crm.ui import acting, asking
from crm.ui.call_words import cause_badge, cause_words
from crm.ui.contact_parts import number_link
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.log_call import open_log_call
from crm.ui.escape import Marked, bold, join
from crm.ui.follow_ups import choose_day, choose_hour, chosen_day, chosen_hour
from crm.ui.lists import record_button
from crm.ui.parts import icon, muted, pair, section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session
    from streamlit.delta_generator import DeltaGenerator

    from crm.store.queries.call_list import CallList, CallRow

DONE, PUT_OFF = "done", "put_off"
CALLS = 10
REASONS = 3
"""How many reasons beside the main one are told; the others are counted."""


def conclusion(calls: CallList) -> str:
    """Say in one sentence what the morning asks."""
    if not calls.many:
        return _("Nobody has to be called today.")
    stake = money(calls.stake, cents=False)
    if not calls.stake:
        sentence = ngettext("One call.", "{count} calls.", calls.many)
    else:
        sentence = ngettext(
            "One call, {stake} at stake.",
            "{count} calls, {stake} at stake.",
            calls.many,
        )
    return sentence.format(count=counted(calls.many), stake=stake)


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
            said = _(
                "Follow-ups, options about to fall, late materials, advertisers to"
                " win again and those not heard of appear here on their day."
            )
            st.markdown(muted(said))
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
            "What ends or was promised first, the longest late on top; then last"
            " year’s issues, themes and long silences, by the euros at stake."
        )
        st.markdown(muted(said))


def calls_shown() -> int:
    """Return how many rows are shown; more once they were asked for."""
    shown: int = acting.state().get("calls_shown", CALLS)
    return shown


def _see_more() -> None:
    acting.state()["calls_shown"] = calls_shown() + 4 * CALLS


def _call_row(
    place: int, call: CallRow, today: date, owners: Mapping[int, str] | None
) -> DeltaGenerator:
    """Draw a company to call; return the place of its buttons."""
    with st.container(key=f"row-call-{call.company_id}"):
        what, stake = st.columns([3, 1], vertical_alignment="center", gap="small")
        with what.container(horizontal=True, wrap=False, gap="small"):
            st.container(key=f"rank-{place}", width=20).markdown(str(place + 1))
            with st.container(gap=None):
                with st.container(
                    horizontal=True, vertical_alignment="center", gap="small"
                ):
                    record_button(
                        f"call_{call.company_id}",
                        call.company,
                        "advertiser",
                        call.company_id,
                    )
                    st.markdown(_marks(call, today), width="content")
                lines = [cause_words(call.main), *_others(call)]
                lines.append(muted(_who(call, owners)))
                st.markdown(join(lines, "  \n"))
        with stake.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="right",
            gap="small",
        ):
            with st.container(key=f"amount-{call.company_id}", width="content"):
                if call.stake:
                    said = money(call.stake, cents=False)
                    st.markdown(said, text_alignment="right")
            return st.container(horizontal=True, width="content", gap="xsmall")


def _marks(call: CallRow, today: date) -> Marked:
    tried = _("attempt {number}").format(number=number(call.attempt))
    return join(
        (cause_badge(call.main, today), muted(tried if call.attempt > 1 else "")), " "
    )


def _others(call: CallRow) -> list[Marked]:
    others = call.causes[1:]
    lines = [muted(f"+ {cause_words(cause)}") for cause in others[:REASONS]]
    left = len(others) - len(lines)
    if left:
        said = ngettext("+ {number} more reason", "+ {number} more reasons", left)
        lines.append(muted(said.format(number=number(left))))
    return lines


def _who(call: CallRow, owners: Mapping[int, str] | None) -> Marked:
    owner = (owners or {}).get(call.main.owner_id or 0, "")
    whose = _("for {name}").format(name=owner) if owner else ""
    if call.callee is None:
        return join((_("nobody to ask for"), whose))
    callee = call.callee
    person = ", ".join(part for part in (callee.name, callee.job) if part)
    link = (
        number_link(callee.phone, callee.e164, callee.extension)
        if callee.phone
        else _("no number")
    )
    if callee.opposed_on:
        said = _("opposed {day}").format(day=date_short(callee.opposed_on))
        link = join((icon("block", "red"), link, said), " ")
    return join((person, link, whose))


def _call_buttons(call: CallRow) -> None:
    contact_id = call.callee.contact_id if call.callee else None
    if st.button(_("Log"), key=f"call_log_{call.company_id}", icon=":material/call:"):
        open_log_call(call.company_id, contact_id)
    key = f"call_move_{call.company_id}"
    wish = _wish(call)

    def chosen() -> None:
        if st.session_state.get(key) == DONE:
            acting.speak()
            me = asking.me()
            done = _("Done: {company}.").format(company=call.company)
            acting.save(lambda session: settle(session, me, wish), done=done)

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
        _open_put_off(call.company, cause_words(call.main), wish)


def _wish(call: CallRow) -> CallWish:
    told = [c for c in call.causes if c.signal is not Signal.FOLLOW_UP]
    return CallWish(
        call.company_id,
        call.follow_ups,
        cause_words(told[0]) if told else "",
        call.callee.contact_id if call.callee else None,
        call.main.owner_id,
    )


def _open_put_off(company: str, reason: str, wish: CallWish) -> None:
    """Open the drawer that puts a row off to a later day, with a reason."""
    name = f"call_off_{wish.company_id}"
    form = acting.form_id(name)
    me = asking.me()
    key = f"call_off_{form}"

    def save() -> None:
        to_day, to_time = chosen_day(key, me.today), chosen_hour(key)
        why = str(st.session_state.get(f"{key}_reason") or "")

        def action(session: Session) -> None:
            if to_day is None:
                raise MissingError(field="due_on", label=words("Put off to"))
            postpone(session, me, wish, to_day, why, to_time=to_time)

        said = _("Put off to {day}").format(day=day_short(to_day) if to_day else "")
        acting.save(action, form, done=said)

    def draw() -> None:
        pair("call_off_what", bold(company), reason)
        choose_day(key, me.today, label=_("Put off to"))
        choose_hour(key)
        st.text_input(
            _("Why"),
            key=f"{key}_reason",
            max_chars=400,
            placeholder=_("The budget meeting has moved"),
        )
        drawer_foot("call_off", form, save)

    open_drawer(name, _("Put off"), "event_repeat", draw)
