"""Handing over: what one person looks after goes to another, in one action.

Companies, open follow-ups, open opportunities and bookings still to run get their new
owner; who looked after a company from when to when stays known. Credits never move:
figures follow the credited rep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.account_errors import HeirError
from crm.domain.bookings import LineStatus
from crm.domain.errors import (
    MissingError,
    NotYoursError,
    ReasonError,
    UnknownError,
    words,
)
from crm.domain.opportunities import OPTION_PROBABILITY
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.services.intents import tell_forecast
from crm.services.ledger import post_move
from crm.store.models import (
    Booking,
    Company,
    CompanyOwner,
    FollowUp,
    Issue,
    Line,
    Opportunity,
    Role,
    User,
)
from crm.store.queries.handover import left_by, may_hand_over
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.handover import Left

CAUSE = "handed_over"


@dataclass(frozen=True, slots=True)
class Moved:
    """How much went to its new owner."""

    companies: int
    follow_ups: int
    opportunities: int
    bookings: int


NOTHING = Moved(0, 0, 0, 0)


def hand_over(
    session: Session,
    actor: Actor,
    from_id: int,
    to_id: int,
    company_ids: Collection[int] | None = None,
    *,
    reason: str,
) -> Moved:
    """Hand over all a person looks after, or what hangs on some of their companies.

    Raises NotYoursError for who neither administers nor manages the whole desk,
    ReasonError, UnknownError, HeirError where the heir has left, only reads, or is
    the same person, MissingError where there is nothing to hand over.
    """
    if not may_hand_over(actor):
        raise NotYoursError
    note = clean_line(reason, longest=400)
    if not note:
        raise ReasonError(field="reason")
    with beyond_scope(session, "a handover moves all that one person leaves"):
        _check_heir(session, from_id, to_id)
        left = left_by(session, actor, from_id, company_ids)
        if not left.is_something:
            raise MissingError(field="what", label=words("What goes"))
        _companies(session, actor, left, from_id, to_id)
        _follow_ups(session, actor, left, from_id, to_id)
        _opportunities(session, actor, left, from_id, to_id)
        _bookings(session, actor, left, from_id, to_id)
        moved = Moved(
            len(left.companies),
            len(left.follow_ups),
            len(left.opportunities),
            len(left.bookings),
        )
        record(
            session,
            actor,
            "hand_over",
            "user",
            from_id,
            note=note,
            heir_id=to_id,
            companies=moved.companies,
            follow_ups=moved.follow_ups,
            opportunities=moved.opportunities,
            bookings=moved.bookings,
        )
        session.flush()
    return moved


def _check_heir(session: Session, from_id: int, to_id: int) -> None:
    # Held in one order, so that nobody hands the same records over meanwhile, and
    # the heir does not leave while they come.
    held = (
        select(User)
        .where(User.id.in_({from_id, to_id}))
        .order_by(User.id)
        .with_for_update(key_share=True, of=User)
        .execution_options(populate_existing=True)
    )
    people = {user.id: user for user in session.scalars(held)}
    heir = people.get(to_id)
    if heir is None or from_id not in people:
        raise UnknownError
    if (
        to_id == from_id
        or heir.ended_on is not None
        or heir.archived_at is not None
        or not session.get_one(Role, heir.role_id).may_write
    ):
        raise HeirError(field="heir", name=heir.name)


def _companies(
    session: Session, actor: Actor, left: Left, from_id: int, to_id: int
) -> None:
    looked_after = select(CompanyOwner).where(
        CompanyOwner.company_id.in_(left.companies), CompanyOwner.until.is_(None)
    )
    for period in session.scalars(looked_after):
        period.until = actor.today
    found = select(Company).where(Company.id.in_(left.companies)).order_by(Company.id)
    for company in session.scalars(found):
        session.add(
            CompanyOwner(company_id=company.id, user_id=to_id, since=actor.today)
        )
        _move(session, actor, company, "company", from_id, to_id)


def _follow_ups(
    session: Session, actor: Actor, left: Left, from_id: int, to_id: int
) -> None:
    found = select(FollowUp).where(FollowUp.id.in_(left.follow_ups))
    for follow_up in session.scalars(found.order_by(FollowUp.id)):
        _move(session, actor, follow_up, "follow_up", from_id, to_id)


def _opportunities(
    session: Session, actor: Actor, left: Left, from_id: int, to_id: int
) -> None:
    found = select(Opportunity).where(Opportunity.id.in_(left.opportunities))
    for one in session.scalars(found.order_by(Opportunity.id)):
        _move(session, actor, one, "opportunity", from_id, to_id)
        tell_forecast(session, actor, one, CAUSE)


def _bookings(
    session: Session, actor: Actor, left: Left, from_id: int, to_id: int
) -> None:
    found = select(Booking).where(Booking.id.in_(left.bookings)).order_by(Booking.id)
    for booking in session.scalars(found):
        _move(session, actor, booking, "booking", from_id, to_id)
    optioned = (
        select(Line, Issue.published_on)
        .outerjoin(Issue, Issue.id == Line.issue_id)
        .where(
            Line.booking_id.in_(left.bookings),
            Line.status == LineStatus.OPTIONED,
        )
        .order_by(Line.id)
    )
    for line, published_on in session.execute(optioned):
        post_move(
            session,
            actor,
            stage="option",
            probability=OPTION_PROBABILITY,
            amount=line.net_net,
            cause=CAUSE,
            expected_on=published_on,
            line_id=line.id,
            user_id=to_id,
        )


def _move(
    session: Session,
    actor: Actor,
    row: Company | FollowUp | Opportunity | Booking,
    entity: str,
    from_id: int,
    to_id: int,
) -> None:
    row.owner_id = to_id
    row.version += 1
    row.changed_at = actor.at
    record(session, actor, "hand_over", entity, row.id, owner_id=(from_id, to_id))
