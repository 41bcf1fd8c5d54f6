"""Share the credit of a booking between reps, in percent that add up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import BOOKED
from crm.language import _
from crm.language.formats import parse_percent, percent
from crm.services.crediting import share_credit
from crm.store.queries.bookings import booking_card
from crm.store.queries.users import list_users
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Sequence


def open_credit(booking_id: int) -> None:
    """Open the drawer that shares a booking's credit."""
    name = f"credit_{booking_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, booking_id, form)
    way = ("credit", booking_id)
    open_drawer(name, _("Share the credit"), "groups", inside, way=way)


def draw(booking_id: int, form: str) -> None:
    """Draw who is credited, each with a share."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        team = {row.id: row.name for row in list_users(session)}
    if booking is None:
        return
    acting.aside(form)["about"] = booking.number
    stands = {row.user_id: row.share for row in booking.credits}
    names = {row.user_id: row.user for row in booking.credits} | team
    chosen = st.multiselect(
        _("Credited"),
        list(names),
        default=list(stands),
        format_func=lambda one: md(names[one]),
        key=f"credit_users_{form}",
        placeholder=_("Choose the reps"),
    )
    columns = st.columns(2)
    for place, user_id in enumerate(chosen):
        columns[place % 2].text_input(
            md(names[user_id]),
            percent(stands.get(user_id, 0)),
            key=f"credit_share_{user_id}_{form}",
            max_chars=8,
        )
    if any(line.status in BOOKED for line in booking.lines):
        said = _(
            "Booked already: the ledger takes the old shares back today and posts the "
            "new ones. The booking’s own total does not move."
        )
        st.markdown(parts.muted(said))
    said = _("In all: {share}").format(share=_sum(form, chosen))
    st.markdown(parts.muted(said))
    save = partial(_save, booking_id, form)
    waits = "" if chosen else _("Choose who is credited first.")
    drawer_foot("credit", form, save, label=_("Share it so"), waits_for=waits)


def _sum(form: str, chosen: Sequence[int]) -> str:
    answer = asking.attempt(
        lambda _session: sum(share for _user, share in _shares(form, chosen))
    )
    return "–" if answer.value is None else percent(answer.value)


def _shares(form: str, chosen: Sequence[int]) -> list[tuple[int, int]]:
    typed = st.session_state
    return [
        (
            user_id,
            parse_percent(str(typed.get(f"credit_share_{user_id}_{form}") or "0")),
        )
        for user_id in chosen
    ]


def _save(booking_id: int, form: str) -> None:
    shares = _shares(form, st.session_state[f"credit_users_{form}"])
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: share_credit(session, me, booking_id, shares),
        form,
        done=_("The credit is shared."),
    )
