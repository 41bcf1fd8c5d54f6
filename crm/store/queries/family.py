"""Whose records one company's page rolls up: its people, agencies and group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, union

from crm.store.models import Activity, Booking, Company, Contact, Document, Mandate

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Family:
    """A company, those of its group, and the agencies it buys through: their ids."""

    company_id: int
    group: frozenset[int] = frozenset()
    agencies: frozenset[int] = frozenset()
    with_people: bool = True
    """Whether its people are told of wherever they were."""

    @property
    def own(self) -> frozenset[int]:
        """The company and its group."""
        return self.group | {self.company_id}

    @property
    def others(self) -> int:
        """How many companies stand behind the page beside its own."""
        return len((self.group | self.agencies) - {self.company_id})

    def told(self) -> ColumnElement[bool]:
        """Tell the activities: the group's, the people's wherever, the agencies'.

        What an agency was called about for another advertiser's booking is left out.
        """
        people = select(Contact.id).where(Contact.company_id == self.company_id)
        theirs = select(Booking.id).where(Booking.advertiser_id.in_(self.own))
        of_agencies = Activity.company_id.in_(self.agencies) & or_(
            Activity.booking_id.is_(None), Activity.booking_id.in_(theirs)
        )
        if not self.with_people:
            return Activity.company_id.in_(self.own)
        return or_(
            Activity.company_id.in_(self.own),
            Activity.contact_id.in_(people),
            of_agencies,
        )

    def booked(self) -> ColumnElement[bool]:
        """Tell the bookings: the group's, and those the company makes as an agency."""
        return or_(
            Booking.advertiser_id.in_(self.own), Booking.agency_id == self.company_id
        )

    def documented(self) -> ColumnElement[bool]:
        """Tell the documents: the group's, and of bookings made as an agency."""
        made = select(Booking.id).where(Booking.agency_id == self.company_id)
        return or_(Document.company_id.in_(self.own), Document.booking_id.in_(made))


def family_of(session: Session, _asker: Actor, company_id: int) -> Family:
    """Return the companies whose records a company's page tells beside its own.

    The group is its head and all who belong to it; agencies are those that hold a
    mandate or made a booking. Only companies that the asker sees.
    """
    head = session.scalars(
        select(Company.group_id).where(Company.id == company_id)
    ).first()
    head = head or company_id
    group = session.scalars(
        select(Company.id).where(or_(Company.group_id == head, Company.id == head))
    ).all()
    held = select(Mandate.agency_id).where(
        Mandate.advertiser_id == company_id, Mandate.archived_at.is_(None)
    )
    made = select(Booking.agency_id).where(
        Booking.advertiser_id == company_id, Booking.agency_id.is_not(None)
    )
    through = session.scalars(
        select(Company.id).where(Company.id.in_(union(held, made).subquery().select()))
    ).all()
    others = frozenset(group) - {company_id}
    return Family(company_id, others, frozenset(through) - others - {company_id})
