"""What tells the media kits of a list's companies apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.store.models import Booking, Company
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class KitCompany:
    """A company as its kit names it, and what chooses the words of its pages.

    `has_booked` is true of whoever has a booking, whatever became of it.
    """

    id: int
    name: str
    language: str
    sector_id: int | None
    owner_id: int | None
    has_booked: bool


def kit_companies(
    session: Session, _asker: Actor, company_ids: Collection[int]
) -> dict[int, KitCompany]:
    """Return the companies of a list that one sees, by their ids."""
    ids = list(company_ids)
    booked = set(
        session.scalars(
            select(Booking.advertiser_id)
            .where(Booking.advertiser_id.in_(ids))
            .distinct()
        )
    )
    rows = session.execute(
        select(
            Company.id,
            shown_name(),
            Company.language,
            Company.sector_id,
            Company.owner_id,
        ).where(Company.id.in_(ids))
    )
    return {row[0]: KitCompany(*row, row[0] in booked) for row in rows}
