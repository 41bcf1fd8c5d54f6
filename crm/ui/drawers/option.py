"""Hold a booking's space until a day, or longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long
from crm.services import bookings
from crm.store.queries.availability import booking_space
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, parts
from crm.ui.booking_parts import first_option
from crm.ui.taking import what_it_takes

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.bookings import BookingCard


def open_option(booking_id: int) -> None:
    """Open the drawer that holds the space of the quoted lines."""
    form = acting.fresh_form(f"option_{booking_id}")
    title = _("Hold the space")
    st.dialog(title, position="right", width=520, icon=":material/hourglass_top:")(
        draw
    )(booking_id, form)


def open_extend(booking_id: int) -> None:
    """Open the drawer that makes an option last longer."""
    form = acting.fresh_form(f"option_{booking_id}")
    title = _("Extend the option")
    st.dialog(title, position="right", width=520, icon=":material/more_time:")(draw)(
        booking_id, form, longer=True
    )


def draw(booking_id: int, form: str, *, longer: bool = False) -> None:
    """Draw the drawer's inside: until when, what is held, one button."""
    acting.speak()
    if acting.saved(form):
        st.rerun()
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        held = booking_space(session, me, booking) if booking else []
    if booking is None:
        return
    acting.refusal(form)
    st.date_input(
        _("Until, 23:59 Paris time"),
        _suggested(booking, me.today),
        format="DD/MM/YYYY",
        key=f"option_until_{form}",
    )
    st.markdown(parts.muted(_("The space frees itself when that day has passed.")))
    what_it_takes(booking, held)
    st.button(
        _("Extend") if longer else _("Hold the space"),
        key="option_save",
        type="primary",
        icon=":material/check:",
        shortcut="Ctrl+Enter",
        on_click=_save,
        args=(booking_id, booking.number, form),
        kwargs={"longer": longer},
    )


def _suggested(booking: BookingCard, today: date) -> date:
    days = timedelta(days=bookings.OPTION_DAYS)
    return max(first_option(booking) or today, today) + days


def _save(booking_id: int, number: str, form: str, *, longer: bool) -> None:
    until: date = st.session_state[f"option_until_{form}"]
    me = asking.me()
    acting.speak()
    day = date_long(until)
    if longer:
        acting.save(
            lambda session: bookings.extend(session, me, booking_id, until),
            form,
            done=_("{number} is held until {day}.").format(number=number, day=day),
        )
    else:
        acting.save(
            lambda session: bookings.option(session, me, booking_id, until=until),
            form,
            done=_("Held until {day}.").format(day=day),
        )
