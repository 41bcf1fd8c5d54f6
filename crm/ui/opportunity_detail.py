"""One opportunity: where it stands, what is next, what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.opportunities import CLOSED, PATH, Stage
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_long, day_short, money, number, percent
from crm.language.vocabulary import word
from crm.store.queries.activities import list_follow_ups
from crm.store.queries.opportunities import bookings_for, opportunity
from crm.ui import acting, asking, opportunity_moves, parts
from crm.ui.drawers.close_opportunity import open_lose, open_win
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.opportunity import open_edit_opportunity
from crm.ui.drawers.plan_follow_up import open_plan_follow_up
from crm.ui.escape import bold, join, md
from crm.ui.follow_up_lines import follow_up_line
from crm.ui.history_parts import history_section
from crm.ui.lists import record_button
from crm.ui.map import page_file
from crm.ui.opportunity_parts import lost_words, stall_badge
from crm.ui.space_words import in_days
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.activities import FollowUpRow
    from crm.store.queries.opportunity_rows import BookingChoice, OpportunityRow

TONES = {Stage.WON: "confirmed", Stage.LOST: "cancelled"}


def draw(opportunity_id: int) -> None:
    """Draw an opportunity's record; one that is not there is said to be away."""
    me = asking.me()
    with asking.reading() as session:
        row = opportunity(session, me, opportunity_id)
        found = bookings_for(session, me, row.company_id, row.id) if row else []
        steps = list_follow_ups(session, me, opportunity_id=opportunity_id)
    st.page_link(
        page_file("opportunities"),
        label=_("Opportunities"),
        icon=":material/arrow_back:",
    )
    if row is None:
        parts.head(_("Opportunity"), _("This record is not there."))
        said = _("The address names no opportunity that is still here.")
        parts.empty_state("opportunity", _("Nothing here"), said)
        return
    left, right = parts.top()
    with left:
        marks = [badge(TONES.get(row.stage, "quoted"), word(row.stage))]
        marks += [stall_badge(row, stall, me.today) for stall in row.stalls]
        eyebrow = join((_("Opportunity"), row.advertiser))
        parts.head(eyebrow, row.name, *marks, note=lost_words(row.lost_reason))
    with right:
        if me.may(Right.WRITE):
            _actions(row)
    _figures(row, me.today)
    if me.may(Right.WRITE) and row.stage in PATH:
        with st.container(
            key="filters-stage",
            horizontal=True,
            vertical_alignment="center",
            gap="small",
        ):
            opportunity_moves.stepper(row)
            if st.button(_("Won"), key="opportunity_win", icon=":material/check:"):
                open_win(row.id)
            if st.button(_("Lost"), key="opportunity_lose", icon=":material/close:"):
                open_lose(row.id)
    wide, narrow = parts.halves(1.6)
    with wide:
        _next_step(row, steps, me.today, writes=me.may(Right.WRITE))
        if row.note:
            with parts.section(_("Note"), key="note"):
                st.text(row.note)
        history_section("opportunity", row.id)
    with narrow:
        _facts(row)
        _bookings(row, [one for one in found if one.opportunity_id == row.id])


def _actions(row: OpportunityRow) -> None:
    if row.stage not in CLOSED and st.button(
        _("Quote it"),
        key="opportunity_quote",
        type="primary",
        icon=":material/note_add:",
    ):
        opportunity_moves.quote(row)
    if row.stage in CLOSED:
        form = acting.form_id(f"opportunity_move_{row.id}_{row.version}")
        st.button(
            _("Open it again"),
            key="opportunity_reopen",
            icon=":material/undo:",
            on_click=opportunity_moves.reopen,
            args=(row.id, row.version, form),
        )
    if st.button(_("Change…"), key="opportunity_edit", icon=":material/edit:"):
        open_edit_opportunity(row.id)


def _figures(row: OpportunityRow, today: date) -> None:
    with parts.panel("opportunity"), parts.figures("opportunity"):
        parts.figure(_("Amount"), money(row.amount, cents=False), key="amount")
        booked = money(row.left, cents=False)
        parts.figure(
            _("Booked of it"),
            money(row.booked, cents=False),
            _("{amount} left to book").format(amount=booked),
            key="booked",
            definition=_("Lines of its bookings under option, confirmed or ran."),
        )
        own = _("its own") if row.own is not None else _("its stage’s")
        chance = _("{share}, {whose}").format(share=percent(row.chance), whose=own)
        open_ = row.stage in PATH
        parts.figure(
            _("In the forecast"),
            money(row.weighted, cents=False) if open_ else "–",
            chance if open_ else word(row.stage),
            key="weighted",
            definition=_("What is left to book × its probability."),
        )
        close = day_short(row.expected_close)
        far = in_days(row.expected_close, today)
        parts.figure(_("Expected close"), close, far if open_ else "", key="close")


def _next_step(
    row: OpportunityRow, steps: Sequence[FollowUpRow], today: date, *, writes: bool
) -> None:
    """Draw its own next steps; without one, what is planned with the advertiser."""
    with parts.section(_("Next step"), key="next-step"):
        for step in steps:
            follow_up_line(step, today, opportunity=False)
        if not steps and row.next_step_on:
            said = _("with the advertiser, not about this one in particular")
            when = day_short(row.next_step_on)
            parts.pair("next-step-due", bold(row.next_step), said, when)
        elif not steps:
            st.markdown(parts.muted(_("Nothing is planned with this advertiser.")))
    if not writes:
        return
    with st.container(horizontal=True, gap="small"):
        if st.button(
            _("Plan the next step"), key="opportunity_plan", icon=":material/event:"
        ):
            about = f"{row.advertiser}, {row.name}"
            open_plan_follow_up(row.company_id, about, row.id, row.contact_id)
        if st.button(
            _("Log a call, and what comes next"),
            key="opportunity_call",
            type="tertiary",
            icon=":material/add_call:",
        ):
            open_log_call(row.company_id, row.contact_id, row.id)


def _facts(row: OpportunityRow) -> None:
    with parts.section(_("Details"), key="opportunity-details"):
        with parts.row("opportunity-advertiser"):
            st.markdown(parts.muted(_("Advertiser")), width="stretch")
            key = f"opportunity_of_{row.id}"
            record_button(key, row.advertiser, "advertiser", row.company_id)
        closes = row.closes_on
        said = _("closes on {day}").format(day=date_long(closes)) if closes else ""
        for key, label, value, note in (
            ("contact", _("Contact"), row.contact, ""),
            ("issue", _("Issue"), row.issue, said),
            ("owner", _("Followed by"), row.owner, ""),
        ):
            if value:
                parts.pair(f"fact-{key}", parts.muted(label), "", md(value), note)


def _bookings(row: OpportunityRow, found: list[BookingChoice]) -> None:
    note = number(len(found)) if found else ""
    with parts.section(_("What it became"), note, key="opportunity-bookings"):
        for booking in found:
            with parts.row(f"became-{booking.id}"):
                key = f"opportunity_booking_{booking.id}"
                with st.container(gap=None):
                    shown = booking.campaign or booking.number
                    record_button(key, shown, "booking", booking.id)
                    st.markdown(parts.muted(booking.number))
                st.markdown(
                    bold(money(booking.net_net, cents=False)),
                    width="content",
                    text_alignment="right",
                )
        if not found:
            said = _("No booking yet: “Quote it” makes the first.")
            st.markdown(parts.muted(said if row.stage in PATH else _("No booking.")))
