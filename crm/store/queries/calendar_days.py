"""The days a calendar tells: the issues' for everybody, a person's own deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crm.domain.bookings import LineStatus
from crm.domain.magazine import IssueStatus, SupportKind
from crm.language import current_language
from crm.store.models import (
    Booking,
    CalendarFeed,
    InsertionReport,
    Issue,
    Line,
    Position,
    Support,
    Title,
)
from crm.store.queries.companies import shown_name
from crm.store.queries.sign_ins import LONGEST_TOKEN, digest_of
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class IssueDays:
    """An issue with its three dates."""

    id: int
    name: str
    theme: str
    support: str
    kind: SupportKind
    closes_on: date
    materials_due_on: date
    published_on: date
    is_cancelled: bool
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A deadline of a person's own bookings: an option’s end, reports due."""

    id: int
    day: date
    issue: str
    advertiser: str = ""
    place: str = ""
    number: str = ""
    lines: int = 1


def _subjects(issue: Issue, *, french: bool) -> tuple[str, str]:
    if french:
        return issue.theme_fr, issue.dossiers_fr
    return issue.theme_en, issue.dossiers_en


def issue_days(
    session: Session,
    _asker: Actor,
    since: date,
    until: date,
    title_id: int | None = None,
) -> list[IssueDays]:
    """List the issues published between two days, both inside."""
    french = current_language() == "fr"
    query = (
        select(Issue, Support)
        .join(Issue.support)
        .where(Issue.published_on.between(since, until), Issue.archived_at.is_(None))
        .order_by(Issue.published_on, Support.rank, Issue.id)
    )
    if title_id is not None:
        query = query.where(Support.title_id == title_id)
    return [
        IssueDays(
            row.id,
            row.name_fr if french else row.name_en,
            ". ".join(filter(None, _subjects(row, french=french))),
            support.name_fr if french else support.name_en,
            support.kind,
            row.closes_on,
            row.materials_due_on,
            row.published_on,
            row.status is IssueStatus.CANCELLED,
            row.changed_at,
            row.version,
        )
        for row, support in session.execute(query)
    ]


def own_options(session: Session, asker: Actor) -> list[OwnDay]:
    """List the options of the asker's own bookings, the first to fall first."""
    french = current_language() == "fr"
    query = (
        select(
            Line.id,
            Line.option_until,
            Issue.name_fr if french else Issue.name_en,
            shown_name(),
            func.coalesce(Position.name_fr if french else Position.name_en, ""),
            func.coalesce(Booking.number, Booking.quote_number),
        )
        .select_from(Line)
        .join(Line.booking)
        .join(Booking.advertiser)
        .join(Line.issue)
        .outerjoin(Line.position)
        .where(
            Line.status == LineStatus.OPTIONED,
            Line.option_until.is_not(None),
            Booking.owner_id == asker.user_id,
        )
        .order_by(Line.option_until, Line.id)
    )
    with owned_by(session, asker.user_id):
        found = session.execute(query).all()
    return [
        OwnDay(id_, day, issue, name, place, number)
        for id_, day, issue, name, place, number in found
        if day
    ]


def own_reports(session: Session, asker: Actor) -> list[OwnDay]:
    """List, by issue, when the insertion reports of the asker's bookings fall due."""
    name = Issue.name_fr if current_language() == "fr" else Issue.name_en
    query = (
        select(Issue.id, func.min(InsertionReport.due_on), name, func.count(Line.id))
        .select_from(InsertionReport)
        .join(Line, Line.id == InsertionReport.line_id)
        .join(Line.issue)
        .join(Line.booking)
        .where(InsertionReport.sent_on.is_(None), Booking.owner_id == asker.user_id)
        .group_by(Issue.id, name)
        .order_by(func.min(InsertionReport.due_on), Issue.id)
    )
    with owned_by(session, asker.user_id):
        found = session.execute(query).all()
    return [OwnDay(id_, day, issue, lines=lines) for id_, day, issue, lines in found]


def desk_seed(session: Session, _asker: Actor) -> str:
    """Return what tells this desk's calendar from another's: its first title."""
    query = select(Title.name, Title.created_at).order_by(Title.id).limit(1)
    found = session.execute(query).first()
    return f"{found[0]} {found[1].isoformat()}" if found else ""


def feed_made_at(session: Session, asker: Actor) -> datetime | None:
    """Say since when the asker has a calendar address; None without one."""
    query = select(CalendarFeed.made_at).filter_by(user_id=asker.user_id)
    return session.scalars(query).first()


def feed_holder(session: Session, token: str) -> int | None:
    """Return whose calendar address holds a token; None where it opens nothing.

    Asked on behalf of the desk itself: nobody is signed in.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    query = select(CalendarFeed.user_id).filter_by(token_digest=digest_of(token))
    return session.scalars(query).first()
