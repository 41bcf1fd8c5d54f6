"""What can be asked about the mandates agencies hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from crm.domain.companies import MandateState
from crm.domain.magazine import DocumentKind
from crm.store.models import Company, Document, Mandate
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class MandateRow:
    """An agency's authority."""

    id: int
    agency_id: int
    agency: str
    advertiser_id: int
    advertiser: str
    reference: str
    valid_from: date
    valid_until: date | None
    revoked_on: date | None
    note: str = ""
    paper_id: int | None = None

    def state(self, day: date) -> MandateState:
        """Return where the mandate stands on a day."""
        if self.revoked_on is not None and self.revoked_on <= day:
            return MandateState.ENDED
        if self.valid_until is not None and self.valid_until < day:
            return MandateState.EXPIRED
        return MandateState.TO_COME if self.valid_from > day else MandateState.VALID


def valid_mandate(
    session: Session, advertiser_id: int, agency_id: int | None, day: date
) -> int | None:
    """Return the mandate an agency holds from an advertiser on a day, if any."""
    if agency_id is None:
        return None
    return session.scalars(
        select(Mandate.id)
        .where(
            Mandate.advertiser_id == advertiser_id,
            Mandate.agency_id == agency_id,
            Mandate.valid_from <= day,
            or_(Mandate.valid_until.is_(None), Mandate.valid_until >= day),
            or_(Mandate.revoked_on.is_(None), Mandate.revoked_on > day),
            Mandate.archived_at.is_(None),
        )
        .order_by(Mandate.valid_from.desc())
        .limit(1)
    ).first()


def list_mandates(session: Session, _asker: Actor, company_id: int) -> list[MandateRow]:
    """List the mandates a company gave or holds, the newest first."""
    advertiser, agency = (
        select(
            Company.id,
            shown_name().label("name"),
        ).subquery(name)
        for name in ("advertiser", "agency")
    )
    paper = (
        select(func.max(Document.id))
        .where(Document.mandate_id == Mandate.id, Document.kind == DocumentKind.MANDATE)
        .correlate(Mandate)
        .scalar_subquery()
    )
    query = (
        select(
            Mandate.id,
            Mandate.agency_id,
            agency.c.name,
            Mandate.advertiser_id,
            advertiser.c.name,
            Mandate.reference,
            Mandate.valid_from,
            Mandate.valid_until,
            Mandate.revoked_on,
            Mandate.note,
            paper,
        )
        .join(agency, agency.c.id == Mandate.agency_id)
        .join(advertiser, advertiser.c.id == Mandate.advertiser_id)
        .where(
            or_(Mandate.advertiser_id == company_id, Mandate.agency_id == company_id),
            Mandate.archived_at.is_(None),
        )
        .order_by(Mandate.valid_from.desc(), Mandate.id.desc())
    )
    return [MandateRow(*row) for row in session.execute(query)]
