"""One place of one issue: who holds it, until when, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.domain.space import PlaceState
from crm.language import _
from crm.language.formats import day_short, money
from crm.store.queries.option_queue import held_before, waiting_for
from crm.ui import acting, asking, calendar_parts, parts, queue_parts
from crm.ui.calendar_others import share_of_voice
from crm.ui.escape import bold, join, md
from crm.ui.lists import open_record
from crm.ui.space_words import days_left, left_of, option_until
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from crm.domain.space import Holding
    from crm.store.queries.calendar import Place
    from crm.ui.escape import Marked

ASKED = "booking_asked_at"


def open_place(place: Place) -> None:
    """Open the drawer of a place; its name is the drawer's."""
    title = md(f"{place.pool.name} · {place.issue.name}")
    st.dialog(title, position="right", width=560)(draw)(place)


def asked_for() -> tuple[int, int | None] | None:
    """Return, once, the issue and the position a booking was asked for at."""
    found = acting.state().pop(ASKED, None)
    return (int(found[0]), found[1]) if found else None


def draw(place: Place) -> None:
    """Draw the drawer's inside: dates, state, holders, price, and the way to sell."""
    acting.speak()
    if acting.state().get(ASKED):
        st.rerun()
    me = asking.me()
    issue = place.issue
    with asking.reading() as session:
        waiting = waiting_for(session, me, [place.pool.pool_id])
        before = held_before(session, me, place.pool.pool_id)
    closes = f"{day_short(issue.closes_on)} ({days_left(issue.closes_on, me.today)})"
    st.markdown(
        parts.muted(
            join(
                (
                    issue.theme,
                    _("closes {day}").format(day=closes),
                    _("materials {day}").format(day=day_short(issue.materials_due_on)),
                    _("published {day}").format(day=day_short(issue.published_on)),
                )
            )
        )
    )
    st.markdown(_mark(place))
    with parts.section(_("The place"), left_of(place.pool), key="place"):
        for rank, holding in enumerate(place.pool.space.holdings):
            _holder(rank, holding)
        share = share_of_voice(issue.support_kind, place.pool.space.capacity)
        if share:
            parts.pair("place-share", bold(_("Share of voice")), "", share)
        if place.price:
            card = money(place.price)
            parts.pair("place-price", bold(_("Card price")), place.format, bold(card))
        for one in before:
            label = _("Last year, {issue}").format(issue=one.issue)
            parts.pair(f"before-{one.company_id}", bold(label), one.advertiser)
        if not waiting and place.state is PlaceState.OPTIONED:
            said = _("who is told when the option falls")
            parts.pair("place-waiting", bold(_("In line")), said, _("nobody"))
        for line in waiting.values():
            queue_parts.line(place.pool.pool_id, line)
        if place.state is PlaceState.OPTIONED:
            said = _("The space frees itself when that day has passed.")
            parts.pair("place-falls", bold(_("When it falls")), said)
    for_sale = place.state in {PlaceState.FREE, PlaceState.SELL_NOW}
    if for_sale and me.may(Right.WRITE):
        st.button(
            _("New booking here"),
            key="place_book",
            type="primary",
            icon=":material/note_add:",
            on_click=_ask,
            args=(issue.id, place.pool.position_id),
        )


def _holder(rank: int, holding: Holding) -> None:
    with parts.row(f"holder-{rank}"):
        by = parts.muted(_("followed by {name}").format(name=holding.rep))
        name = join((bold(holding.advertiser or _("Taken")), by), "  \n")
        st.markdown(name, width="stretch")
        if holding.booking_id is not None and st.button(
            _("Booking"), key=f"place_booking_{rank}", type="tertiary"
        ):
            open_record("booking", holding.booking_id)


def _mark(place: Place) -> Marked:
    if place.state is PlaceState.OPTIONED:
        return badge("optioned", option_until(place.pool.space.until))
    slot = {PlaceState.SELL_NOW: "free"}.get(place.state, place.state.value)
    return badge(slot, calendar_parts.state_word(place))


def _ask(issue_id: int, position_id: int | None) -> None:
    acting.state()[ASKED] = (issue_id, position_id)
