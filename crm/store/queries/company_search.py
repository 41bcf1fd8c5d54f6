"""Which companies a search and filters keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from crm.domain.companies import AddressKind
from crm.domain.search import read
from crm.language import current_language
from crm.store.models import Address, Company, SearchEntry, Sector, User
from crm.store.search_words import number_groups, stands_in

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

    from crm.domain.companies import CompanyRole
    from crm.domain.roles import Actor
    from crm.domain.search import Typed

TABLE = SearchEntry.__table__


def companies_matching(
    _asker: Actor,
    search: str,
    role: CompanyRole | None,
    owner_id: int | None,
    sector_id: int | None,
) -> Select[Company]:
    """Select the companies a search and filters keep, archived ones left out.

    They are found as in `crm.store.queries.search`, by their own words or those of
    their contacts, without forgiving typing errors: a list tells what it holds.
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
    typed = read(search)
    if not typed.telling and not typed.digits:
        return query.where(Company.folded.startswith(typed.phrase, autoescape=True))
    # Asked of the table: what the asker sees of it is the companies outside.
    entry = TABLE.c
    found = select(entry.company_id).where(entry.booking_id.is_(None), found_by(typed))
    return query.where(Company.id.in_(found))


def found_by(typed: Typed) -> ColumnElement[bool]:
    """Return the condition that an entry is found by what was typed, without errors."""
    conditions: list[ColumnElement[bool]] = []
    if groups := [((word, True),) for word in typed.telling]:
        conditions.append(stands_in(groups, TABLE))
    if typed.digits:
        begun, inside = number_groups(typed.digits)
        conditions.append(stands_in(begun, TABLE))
        whole = TABLE.c.words.contains(typed.digits)
        conditions.append(and_(stands_in(inside, TABLE), whole))
    return or_(*conditions)


def sector_name() -> InstrumentedAttribute[str]:
    """Return the column of a sector's name in the reader's language."""
    return Sector.name_fr if current_language() == "fr" else Sector.name_en
