"""Who ran in last year's issue of the same season, and holds nothing in this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.money import EURO, Money
from crm.store.models import Booking, Company, LedgerEntry, Line, Sector
from crm.store.queries.call_issues import compared_issues
from crm.store.queries.companies import shown_name
from crm.store.queries.revenue_advertisers import AdvertiserSum

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def not_back(
    session: Session, asker: Actor, issue_id: int, currency: str = EURO
) -> list[AdvertiserSum]:
    """List who ran in last year's same issue and holds nothing in this one.

    With what they had booked in that issue, the largest first. Of those the asker
    sees; nobody where no issue of last year compares to it.
    """
    seasons = compared_issues(session, asker).seasons
    pasts = [past for past, season in seasons.items() if issue_id in season]
    if not pasts:
        return []
    holders = (
        select(Booking.advertiser_id)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.issue_id == issue_id, Line.status.in_(HOLDS_SPACE))
    )
    cents = func.sum(LedgerEntry.net_net_cents)
    query = (
        select(Company.id, shown_name(), Sector.name_fr, cents, func.count())
        .join(Company, Company.id == LedgerEntry.company_id)
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .where(
            LedgerEntry.issue_id.in_(pasts),
            LedgerEntry.is_barter.is_(False),
            LedgerEntry.currency == currency,
            LedgerEntry.company_id.not_in(holders),
        )
        .group_by(Company.id, Company.trade_name, Company.name, Sector.name_fr)
        .having(cents > 0)
        .order_by(cents.desc(), Company.id)
    )
    return [
        AdvertiserSum(id_, name, sector or "", Money(int(net), currency), many)
        for id_, name, sector, net, many in session.execute(query)
    ]
