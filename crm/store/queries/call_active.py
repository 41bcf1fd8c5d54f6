"""Who is an active advertiser, what they are worth, and who was heard of lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from crm.domain.activities import ActivityKind
from crm.domain.call_signals import UNHEARD_DAYS
from crm.domain.clock import add_months, in_days, paris_instant
from crm.store.models import Activity, Booking, Company, Issue, LedgerEntry
from crm.store.scope import whole_table

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Select

ACTIVITY = whole_table(Activity, "who was heard of was heard of by anybody")
BOOKING = whole_table(Booking, "who was quoted or confirmed was heard of by anybody")


def whose_companies(rep_id: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions on a company to which something may be proposed."""
    whose: list[ColumnElement[bool]] = [
        Company.is_advertiser.expression,
        Company.archived_at.is_(None),
    ]
    if rep_id is not None:
        whose.append(Company.owner_id == rep_id)
    return whose


def active_nets(today: date, whose: list[ColumnElement[bool]]) -> Select[int, int]:
    """Return the ids of who ran in the last 12 months, or is booked to come.

    With the net of the last 12 months in cents.
    """
    return (
        select(LedgerEntry.company_id, gone_net(today).label("cents"))
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(is_active(today), *whose)
        .group_by(LedgerEntry.company_id)
        .having(func.sum(LedgerEntry.net_net_cents) > 0)
    )


def is_active(today: date) -> ColumnElement[bool]:
    """Return the condition on what a company ran lately, or is booked for."""
    lately = Issue.published_on >= add_months(today, -12)
    return _published(lately) & LedgerEntry.is_barter.is_(False)


def gone_net(today: date) -> ColumnElement[int]:
    """Return the sum of what was published by today, in cents."""
    gone = _published(Issue.published_on <= today)
    return func.sum(case((gone, LedgerEntry.net_net_cents), else_=0))


def _published(when: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an entry is of an issue published at some time.

    Kept from the planner, which would look for the issues' entries one by one where
    most of the ledger is theirs.
    """
    issue_id: ColumnElement[int | None] = LedgerEntry.issue_id + 0
    return issue_id.in_(select(Issue.id).where(when))


def heard_of(today: date) -> tuple[Select[int], ...]:
    """Return the queries of companies with which something was exchanged lately.

    A note is no exchange; a quote or a confirmation is one.
    """
    since = in_days(today, 1 - UNHEARD_DAYS)
    return (
        select(ACTIVITY.c.company_id).where(
            ACTIVITY.c.happened_at >= paris_instant(since),
            ACTIVITY.c.kind != ActivityKind.NOTE,
            ACTIVITY.c.archived_at.is_(None),
        ),
        select(BOOKING.c.advertiser_id).where(BOOKING.c.quoted_on >= since),
        select(BOOKING.c.advertiser_id).where(BOOKING.c.confirmed_on >= since),
    )
