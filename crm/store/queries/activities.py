"""What can be asked about what happened and what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from crm.domain.opportunities import PATH
from crm.store.models import (
    Activity,
    Company,
    Contact,
    FollowUp,
    FollowUpMove,
    Opportunity,
    User,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.editable import Opened

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from crm.domain.activities import ActivityKind, Direction, Outcome
    from crm.domain.editing import Value
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Something that happened."""

    id: int
    kind: ActivityKind
    direction: Direction
    outcome: Outcome | None
    happened_at: datetime
    minutes: int | None
    note: str
    contact: str
    user: str


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Something to do."""

    id: int
    company_id: int
    company: str
    contact_id: int | None
    contact: str
    reason: str
    due_on: date
    due_time: time | None
    owner_id: int
    opportunity_id: int | None = None
    opportunity: str = ""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A follow-up put off: from when to when, by whom, why."""

    moved_at: datetime
    user: str
    from_day: date
    to_day: date
    reason: str


def list_activities(
    session: Session, _asker: Actor, company_id: int, *, most: int = 20
) -> list[ActivityRow]:
    """List what happened with a company, the newest first."""
    query = (
        select(Activity, Contact.first_name, Contact.last_name, User.name)
        .outerjoin(Contact, Contact.id == Activity.contact_id)
        .join(User, User.id == Activity.user_id)
        .where(Activity.company_id == company_id, Activity.archived_at.is_(None))
        .order_by(Activity.happened_at.desc(), Activity.id.desc())
        .limit(most)
    )
    return [
        ActivityRow(
            row.id,
            row.kind,
            row.direction,
            row.outcome,
            row.happened_at,
            row.minutes,
            row.note,
            f"{first or ''} {last or ''}".strip(),
            user,
        )
        for row, first, last, user in session.execute(query)
    ]


def count_activities(session: Session, _asker: Actor, company_id: int) -> int:
    """Count what happened with a company."""
    return session.scalars(
        select(func.count(Activity.id)).where(
            Activity.company_id == company_id, Activity.archived_at.is_(None)
        )
    ).one()


def list_follow_ups(
    session: Session,
    _asker: Actor,
    *,
    owner_id: int | None = None,
    company_id: int | None = None,
    opportunity_id: int | None = None,
    until: date | None = None,
    most: int = 50,
) -> list[FollowUpRow]:
    """List what is not done yet, the longest due first."""
    query = (
        select(
            FollowUp.id,
            FollowUp.company_id,
            shown_name().label("company"),
            FollowUp.contact_id,
            Contact.first_name,
            Contact.last_name,
            FollowUp.reason,
            FollowUp.due_on,
            FollowUp.due_time,
            FollowUp.owner_id,
            FollowUp.opportunity_id,
            Opportunity.name.label("opportunity"),
        )
        .join(FollowUp.company)
        .outerjoin(FollowUp.contact)
        .outerjoin(Opportunity, Opportunity.id == FollowUp.opportunity_id)
        .where(FollowUp.done_at.is_(None), FollowUp.archived_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.due_time, FollowUp.id)
        .limit(most)
    )
    if owner_id is not None:
        query = query.where(FollowUp.owner_id == owner_id)
    if company_id is not None:
        query = query.where(FollowUp.company_id == company_id)
    if opportunity_id is not None:
        query = query.where(FollowUp.opportunity_id == opportunity_id)
    if until is not None:
        query = query.where(FollowUp.due_on <= until)
    return [
        FollowUpRow(
            row.id,
            row.company_id,
            row.company,
            row.contact_id,
            f"{row.first_name or ''} {row.last_name or ''}".strip(),
            row.reason,
            row.due_on,
            row.due_time,
            row.owner_id,
            row.opportunity_id,
            row.opportunity or "",
        )
        for row in session.execute(query)
    ]


def list_attempts(
    session: Session, _asker: Actor, follow_up_id: int
) -> list[AttemptRow]:
    """List how often a follow-up was put off, the latest first."""
    query = (
        select(FollowUpMove, User.name)
        .outerjoin(User, User.id == FollowUpMove.user_id)
        .where(FollowUpMove.follow_up_id == follow_up_id)
        .order_by(FollowUpMove.id.desc())
    )
    return [
        AttemptRow(move.moved_at, user or "", move.from_day, move.to_day, move.reason)
        for move, user in session.execute(query)
    ]


def open_follow_up(session: Session, _asker: Actor, follow_up_id: int) -> Opened | None:
    """Open a follow-up for a form; None where it is done, or none is to be seen."""
    found = session.execute(
        select(FollowUp, Company)
        .join(Company, Company.id == FollowUp.company_id)
        .where(
            FollowUp.id == follow_up_id,
            FollowUp.done_at.is_(None),
            FollowUp.archived_at.is_(None),
        )
    ).first()
    if found is None:
        return None
    row, company = found
    name = company.trade_name or company.name
    return Opened(row.id, row.version, name, follow_up_values(row))


def follow_up_values(follow_up: FollowUp) -> dict[str, Value]:
    """Return a follow-up's fields; `due_time` None for any time of its day."""
    return {
        "reason": follow_up.reason,
        "due_on": follow_up.due_on,
        "due_time": follow_up.due_time,
        "owner_id": follow_up.owner_id,
        "contact_id": follow_up.contact_id,
        "opportunity_id": follow_up.opportunity_id,
    }


def follow_up_choices(
    session: Session, _asker: Actor, follow_up_id: int
) -> dict[str, dict[int, str]]:
    """Return whom and what a follow-up may name, by field: names by their ids.

    People who are here, the company's contacts and open opportunities, and those it
    names already. Nothing where there is none to be seen.
    """
    row = session.scalars(select(FollowUp).where(FollowUp.id == follow_up_id)).first()
    if row is None:
        return {}
    people = select(User.id, User.name).where(
        or_(User.ended_on.is_(None), User.id == row.owner_id),
        User.archived_at.is_(None),
    )
    contacts = select(Contact.id, Contact.first_name, Contact.last_name).where(
        Contact.company_id == row.company_id,
        or_(Contact.archived_at.is_(None), Contact.id == row.contact_id),
    )
    opportunities = select(Opportunity.id, Opportunity.name).where(
        Opportunity.company_id == row.company_id,
        or_(
            Opportunity.archived_at.is_(None) & Opportunity.stage.in_(PATH),
            Opportunity.id == row.opportunity_id,
        ),
    )
    return {
        "owner_id": dict(session.execute(people.order_by(User.id)).all()),
        "contact_id": {
            id_: f"{first} {last}".strip()
            for id_, first, last in session.execute(contacts.order_by(Contact.id))
        },
        "opportunity_id": dict(
            session.execute(opportunities.order_by(Opportunity.id)).all()
        ),
    }
