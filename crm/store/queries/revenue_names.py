"""What the parts of a cut are called, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.revenue import Cut
from crm.language import current_language
from crm.store.models import Company, Issue, Sector, Support, Title, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def names_of_parts(session: Session, cut: Cut, keys: Collection[int]) -> dict[int, str]:
    """Return what the parts of a cut are called; issues in the order they come out.

    Months, agencies and segments are called by words of the interface: none here.
    """
    french = current_language() == "fr"
    told: dict[Cut, tuple[Any, Any, Any]] = {
        Cut.REP: (User.id, User.name, User.name),
        Cut.TITLE: (Title.id, Title.name, Title.rank),
        Cut.SUPPORT: (
            Support.id,
            Support.name_fr if french else Support.name_en,
            Support.rank,
        ),
        Cut.ISSUE: (
            Issue.id,
            Issue.name_fr if french else Issue.name_en,
            Issue.published_on,
        ),
        Cut.SECTOR: (
            Sector.id,
            Sector.name_fr if french else Sector.name_en,
            Sector.id,
        ),
        Cut.ADVERTISER: (Company.id, shown_name(), Company.id),
    }
    if cut not in told or not keys:
        return {}
    id_, name, order = told[cut]
    query = select(id_, name).where(id_.in_(sorted(keys))).order_by(order, id_)
    return {row[0]: str(row[1] or "") for row in session.execute(query)}
