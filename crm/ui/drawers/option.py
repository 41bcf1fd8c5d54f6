"""Hold a booking's space until a day, or longer."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import OPTION_DAYS
from crm.language import _
from crm.language.formats import date_long
from crm.services import bookings
from crm.store.queries.availability import booking_space
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, late, parts
from crm.ui.booking_parts import first_option
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.taking import what_it_takes

if TYPE_CHECKING:
    from datetime import date

    from crm.store.queries.bookings import BookingCard


def open_option(booking_id: int) -> None:
    """Open the drawer that holds the space of the quoted lines."""
    _open(booking_id, _("Hold the space"), "hourglass_top", longer=False)


def open_extend(booking_id: int) -> None:
    """Open the drawer that makes an option last longer."""
    _open(booking_id, _("Extend the option"), "more_time", longer=True)


def _open(booking_id: int, title: str, icon: str, *, longer: bool) -> None:
    name = f"option_{booking_id}"
    form = acting.fresh_form(name)
    open_drawer(name, title, icon, partial(draw, booking_id, form, longer=longer))


def draw(booking_id: int, form: str, *, longer: bool = False) -> None:
    """Draw the drawer's inside: until when, what is held, one button."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        held = booking_space(session, me, booking) if booking else []
    if booking is None:
        return
    st.date_input(
        _("Until, 23:59 Paris time"),
        _suggested(booking, me.today),
        format="DD/MM/YYYY",
        key=f"option_until_{form}",
    )
    st.markdown(parts.muted(_("The space frees itself when that day has passed.")))
    if not longer:
        late.why(f"option_late_{form}", booking)
    what_it_takes(booking, held)
    save = partial(_save, booking_id, booking.number, form, longer=longer)
    label = _("Extend") if longer else _("Hold the space")
    drawer_foot("option", form, save, label=label)


def _suggested(booking: BookingCard, today: date) -> date:
    days = timedelta(days=OPTION_DAYS)
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
        reason = late.given(f"option_late_{form}")
        acting.save(
            lambda session: bookings.option(
                session, me, booking_id, until=until, override_reason=reason
            ),
            form,
            done=_("Held until {day}.").format(day=day),
        )
