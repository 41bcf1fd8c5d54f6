"""The pieces of calling a list through: whom to call now, what was done, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import paris_day
from crm.domain.errors import MissingError, words
from crm.domain.roles import Right
from crm.domain.views import StopState
from crm.language import _, ngettext
from crm.language.formats import date_long, day_short, moment, money, number
from crm.language.vocabulary import word
from crm.services.call_runs import end_run, put_off_stop, skip_stop, take_up_skipped
from crm.ui import acting, asking, parts
from crm.ui.contact_parts import contact_line
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.log_call import open_log_call
from crm.ui.escape import bold, join, md
from crm.ui.follow_ups import choose_day, chosen_day, due_badge
from crm.ui.lists import open_record, record_button
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.activities import ActivityRow, FollowUpRow
    from crm.store.queries.advertisers import Standing
    from crm.store.queries.call_runs import RunCard, StopRow
    from crm.store.queries.companies import CompanyCard

SHOWN = 12


def conclusion(run: RunCard) -> str:
    """Say where the run stands, or what came of it."""
    sums = run.sums
    if run.company_id is not None and run.ended_at is None:
        said = ngettext(
            "{place} of {total}, one still to call.",
            "{place} of {total}, {left} still to call.",
            sums.left,
        )
        return said.format(
            place=number(run.place), total=number(sums.total), left=number(sums.left)
        )
    if not sums.called:
        return _("Nobody called.")
    called = ngettext("One called", "{called} called", sums.called)
    reached = ngettext("{reached} reached", "{reached} reached", sums.reached)
    told = _("{called}, {reached}.")
    if sums.put_off:
        told = _("{called}, {reached}, {put_off}.")
    put_off = ngettext("{put_off} put off", "{put_off} put off", sums.put_off)
    return told.format(
        called=called.format(called=number(sums.called)),
        reached=reached.format(reached=number(sums.reached)),
        put_off=put_off.format(put_off=number(sums.put_off)),
    )


def since(run: RunCard) -> str:
    """Say when the run was begun, and when it was ended."""
    begun = date_long(paris_day(run.started_at))
    if run.ended_at is not None:
        ended = date_long(paris_day(run.ended_at))
        if ended == begun:
            return _("begun and ended on {day}").format(day=begun)
        return _("begun on {day}, ended on {ended}").format(day=begun, ended=ended)
    return _("begun on {day}; it waits where you leave it").format(day=begun)


def company_panel(
    run: RunCard,
    company: CompanyCard,
    stands: Standing,
    steps: Sequence[FollowUpRow],
    me: Actor,
) -> None:
    """Draw whom to call now, and the four things one may do about it."""
    with parts.panel("calling"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="calling-who"
        ):
            st.header(md(company.shown), anchor=False, width="content")
            st.markdown(badge(stands.status), width="content")
        net = money(stands.net, cents=False) if stands.net else ""
        facts = join((company.sector, company.town, company.owner, net))
        st.markdown(parts.muted(facts))
        for step in steps[:1]:
            mark = due_badge(step.due_on, step.due_time, me.today)
            st.markdown(join((mark, bold(step.reason)), " "))
        for person in company.contacts[:4]:
            contact_line(person, _nothing_more)
        if not company.contacts:
            st.markdown(parts.muted(_("Nobody yet. Whom does one ask for?")))
        if me.may(Right.WRITE):
            _actions(run, company)


def _nothing_more() -> None:
    """Draw nothing at the end of a contact's line: the call is the one thing here."""


def _actions(run: RunCard, company: CompanyCard) -> None:
    with st.container(horizontal=True, gap="small", key="calling-actions"):
        if st.button(
            _("Log the call"),
            key="run_log",
            type="primary",
            icon=":material/add_call:",
            shortcut="Alt+K",
        ):
            first = company.contacts[0].id if company.contacts else None
            open_log_call(company.id, first)
        if st.button(_("Put off…"), key="run_put_off", icon=":material/event_repeat:"):
            open_put_off_stop(run.id, company.id, company.shown)
        st.button(
            _("Skip"),
            key="run_skip",
            icon=":material/skip_next:",
            on_click=_skip,
            args=(run.id, company.id),
        )
        if st.button(
            _("Open the record"),
            key="run_company",
            type="tertiary",
            icon=":material/open_in_new:",
        ):
            open_record("advertiser", company.id)


def last_section(rows: Sequence[ActivityRow], attempt: int) -> None:
    """Draw the last exchanges, the newest first; this is call `attempt`."""
    tried = _("attempt {number}").format(number=number(attempt)) if attempt > 1 else ""
    with parts.section(_("Last exchanges"), tried, key="calling-last"):
        for row in rows:
            outcome = word(row.outcome) if row.outcome else ""
            said = ", ".join(filter(None, (word(row.kind), outcome)))
            what = bold(said[:1].upper() + said[1:])
            when = parts.muted(join((moment(row.happened_at), row.contact)))
            with parts.row(f"exchange-{row.id}"):
                st.markdown(join((what, md(row.note), when), "  \n"), width="stretch")
        if not rows:
            st.markdown(parts.muted(_("None so far: this is the first call.")))


def tally(run: RunCard) -> None:
    """Draw what was done so far."""
    sums = run.sums
    with parts.section(
        _("So far"),
        _("{done} of {total}").format(done=number(sums.done), total=number(sums.total)),
        key="calling-tally",
    ):
        for key, label, many in (
            ("called", _("Called"), sums.called),
            ("reached", _("of whom reached"), sums.reached),
            ("otherwise", _("Written to or met"), sums.otherwise),
            ("put-off", _("Postponed"), sums.put_off),
            ("skipped", _("Skipped"), sums.skipped),
        ):
            if many or key in {"called", "reached", "put-off"}:
                parts.pair(f"tally-{key}", label, "", bold(number(many)))


def stops_section(stops: Sequence[StopRow]) -> None:
    """Draw who is dealt with, the latest of the list first."""
    if not stops:
        return
    with parts.section(_("Dealt with"), number(len(stops)), key="calling-stops"):
        for stop in list(reversed(stops))[:SHOWN]:
            with parts.row(f"stop-{stop.company_id}"):
                with st.container(gap=None):
                    record_button(
                        f"stop_{stop.company_id}",
                        stop.company,
                        "advertiser",
                        stop.company_id,
                    )
                st.markdown(parts.muted(_ended(stop)), width="content")


def _ended(stop: StopRow) -> str:
    if stop.reached:
        return _("reached")
    if stop.called:
        return _("called")
    if stop.state is StopState.PUT_OFF:
        return _("postponed")
    return _("skipped") if stop.state is StopState.SKIPPED else _("written to or met")


def end_button(run: RunCard) -> None:
    """Draw the button that ends the run before its last company."""
    st.button(
        _("End here"),
        key="run_end",
        icon=":material/stop_circle:",
        on_click=_end,
        args=(run.id,),
    )


def summary(run: RunCard, stops: Sequence[StopRow], *, writes: bool) -> None:
    """Draw what came of the run, and how to take up whom it passed over."""
    sums = run.sums
    with parts.figures("calling", 5):
        for key, label, many in (
            ("called", _("called"), sums.called),
            ("reached", _("who answered"), sums.reached),
            ("put-off", _("postponed"), sums.put_off),
            ("skipped", _("passed over"), sums.skipped),
            ("left", _("not called"), sums.left),
        ):
            parts.figure(label, number(many), key=key)
    if writes and run.ended_at is None:
        with st.container(horizontal=True, gap="small"):
            if sums.skipped:
                said = ngettext(
                    "Call the one skipped", "Call the {number} skipped", sums.skipped
                )
                st.button(
                    said.format(number=number(sums.skipped)),
                    key="run_take_up",
                    type="primary",
                    icon=":material/replay:",
                    on_click=_take_up,
                    args=(run.id,),
                )
            st.button(
                _("End the list"),
                key="run_finish",
                icon=":material/check:",
                on_click=_end,
                args=(run.id,),
            )
    stops_section(stops)


def open_put_off_stop(run_id: int, company_id: int, company: str) -> None:
    """Open the drawer that puts a company off, with its reason: plans a follow-up."""
    name = f"run_put_off_{run_id}_{company_id}"
    form = acting.form_id(name)
    me = asking.me()
    key = f"run_put_off_{form}"

    def save() -> None:
        to_day = chosen_day(key, me.today)
        why = str(st.session_state.get(f"{key}_reason") or "")

        def action(session: Session) -> None:
            if to_day is None:
                raise MissingError(field="due_on", label=words("Put off to"))
            put_off_stop(session, me, run_id, company_id, to_day, why)

        said = _("Put off to {day}").format(day=day_short(to_day) if to_day else "")
        acting.save(action, form, done=said)

    def draw() -> None:
        parts.pair("run_put_off_what", bold(company))
        choose_day(key, me.today, label=_("Put off to"))
        st.text_input(
            _("Why"),
            key=f"{key}_reason",
            max_chars=200,
            placeholder=_("Back from leave then"),
        )
        said = _("Kept as an attempt; the next step moves to that day.")
        st.markdown(parts.muted(said))
        drawer_foot("run_put_off", form, save)

    open_drawer(name, _("Put off"), "event_repeat", draw)


def _skip(run_id: int, company_id: int) -> None:
    me = asking.me()
    acting.save(lambda session: skip_stop(session, me, run_id, company_id))


def _take_up(run_id: int) -> None:
    me = asking.me()
    acting.save(lambda session: take_up_skipped(session, me, run_id))


def _end(run_id: int) -> None:
    me = asking.me()
    acting.save(lambda session: end_run(session, me, run_id), done=_("List ended."))
