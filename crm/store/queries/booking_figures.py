"""The figures over a list of bookings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from crm.domain.bookings import LIVE, BookingStatus
from crm.domain.money import EURO, Money
from crm.store.models import Booking, Line
from crm.store.queries.booking_rows import asked, status_now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class StatusFigures:
    """How many bookings stand at a status, and their live lines, net net."""

    count: int
    net_net: Money


def booking_figures(
    session: Session, _asker: Actor, *, rep_id: int | None = None, search: str = ""
) -> dict[BookingStatus, StatusFigures]:
    """Return, for each status, how many bookings and the net net of their live lines.

    Barter is left out of the amounts.

    Takes the filters of `list_bookings`; a status without bookings is there, at zero.
    """
    status = status_now().label("status")
    cash = Line.status.in_(LIVE) & Line.is_barter.is_(False)
    live = case((cash, Line.net_net_cents), else_=0)
    query = (
        select(
            status,
            func.count(Booking.id.distinct()),
            func.coalesce(func.sum(live), 0),
            func.coalesce(func.min(Booking.currency), EURO),
        )
        .select_from(Booking)
        .outerjoin(Line, Line.booking_id == Booking.id)
        .where(*asked(None, rep_id, search))
        .group_by(status)
    )
    found = {
        BookingStatus(name): StatusFigures(count, Money(int(cents), currency))
        for name, count, cents, currency in session.execute(query)
    }
    return {kind: found.get(kind, StatusFigures(0, Money(0))) for kind in BookingStatus}
