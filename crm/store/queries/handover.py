"""What a person looks after, and would leave to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.domain.companies import AddressKind
from crm.domain.opportunities import Stage
from crm.domain.roles import Reach, Right, RoleCode
from crm.store.models import (
    Address,
    Booking,
    Company,
    FollowUp,
    Line,
    Opportunity,
    Sector,
)
from crm.store.queries.company_search import sector_name
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TO_COME = (LineStatus.QUOTED, LineStatus.OPTIONED, LineStatus.CONFIRMED)
"""A booking with such a line still wants looking after."""


@dataclass(frozen=True, slots=True)
class Left:
    """The ids of what one person would leave, in order."""

    companies: tuple[int, ...]
    follow_ups: tuple[int, ...]
    opportunities: tuple[int, ...]
    bookings: tuple[int, ...]

    @property
    def is_something(self) -> bool:
        """Whether there is anything to hand over."""
        return any((self.companies, self.follow_ups, self.opportunities, self.bookings))


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """A company somebody looks after; its department is two digits of its postcode."""

    id: int
    name: str
    sector: str
    department: str


def may_hand_over(asker: Actor) -> bool:
    """Say whether somebody may hand records over: who administers, or manages all."""
    manages = asker.role is RoleCode.MANAGER and asker.reach is Reach.ALL
    return asker.may(Right.ADMINISTER) or (manages and asker.may(Right.WRITE))


def list_owned(session: Session, asker: Actor, user_id: int) -> list[OwnedRow]:
    """List the companies a person looks after, by name, for a handover's choice."""
    if not may_hand_over(asker):
        return []
    query = (
        select(
            Company.id,
            Company.name,
            Company.trade_name,
            sector_name(),
            Address.postcode,
        )
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .outerjoin(
            Address,
            (Address.company_id == Company.id) & (Address.kind == AddressKind.SEAT),
        )
        .where(Company.owner_id == user_id)
        .order_by(Company.folded, Company.id)
    )
    with beyond_scope(session, "whoever hands records over chooses among all of them"):
        return [
            OwnedRow(id_, trade_name or name, sector or "", (postcode or "")[:2])
            for id_, name, trade_name, sector, postcode in session.execute(query)
        ]


def left_by(
    session: Session,
    asker: Actor,
    user_id: int,
    company_ids: Collection[int] | None = None,
) -> Left:
    """Return what a person would leave: all of it, or what hangs on some companies.

    Open follow-ups and opportunities, and bookings with a line still to run; nothing
    for who may not hand records over.
    """
    if not may_hand_over(asker):
        return Left((), (), (), ())
    companies = select(Company.id).where(Company.owner_id == user_id)
    follow_ups = select(FollowUp.id).where(
        FollowUp.owner_id == user_id,
        FollowUp.done_at.is_(None),
        FollowUp.archived_at.is_(None),
    )
    opportunities = select(Opportunity.id).where(
        Opportunity.owner_id == user_id,
        Opportunity.stage.not_in([Stage.WON, Stage.LOST]),
        Opportunity.archived_at.is_(None),
    )
    to_come = select(Line.booking_id).where(Line.status.in_(TO_COME))
    bookings = select(Booking.id).where(
        Booking.owner_id == user_id, Booking.id.in_(to_come)
    )
    if company_ids is not None:
        companies = companies.where(Company.id.in_(company_ids))
        follow_ups = follow_ups.where(FollowUp.company_id.in_(company_ids))
        opportunities = opportunities.where(Opportunity.company_id.in_(company_ids))
        bookings = bookings.where(Booking.advertiser_id.in_(company_ids))
    with beyond_scope(session, "a handover moves all that one person leaves"):
        return Left(
            tuple(session.scalars(companies.order_by(Company.id))),
            tuple(session.scalars(follow_ups.order_by(FollowUp.id))),
            tuple(session.scalars(opportunities.order_by(Opportunity.id))),
            tuple(session.scalars(bookings.order_by(Booking.id))),
        )
