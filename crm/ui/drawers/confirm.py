"""Confirm a booking: who agreed, when and how; or cancel it, and say why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services import bookings
from crm.services.bookings import Agreed
from crm.store.queries.availability import booking_space
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card
from crm.ui import acting, asking, late, parts
from crm.ui.booking_beside import MEANS, means_word
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.taking import what_it_takes

if TYPE_CHECKING:
    from datetime import date


def open_confirm(booking_id: int) -> None:
    """Open the drawer that confirms a booking."""
    name = f"confirm_{booking_id}"
    form = acting.fresh_form(name)
    way = ("confirm", booking_id)
    open_drawer(name, _("Confirm"), "check", partial(draw, booking_id, form), way=way)


def open_cancel(booking_id: int) -> None:
    """Open the drawer that cancels a booking, with its reason."""
    name = f"cancel_{booking_id}"
    form = acting.fresh_form(name)
    title = _("Cancel the booking")
    way = ("cancel", booking_id)
    open_drawer(name, title, "close", partial(draw_cancel, booking_id, form), way=way)


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
    st.selectbox(
        _("Agreed by"),
        names,
        index=names.index(booking.contact) if booking.contact in names else 0,
        key=f"confirm_by_{form}",
        accept_new_options=True,
        placeholder=_("Choose, or type a name"),
    )
    st.date_input(_("On"), me.today, format="DD/MM/YYYY", key=f"confirm_on_{form}")
    st.pills(
        _("By what means"),
        MEANS,
        default=MEANS[0],
        required=True,
        format_func=means_word,
        key=f"confirm_means_{form}",
    )
    late.why(f"confirm_late_{form}", booking)
    what_it_takes(booking, held)
    said = _("Confirming takes the space and posts the booking to the ledger.")
    st.markdown(parts.muted(said))
    save = partial(_save, booking_id, booking.number, form)
    drawer_foot("confirm", form, save, label=_("Confirm"))


def _save(booking_id: int, number: str, form: str) -> None:
    typed = st.session_state
    agreed_on: date = typed[f"confirm_on_{form}"]
    agreed = Agreed(
        by=str(typed[f"confirm_by_{form}"] or ""),
        on=agreed_on,
        means=str(typed[f"confirm_means_{form}"] or ""),
    )
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


def draw_cancel(booking_id: int, form: str) -> None:
    """Draw the cancellation: its reason, which is kept."""
    st.text_area(
        _("Why is it cancelled?"),
        key=f"cancel_reason_{form}",
        max_chars=400,
        placeholder=_("Budget frozen, campaign postponed…"),
    )
    said = _("Lines that ran stay; the space of the others is free again.")
    st.markdown(parts.muted(said))
    save = partial(_cancel, booking_id, form)
    drawer_foot("cancel", form, save, label=_("Cancel the booking"))


def _cancel(booking_id: int, form: str) -> None:
    reason = str(st.session_state[f"cancel_reason_{form}"])
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: bookings.cancel(session, me, booking_id, reason),
        form,
        done=_("The booking is cancelled."),
    )
