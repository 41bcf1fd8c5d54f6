"""Who stands behind a booking: its references, who is credited, who agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.agreement_words import means_word
from crm.language.formats import day_short, money, number, percent
from crm.ui import asking, parts
from crm.ui.company_parts import document_link
from crm.ui.drawers.credit import open_credit
from crm.ui.drawers.edit_booking import open_edit_booking
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from crm.store.queries.bookings import BookingCard


def references(booking: BookingCard) -> None:
    """List who pays, the buyer's own references, and the note kept with it."""
    found = [
        (label, text)
        for label, text in (
            (_("Contact"), booking.contact),
            (_("Payer"), booking.payer),
            (_("Purchase order"), booking.purchase_order),
            (_("Engagement number"), booking.engagement_number),
            (_("Service code"), booking.service_code),
        )
        if text
    ]
    with parts.section(_("References"), key="references"):
        for place, (label, text) in enumerate(found):
            parts.pair(f"reference-{place}", parts.muted(label), "", text)
        if booking.note:
            parts.pair("reference-note", parts.muted(_("Note")), booking.note)
        if not found and not booking.note:
            said = _("No purchase order, no engagement number yet.")
            parts.pair("reference-none", parts.muted(said))
    if asking.may(Right.WRITE) and st.button(
        _("Change"), key="booking_edit", type="tertiary", icon=":material/edit:"
    ):
        open_edit_booking(booking.id)


def credit(booking: BookingCard) -> None:
    """List who is credited, with each one's share of the booked net."""
    shares = [row.share for row in booking.credits]
    cash = booking.net_net - booking.barter
    note = number(len(shares)) if len(shares) > 1 else ""
    with parts.section(_("Credited"), note, key="credit"):
        for row, amount in zip(booking.credits, cash.split(shares), strict=True):
            parts.pair(
                f"credit-{row.user_id}",
                bold(row.user),
                "",
                bold(percent(row.share)),
                money(amount),
            )
    if asking.may(Right.WRITE) and st.button(
        _("Share the credit"),
        key="booking_credit",
        type="tertiary",
        icon=":material/groups:",
    ):
        open_credit(booking.id)


def agreements(booking: BookingCard) -> None:
    """List who agreed, when and how, with what was signed."""
    if not booking.agreements:
        return
    with parts.section(_("Agreed"), number(len(booking.agreements)), key="agreed"):
        for place, row in enumerate(booking.agreements):
            signed = (
                document_link(_("see the file"), row.document_id)
                if row.document_id
                else ""
            )
            about = _("amendment") if row.amendment_id else ""
            how = join((means_word(row.means), about, signed))
            day = day_short(row.agreed_on)
            parts.pair(f"agreed-{place}", bold(row.agreed_by), how, day)
