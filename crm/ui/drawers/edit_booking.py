"""Change who pays a booking, its contact and the buyer's own references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.booking_fields import BOOKING_FIELDS
from crm.domain.companies import CompanyRole
from crm.language import _
from crm.services.booking_edits import change_booking
from crm.store.queries.bookings import booking_card
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.editable_bookings import open_booking
from crm.ui import acting, asking, conflict
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.escape import md
from crm.ui.parts import muted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

PAYERS = 200
CHOSEN = ("contact_id", "payer_id")
REFERENCES = ("purchase_order", "engagement_number", "service_code")


def open_edit_booking(booking_id: int) -> None:
    """Open the drawer that changes a booking's references."""
    name = f"edit_booking_{booking_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the references"),
        "edit",
        lambda: _draw(form, booking_id),
        way=("edit_booking", booking_id),
    )


def _draw(form: str, booking_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        company = company_card(session, me, booking.advertiser_id) if booking else None
        payers = list_companies(session, me, role=CompanyRole.PAYER, size=PAYERS)
    names = {row.id: row.name for row in payers}
    contacts = {row.id: row.name for row in company.contacts} if company else {}
    if booking and booking.payer_id:
        names.setdefault(booking.payer_id, booking.payer)
    if booking and booking.contact_id:
        contacts.setdefault(booking.contact_id, booking.contact)

    def shown(field: str, value: Value) -> str:
        known = {"payer_id": names, "contact_id": contacts}.get(field, {})
        return known.get(value, "") if isinstance(value, int) else str(value or "")

    editing = EditForm(form, "booking_edit", BOOKING_FIELDS, _widgets, shown)
    opened = editing.opened(lambda session, me: open_booking(session, me, booking_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    left, right = st.columns(2)
    left.selectbox(
        editing.label("contact_id"),
        [0, *contacts],
        format_func=lambda one: md(contacts[one] if one else _("Nobody yet")),
        key=editing.key("contact_id"),
    )
    right.selectbox(
        editing.label("payer_id"),
        [0, *names],
        format_func=lambda one: md(names[one] if one else _("The advertiser")),
        key=editing.key("payer_id"),
    )
    st.text_input(editing.label("campaign"), key=editing.key("campaign"), max_chars=120)
    for column, field in zip(st.columns(3), REFERENCES, strict=True):
        column.text_input(editing.label(field), key=editing.key(field), max_chars=80)
    st.text_area(
        editing.label("note"), key=editing.key("note"), max_chars=5000, height=100
    )
    st.markdown(muted(_("The bill is the advertiser’s, whoever pays it.")))
    conflict.foot(
        "booking_edit",
        editing,
        lambda: editing.save(change_booking, _typed(editing), done=_("Saved.")),
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    """Return what a field's widget holds; a choice of nobody is a choice, of 0."""
    return {field: (value or 0) if field in CHOSEN else value}


def _typed(editing: EditForm) -> dict[str, Value]:
    texts = ("campaign", *REFERENCES, "note")
    return {
        **{field: editing.held(field) or None for field in CHOSEN},
        **{field: editing.text(field) for field in texts},
    }
