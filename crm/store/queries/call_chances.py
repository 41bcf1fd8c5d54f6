"""What may be proposed: issues taken last year, themes, advertisers unheard of.

`rep_id` keeps one rep's companies; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, func, select, union_all

from crm.domain.activities import ActivityKind
from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_list import Cause, Stake
from crm.domain.call_signals import UNHEARD_DAYS, Signal
from crm.domain.clock import add_months, in_days, paris_instant
from crm.domain.money import Money
from crm.store.models import (
    Activity,
    Booking,
    Company,
    Issue,
    LedgerEntry,
    Line,
    Sector,
)
from crm.store.queries.companies import shown_name
from crm.store.scope import beyond_scope, whole_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssue, ComparedIssues


ACTIVITY = whole_table(Activity, "who was heard of was heard of by anybody")
BOOKING = whole_table(Booking, "who was quoted or confirmed was heard of by anybody")
FEW = 500
"""So many companies are asked for by their ids; more are all read."""
Active = dict[int, tuple[str, int | None, int]]
"""The active advertisers: name, owner, net of the last 12 months in cents."""


class _Ran(NamedTuple):
    """What a company ran in an issue of last year, in cents of net."""

    company_id: int
    name: str
    owner_id: int | None
    issue_id: int
    cents: int


def whose_companies(rep_id: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions on a company to which something may be proposed."""
    whose: list[ColumnElement[bool]] = [
        Company.is_advertiser.expression,
        Company.archived_at.is_(None),
    ]
    if rep_id is not None:
        whose.append(Company.owner_id == rep_id)
    return whose


def chances(
    session: Session,
    asker: Actor,
    rep_id: int | None = None,
    *,
    issues: ComparedIssues,
    free: dict[int, list[Place]],
    only: Collection[int] | None = None,
) -> list[Cause]:
    """List what may be proposed: renewals, themes, advertisers unheard of.

    `free` are the free premium places of the themed issues; `only` keeps some
    companies, by their ids. Whether they are to be left in peace is not asked.
    """
    whose = whose_companies(rep_id)
    if only is not None:
        whose.append(Company.id.in_(only))
    held = _held(session, issues, only)
    active = _active(session, asker, whose)
    return [
        *_renewals(session, issues, held, whose),
        *_themes(session, issues, held, whose, free, active),
        *_unheard(session, asker, active),
    ]


def _held(
    session: Session, issues: ComparedIssues, only: Collection[int] | None
) -> set[tuple[int, int | None]]:
    """Return who holds space in which of the issues that might be proposed."""
    ids = {issue_id for season in issues.seasons.values() for issue_id in season}
    query = (
        select(Booking.advertiser_id, Line.issue_id)
        .join(Line.booking)
        .where(
            Line.issue_id.in_(ids | issues.themed.keys()),
            Line.status.in_(HOLDS_SPACE),
        )
        .distinct()
    )
    if only is not None:
        query = query.where(Booking.advertiser_id.in_(only))
    return {(row[0], row[1]) for row in session.execute(query)}


def _renewals(
    session: Session,
    issues: ComparedIssues,
    held: set[tuple[int, int | None]],
    whose: list[ColumnElement[bool]],
) -> Iterator[Cause]:
    """Return who ran in an issue of last year and holds nothing in this year's.

    One reason a company and support: the first of the issues to close.
    """
    query = (
        select(
            LedgerEntry.company_id,
            func.max(shown_name()),
            func.max(Company.owner_id),
            LedgerEntry.issue_id,
            func.sum(LedgerEntry.net_net_cents),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(
            LedgerEntry.issue_id.in_(issues.seasons),
            LedgerEntry.is_barter.is_(False),
            *whose,
        )
        .group_by(LedgerEntry.company_id, LedgerEntry.issue_id)
        .having(func.sum(LedgerEntry.net_net_cents) > 0)
    )
    again: dict[tuple[int, int], list[tuple[ComparedIssue, _Ran]]] = {}
    for ran in map(_Ran._make, session.execute(query).all()):
        season = issues.seasons[ran.issue_id]
        if not any((ran.company_id, issue_id) in held for issue_id in season):
            coming = next(issues.rows[i] for i in season if issues.rows[i].is_open)
            key = ran.company_id, coming.support_id
            again.setdefault(key, []).append((coming, ran))
    for pairs in again.values():
        pairs.sort(key=lambda pair: (pair[0].closes_on, pair[0].id, pair[1].issue_id))
        coming, ran = pairs[0]
        yield Cause(
            Signal.RENEWAL,
            ran.company_id,
            ran.name,
            day=coming.closes_on,
            issue_id=coming.id,
            issue=coming.name,
            theme=issues.rows[ran.issue_id].theme,
            before=issues.rows[ran.issue_id].name,
            others=len(pairs) - 1,
            stakes=tuple(
                Stake(f"ran {one.company_id} {one.issue_id}", Money(int(one.cents)))
                for _issue, one in pairs
            ),
            owner_id=ran.owner_id,
        )


def _themes(
    session: Session,
    issues: ComparedIssues,
    held: set[tuple[int, int | None]],
    whose: list[ColumnElement[bool]],
    free: dict[int, list[Place]],
    active: Active,
) -> Iterator[Cause]:
    """Return whose sector is in the theme of an issue with premium space left."""
    codes = {code for issue_id in free for code in issues.themed[issue_id]}
    if not codes:
        return
    query = (
        select(Company.id, shown_name(), Company.owner_id, Sector.code)
        .join(Sector, Sector.id == Company.sector_id)
        .where(Sector.code.in_(codes), *whose)
    )
    for company_id, name, owner, code in session.execute(query).all():
        for issue_id, places in free.items():
            if code in issues.themed[issue_id] and (company_id, issue_id) not in held:
                issue = issues.rows[issue_id]
                yield Cause(
                    Signal.THEME,
                    company_id,
                    name,
                    day=issue.closes_on,
                    issue_id=issue_id,
                    issue=issue.name,
                    theme=issue.theme,
                    places=len(places),
                    worth=active[company_id][2] if company_id in active else 0,
                    owner_id=owner,
                )


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


def _active(session: Session, asker: Actor, whose: list[ColumnElement[bool]]) -> Active:
    query = active_nets(asker.today, whose).add_columns(
        func.max(shown_name()), func.max(Company.owner_id)
    )
    found = session.execute(query).all()
    return {id_: (name, owner, int(cents)) for id_, cents, name, owner in found}


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


def _unheard(session: Session, asker: Actor, active: Active) -> Iterator[Cause]:
    """Return the active advertisers with whom nothing was exchanged for long."""
    lately = [
        query.where(query.selected_columns[0].in_(active))
        if len(active) <= FEW
        else query
        for query in heard_of(asker.today)
    ]
    with beyond_scope(session, "who was heard of was heard of by anybody"):
        known = set(session.scalars(union_all(*lately)).all())
    for company_id in sorted(active.keys() - known):
        name, owner_id, cents = active[company_id]
        stake = Stake(f"year {company_id}", Money(cents))
        yield Cause(
            Signal.UNHEARD, company_id, name, stakes=(stake,), owner_id=owner_id
        )
