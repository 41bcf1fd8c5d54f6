"""A booking as its form opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.booking_fields import BOOKING_FIELDS
from crm.store.models import Booking
from crm.store.queries.editable import Opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor


def booking_values(booking: Booking) -> dict[str, Value]:
    """Return what stands on a booking, by the fields of its form."""
    return {field: getattr(booking, field) for field in BOOKING_FIELDS}


def open_booking(session: Session, _asker: Actor, booking_id: int) -> Opened | None:
    """Open a booking for its form; None where it is not there."""
    booking = session.get(Booking, booking_id)
    if booking is None:
        return None
    number = booking.number or booking.quote_number
    return Opened(booking.id, booking.version, number, booking_values(booking))
