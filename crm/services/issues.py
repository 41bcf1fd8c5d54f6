"""What the desk does with issues: plan them with their space, publish them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.errors import (
    AlreadyThereError,
    MissingError,
    RangeError,
    words,
)
from crm.domain.magazine import FormatKind, check_dates
from crm.domain.pools import PAGES
from crm.domain.roles import Right
from crm.domain.space import UNITS_PER_PAGE
from crm.domain.text import clean_line
from crm.services.audit import record
from crm.store.models import Format, Issue, IssueBonus, Pool, Position

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MOST_PAGES = 400


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
    dossiers_fr: str = ""
    dossiers_en: str = ""
    event_id: int | None = None


def add_issue(session: Session, actor: Actor, wish: IssueWish) -> int:
    """Plan an issue; return its id.

    Raises DateOrderError, MissingError, and AlreadyThereError for a code that the
    support has already.
    """
    check_dates(wish.closes_on, wish.materials_due_on, wish.published_on)
    if not wish.code.strip():
        raise MissingError(field="code", label=words("Code"))
    if session.scalars(
        select(Issue.id).filter_by(support_id=wish.support_id, code=wish.code)
    ).first():
        raise AlreadyThereError(field="code", value=wish.code)
    issue = Issue(
        support_id=wish.support_id,
        code=wish.code,
        name_fr=wish.name_fr,
        name_en=wish.name_en,
        theme_fr=wish.theme_fr,
        theme_en=wish.theme_en,
        dossiers_fr=wish.dossiers_fr,
        dossiers_en=wish.dossiers_en,
        theme_sectors={"codes": list(wish.sectors)},
        closes_on=wish.closes_on,
        materials_due_on=wish.materials_due_on,
        published_on=wish.published_on,
        ends_on=wish.ends_on,
        pages=wish.pages,
        circulation=wish.circulation,
        event_id=wish.event_id,
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


def standard_pools(
    session: Session, support_id: int, ad_pages: int = 0
) -> list[PoolWish]:
    """Return what an issue of a support has to sell when nothing else is said.

    Its exclusive positions, one each; its page budget (`ad_pages` pages of
    advertising, in twelfths); and one of each digital format an issue.
    Raises RangeError.
    """
    if not 0 <= ad_pages <= MOST_PAGES:
        raise RangeError(
            field="ad_pages",
            label=words("The advertising pages"),
            lowest=0,
            highest=MOST_PAGES,
        )
    positions = session.scalars(
        select(Position)
        .filter_by(support_id=support_id, is_exclusive=True)
        .order_by(Position.rank, Position.id)
    )
    formats = session.scalars(
        select(Format).filter_by(support_id=support_id).order_by(Format.rank, Format.id)
    ).all()
    pools = [
        PoolWish(row.code, row.name_fr, row.name_en, 1, position_id=row.id)
        for row in positions
    ]
    if ad_pages and any(row.kind is FormatKind.PRINT for row in formats):
        budget = ad_pages * UNITS_PER_PAGE
        pools.insert(
            0, PoolWish(PAGES, "Pages de publicité", "Advertising pages", budget)
        )
    pools += [
        PoolWish(row.code, row.name_fr, row.name_en, 1, format_id=row.id)
        for row in formats
        if row.kind is not FormatKind.PRINT
    ]
    return pools


def plan_issue(
    session: Session, actor: Actor, wish: IssueWish, *, ad_pages: int = 0
) -> int:
    """Plan an issue as it is typed, with its support's own space; return its id.

    A name left empty in one language takes the other's, and then the code. Raises
    NotYoursError, DateOrderError, MissingError, AlreadyThereError, RangeError.
    """
    actor.require(Right.MANAGE_TITLES)
    code = clean_line(wish.code, longest=40)
    french = clean_line(wish.name_fr, longest=200)
    english = clean_line(wish.name_en, longest=200)
    theme_fr = clean_line(wish.theme_fr, longest=400)
    theme_en = clean_line(wish.theme_en, longest=400)
    dossiers_fr = clean_line(wish.dossiers_fr, longest=400)
    dossiers_en = clean_line(wish.dossiers_en, longest=400)
    return add_issue(
        session,
        actor,
        replace(
            wish,
            code=code,
            name_fr=french or english or code,
            name_en=english or french or code,
            theme_fr=theme_fr or theme_en,
            theme_en=theme_en or theme_fr,
            dossiers_fr=dossiers_fr or dossiers_en,
            dossiers_en=dossiers_en or dossiers_fr,
            pools=standard_pools(session, wish.support_id, ad_pages),
        ),
    )
