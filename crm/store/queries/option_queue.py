"""Who waits for a place, in what order, and who held it a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.bookings import BOOKED
from crm.domain.clock import add_months
from crm.domain.option_queue import InLine, in_order
from crm.domain.seasons import SAME_ISSUE_DAYS
from crm.language import current_language
from crm.store.models import (
    Booking,
    Company,
    Issue,
    Line,
    LineSpace,
    OptionQueue,
    Pool,
    User,
)
from crm.store.scope import beyond_scope, visible

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

UNITS_WAITED_FOR = (LineSpace.line_id == OptionQueue.line_id) & (
    LineSpace.pool_id == OptionQueue.pool_id
)
"""Joins who waits for a pool to the units that are wanted of it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits for a pool; of a booking not to be seen, only the rep is told.

    `place` counts from 1; `kept_until` is set once it is their turn.
    """

    pool_id: int
    place: int
    booking_id: int | None
    advertiser: str
    rep: str
    units: int
    is_first_refusal: bool
    kept_until: date | None


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """Who held a position in the issue of a year before."""

    company_id: int
    advertiser: str
    issue: str


def who_waits(session: Session, pool_id: int) -> list[InLine]:
    """Return everybody in line for a pool, in their order, with the units they need."""
    query = (
        select(
            OptionQueue.line_id,
            LineSpace.units,
            OptionQueue.asked_at,
            OptionQueue.is_first_refusal,
            OptionQueue.kept_until,
        )
        .join(LineSpace, UNITS_WAITED_FOR)
        .where(OptionQueue.pool_id == pool_id)
    )
    with beyond_scope(session, "a line is as long as it is, whoever stands in it"):
        found = session.execute(query).all()
    return in_order(InLine(*row) for row in found)


def waiting_for(
    session: Session, _asker: Actor, pool_ids: Collection[int]
) -> dict[int, list[Waiting]]:
    """List who waits for pools, each in its order; pools nobody waits for left out."""
    query = (
        select(
            OptionQueue,
            Booking.id,
            Company.trade_name,
            Company.name,
            User.name,
            LineSpace.units,
            visible(session, Booking),
        )
        .join(Line, Line.id == OptionQueue.line_id)
        .join(LineSpace, UNITS_WAITED_FOR)
        .join(Booking, Booking.id == Line.booking_id)
        .join(Company, Company.id == Booking.advertiser_id)
        .join(User, User.id == Booking.owner_id)
        .where(OptionQueue.pool_id.in_(pool_ids))
        .order_by(
            OptionQueue.pool_id,
            OptionQueue.is_first_refusal.desc(),
            OptionQueue.asked_at,
            OptionQueue.line_id,
        )
    )
    with beyond_scope(session, "a line is as long as it is, whoever stands in it"):
        rows = session.execute(query).all()
    found: dict[int, list[Waiting]] = {}
    for one, booking_id, trade, name, rep, units, seen in rows:
        line = found.setdefault(one.pool_id, [])
        line.append(
            Waiting(
                one.pool_id,
                len(line) + 1,
                booking_id if seen else None,
                (trade or name) if seen else "",
                rep,
                units,
                one.is_first_refusal,
                one.kept_until,
            )
        )
    return found


def held_before(session: Session, _asker: Actor, pool_id: int) -> list[HeldBefore]:
    """List who held a pool's position in the same issue of the year before.

    The same is the support's issue within `SAME_ISSUE_DAYS` of a year earlier.
    Advertisers the asker does not see are left out.
    """
    pool = session.execute(
        select(Pool.position_id, Issue.support_id, Issue.published_on)
        .join(Issue, Issue.id == Pool.issue_id)
        .where(Pool.id == pool_id, Pool.position_id.is_not(None))
    ).first()
    if pool is None:
        return []
    near, span = add_months(pool.published_on, -12), timedelta(days=SAME_ISSUE_DAYS)
    query = (
        select(Company.id, Company.trade_name, Company.name, Issue)
        .join(Booking, Booking.advertiser_id == Company.id)
        .join(Line, Line.booking_id == Booking.id)
        .join(Issue, Issue.id == Line.issue_id)
        .where(
            Line.position_id == pool.position_id,
            Line.status.in_(BOOKED),
            Issue.support_id == pool.support_id,
            Issue.published_on.between(near - span, near + span),
        )
        .order_by(Issue.published_on.desc(), Company.id)
    )
    french = current_language() == "fr"
    found: dict[int, HeldBefore] = {}
    for id_, trade, name, issue in session.execute(query):
        told = issue.name_fr if french else issue.name_en
        found.setdefault(id_, HeldBefore(id_, trade or name, told))
    return list(found.values())
