"""What falls: options, closing dates, materials, insertion reports.

`rep_id` keeps what concerns one rep's bookings; None is the whole team.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.domain.money import Money
from crm.domain.pools import PAGES
from crm.domain.space import UNITS_PER_PAGE
from crm.language import current_language
from crm.store.models import (
    Booking,
    InsertionReport,
    Issue,
    Line,
    Position,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.magazine import space_left
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

OPTION_DAYS = 5
"""An option that falls within so many days is worth a call."""
DUE_DAYS = 40
"""How far ahead the list of what falls due looks."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option about to fall."""

    booking_id: int
    advertiser: str
    what: str
    issue: str
    until: date
    net_net: Money


class Due(StrEnum):
    """What can fall due."""

    CLOSING = "closing"
    MATERIALS = "materials"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class DueRow:
    """A deadline of an issue: how many lines it concerns, whose if of one only."""

    kind: Due
    issue_id: int
    issue: str
    day: date
    lines: int
    advertiser: str
    is_late: bool


def expiring_options(
    session: Session, asker: Actor, rep_id: int | None = None
) -> list[OptionRow]:
    """List the options that fall within `OPTION_DAYS`, the first to fall first."""
    french = current_language() == "fr"
    query = (
        select(
            Booking.id,
            shown_name(),
            Position.name_fr if french else Position.name_en,
            Booking.campaign,
            Issue.name_fr if french else Issue.name_en,
            Line.option_until,
            Line.net_net_cents,
            Line.currency,
        )
        .select_from(Line)
        .join(Line.booking)
        .join(Booking.advertiser)
        .outerjoin(Line.issue)
        .outerjoin(Line.position)
        .where(
            Line.status == LineStatus.OPTIONED,
            Line.option_until <= in_days(asker.today, OPTION_DAYS),
        )
        .order_by(Line.option_until, Line.net_net_cents.desc(), Line.id)
    )
    with owned_by(session, rep_id):
        found = session.execute(of_rep(query, rep_id)).all()
    return [
        OptionRow(
            id_, name, position or campaign, issue or "", until, Money(cents, cur)
        )
        for id_, name, position, campaign, issue, until, cents, cur in found
    ]


def falling_due(
    session: Session, asker: Actor, rep_id: int | None = None
) -> list[DueRow]:
    """List what falls due within `DUE_DAYS` and what is late, the first first."""
    french = current_language() == "fr"
    closings, materials, reports = _due(asker.today, rep_id, french=french)
    rows = [
        DueRow(Due.CLOSING, id_, issue, day, 0, "", is_late=False)
        for id_, issue, day in session.execute(closings)
    ]
    for kind, query in ((Due.MATERIALS, materials), (Due.REPORT, reports)):
        with owned_by(session, rep_id):
            found = session.execute(query).all()
        rows += [
            DueRow(
                kind,
                id_,
                issue,
                day,
                lines,
                who if names == 1 else "",
                day < asker.today,
            )
            for id_, issue, day, lines, who, names in found
        ]
    return sorted(rows, key=lambda row: (row.day, list(Due).index(row.kind), row.issue))


@lru_cache(maxsize=256)
def _due(
    today: date, rep_id: int | None, *, french: bool
) -> tuple[Executable, Executable, Executable]:
    """Ask what closes, which materials are awaited and which reports are due."""
    last = in_days(today, DUE_DAYS)
    name = Issue.name_fr if french else Issue.name_en
    closings = (
        select(Issue.id, name, Issue.closes_on)
        .where(
            Issue.closes_on.between(today, last),
            Issue.status == IssueStatus.PLANNED,
            Issue.archived_at.is_(None),
        )
        .order_by(Issue.closes_on)
    )
    concerned = func.count(Line.id), func.min(shown_name())
    whose = func.count(Booking.advertiser_id.distinct())
    materials = (
        select(Issue.id, name, Issue.materials_due_on, *concerned, whose)
        .select_from(Line)
        .join(Line.issue)
        .join(Line.booking)
        .join(Booking.advertiser)
        .where(
            Line.status == LineStatus.CONFIRMED,
            Line.material_status == MaterialStatus.AWAITED,
            Issue.materials_due_on <= last,
        )
        .group_by(Issue.id, name, Issue.materials_due_on)
    )
    reports = (
        select(Issue.id, name, func.min(InsertionReport.due_on), *concerned, whose)
        .select_from(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .join(Line.issue)
        .join(Line.booking)
        .join(Booking.advertiser)
        .where(InsertionReport.sent_on.is_(None), InsertionReport.due_on <= last)
        .group_by(Issue.id, name)
    )
    return closings, of_rep(materials, rep_id), of_rep(reports, rep_id)


def of_rep(query: Any, rep_id: int | None) -> Any:  # noqa: ANN401  any select of lines
    """Keep the lines of one rep's bookings."""
    if rep_id is None:
        return query
    return query.where(
        Line.booking_id.in_(select(Booking.id).where(Booking.owner_id == rep_id))
    )


def pages_left(
    session: Session, asker: Actor, issue_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Say how many whole pages are left in issues, and of how many."""
    return {
        issue_id: (
            pool.space.left // UNITS_PER_PAGE,
            pool.space.capacity // UNITS_PER_PAGE,
        )
        for issue_id, pools in space_left(session, asker, issue_ids).items()
        for pool in pools
        if pool.code == PAGES
    }
