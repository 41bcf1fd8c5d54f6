"""What planning a year of issues asks: how a support kept its dates so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.issue_names import Dated
from crm.domain.issue_pattern import Habit, habit_of
from crm.domain.magazine import IssueStatus
from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE
from crm.store.models import Issue, Pool

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class SupportHabit:
    """How a support keeps its dates, its last issue, the year to be planned next.

    `ad_pages` is the page budget of the last issue, where it has one.
    """

    habit: Habit
    last: Dated | None
    year: int
    ad_pages: int | None


def support_habit(session: Session, asker: Actor, support_id: int) -> SupportHabit:
    """Learn from the last year a support was published in; cancelled issues apart."""
    issues = session.scalars(
        select(Issue)
        .where(
            Issue.support_id == support_id,
            Issue.status != IssueStatus.CANCELLED,
            Issue.archived_at.is_(None),
        )
        .order_by(Issue.published_on, Issue.id)
    ).all()
    if not issues:
        return SupportHabit(habit_of([]), None, asker.today.year, None)
    last = issues[-1]
    year = max(last.published_on.year + 1, asker.today.year)
    model = [dated(row) for row in issues if row.published_on.year == year - 1]
    model = model or [
        dated(row) for row in issues if row.published_on.year == last.published_on.year
    ]
    units = session.scalar(
        select(Pool.capacity).where(Pool.issue_id == last.id, Pool.code == PAGES)
    )
    pages = units // UNITS_PER_PAGE if units is not None else None
    return SupportHabit(habit_of(model), dated(last), year, pages)


def issues_of_year(
    session: Session, _asker: Actor, support_id: int, year: int
) -> list[Dated]:
    """List the issues a support has in a year, cancelled ones apart."""
    query = (
        select(Issue)
        .where(
            Issue.support_id == support_id,
            Issue.published_on.between(date(year, 1, 1), date(year, 12, 31)),
            Issue.status != IssueStatus.CANCELLED,
        )
        .order_by(Issue.published_on, Issue.id)
    )
    return [dated(row) for row in session.scalars(query)]


def dated(row: Issue) -> Dated:
    """Return what a pattern needs of an issue."""
    return Dated(
        row.code,
        row.name_fr,
        row.name_en,
        row.closes_on,
        row.materials_due_on,
        row.published_on,
        row.pages,
        row.circulation,
        (row.ends_on - row.published_on).days if row.ends_on else None,
    )
