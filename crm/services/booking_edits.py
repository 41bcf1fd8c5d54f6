"""What stands on a booking beside its lines: who pays, the buyer's own references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.booking_fields import BOOKING_FIELDS
from crm.domain.errors import UnknownError
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services.editing import keep, settle
from crm.store.models import Booking, Company, Contact
from crm.store.queries.editable_bookings import booking_values

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor

LONGEST = 400
LINES = ("campaign", "purchase_order", "engagement_number", "service_code")


def change_booking(session: Session, actor: Actor, booking_id: int, edit: Edit) -> None:
    """Change who pays, the contact and the references; prices and lines stay.

    Raises UnknownError, ConflictError, UnchangedError, NotYoursError.
    """
    actor.require(Right.WRITE)
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if booking is None:
        raise UnknownError
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    for field in LINES:
        if edit.touched(field):
            mine[field] = clean_line(str(mine[field] or ""), longest=LONGEST)
    if edit.touched("note"):
        mine["note"] = clean_note(str(mine["note"] or ""))
    theirs = booking_values(booking)
    changes = settle(
        session, actor, "booking", booking, edit, mine, theirs, BOOKING_FIELDS
    )
    for field, (_before, value) in changes.items():
        if field == "contact_id":
            _check_contact(session, booking, value)
        if field == "payer_id" and value and session.get(Company, value) is None:
            raise UnknownError(field=field)
        setattr(booking, field, value)
    keep(session, actor, "booking", booking, changes)


def _check_contact(session: Session, booking: Booking, contact_id: Value) -> None:
    """Refuse a contact of another company than those of the booking."""
    if not contact_id:
        return
    contact = session.get(Contact, contact_id)
    parties = {booking.advertiser_id, booking.agency_id, booking.payer_id}
    if contact is None or contact.company_id not in parties:
        raise UnknownError(field="contact_id")
