"""Changing companies and their people: over what others may have saved meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crm.domain.companies import AddressKind, CompanyRole, ContactRole
from crm.domain.errors import MissingError, UnknownError, words
from crm.domain.names import company_key, email_domain, fold
from crm.domain.reaching import with_kind
from crm.domain.roles import Right
from crm.domain.text import clean_line, clean_note
from crm.services import company_checks as checks
from crm.services.company_checks import LONGEST_NAME
from crm.services.editing import keep, settle
from crm.store.models import Address, Company, Contact, ContactPosition
from crm.store.queries.editable import (
    companies_whole,
    company_values,
    contact_values,
    contacts_whole,
    seat_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.services.editing import Changes
    from crm.store.models import ContactEmail, ContactPhone

T = TypeVar("T")

COMPANY_FIELDS: Mapping[str, str] = {
    "name": words("Name"),
    "trade_name": words("Trade name"),
    "roles": words("Plays the role of"),
    "sector_id": words("Sector"),
    "siren": words("SIREN"),
    "siret": words("SIRET"),
    "vat_number": words("VAT number"),
    "website": words("Web site"),
    "street": words("Street"),
    "postcode": words("Postcode"),
    "town": words("Town"),
    "country": words("Country"),
    "language": words("Language of documents"),
    "is_public_body": words("Public body"),
    "chorus_service_code": words("Chorus service"),
    "note": words("Note"),
}
"""The fields of a company's form, with their labels."""

CONTACT_FIELDS: Mapping[str, str] = {
    "salutation": words("Courtesy"),
    "first_name": words("First name"),
    "last_name": words("Last name"),
    "job": words("Job"),
    "phones": words("Telephones"),
    "emails": words("E-mails"),
    "roles": words("Roles"),
    "language": words("Language"),
    "source": words("Where this comes from"),
    "informed_on": words("Informed on"),
    "opposed_on": words("Opposed on"),
    "opposed_to": words("Opposed to"),
    "note": words("Note"),
    "has_left": words("Has left the company"),
}
"""The fields of a contact's form, with their labels."""

SEAT = {"street": 400, "postcode": 12, "town": 100}
LINES = {
    "trade_name": LONGEST_NAME,
    "website": LONGEST_NAME,
    "chorus_service_code": 100,
}
OPTIONAL = frozenset({"siren", "siret", "vat_number"})


def change_company(session: Session, actor: Actor, company_id: int, edit: Edit) -> None:
    """Change a company; what was not typed over is neither read nor checked.

    Raises NotYoursError, UnknownError, MissingError, TooLongError,
    NotUnderstoodError, ConflictError, UnchangedError.
    """
    actor.require(Right.WRITE)
    company = session.scalars(
        companies_whole()
        .where(Company.id == company_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if company is None:
        raise UnknownError
    theirs = company_values(company)
    mine = _read_company(edit)
    changes = settle(
        session, actor, "company", company, edit, mine, theirs, COMPANY_FIELDS
    )
    _write_company(company, {field: after for field, (_, after) in changes.items()})
    keep(session, actor, "company", company, changes)


def change_contact(session: Session, actor: Actor, contact_id: int, edit: Edit) -> None:
    """Change a contact; one who has left the company is archived, not removed.

    Telephones and e-mails are tuples of texts, a blank one is none; what each is may
    be written beside it (crm.domain.reaching). Raises as `change_company`.
    """
    actor.require(Right.WRITE)
    contact = session.scalars(
        contacts_whole()
        .where(Contact.id == contact_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if contact is None:
        raise UnknownError
    theirs = contact_values(contact)
    numbers = _many(edit, "phones", lambda text: _phones(contact, text))
    addresses = _many(edit, "emails", lambda text: checks.emails(text, "emails"))
    mine = _read_contact(edit)
    if numbers is not None:
        mine["phones"] = tuple(with_kind(one.raw, one.use) for one in numbers)
    if addresses is not None:
        mine["emails"] = tuple(with_kind(one.address, one.kind) for one in addresses)
    changes = settle(
        session, actor, "contact", contact, edit, mine, theirs, CONTACT_FIELDS
    )
    if "phones" in changes:
        there = {phone.raw: phone for phone in contact.phones}
        contact.phones = [_said(there.get(one.raw), one) for one in numbers or ()]
    if "emails" in changes:
        known = {email.address: email for email in contact.emails}
        contact.emails = [_told(known.get(one.address), one) for one in addresses or ()]
    _write_contact(actor, contact, changes)
    keep(session, actor, "contact", contact, changes)


def _read_company(edit: Edit) -> dict[str, Value]:
    """Read what was typed over; a SIRET brings the SIREN it begins with."""
    mine: dict[str, Value] = {**edit.base, **edit.typed}

    def typed(field: str) -> str:
        return str(mine.get(field) or "")

    readers: dict[str, Callable[[], str | None]] = {
        "name": lambda: checks.required(typed("name"), "name", words("Name")),
        "siret": lambda: checks.siret(typed("siret")),
        "siren": lambda: checks.siren(typed("siren")),
        "vat_number": lambda: checks.vat_number(typed("vat_number"), typed("country")),
        "note": lambda: clean_note(typed("note")),
        "country": lambda: checks.country(typed("country")),
        "language": lambda: checks.language(typed("language")),
    }
    for field in edit.typed:
        if not edit.touched(field):
            mine[field] = edit.base.get(field)
        elif field in readers:
            mine[field] = readers[field]() or ""
        elif longest := {**SEAT, **LINES}.get(field):
            mine[field] = clean_line(typed(field), longest=longest)
        elif field == "roles":
            mine[field] = _roles(mine[field], CompanyRole)
    if not typed("siren") and typed("siret"):
        mine["siren"] = typed("siret")[:9]
    if not mine.get("roles"):
        raise MissingError(field="roles", label=COMPANY_FIELDS["roles"])
    return mine


def _write_company(company: Company, after: dict[str, Value]) -> None:
    for field, value in after.items():
        if field in SEAT or field == "roles":
            continue
        setattr(company, field, None if field in OPTIONAL and not value else value)
    if "roles" in after:
        roles = after["roles"] if isinstance(after["roles"], tuple) else ()
        for role in CompanyRole:
            setattr(company, f"is_{role}", role.value in roles)
    placed = {field: value for field, value in after.items() if field in SEAT}
    if "country" in after:
        placed["country"] = after["country"]
    if placed:
        seat = seat_of(company)
        if seat is None:
            seat = Address(kind=AddressKind.SEAT, country=company.country)
            company.addresses.append(seat)
        for field, value in placed.items():
            setattr(seat, field, value)
    company.folded = fold(f"{company.name} {company.trade_name}")[:LONGEST_NAME]
    company.duplicate_key = company_key(company.name)
    company.domain = email_domain(company.website) if company.website else None


def _read_contact(edit: Edit) -> dict[str, Value]:
    mine: dict[str, Value] = {**edit.base, **edit.typed}
    longest = {"salutation": 20, "first_name": 100, "job": 200, "source": 200}
    for field in edit.typed:
        typed = mine[field]
        if not edit.touched(field):
            mine[field] = edit.base.get(field)
        elif field == "last_name":
            label = CONTACT_FIELDS["last_name"]
            mine[field] = checks.required(str(typed or ""), field, label)
        elif field == "roles":
            mine[field] = _roles(typed, ContactRole)
        elif field == "note":
            mine[field] = clean_note(str(typed or ""))
        elif field == "language":
            mine[field] = checks.language(str(typed or ""))
        elif field in longest or field == "opposed_to":
            mine[field] = clean_line(str(typed or ""), longest=longest.get(field, 400))
    return mine


def _write_contact(actor: Actor, contact: Contact, changes: Changes) -> None:
    for field, (_before, value) in changes.items():
        if field == "has_left":
            contact.archived_at = actor.at if value else None
        elif field == "roles":
            wanted = value if isinstance(value, tuple) else ()
            there = {position.role.value: position for position in contact.positions}
            contact.positions = [
                there.get(role) or ContactPosition(role=ContactRole(role))
                for role in wanted
            ]
        elif field not in {"phones", "emails"}:
            setattr(contact, field, value)
    name = f"{contact.first_name} {contact.last_name}"
    contact.folded = fold(name)[:LONGEST_NAME]


def _phones(contact: Contact, typed: str) -> list[ContactPhone]:
    return checks.phones(typed.strip(), contact.company.country, "phones")


def _said(there: ContactPhone | None, typed: ContactPhone) -> ContactPhone:
    """Keep the number that is there already, with what was said of it now."""
    if there is None:
        return typed
    there.use = typed.use
    return there


def _told(there: ContactEmail | None, typed: ContactEmail) -> ContactEmail:
    if there is None:
        return typed
    there.kind = typed.kind
    return there


def _many(edit: Edit, field: str, read: Callable[[str], list[T]]) -> list[T] | None:
    """Read several of a kind, each once; None where they were not typed over."""
    typed = edit.typed.get(field)
    if not edit.touched(field) or not isinstance(typed, tuple):
        return None
    return [one for text in dict.fromkeys(typed) for one in read(text)]


def _roles(typed: Value, kind: type[StrEnum]) -> tuple[str, ...]:
    chosen: Iterable[str] = typed if isinstance(typed, tuple) else ()
    return tuple(role.value for role in kind if role.value in set(chosen))
