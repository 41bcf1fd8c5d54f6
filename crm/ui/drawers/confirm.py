"""Confirm a booking: who agreed, when and how."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crm.language import _
from crm.services import bookings
from crm.store.queries.availability import booking_space
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.ui import acting, asking, late, parts
from crm.ui.agreement_inputs import agreed_typed, agreement_inputs
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.taking import what_it_takes


def open_confirm(booking_id: int) -> None:
    """Open the drawer that confirms a booking."""
    name = f"confirm_{booking_id}"
    form = acting.fresh_form(name)
    way = ("confirm", booking_id)
    open_drawer(name, _("Confirm"), "check", partial(draw, booking_id, form), way=way)


def draw(booking_id: int, form: str) -> None:
    """Draw the confirmation: by whom, when, how, and what it takes."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        company = company_card(session, me, booking.advertiser_id) if booking else None
        held = booking_space(session, me, booking) if booking else []
    if booking is None:
        return
    acting.aside(form)["about"] = booking.number
    names = [contact.name for contact in company.contacts] if company else []
    agreement_inputs("confirm", form, me.today, names, booking.contact)
    late.why(f"confirm_late_{form}", booking)
    what_it_takes(booking, held)
    waits = ""
    if booking.waiting:
        waits = _("Its discount waits for a manager’s approval.")
    said = _("Confirming takes the space and posts the booking to the ledger.")
    st.markdown(parts.muted(said))
    save = partial(_save, booking_id, booking.number, form)
    drawer_foot("confirm", form, save, label=_("Confirm"), waits_for=waits)


def _save(booking_id: int, number: str, form: str) -> None:
    agreed = agreed_typed("confirm", form)
    me = asking.me()
    acting.speak()
    reason = late.given(f"confirm_late_{form}")
    acting.save(
        lambda session: bookings.confirm(
            session, me, booking_id, agreed, override_reason=reason
        ),
        form,
        done=_("{number} is confirmed.").format(number=number),
    )
