"""Give last year's holder of a place first refusal, until a day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long
from crm.services import option_queue
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from datetime import date

SUGGESTED_DAYS = 10


def open_first_refusal(booking_id: int, pool_id: int, closes_on: date | None) -> None:
    """Open the drawer that keeps a place for whoever held it a year before."""
    name = f"first_refusal_{booking_id}_{pool_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, booking_id, pool_id, closes_on, form)
    open_drawer(name, _("First refusal"), "military_tech", inside)


def draw(booking_id: int, pool_id: int, closes_on: date | None, form: str) -> None:
    """Draw the drawer's inside: until when, what it means, one button."""
    today = asking.me().today
    suggested = today + timedelta(days=SUGGESTED_DAYS)
    st.date_input(
        _("Kept until"),
        min(suggested, closes_on) if closes_on and closes_on >= today else suggested,
        format="DD/MM/YYYY",
        key=f"refusal_until_{form}",
    )
    said = _(
        "Until that day nobody else can take the place; those in line stand behind."
    )
    st.markdown(parts.muted(said))
    save = partial(_save, booking_id, pool_id, form)
    drawer_foot("refusal", form, save, label=_("Give first refusal"))


def _save(booking_id: int, pool_id: int, form: str) -> None:
    until: date = st.session_state[f"refusal_until_{form}"]
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: option_queue.give_first_refusal(
            session, me, booking_id, pool_id, until
        ),
        form,
        done=_("Kept until {day}.").format(day=date_long(until)),
    )
