"""Where a person is at home: the region and the sector of most of their advertisers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.companies import AddressKind
from crm.domain.regions import region_of
from crm.store.models import Address, Company, Sector
from crm.store.queries.company_search import sector_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Home:
    """The region's code, empty where there is none, and the sector with its name."""

    region: str = ""
    sector_id: int | None = None
    sector: str = ""


def home_of(session: Session, asker: Actor) -> Home:
    """Return where most of the asker's companies are, and in which line of business."""
    if asker.user_id is None:
        return Home()
    query = (
        select(Company.sector_id, sector_name(), func.count(Company.id))
        .join(Sector, Sector.id == Company.sector_id)
        .where(Company.owner_id == asker.user_id, Company.archived_at.is_(None))
        .group_by(Company.sector_id, sector_name())
        .order_by(func.count(Company.id).desc(), Company.sector_id)
        .limit(1)
    )
    found = session.execute(query).first()
    sector_id, sector = (found[0], found[1]) if found else (None, "")
    return Home(home_region(session, asker), sector_id, sector)


def home_region(session: Session, asker: Actor) -> str:
    """Return the code of the region most of the asker's companies are in; else empty.

    Read from the postcodes of their seats in France; of two alike the first by code.
    """
    if asker.user_id is None:
        return ""
    begins = func.substr(Address.postcode, 1, 3)
    query = (
        select(begins, func.count(Address.id))
        .join(Company, Company.id == Address.company_id)
        .where(
            Company.owner_id == asker.user_id,
            Company.archived_at.is_(None),
            Address.kind == AddressKind.SEAT,
            Address.country == "FR",
            Address.postcode != "",
        )
        .group_by(begins)
    )
    found: dict[str, int] = {}
    for begin, many in session.execute(query):
        code = region_of(begin)
        if code:
            found[code] = found.get(code, 0) + many
    return min(found, key=lambda code: (-found[code], code)) if found else ""
