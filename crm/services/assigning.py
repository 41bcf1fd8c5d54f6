"""Handing companies over that were picked from a list, whoever looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.account_errors import HeirError
from crm.domain.errors import MissingError, NotYoursError, ReasonError, words
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.services.handover import NOTHING, Moved, hand_over
from crm.store.models import Company, CompanyOwner, Role, User
from crm.store.queries.handover import may_hand_over

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def assign(
    session: Session,
    actor: Actor,
    company_ids: Collection[int],
    to_id: int,
    *,
    reason: str,
) -> Moved:
    """Hand companies over to one person, with what hangs on them; return how much.

    What is the heir's already stays. Raises NotYoursError, ReasonError, HeirError,
    UnknownError, MissingError where nothing changes hands.
    """
    if not may_hand_over(actor):
        raise NotYoursError
    if not clean_line(reason, longest=400):
        raise ReasonError(field="reason")
    found = select(Company).where(Company.id.in_(company_ids)).order_by(Company.id)
    owners: dict[int | None, list[Company]] = {}
    for company in session.scalars(found):
        if company.owner_id != to_id:
            owners.setdefault(company.owner_id, []).append(company)
    if not owners:
        raise MissingError(field="what", label=words("What goes"))
    moved = NOTHING
    for company in owners.pop(None, []):
        _give(session, actor, company, to_id, reason)
        moved = _plus(moved, Moved(1, 0, 0, 0))
    for from_id, companies in owners.items():
        ids = [company.id for company in companies]
        if from_id is not None:
            more = hand_over(session, actor, from_id, to_id, ids, reason=reason)
            moved = _plus(moved, more)
    session.flush()
    return moved


def _give(
    session: Session, actor: Actor, company: Company, to_id: int, reason: str
) -> None:
    """Give a company nobody looks after to somebody."""
    heir = session.get(User, to_id)
    if heir is None or heir.ended_on is not None or heir.archived_at is not None:
        raise HeirError(field="heir", name=heir.name if heir else "")
    if not session.get_one(Role, heir.role_id).may_write:
        raise HeirError(field="heir", name=heir.name)
    company.owner_id = to_id
    company.version += 1
    company.changed_at = actor.at
    session.add(CompanyOwner(company_id=company.id, user_id=to_id, since=actor.today))
    record(
        session,
        actor,
        "hand_over",
        "company",
        company.id,
        note=clean_line(reason, longest=400),
        owner_id=(None, to_id),
    )


def _plus(one: Moved, other: Moved) -> Moved:
    return Moved(
        one.companies + other.companies,
        one.follow_ups + other.follow_ups,
        one.opportunities + other.opportunities,
        one.bookings + other.bookings,
    )
