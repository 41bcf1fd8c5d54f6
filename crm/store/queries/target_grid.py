"""What the months of a year are to bring: by rep, about a title or a support."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import extract, func, or_, select

from crm.domain.money import EURO, Money
from crm.domain.roles import Right, RoleCode
from crm.domain.targets import About, target_field
from crm.language import current_language
from crm.store.models import (
    AuditEntry,
    LedgerEntry,
    Role,
    Support,
    Target,
    Title,
    User,
)
from crm.store.scope import beyond_scope, credited, team_totals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class TargetRep:
    """Who has, or may be given, targets; `ended_on` is when they left."""

    id: int
    name: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class TargetGrid:
    """The targets of a year about one thing: rep by month.

    `amounts` holds the cells that are set, by the fields of `crm.domain.targets`;
    `version` moves with every target that is set or taken away.
    """

    year: int
    about: About
    reps: tuple[TargetRep, ...]
    amounts: Mapping[str, Money]
    version: int

    def amount(self, user_id: int, month: int) -> Money:
        """Return a cell; nothing where it is not set."""
        return self.amounts.get(target_field(user_id, month), Money(0))


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What targets may be about, and what a year's come to, seen and unseen."""

    about: About
    title: str
    support: str
    total: Money


def target_grid(session: Session, asker: Actor, year: int, about: About) -> TargetGrid:
    """Return the targets of a year that the asker may see, in euros.

    Everybody who sells here has a row, and who has left while a figure is theirs.
    """
    query = select(Target.user_id, Target.month, Target.cents).where(
        *_of(year, about), Target.user_id.is_not(None)
    )
    sums: dict[str, int] = defaultdict(int)
    for user_id, month, cents in session.execute(query):
        sums[target_field(user_id or 0, month.month)] += cents
    amounts = {field: Money(cents) for field, cents in sums.items()}
    return TargetGrid(
        year, about, _reps(session, asker, year), amounts, _version(session)
    )


def _of(year: int, about: About) -> list[ColumnElement[bool]]:
    return [
        Target.month.between(date(year, 1, 1), date(year, 12, 31)),
        Target.currency == EURO,
        Target.title_id.is_not_distinct_from(about.title_id),
        Target.support_id.is_not_distinct_from(about.support_id),
    ]


def _reps(session: Session, asker: Actor, year: int) -> tuple[TargetRep, ...]:
    sold = select(LedgerEntry.user_id).where(
        LedgerEntry.posted_on >= date(year - 1, 1, 1),
        LedgerEntry.posted_on <= date(year, 12, 31),
    )
    asked = select(Target.user_id).where(
        Target.user_id.is_not(None),
        Target.month.between(date(year - 1, 1, 1), date(year, 12, 31)),
    )
    sells = (
        User.ended_on.is_(None)
        & User.archived_at.is_(None)
        & Role.may_write
        & (Role.code != RoleCode.ADMINISTRATOR)
    )
    query = (
        select(User.id, User.name, User.ended_on)
        .join(Role, Role.id == User.role_id)
        .where(
            or_(sells, User.id.in_(asked), User.id.in_(sold)),
            credited(session, User.id),
        )
        .order_by(User.ended_on.is_not(None), User.name, User.id)
    )
    if not asker.may(Right.SEE_TARGETS):
        query = query.where(User.id == asker.user_id)
    return tuple(TargetRep(*row) for row in session.execute(query))


def _version(session: Session) -> int:
    query = select(func.max(AuditEntry.id)).where(AuditEntry.entity == "target")
    with beyond_scope(session, "whether a target was set since the grid was opened"):
        return session.scalars(query).one() or 0


def target_abouts(session: Session, _asker: Actor, year: int) -> list[AboutRow]:
    """List what targets may be about: each title, its supports, everything last.

    Each with the year's targets of all reps, which everybody may know.
    """
    french = current_language() == "fr"
    months = Target.month.between(date(year, 1, 1), date(year, 12, 31))
    summed = (
        select(Target.title_id, Target.support_id, func.sum(Target.cents))
        .where(months, Target.currency == EURO, Target.user_id.is_not(None))
        .group_by(Target.title_id, Target.support_id)
    )
    with team_totals(session, None):
        totals = {
            About(title_id, support_id): Money(int(cents))
            for title_id, support_id, cents in session.execute(summed)
        }
    supports = session.execute(
        select(
            Support.title_id,
            Support.id,
            Support.name_fr if french else Support.name_en,
        ).order_by(Support.rank, Support.id)
    ).all()
    titles = session.execute(
        select(Title.id, Title.name)
        .where(Title.archived_at.is_(None))
        .order_by(Title.rank, Title.id)
    ).all()
    none = Money(0)
    rows = []
    for title_id, title in titles:
        about = About(title_id)
        rows.append(AboutRow(about, title, "", totals.get(about, none)))
        for of, support_id, support in supports:
            if of == title_id:
                about = About(title_id, support_id)
                rows.append(AboutRow(about, title, support, totals.get(about, none)))
    rows.append(AboutRow(About(), "", "", totals.get(About(), none)))
    return rows


def target_years(session: Session, asker: Actor) -> list[int]:
    """List the years that can be planned, the latest first."""
    year = extract("year", Target.month)
    with team_totals(session, None):
        found = {int(row) for row in session.scalars(select(year).distinct())}
    now = asker.today.year
    return sorted(found | set(range(now - 1, now + YEARS_AHEAD)), reverse=True)
