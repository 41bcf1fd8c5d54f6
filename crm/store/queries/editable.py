"""Records as forms open them: a version, and the plain values of the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.domain.companies import AddressKind, CompanyRole, ContactRole
from crm.domain.pools import PAGES
from crm.domain.reaching import with_kind
from crm.domain.space import UNITS_PER_PAGE
from crm.store.models import (
    Activity,
    Company,
    Contact,
    Issue,
    Mandate,
    Opportunity,
    Pool,
    Publisher,
)
from crm.store.queries.issue_events import bonus_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor
    from crm.store.columns import Keyed
    from crm.store.models import Address

PUBLISHER_LINES = (
    *("name", "legal_form", "capital", "register", "siret", "vat_number", "street"),
    *("postcode", "town", "phone", "email", "website", "notice_fr", "notice_en"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as a form was opened with it, and the name it is shown by."""

    id: int
    version: int
    name: str
    values: Mapping[str, Value]


def companies_whole() -> Select[Company]:
    """Select companies with what a form shows of them."""
    return select(Company).options(selectinload(Company.addresses))


def contacts_whole() -> Select[Contact]:
    """Select contacts with what a form shows of them."""
    return select(Contact).options(
        selectinload(Contact.phones),
        selectinload(Contact.emails),
        selectinload(Contact.positions),
        selectinload(Contact.company),
    )


def seat_of(company: Company) -> Address | None:
    """Return the address that decides VAT."""
    seats = (a for a in company.addresses if a.kind is AddressKind.SEAT)
    return next(seats, None)


def company_values(company: Company) -> dict[str, Value]:
    """Return a company's fields; identifiers it has not are empty."""
    seat = seat_of(company)
    roles = (role.value for role in CompanyRole if getattr(company, f"is_{role}"))
    return {
        "name": company.name,
        "trade_name": company.trade_name,
        "roles": tuple(roles),
        "sector_id": company.sector_id,
        "siren": company.siren or "",
        "siret": company.siret or "",
        "vat_number": company.vat_number or "",
        "website": company.website,
        "street": seat.street if seat else "",
        "postcode": seat.postcode if seat else "",
        "town": seat.town if seat else "",
        "country": company.country,
        "language": company.language,
        "is_public_body": company.is_public_body,
        "chorus_service_code": company.chorus_service_code,
        "note": company.note,
    }


def contact_values(contact: Contact) -> dict[str, Value]:
    """Return a contact's fields; numbers as they were typed, addresses as read.

    What somebody said a number or an address is stands beside it.
    """
    roles = {position.role for position in contact.positions}
    return {
        "salutation": contact.salutation,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "job": contact.job,
        "phones": tuple(
            with_kind(p.raw, p.use) for p in sorted(contact.phones, key=_by_id)
        ),
        "emails": tuple(
            with_kind(e.address, e.kind) for e in sorted(contact.emails, key=_by_id)
        ),
        "roles": tuple(role.value for role in ContactRole if role in roles),
        "language": contact.language,
        "source": contact.source,
        "informed_on": contact.informed_on,
        "opposed_on": contact.opposed_on,
        "opposed_to": contact.opposed_to,
        "note": contact.note,
        "has_left": contact.archived_at is not None,
    }


def _by_id(row: Keyed) -> int:
    return row.id


def mandate_values(mandate: Mandate) -> dict[str, Value]:
    """Return a mandate's fields; open-ended where there is no last day."""
    return {
        "reference": mandate.reference,
        "valid_from": mandate.valid_from,
        "valid_until": mandate.valid_until,
        "revoked_on": mandate.revoked_on,
        "note": mandate.note,
    }


def issue_values(
    issue: Issue, pages: Pool | None, bonus: tuple[str, ...] = ()
) -> dict[str, Value]:
    """Return an issue's fields; `ad_pages` None where it has no page budget."""
    return {
        "code": issue.code,
        "name_fr": issue.name_fr,
        "name_en": issue.name_en,
        "theme_fr": issue.theme_fr,
        "theme_en": issue.theme_en,
        "dossiers_fr": issue.dossiers_fr,
        "dossiers_en": issue.dossiers_en,
        "closes_on": issue.closes_on,
        "materials_due_on": issue.materials_due_on,
        "published_on": issue.published_on,
        "circulation": issue.circulation,
        "sectors": tuple(sorted(issue.theme_sectors.get("codes", ()))),
        "bonus": bonus,
        "ad_pages": pages.capacity // UNITS_PER_PAGE if pages else None,
    }


def activity_values(activity: Activity) -> dict[str, Value]:
    """Return what may be put right of an activity."""
    return {
        "outcome": activity.outcome.value if activity.outcome else None,
        "minutes": activity.minutes,
        "note": activity.note,
    }


def opportunity_values(opportunity: Opportunity) -> dict[str, Value]:
    """Return an opportunity's fields; `probability` None where it is its stage's."""
    return {
        "name": opportunity.name,
        "amount_cents": opportunity.amount_cents,
        "expected_close": opportunity.expected_close,
        "probability": opportunity.probability,
        "contact_id": opportunity.contact_id,
        "issue_id": opportunity.issue_id,
        "note": opportunity.note,
    }


def publisher_values(publisher: Publisher) -> dict[str, Value]:
    """Return a publisher's legal data; identifiers it has not are empty."""
    return {field: getattr(publisher, field) or "" for field in PUBLISHER_LINES}


def page_budget(session: Session, issue_id: int, *, lock: bool = False) -> Pool | None:
    """Return the pool of an issue's pages; locked, as it stands at this moment."""
    query = select(Pool).where(Pool.issue_id == issue_id, Pool.code == PAGES)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def open_company(session: Session, _asker: Actor, company_id: int) -> Opened | None:
    """Open a company for a form; None where there is none to be seen."""
    row = session.scalars(companies_whole().where(Company.id == company_id)).first()
    if row is None:
        return None
    name = row.trade_name or row.name
    return Opened(row.id, row.version, name, company_values(row))


def open_contact(session: Session, _asker: Actor, contact_id: int) -> Opened | None:
    """Open a contact for a form."""
    row = session.scalars(contacts_whole().where(Contact.id == contact_id)).first()
    if row is None:
        return None
    name = f"{row.first_name} {row.last_name}".strip()
    return Opened(row.id, row.version, name, contact_values(row))


def open_mandate(session: Session, _asker: Actor, mandate_id: int) -> Opened | None:
    """Open a mandate for a form."""
    row = session.get(Mandate, mandate_id)
    if row is None:
        return None
    return Opened(row.id, row.version, row.reference, mandate_values(row))


def open_issue(session: Session, _asker: Actor, issue_id: int) -> Opened | None:
    """Open an issue for a form."""
    row = session.get(Issue, issue_id)
    if row is None:
        return None
    bonus = bonus_values(session, issue_id)
    values = issue_values(row, page_budget(session, issue_id), bonus)
    return Opened(row.id, row.version, row.code, values)


def open_activity(session: Session, asker: Actor, activity_id: int) -> Opened | None:
    """Open an activity for a form; None where it is not the asker's own."""
    found = session.execute(
        select(Activity, Company)
        .join(Company, Company.id == Activity.company_id)
        .where(Activity.id == activity_id, Activity.user_id == asker.user_id)
    ).first()
    if found is None:
        return None
    row, company = found
    name = company.trade_name or company.name
    return Opened(row.id, row.version, name, activity_values(row))


def open_opportunity(
    session: Session, _asker: Actor, opportunity_id: int
) -> Opened | None:
    """Open an opportunity for a form; None where there is none to be seen."""
    query = select(Opportunity).where(Opportunity.id == opportunity_id)
    row = session.scalars(query).first()
    if row is None:
        return None
    return Opened(row.id, row.version, row.name, opportunity_values(row))


def open_publisher(session: Session, _asker: Actor, publisher_id: int) -> Opened | None:
    """Open a publisher for a form."""
    row = session.get(Publisher, publisher_id)
    if row is None:
        return None
    return Opened(row.id, row.version, row.name, publisher_values(row))
