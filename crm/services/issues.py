"""What the desk does with issues: plan them with their space, publish them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import MoveError, UnknownError
from crm.domain.magazine import IssueStatus, check_dates
from crm.services.audit import record
from crm.services.bookings import run_issue
from crm.store.models import Issue, IssueBonus, Pool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class PoolWish:
    """What can run out: one position, one format, or the page budget (twelfths)."""

    code: str
    name_fr: str
    name_en: str
    capacity: int
    position_id: int | None = None
    format_id: int | None = None


@dataclass(frozen=True, slots=True)
class IssueWish:
    """One dated slot of a support, with what it has to sell."""

    support_id: int
    code: str
    name_fr: str
    name_en: str
    closes_on: date
    materials_due_on: date
    published_on: date
    ends_on: date | None = None
    theme_fr: str = ""
    theme_en: str = ""
    sectors: tuple[str, ...] = ()
    pages: int | None = None
    circulation: int | None = None
    bonus_event_ids: tuple[int, ...] = ()
    pools: Sequence[PoolWish] = ()


def add_issue(session: Session, actor: Actor, wish: IssueWish) -> int:
    """Plan an issue; return its id. Raises DateOrderError."""
    check_dates(wish.closes_on, wish.materials_due_on, wish.published_on)
    issue = Issue(
        support_id=wish.support_id,
        code=wish.code,
        name_fr=wish.name_fr,
        name_en=wish.name_en,
        theme_fr=wish.theme_fr,
        theme_en=wish.theme_en,
        theme_sectors={"codes": list(wish.sectors)},
        closes_on=wish.closes_on,
        materials_due_on=wish.materials_due_on,
        published_on=wish.published_on,
        ends_on=wish.ends_on,
        pages=wish.pages,
        circulation=wish.circulation,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(issue)
    session.flush()
    session.add_all(
        Pool(
            issue_id=issue.id,
            code=pool.code,
            name_fr=pool.name_fr,
            name_en=pool.name_en,
            capacity=pool.capacity,
            position_id=pool.position_id,
            format_id=pool.format_id,
            rank=rank,
        )
        for rank, pool in enumerate(wish.pools)
    )
    session.add_all(
        IssueBonus(issue_id=issue.id, event_id=event_id)
        for event_id in wish.bonus_event_ids
    )
    record(
        session,
        actor,
        "add",
        "issue",
        issue.id,
        code=wish.code,
        published_on=wish.published_on,
    )
    session.flush()
    return issue.id


def publish_issue(session: Session, actor: Actor, issue_id: int) -> int:
    """Publish an issue: its confirmed lines ran; return how many.

    Raises UnknownError, MoveError when it is published or cancelled already.
    """
    issue = session.get(Issue, issue_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise UnknownError
    if issue.status is not IssueStatus.PLANNED:
        raise MoveError(current=issue.status, wanted=IssueStatus.PUBLISHED)
    issue.status = IssueStatus.PUBLISHED
    issue.changed_at = actor.at
    issue.version += 1
    ran = run_issue(session, actor, issue_id)
    record(session, actor, "publish", "issue", issue_id, lines=ran)
    return ran
