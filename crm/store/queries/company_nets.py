"""What each company is worth in a year: sums over the ledger, by publication day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.money import Money
from crm.domain.revenue import Period, year
from crm.store.models import Booking, Issue, LedgerEntry

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def nets(
    session: Session,
    asker: Actor,
    company_ids: Collection[int] | None,
    *,
    as_agency: bool = False,
) -> tuple[dict[int, Money], dict[int, Money]]:
    """Return each advertiser's net of this year, and of the last at the same day.

    By publication day, from the ledger; last year's as it stood a year ago today.
    """
    this_year = year(asker.today.year)
    return (
        _nets(session, company_ids, this_year, as_agency),
        _nets(session, company_ids, this_year.a_year_before(asker.today), as_agency),
    )


def net_last_year(
    session: Session, asker: Actor, company_id: int, *, as_agency: bool = False
) -> Money:
    """Return a company's net of the whole of last year, as the ledger has it now."""
    found = _nets(session, [company_id], year(asker.today.year - 1), as_agency)
    return found.get(company_id, Money(0))


def _nets(
    session: Session,
    company_ids: Collection[int] | None,
    period: Period,
    as_agency: bool,  # noqa: FBT001  told by `nets` alone
) -> dict[int, Money]:
    buyer: Any = Booking.agency_id if as_agency else LedgerEntry.company_id
    query = (
        select(buyer, func.sum(LedgerEntry.net_net_cents))
        .join(Booking, Booking.id == LedgerEntry.booking_id)
        .outerjoin(Issue, Issue.id == LedgerEntry.issue_id)
        .where(
            LedgerEntry.is_barter.is_(False),
            func.coalesce(Issue.published_on, LedgerEntry.posted_on).between(
                period.since, period.until
            ),
        )
        .group_by(buyer)
    )
    if period.as_of is not None:
        query = query.where(LedgerEntry.posted_on <= period.as_of)
    if company_ids is not None:
        query = query.where(buyer.in_(company_ids))
    return {id_: Money(int(cents)) for id_, cents in session.execute(query)}
