"""What may be proposed: issues taken last year, themes, advertisers unheard of.

`rep_id` keeps one rep's companies; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, bindparam, func, select, union_all

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_list import Cause, Stake
from crm.domain.call_signals import Signal
from crm.domain.money import Money
from crm.store.models import (
    Booking,
    Company,
    LedgerEntry,
    Line,
    Sector,
)
from crm.store.queries.call_active import active_nets, heard_of, whose_companies
from crm.store.queries.companies import shown_name
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssue, ComparedIssues


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
    held_in = {issue_id for season in issues.seasons.values() for issue_id in season}
    asked = _statements(
        asker.today,
        rep_id,
        tuple(issues.seasons),
        tuple(sorted(held_in | issues.themed.keys())),
        tuple(sorted({code for id_ in free for code in issues.themed[id_]})),
        few=only is not None,
    )
    given = {} if only is None else {"only": list(only)}

    def rows(query: Executable) -> Sequence[Any]:
        return session.execute(query, given).all()

    held = {(row[0], row[1]) for row in rows(asked.held)}
    active = {
        id_: (who, whose, int(net)) for id_, net, who, whose in rows(asked.active)
    }
    in_theme = rows(asked.in_theme) if free else []
    return [
        *_renewals(rows(asked.ran), issues, held),
        *_themes(in_theme, issues, held, free, active),
        *_unheard(session, asker, active),
    ]


def _renewals(
    rows: Iterable[Any],
    issues: ComparedIssues,
    held: set[tuple[int, int | None]],
) -> Iterator[Cause]:
    """Return who ran in an issue of last year and holds nothing in this year's.

    One reason a company and support: the first of the issues to close.
    """
    again: dict[tuple[int, int], list[tuple[ComparedIssue, _Ran]]] = {}
    for ran in map(_Ran._make, rows):
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
    rows: Iterable[Any],
    issues: ComparedIssues,
    held: set[tuple[int, int | None]],
    free: dict[int, list[Place]],
    active: Active,
) -> Iterator[Cause]:
    """Return whose sector is in the theme of an issue with premium space left."""
    for company_id, name, owner, code in rows:
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


# --- Statements, made once for each day ---------------------------------------


class _Statements(NamedTuple):
    held: Executable
    ran: Executable
    in_theme: Executable
    active: Executable


@lru_cache(maxsize=256)
def _statements(
    today: date,
    rep_id: int | None,
    pasts: tuple[int, ...],
    coming: tuple[int, ...],
    codes: tuple[str, ...],
    *,
    few: bool,
) -> _Statements:
    """Ask who holds space in the coming issues, ran in the past ones, is of a theme.

    And who is active. A few are given by their ids, `only`.
    """
    only = bindparam("only", type_=Integer(), expanding=True)
    whose = [*whose_companies(rep_id), *([Company.id.in_(only)] if few else [])]
    held = (
        select(Booking.advertiser_id, Line.issue_id)
        .join(Line.booking)
        .where(Line.issue_id.in_(coming), Line.status.in_(HOLDS_SPACE))
        .distinct()
    )
    ran = (
        select(
            LedgerEntry.company_id,
            func.max(shown_name()),
            func.max(Company.owner_id),
            LedgerEntry.issue_id,
            func.sum(LedgerEntry.net_net_cents),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(
            LedgerEntry.issue_id.in_(pasts), LedgerEntry.is_barter.is_(False), *whose
        )
        .group_by(LedgerEntry.company_id, LedgerEntry.issue_id)
        .having(func.sum(LedgerEntry.net_net_cents) > 0)
    )
    in_theme = (
        select(Company.id, shown_name(), Company.owner_id, Sector.code)
        .join(Sector, Sector.id == Company.sector_id)
        .where(Sector.code.in_(codes), *whose)
    )
    active = active_nets(today, whose).add_columns(
        func.max(shown_name()), func.max(Company.owner_id)
    )
    if few:
        held = held.where(Booking.advertiser_id.in_(only))
    return _Statements(held, ran, in_theme, active)
