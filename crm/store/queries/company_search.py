"""Which companies a search and filters keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from crm.domain.companies import AddressKind
from crm.domain.names import fold
from crm.domain.phones import phone_digits_for_search
from crm.language import current_language
from crm.store.models import Address, Company, Contact, ContactPhone, Sector, User

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute

    from crm.domain.companies import CompanyRole
    from crm.domain.roles import Actor


def companies_matching(
    _asker: Actor,
    search: str,
    role: CompanyRole | None,
    owner_id: int | None,
    sector_id: int | None,
) -> Select[Company]:
    """Select the companies a search and filters keep, archived ones left out.

    Each part of the search is the start of a word of the name, of the town or of
    the domain, or a SIREN; four digits in a row find a contact's telephone.
    """
    query = (
        select(Company)
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .outerjoin(User, User.id == Company.owner_id)
        .outerjoin(
            Address,
            (Address.company_id == Company.id) & (Address.kind == AddressKind.SEAT),
        )
        .where(Company.archived_at.is_(None))
    )
    if role is not None:
        query = query.where(getattr(Company, f"is_{role.value}"))
    if owner_id is not None:
        query = query.where(Company.owner_id == owner_id)
    if sector_id is not None:
        query = query.where(Company.sector_id == sector_id)
    digits = phone_digits_for_search(search)
    if len(digits) >= 4:
        return query.where(
            or_(Company.siren.startswith(digits), Company.id.in_(_with_phone(digits)))
        )
    for part in fold(search).split()[:6]:
        query = query.where(
            or_(
                Company.folded.startswith(part, autoescape=True),
                Company.folded.contains(f" {part}", autoescape=True),
                Company.siren == part,
                Company.domain.startswith(part, autoescape=True),
                Address.town.istartswith(part, autoescape=True),
            )
        )
    return query


def _with_phone(digits: str) -> Select[int]:
    return (
        select(Contact.company_id)
        .join(Contact.phones)
        .where(ContactPhone.digits.contains(digits), Contact.archived_at.is_(None))
    )


def sector_name() -> InstrumentedAttribute[str]:
    """Return the column of a sector's name in the reader's language."""
    return Sector.name_fr if current_language() == "fr" else Sector.name_en
