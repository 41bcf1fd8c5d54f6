"""What ends by itself or was promised: the calls that cannot wait.

`rep_id` keeps one rep's; None is everybody's whom the asker sees.
"""

from __future__ import annotations

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

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def owed(session: Session, asker: Actor, rep_id: int | None = None) -> list[Cause]:
    """List what ends by itself or was promised: options, materials, follow-ups."""
    return [*_lines(session, asker, rep_id), *_follow_ups(session, asker, rep_id)]


def _lines(session: Session, asker: Actor, rep_id: int | None) -> Iterator[Cause]:
    """Return the options about to fall and the materials that are late."""
    french = current_language() == "fr"
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
        Line.option_until.between(asker.today, in_days(asker.today, OPTION_DAYS)),
    )
    late = about.where(
        Line.status == LineStatus.CONFIRMED,
        Line.material_status == MaterialStatus.AWAITED,
        Issue.materials_due_on < asker.today,
        Issue.status != IssueStatus.CANCELLED,
    )
    for query in (falling, late):
        with owned_by(session, rep_id):
            rows = session.execute(of_rep(query, rep_id)).all()
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
    due = [
        FollowUp.done_at.is_(None),
        FollowUp.archived_at.is_(None),
        FollowUp.due_on <= asker.today,
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
    stakes: dict[int, list[Stake]] = {}
    for company_id, line_id, cents in session.execute(open_lines):
        stakes.setdefault(company_id, []).append(_line_stake(line_id, cents))
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
    ordered = found.order_by(FollowUp.due_on, FollowUp.due_time, FollowUp.id)
    with owned_by(session, rep_id):
        rows = session.execute(ordered).all()
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
