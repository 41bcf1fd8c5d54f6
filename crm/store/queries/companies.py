"""What can be asked about companies and their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from crm.domain.companies import AddressKind, CompanyRole, ContactRole
from crm.domain.mailboxes import MailboxKind, mailbox_kind
from crm.domain.names import fold
from crm.domain.reaching import PhoneUse, guess_use
from crm.language import current_language
from crm.store.models import (
    Address,
    Company,
    Contact,
    Sector,
    User,
)
from crm.store.queries.company_search import companies_matching, sector_name

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

PAGE = 25


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One company, as a list shows it."""

    id: int
    name: str
    sector: str
    town: str
    owner: str
    roles: tuple[CompanyRole, ...]


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A telephone number: as typed, as E.164, how good it is.

    `said` is what somebody said it is for.
    """

    raw: str
    e164: str | None
    extension: str | None
    kind: str
    quality: str
    said: PhoneUse | None = None

    @property
    def use(self) -> PhoneUse:
        """What it is for: as was said, else as its type has it."""
        return self.said or guess_use(self.kind)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at a company."""

    id: int
    company_id: int
    name: str
    salutation: str
    job: str
    roles: tuple[ContactRole, ...]
    phones: tuple[PhoneRow, ...]
    emails: tuple[str, ...]
    opposed_on: date | None
    first_name: str = ""
    last_name: str = ""
    opposed_to: str = ""
    source: str = ""
    collected_on: date | None = None
    informed_on: date | None = None
    note: str = ""
    mailboxes: tuple[MailboxKind, ...] = ()
    """What each of the e-mails is: as was said, else as its address has it."""


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """A company, whole; `shown` is the trade name or, without one, the name."""

    id: int
    version: int
    name: str
    trade_name: str
    roles: tuple[CompanyRole, ...]
    sector_id: int | None
    sector: str
    owner_id: int | None
    owner: str
    group: str
    country: str
    language: str
    siren: str | None
    siret: str | None
    vat_number: str | None
    website: str
    street: str
    postcode: str
    town: str
    is_public_body: bool
    is_private_person: bool
    is_unpaid: bool
    chorus_service_code: str
    note: str
    contacts: tuple[ContactRow, ...]

    @property
    def shown(self) -> str:
        """The name people use."""
        return self.trade_name or self.name


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A trade the titles sell to."""

    id: int
    code: str
    name: str


def list_companies(
    session: Session,
    asker: Actor,
    *,
    search: str = "",
    role: CompanyRole | None = None,
    owner_id: int | None = None,
    sector_id: int | None = None,
    page: int = 1,
    size: int = PAGE,
) -> list[CompanyRow]:
    """List companies by name, a page at a time (the first page is 1).

    `search` finds as `companies_matching` says.
    """
    query = (
        companies_matching(asker, search, role, owner_id, sector_id)
        .with_only_columns(
            Company,
            sector_name(),
            Address.town,
            User.name,
        )
        .order_by(Company.folded, Company.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return [
        CompanyRow(
            company.id,
            company.trade_name or company.name,
            sector or "",
            town or "",
            owner or "",
            _roles(company),
        )
        for company, sector, town, owner in session.execute(query)
    ]


def count_companies(
    session: Session,
    asker: Actor,
    *,
    search: str = "",
    role: CompanyRole | None = None,
    owner_id: int | None = None,
    sector_id: int | None = None,
) -> int:
    """Count the companies `list_companies` pages through."""
    query = companies_matching(asker, search, role, owner_id, sector_id)
    return session.scalars(
        query.with_only_columns(func.count(Company.id)).order_by(None)
    ).one()


def find_company(session: Session, asker: Actor, name_or_id: str) -> CompanyCard | None:
    """Find one company by its id, its exact name, or the only one that begins so."""
    if name_or_id.strip().isdigit():
        return company_card(session, asker, int(name_or_id))
    folded = fold(name_or_id)
    rows = session.execute(
        select(Company.id, Company.name, Company.trade_name)
        .where(Company.archived_at.is_(None), Company.folded.contains(folded))
        .order_by(Company.folded)
        .limit(20)
    ).all()
    exact = [row for row in rows if folded in {fold(row.name), fold(row.trade_name)}]
    chosen = exact or (rows if len(rows) == 1 else [])
    return company_card(session, asker, chosen[0].id) if chosen else None


def company_card(
    session: Session, _asker: Actor, company_id: int
) -> CompanyCard | None:
    """Return a company with its contacts, None where there is none."""
    company = session.scalars(
        select(Company)
        .where(Company.id == company_id)
        .options(
            selectinload(Company.addresses),
            selectinload(Company.owner),
            selectinload(Company.sector),
            selectinload(Company.group),
            selectinload(Company.contacts).options(
                selectinload(Contact.phones),
                selectinload(Contact.emails),
                selectinload(Contact.positions),
            ),
        )
    ).first()
    if company is None:
        return None
    seat = next((a for a in company.addresses if a.kind is AddressKind.SEAT), None)
    sector = company.sector
    french = current_language() == "fr"
    return CompanyCard(
        id=company.id,
        version=company.version,
        name=company.name,
        trade_name=company.trade_name,
        roles=_roles(company),
        sector_id=company.sector_id,
        sector=(sector.name_fr if french else sector.name_en) if sector else "",
        owner_id=company.owner_id,
        owner=company.owner.name if company.owner else "",
        group=(company.group.trade_name or company.group.name) if company.group else "",
        country=company.country,
        language=company.language,
        siren=company.siren,
        siret=company.siret,
        vat_number=company.vat_number,
        website=company.website,
        street=seat.street if seat else "",
        postcode=seat.postcode if seat else "",
        town=seat.town if seat else "",
        is_public_body=company.is_public_body,
        is_private_person=company.is_private_person,
        is_unpaid=company.is_unpaid,
        chorus_service_code=company.chorus_service_code,
        note=company.note,
        contacts=tuple(
            _contact_row(contact)
            for contact in sorted(company.contacts, key=lambda c: c.id)
            if contact.archived_at is None
        ),
    )


def contact_row(session: Session, _asker: Actor, contact_id: int) -> ContactRow | None:
    """Return one contact, None where there is none to be seen."""
    found = session.scalars(
        select(Contact)
        .where(Contact.id == contact_id)
        .options(
            selectinload(Contact.phones),
            selectinload(Contact.emails),
            selectinload(Contact.positions),
        )
    ).first()
    return _contact_row(found) if found else None


def list_sectors(session: Session, _asker: Actor) -> list[SectorRow]:
    """List the trades, by name in the reader's language."""
    rows = session.execute(select(Sector.id, Sector.code, sector_name()))
    return sorted((SectorRow(*row) for row in rows), key=lambda row: fold(row.name))


def _roles(company: Company) -> tuple[CompanyRole, ...]:
    return tuple(role for role in CompanyRole if getattr(company, f"is_{role.value}"))


def _contact_row(contact: Contact) -> ContactRow:
    emails = sorted(contact.emails, key=lambda e: e.id)
    return ContactRow(
        id=contact.id,
        company_id=contact.company_id,
        name=f"{contact.first_name} {contact.last_name}".strip(),
        salutation=contact.salutation,
        job=contact.job,
        roles=tuple(
            sorted((p.role for p in contact.positions), key=list(ContactRole).index)
        ),
        phones=tuple(
            PhoneRow(p.raw, p.e164, p.extension, p.kind, p.quality, p.use)
            for p in sorted(contact.phones, key=lambda p: p.id)
        ),
        emails=tuple(e.address for e in emails),
        mailboxes=tuple(e.kind or mailbox_kind(e.address) for e in emails),
        opposed_on=contact.opposed_on,
        first_name=contact.first_name,
        last_name=contact.last_name,
        opposed_to=contact.opposed_to,
        source=contact.source,
        collected_on=contact.collected_on,
        informed_on=contact.informed_on,
        note=contact.note,
    )


def shown_name() -> ColumnElement[str]:
    """Select the name people use: the trade name or, without one, the name."""
    return func.coalesce(func.nullif(Company.trade_name, ""), Company.name)
