"""For whom an agency buys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union

from crm.domain.bookings import LIVE
from crm.domain.comparing import change
from crm.domain.money import Money
from crm.domain.revenue import Period, year
from crm.store.models import Booking, Company, Issue, LedgerEntry, Line, Mandate, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class BoughtFor:
    """An advertiser an agency buys for, and what through it: nets by publication.

    `net_before` is last year's as it stood a year ago today.
    """

    id: int
    name: str
    owner: str
    net: Money
    net_before: Money
    live: int

    @property
    def change(self) -> int | None:
        """What the year gained on the last one at the same day, in basis points."""
        return change(self.net, self.net_before) if self.net else None


def list_bought_for(session: Session, asker: Actor, agency_id: int) -> list[BoughtFor]:
    """List the advertisers that mandated an agency or are booked by it, by net."""
    held = select(Mandate.advertiser_id).where(
        Mandate.agency_id == agency_id, Mandate.archived_at.is_(None)
    )
    made = select(Booking.advertiser_id).where(
        Booking.agency_id == agency_id, Booking.archived_at.is_(None)
    )
    ids = session.scalars(union(held, made)).all()
    found = session.execute(
        select(Company.id, shown_name(), User.name)
        .outerjoin(User, User.id == Company.owner_id)
        .where(Company.id.in_(ids), Company.archived_at.is_(None))
    ).all()
    this_year = year(asker.today.year)
    now = _nets(session, agency_id, this_year)
    before = _nets(session, agency_id, this_year.a_year_before(asker.today))
    counted = session.execute(
        select(Booking.advertiser_id, func.count(Line.id))
        .join(Line, Line.booking_id == Booking.id)
        .where(Booking.agency_id == agency_id, Line.status.in_(LIVE))
        .group_by(Booking.advertiser_id)
    )
    lines = {row[0]: row[1] for row in counted}
    nothing = Money(0)
    rows = [
        BoughtFor(
            id_,
            name,
            owner or "",
            now.get(id_, nothing),
            before.get(id_, nothing),
            lines.get(id_, 0),
        )
        for id_, name, owner in found
    ]
    return sorted(rows, key=lambda row: (-row.net.cents, row.name))


def _nets(session: Session, agency_id: int, period: Period) -> dict[int, Money]:
    query = (
        select(LedgerEntry.company_id, func.sum(LedgerEntry.net_net_cents))
        .join(Booking, Booking.id == LedgerEntry.booking_id)
        .outerjoin(Issue, Issue.id == LedgerEntry.issue_id)
        .where(
            Booking.agency_id == agency_id,
            LedgerEntry.is_barter.is_(False),
            func.coalesce(Issue.published_on, LedgerEntry.posted_on).between(
                period.since, period.until
            ),
        )
        .group_by(LedgerEntry.company_id)
    )
    if period.as_of is not None:
        query = query.where(LedgerEntry.posted_on <= period.as_of)
    return {id_: Money(int(cents)) for id_, cents in session.execute(query)}
