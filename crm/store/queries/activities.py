"""What can be asked about what happened and what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.store.models import Activity, Contact, FollowUp, User
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from crm.domain.activities import ActivityKind, Direction, Outcome
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
        )
        .join(FollowUp.company)
        .outerjoin(FollowUp.contact)
        .where(FollowUp.done_at.is_(None), FollowUp.archived_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.due_time, FollowUp.id)
        .limit(most)
    )
    if owner_id is not None:
        query = query.where(FollowUp.owner_id == owner_id)
    if company_id is not None:
        query = query.where(FollowUp.company_id == company_id)
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
        )
        for row in session.execute(query)
    ]
