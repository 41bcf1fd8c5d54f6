"""What the desk does with companies and their people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.companies import AddressKind, ContactRole
from crm.domain.errors import UnknownError, words
from crm.domain.identifiers import vat_number_of
from crm.domain.names import company_key, email_domain, fold
from crm.domain.reaching import bare
from crm.domain.text import clean_line, clean_note
from crm.services import company_checks as checks
from crm.services.audit import record
from crm.services.company_checks import LONGEST_NAME, PHONE
from crm.services.mandates import MandateWish, add_mandate
from crm.store.models import (
    Address,
    Company,
    CompanyOwner,
    Contact,
    ContactPosition,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

__all__ = [
    "PHONE",
    "CompanyWish",
    "ContactWish",
    "MandateWish",
    "add_company",
    "add_contact",
    "add_mandate",
]


@dataclass(frozen=True, slots=True)
class CompanyWish:
    """A company as it is typed; countries are ISO 3166-1 alpha-2 codes."""

    name: str
    trade_name: str = ""
    is_advertiser: bool = True
    is_agency: bool = False
    is_payer: bool = False
    is_public_body: bool = False
    is_private_person: bool = False
    sector_id: int | None = None
    group_id: int | None = None
    owner_id: int | None = None
    country: str = "FR"
    language: str = "fr"
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    chorus_service_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactWish:
    """A contact as it is typed, and where the record comes from (RGPD art. 14).

    What a number or an address is may be written beside it (crm.domain.reaching).
    """

    company_id: int
    last_name: str
    first_name: str = ""
    salutation: str = ""
    job: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    roles: tuple[ContactRole, ...] = (ContactRole.COMMERCIAL,)
    source: str = ""
    opposed_on: date | None = None
    opposed_to: str = ""
    more_phones: tuple[str, ...] = ()
    more_emails: tuple[str, ...] = ()
    informed_on: date | None = None
    note: str = ""

    @property
    def all_phones(self) -> tuple[str, ...]:
        """Every number that is typed, each once."""
        return bare(_each_once(self.phone, *self.more_phones))

    @property
    def all_emails(self) -> tuple[str, ...]:
        """Every address that is typed, each once."""
        return bare(_each_once(self.email, *self.more_emails))


def add_company(session: Session, actor: Actor, wish: CompanyWish) -> int:
    """Add a company; return its id.

    Identifiers are checked (SIREN and SIRET by Luhn and La Poste's rule, VAT
    numbers by their country's). Raises MissingError, TooLongError,
    NotUnderstoodError.
    """
    name = checks.required(wish.name, "name", words("Name"))
    siret = checks.siret(wish.siret)
    siren = checks.siren(wish.siren)
    siren = siren or (siret[:9] if siret else None)
    owner_id = wish.owner_id or actor.user_id
    country = checks.country(wish.country)
    company = Company(
        name=name,
        trade_name=clean_line(wish.trade_name, longest=LONGEST_NAME),
        folded=fold(f"{name} {wish.trade_name}")[:LONGEST_NAME],
        duplicate_key=company_key(name),
        is_advertiser=wish.is_advertiser,
        is_agency=wish.is_agency,
        is_payer=wish.is_payer,
        is_public_body=wish.is_public_body,
        is_private_person=wish.is_private_person,
        sector_id=wish.sector_id,
        group_id=wish.group_id,
        owner_id=owner_id,
        country=country,
        language=checks.language(wish.language),
        siren=siren,
        siret=siret,
        vat_number=_vat_number(wish, siren),
        website=clean_line(wish.website, longest=LONGEST_NAME),
        domain=email_domain(wish.website) if wish.website else None,
        chorus_service_code=clean_line(wish.chorus_service_code, longest=100),
        note=clean_note(wish.note),
        created_at=actor.at,
        changed_at=actor.at,
        addresses=[
            Address(
                kind=AddressKind.SEAT,
                street=clean_line(wish.street, longest=400),
                postcode=clean_line(wish.postcode, longest=12),
                town=clean_line(wish.town, longest=100),
                country=country,
            )
        ],
    )
    session.add(company)
    session.flush()
    if owner_id:
        session.add(
            CompanyOwner(company_id=company.id, user_id=owner_id, since=actor.today)
        )
    record(session, actor, "add", "company", company.id, name=name)
    return company.id


def add_contact(session: Session, actor: Actor, wish: ContactWish) -> int:
    """Add a contact; return its id. The number is kept as typed, and as E.164.

    A number that cannot be read at all is refused; an unusual one is kept and
    flagged. Raises MissingError, NotUnderstoodError, UnknownError.
    """
    company = session.get(Company, wish.company_id)
    if company is None:
        raise UnknownError
    last_name = checks.required(wish.last_name, "last_name", words("Last name"))
    first_name = clean_line(wish.first_name, longest=100)
    contact = Contact(
        company_id=company.id,
        salutation=clean_line(wish.salutation, longest=20),
        first_name=first_name,
        last_name=last_name,
        folded=fold(f"{first_name} {last_name}")[:LONGEST_NAME],
        job=clean_line(wish.job, longest=200),
        language=checks.language(wish.language or company.language),
        source=clean_line(wish.source, longest=200),
        collected_on=actor.today,
        opposed_on=wish.opposed_on,
        opposed_to=clean_line(wish.opposed_to, longest=400),
        informed_on=wish.informed_on,
        note=clean_note(wish.note),
        created_at=actor.at,
        changed_at=actor.at,
        phones=[
            phone
            for typed in _each_once(wish.phone, *wish.more_phones)
            for phone in checks.phones(typed, company.country)
        ],
        emails=[
            email
            for typed in _each_once(wish.email, *wish.more_emails)
            for email in checks.emails(typed)
        ],
        positions=[ContactPosition(role=role) for role in dict.fromkeys(wish.roles)],
    )
    session.add(contact)
    session.flush()
    record(session, actor, "add", "contact", contact.id, company=company.id)
    return contact.id


def _each_once(*typed: str) -> tuple[str, ...]:
    """Return what is typed, each number or address once, as it was told first."""
    kept = {bare([text])[0]: text for one in reversed(typed) if (text := one.strip())}
    return tuple(text for key, text in reversed(kept.items()) if key)


def _vat_number(wish: CompanyWish, siren: str | None) -> str | None:
    if not wish.vat_number.strip():
        return vat_number_of(siren) if siren and wish.country == "FR" else None
    return checks.vat_number(wish.vat_number, wish.country)
