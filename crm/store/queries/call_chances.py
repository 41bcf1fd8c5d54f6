"""What may be proposed: issues taken last year, themes, advertisers unheard of.

`rep_id` keeps one rep's companies; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, func, select, union_all

from crm.domain.activities import ActivityKind
from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_list import Cause, Place, Stake
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
from crm.store.queries.call_issues import ComparedIssue, compared_issues
from crm.store.queries.companies import shown_name
from crm.store.queries.premium_space import free_premium
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssues


@dataclass(frozen=True, slots=True)
class Chances:
    """What may be proposed: reasons, and the free premium positions of issues."""

    causes: list[Cause]
    places: dict[int, list[Place]]


Active = dict[int, tuple[str, int | None, int]]
"""The active advertisers: name, owner, net of the last 12 months in cents."""


class _Ran(NamedTuple):
    """What a company ran in an issue of last year, in cents of net."""

    company_id: int
    name: str
    owner_id: int | None
    issue_id: int
    cents: int


def chances(
    session: Session,
    asker: Actor,
    rep_id: int | None = None,
    *,
    without: AbstractSet[int] = frozenset(),
) -> Chances:
    """List what may be proposed: renewals, themes, advertisers unheard of.

    `without` are the ids of companies to which nothing is proposed anyway.
    """
    whose = [Company.is_advertiser, Company.archived_at.is_(None)]
    if rep_id is not None:
        whose.append(Company.owner_id == rep_id)
    issues = compared_issues(session, asker)
    held = _held(session, issues)
    free = free_premium(session, asker, issues.themed)
    active = _active(session, asker, whose)
    causes = [
        *_renewals(session, issues, held, whose, without),
        *_themes(session, issues, held, whose, free, active, without),
        *_unheard(session, asker, active, rep_id, without),
    ]
    return Chances(causes, free)


def _held(session: Session, issues: ComparedIssues) -> set[tuple[int, int | None]]:
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
    return {(row[0], row[1]) for row in session.execute(query)}


def _renewals(
    session: Session,
    issues: ComparedIssues,
    held: set[tuple[int, int | None]],
    whose: list[Any],
    without: AbstractSet[int],
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
        if ran.company_id not in without and not any(
            (ran.company_id, issue_id) in held for issue_id in season
        ):
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
    whose: list[Any],
    free: dict[int, list[Place]],
    active: Active,
    without: AbstractSet[int],
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
        if company_id in without:
            continue
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


def _active(session: Session, asker: Actor, whose: list[Any]) -> Active:
    """Return who ran in the last 12 months, or is booked to come."""
    cents = LedgerEntry.net_net_cents
    gone = case((Issue.published_on <= asker.today, cents), else_=0)
    query = (
        select(
            LedgerEntry.company_id,
            func.max(shown_name()),
            func.max(Company.owner_id),
            func.sum(gone),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .join(Issue, Issue.id == LedgerEntry.issue_id)
        .where(
            Issue.published_on >= add_months(asker.today, -12),
            LedgerEntry.is_barter.is_(False),
            *whose,
        )
        .group_by(LedgerEntry.company_id)
        .having(func.sum(cents) > 0)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query).all()}


def _unheard(
    session: Session,
    asker: Actor,
    active: Active,
    rep_id: int | None,
    without: AbstractSet[int],
) -> Iterator[Cause]:
    """Return the active advertisers with whom nothing was exchanged for long.

    A note is no exchange; a quote or a confirmation is one.
    """
    since = in_days(asker.today, 1 - UNHEARD_DAYS)
    spoken = select(Activity.company_id).where(
        Activity.happened_at >= paris_instant(since),
        Activity.kind != ActivityKind.NOTE,
        Activity.archived_at.is_(None),
    )
    if rep_id is not None:
        owned = select(Company.id).where(Company.owner_id == rep_id)
        spoken = spoken.where(Activity.company_id.in_(owned))
    heard = union_all(
        spoken.distinct(),
        select(Booking.advertiser_id).where(Booking.quoted_on >= since),
        select(Booking.advertiser_id).where(Booking.confirmed_on >= since),
    )
    with beyond_scope(session, "who was heard of was heard of by anybody"):
        known = set(session.scalars(heard).all()) | without
    for company_id in sorted(active.keys() - known):
        name, owner_id, cents = active[company_id]
        stake = Stake(f"year {company_id}", Money(int(cents)))
        yield Cause(
            Signal.UNHEARD, company_id, name, stakes=(stake,), owner_id=owner_id
        )
