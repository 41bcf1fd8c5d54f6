"""What ends by itself or was promised: the calls that cannot wait.

`rep_id` keeps one rep's; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import case, select

from crm.domain.bookings import LineStatus
from crm.domain.call_list import Cause, Stake
from crm.domain.call_signals import OPTION_DAYS, Signal
from crm.domain.clock import in_days
from crm.domain.magazine import IssueStatus, MaterialStatus
from crm.domain.money import Money
from crm.language import current_language
from crm.store.models import Booking, FollowUp, Issue, Line, Position
from crm.store.queries.companies import shown_name
from crm.store.queries.deadlines import of_rep
from crm.store.scope import owned_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def owed(session: Session, asker: Actor, rep_id: int | None = None) -> list[Cause]:
    """List what ends by itself or was promised: options, materials, follow-ups."""
    return [*_lines(session, asker, rep_id), *_follow_ups(session, asker, rep_id)]


def _lines(session: Session, asker: Actor, rep_id: int | None) -> Iterator[Cause]:
    """Return the options about to fall and the materials that are late."""
    french = current_language() == "fr"
    for query in _about(asker.today, rep_id, french=french):
        with owned_by(session, rep_id):
            rows = session.execute(query).all()
        for row in rows:
            id_, status, until, due, cents, barter, company_id, contact = row[:8]
            owner, name, position, issue = row[8:]
            option = status is LineStatus.OPTIONED
            day = until if option else due
            yield Cause(
                Signal.OPTION if option else Signal.MATERIALS,
                company_id,
                name,
                day=day,
                days_late=(asker.today - day).days,
                issue=issue or "",
                place=position or "",
                stakes=(_line_stake(id_, 0 if barter else cents),),
                contact_id=contact,
                owner_id=owner,
            )


def _follow_ups(session: Session, asker: Actor, rep_id: int | None) -> Iterator[Cause]:
    """Return the follow-ups due by today, with the options and quotes they are for."""
    open_lines, found = _due(asker.today, rep_id)
    stakes: dict[int, list[Stake]] = {}
    for company_id, line_id, cents in session.execute(open_lines):
        stakes.setdefault(company_id, []).append(_line_stake(line_id, cents))
    with owned_by(session, rep_id):
        rows = session.execute(found).all()
    for row in rows:
        yield Cause(
            Signal.FOLLOW_UP,
            row.company_id,
            row.name,
            day=row.due_on,
            hour=row.due_time,
            days_late=(asker.today - row.due_on).days,
            reason=row.reason,
            stakes=tuple(stakes.get(row.company_id, ())),
            follow_up_id=row.id,
            contact_id=row.contact_id,
            owner_id=row.owner_id,
        )


def _line_stake(line_id: int, cents: int) -> Stake:
    return Stake(f"line {line_id}", Money(cents))


# --- Statements, made once for each day ---------------------------------------


@lru_cache(maxsize=256)
def _about(
    today: date, rep_id: int | None, *, french: bool
) -> tuple[Executable, Executable]:
    """Ask for the options about to fall, and for the lines whose material is late."""
    named = Position.name_fr if french else Position.name_en
    about = (
        select(
            Line.id,
            Line.status,
            Line.option_until,
            Issue.materials_due_on,
            Line.net_net_cents,
            Line.is_barter,
            Booking.advertiser_id,
            Booking.contact_id,
            Booking.owner_id,
            shown_name(),
            case((Position.is_premium, named)),
            Issue.name_fr if french else Issue.name_en,
        )
        .select_from(Line)
        .join(Line.booking)
        .join(Booking.advertiser)
        .outerjoin(Line.issue)
        .outerjoin(Line.position)
        .order_by(Line.id)
    )
    falling = about.where(
        Line.status == LineStatus.OPTIONED,
        Line.option_until.between(today, in_days(today, OPTION_DAYS)),
    )
    late = about.where(
        Line.status == LineStatus.CONFIRMED,
        Line.material_status == MaterialStatus.AWAITED,
        Issue.materials_due_on < today,
        Issue.status != IssueStatus.CANCELLED,
    )
    return of_rep(falling, rep_id), of_rep(late, rep_id)


@lru_cache(maxsize=256)
def _due(today: date, rep_id: int | None) -> tuple[Executable, Executable]:
    """Ask for the open lines of whom a follow-up is due, and for the follow-ups."""
    due = [
        FollowUp.done_at.is_(None),
        FollowUp.archived_at.is_(None),
        FollowUp.due_on <= today,
    ]
    if rep_id is not None:
        due.append(FollowUp.owner_id == rep_id)
    open_lines = (
        select(Booking.advertiser_id, Line.id, Line.net_net_cents)
        .join(Line.booking)
        .where(
            Line.status.in_([LineStatus.OPTIONED, LineStatus.QUOTED]),
            Line.is_barter.is_(False),
            Booking.advertiser_id.in_(select(FollowUp.company_id).where(*due)),
        )
    )
    found = (
        select(
            FollowUp.id,
            FollowUp.company_id,
            FollowUp.contact_id,
            FollowUp.owner_id,
            FollowUp.reason,
            FollowUp.due_on,
            FollowUp.due_time,
            shown_name().label("name"),
        )
        .join(FollowUp.company)
        .where(*due)
    )
    return open_lines, found.order_by(FollowUp.due_on, FollowUp.due_time, FollowUp.id)
