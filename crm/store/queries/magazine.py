"""What can be asked about titles, issues, formats and the space that is left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Integer, bindparam, select

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.magazine import FormatKind, IssueStatus, SupportKind
from crm.domain.pools import PAGES, PoolFacts
from crm.domain.space import Availability, Holding, availability
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Event,
    Format,
    Issue,
    IssueBonus,
    Line,
    LineSpace,
    Pool,
    Position,
    Support,
    Title,
    User,
)
from crm.store.queries.pages_held import pages_held
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


T = TypeVar("T", Format, Position)


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A publication."""

    id: int
    name: str
    publisher_id: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One dated slot of a support, in the reader's language."""

    id: int
    code: str
    name: str
    theme: str
    support_id: int
    support: str
    support_rank: int
    support_kind: SupportKind
    closes_on: date
    materials_due_on: date
    published_on: date
    status: IssueStatus
    bonus: str = ""
    dossiers: str = ""
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormatRow:
    """An ad's size; tenths of a millimetre in print, pixels on screens."""

    id: int
    code: str
    name: str
    kind: FormatKind
    support_id: int
    width: int
    height: int
    bleed: int
    safe: int
    units: int
    is_advertorial: bool = False
    includes: str = ""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where an ad may be promised, and the formats that fit there."""

    id: int
    code: str
    name: str
    support_id: int
    is_exclusive: bool
    is_premium: bool
    takes_page: bool
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A pool of an issue and what is left of it."""

    pool_id: int
    issue_id: int
    code: str
    name: str
    position_id: int | None
    format_id: int | None
    space: Availability


def _named(row: Issue | Format | Position | Pool | Support, french: bool) -> str:  # noqa: FBT001
    return row.name_fr if french else row.name_en


def _french() -> bool:
    return current_language() == "fr"


def list_titles(session: Session, _asker: Actor) -> list[TitleRow]:
    """List the desk's publications, the first first."""
    query = (
        select(Title.id, Title.name, Title.publisher_id)
        .where(Title.archived_at.is_(None))
        .order_by(Title.rank, Title.id)
    )
    return [TitleRow(*row) for row in session.execute(query)]


def list_issues(
    session: Session,
    _asker: Actor,
    title_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    kinds: Collection[SupportKind] = tuple(SupportKind),
) -> list[IssueRow]:
    """List a title's issues by publication day, both bounds inside."""
    query = (
        select(Issue, Support)
        .join(Issue.support)
        .where(Support.title_id == title_id, Support.kind.in_(kinds))
        .order_by(Issue.published_on, Support.rank, Issue.id)
    )
    if since:
        query = query.where(Issue.published_on >= since)
    if until:
        query = query.where(Issue.published_on <= until)
    found = session.execute(query).all()
    bonuses = _bonuses(session, [issue.id for issue, _support in found])
    french = _french()
    return [
        IssueRow(
            id=issue.id,
            code=issue.code,
            name=_named(issue, french),
            theme=issue.theme_fr if french else issue.theme_en,
            support_id=support.id,
            support=_named(support, french),
            support_rank=support.rank,
            support_kind=support.kind,
            closes_on=issue.closes_on,
            materials_due_on=issue.materials_due_on,
            published_on=issue.published_on,
            status=issue.status,
            bonus=bonuses.get(issue.id, ""),
            dossiers=issue.dossiers_fr if french else issue.dossiers_en,
            sectors=tuple(issue.theme_sectors.get("codes", ())),
        )
        for issue, support in found
    ]


def _bonuses(session: Session, issue_ids: list[int]) -> dict[int, str]:
    query = (
        select(IssueBonus.issue_id, Event.name)
        .join(Event, Event.id == IssueBonus.event_id)
        .where(IssueBonus.issue_id.in_(issue_ids))
        .order_by(Event.starts_on)
    )
    found: dict[int, str] = {}
    for issue_id, name in session.execute(query):
        found[issue_id] = f"{found[issue_id]}, {name}" if issue_id in found else name
    return found


def list_formats(session: Session, _asker: Actor, title_id: int) -> list[FormatRow]:
    """List a title's formats in the order of its supports and of their ranks."""
    french = _french()
    return [
        FormatRow(
            row.id,
            row.code,
            _named(row, french),
            row.kind,
            row.support_id,
            row.width,
            row.height,
            row.bleed,
            row.safe,
            row.units,
            row.is_advertorial,
            row.includes_fr if french else row.includes_en,
        )
        for row in session.scalars(_of_title(Format), {"title": title_id})
    ]


def list_positions(session: Session, _asker: Actor, title_id: int) -> list[PositionRow]:
    """List a title's positions in the order of their ranks."""
    french = _french()
    return [
        PositionRow(
            row.id,
            row.code,
            _named(row, french),
            row.support_id,
            row.is_exclusive,
            row.is_premium,
            row.takes_page,
            tuple(row.fits.get("formats", ())),
        )
        for row in session.scalars(_of_title(Position), {"title": title_id})
    ]


@cache
def _of_title(entity: type[T]) -> Select[T]:
    return (
        select(entity)
        .join(Support, Support.id == entity.support_id)
        .where(Support.title_id == bindparam("title", type_=Integer()))
        .order_by(Support.rank, entity.rank, entity.id)
    )


def pools_of(session: Session, issue_id: int) -> list[PoolFacts]:
    """List an issue's pools, for the choice of what a line takes."""
    query = (
        select(Pool.id, Pool.code, Pool.capacity, Pool.position_id, Pool.format_id)
        .where(Pool.issue_id == issue_id)
        .order_by(Pool.id)
    )
    return [PoolFacts(*row) for row in session.execute(query)]


def space_left(
    session: Session,
    asker: Actor,
    issue_ids: Collection[int],
    *,
    pages_in_sum: bool = False,
) -> dict[int, list[SpaceRow]]:
    """Say what is left in issues, and why: the one answer every screen reads.

    Everybody is told what is taken and by which rep; for whom, only where they see
    the booking.

    Returns the pools of each issue in their order. A page budget counts twelfths
    of a page (`crm.domain.pools.PAGES`); `pages_in_sum` tells of it how much is sold
    and optioned, not by whom, which is much less to read.
    """
    held: dict[int, list[Holding]] = {}
    holdings = (
        select(
            LineSpace.pool_id,
            LineSpace.units,
            Company.trade_name,
            Company.name,
            User.name,
            Booking.id,
            Line.status,
            Line.option_until,
            visible(session, Booking),
        )
        .join(Line, Line.id == LineSpace.line_id)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .join(Pool, Pool.id == LineSpace.pool_id)
        .where(Pool.issue_id.in_(issue_ids), LineSpace.status.in_(HOLDS_SPACE))
        .order_by(LineSpace.id)
    )
    if pages_in_sum:
        holdings = holdings.where(Pool.code != PAGES)
        held.update(pages_held(session, issue_ids))
    with beyond_scope(session, "space is counted whoever holds it"):
        taken = session.execute(holdings).all()
    for pool_id, units, trade, name, rep, booking, status, until, seen in taken:
        held.setdefault(pool_id, []).append(
            Holding(
                units,
                (trade or name) if seen else "",
                rep,
                booking if seen else None,
                until if status is LineStatus.OPTIONED else None,
                status is LineStatus.RAN,
            )
        )
    pools = (
        select(Pool, Issue.closes_on)
        .join(Pool.issue)
        .where(Pool.issue_id.in_(issue_ids))
        .order_by(Pool.issue_id, Pool.rank, Pool.id)
    )
    french = _french()
    result: dict[int, list[SpaceRow]] = {issue_id: [] for issue_id in issue_ids}
    for pool, closes_on in session.execute(pools):
        result[pool.issue_id].append(
            SpaceRow(
                pool.id,
                pool.issue_id,
                pool.code,
                _named(pool, french),
                pool.position_id,
                pool.format_id,
                availability(
                    pool.capacity,
                    tuple(held.get(pool.id, ())),
                    closes_on=closes_on,
                    today=asker.today,
                ),
            )
        )
    return result


__all__ = [
    "PAGES",
    "FormatRow",
    "IssueRow",
    "PositionRow",
    "SpaceRow",
    "TitleRow",
    "list_formats",
    "list_issues",
    "list_positions",
    "list_titles",
    "pools_of",
    "space_left",
]
