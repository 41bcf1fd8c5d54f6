"""What must be known of a company before the next call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from crm.domain.bookings import LIVE
from crm.domain.clock import paris_day
from crm.store.models import AuditEntry, Booking, Company, Contact, Line
from crm.store.queries.audit import entries_about
from crm.store.queries.audit_search import about
from crm.store.queries.companies import shown_name
from crm.store.queries.contact_moves import opposition_noted

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class MandateMissing:
    """A live booking bought through an agency without a mandate (loi Sapin)."""

    booking_id: int
    number: str
    agency: str


@dataclass(frozen=True, slots=True)
class OpposedRow:
    """A contact who asked not to be written to, and about what."""

    contact_id: int
    name: str
    opposed_on: date
    opposed_to: str
    noted_by: str = ""


@dataclass(frozen=True, slots=True)
class UnpaidRow:
    """Why a company is marked unpaid; empty where it came so from elsewhere."""

    reason: str
    noted_by: str
    noted_on: date


def mandates_missing(
    session: Session, _asker: Actor, company_id: int
) -> list[MandateMissing]:
    """List a company's live bookings that an agency made without a mandate."""
    live = select(Line.booking_id).where(Line.status.in_(LIVE))
    query = (
        select(
            Booking.id,
            func.coalesce(Booking.number, Booking.quote_number),
            shown_name(),
        )
        .join(Company, Company.id == Booking.agency_id)
        .where(
            or_(Booking.advertiser_id == company_id, Booking.agency_id == company_id),
            Booking.mandate_id.is_(None),
            Booking.archived_at.is_(None),
            Booking.id.in_(live),
        )
        .order_by(Booking.id.desc())
    )
    return [MandateMissing(*row) for row in session.execute(query)]


def opposed_contacts(
    session: Session, asker: Actor, company_id: int
) -> list[OpposedRow]:
    """List a company's contacts who opposed, and to what."""
    query = (
        select(Contact)
        .where(
            Contact.company_id == company_id,
            Contact.opposed_on.is_not(None),
            Contact.archived_at.is_(None),
        )
        .order_by(Contact.id)
    )
    people = session.scalars(query).all()
    noted = opposition_noted(session, asker, [row.id for row in people])
    return [
        OpposedRow(
            row.id,
            f"{row.first_name} {row.last_name}".strip(),
            row.opposed_on,
            row.opposed_to,
            noted.get(row.id, ""),
        )
        for row in people
        if row.opposed_on is not None
    ]


def unpaid_note(session: Session, _asker: Actor, company_id: int) -> UnpaidRow | None:
    """Return who marked a company unpaid, when and why; None where it is not."""
    query = select(Company.id).where(Company.id == company_id, Company.is_unpaid)
    seen = session.scalars(query).all()
    flagged = about("company", seen) & (AuditEntry.action == "flag_unpaid")
    found = entries_about(session, flagged, 1) if seen else []
    if not found:
        return None
    return UnpaidRow(found[0].note, found[0].user, paris_day(found[0].at))
