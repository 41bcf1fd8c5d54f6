"""Which proposals come first, and the figures of them all, without reading them all.

The database ranks; only the rows that are shown are told in full, by
`crm.store.queries.call_chances`, whose reasons these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, false, func, literal, or_, select, union_all

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_places import Allotted, Themed, allot, name_key
from crm.domain.call_signals import Signal
from crm.domain.money import Money
from crm.store.models import Booking, Company, LedgerEntry, Line, Sector
from crm.store.queries.call_chances import (
    active_nets,
    gone_net,
    heard_of,
    is_active,
    whose_companies,
)
from crm.store.queries.call_quiet import left_in_peace
from crm.store.queries.companies import shown_name
from crm.store.scope import whole_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import CTE, ColumnElement, CompoundSelect, Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssues


COMPANY = whole_table(Company, "these are on the list for something else already")
GLANCE = 64
"""So many of a theme are looked at first; those worth most are mostly among them."""


class First(NamedTuple):
    """A company among the first of a signal; `cents` is its euros at stake."""

    signal: Signal
    company_id: int
    company: str
    cents: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """The first companies of each signal, at least as many as are shown.

    `many` and `stake` count every company that is proposed something.
    """

    first: list[First]
    allotted: Allotted
    many: int
    stake: Money

    def in_order(self) -> list[First]:
        """Return the first companies in the order of the list."""
        signals = list(Signal)
        return sorted(
            self.first,
            key=lambda one: (
                signals.index(one.signal),
                -one.cents,
                name_key(one.company),
                one.company_id,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: for whom, of which issues, with which places free.

    `without` are the ids of companies that are called for something else anyway.
    """

    asker: Actor
    rep_id: int | None
    issues: ComparedIssues
    free: Mapping[int, Sequence[Place]]
    without: frozenset[int]

    @property
    def places(self) -> int:
        """How many places may be proposed in all."""
        return sum(len(of_issue) for of_issue in self.free.values())

    def peaceful(self, without: Iterable[int] = ()) -> tuple[Select[int], ...]:
        """Return the queries of whom nothing is proposed to, and of some others."""
        ids = self.without.union(without)
        chosen = (select(COMPANY.c.id).where(COMPANY.c.id.in_(ids)),) if ids else ()
        return *left_in_peace(self.asker), *chosen


def proposed(
    session: Session,
    asker: Actor,
    rep_id: int | None,
    issues: ComparedIssues,
    free: Mapping[int, Sequence[Place]],
    *,
    without: Iterable[int],
    most: int,
) -> Proposed:
    """Rank the proposals: `most` of each signal and whoever is at stake as much.

    `without` are the ids of companies that are called for something else anyway.
    """
    asked = _Asked(asker, rep_id, issues, free, frozenset(without))
    themed = _themed(session, asked)
    allotted = allot(themed, free)
    names = {one.company_id: one.company for one in themed}
    first = [
        First(Signal.THEME, company_id, names[company_id], place.price.cents)
        for company_id, (_issue, place) in allotted.items()
    ]
    figures = {Signal.THEME: (len(first), sum(one.cents for one in first))}
    for row in _ranked(session, asked, allotted, most):
        first.append(First(Signal(row.signal), row.id, row.name, int(row.cents)))
        figures[Signal(row.signal)] = row.many, int(row.total)
    many, cents = (sum(figure) for figure in zip(*figures.values(), strict=True))
    return Proposed(first, allotted, many, Money(cents))


def _renewed(asked: _Asked, whom: ColumnElement[bool]) -> Select[Any]:
    """Return who ran in issues of last year and holds nothing in this year's.

    `whom` is a condition on the ledger's companies.
    """
    pasts: dict[tuple[int, ...], list[int]] = {}
    for past, season in asked.issues.seasons.items():
        pasts.setdefault(tuple(season), []).append(past)
    again = [
        LedgerEntry.issue_id.in_(of_season)
        & LedgerEntry.company_id.not_in(_holders(season))
        for season, of_season in pasts.items()
    ]
    ran = (
        select(
            LedgerEntry.company_id.label("company_id"),
            func.sum(LedgerEntry.net_net_cents).label("cents"),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(
            LedgerEntry.issue_id.in_(asked.issues.seasons),
            LedgerEntry.is_barter.is_(False),
            or_(false(), *again),
            whom,
            *whose_companies(asked.rep_id),
        )
        .group_by(LedgerEntry.company_id, LedgerEntry.issue_id)
        .having(func.sum(LedgerEntry.net_net_cents) > 0)
        .subquery()
    )
    cents = func.sum(ran.c.cents).label("cents")
    return select(ran.c.company_id, cents).group_by(ran.c.company_id)


def _holders(issue_ids: Iterable[int]) -> Select[int]:
    """Return who holds space in one of some issues."""
    return (
        select(Booking.advertiser_id)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.issue_id.in_(issue_ids), Line.status.in_(HOLDS_SPACE))
    )


# --- Themes -------------------------------------------------------------------


def _themed(session: Session, asked: _Asked) -> list[Themed]:
    """Return who may get a free place of an issue in whose theme their sector is.

    Of each issue as many as there are places, who is worth most first: whoever comes
    after them finds the places of that issue gone.
    """
    found: dict[int, Themed] = {}
    for issue_id in asked.free:
        rows = _glance(session, asked, issue_id)
        if rows is None:
            rows = _worth_most(session, asked, issue_id)
        for row in rows:
            known = found.get(row.id)
            ids = known.issue_ids if known else frozenset()
            found[row.id] = Themed(row.id, row.name, int(row.cents), ids | {issue_id})
    return list(found.values())


def _of_theme(asked: _Asked, issue_id: int) -> Select[Any]:
    """Return whose sector is in the theme of an issue, with what they are worth."""
    total = func.sum(LedgerEntry.net_net_cents)
    worth = (
        select(case((total > 0, gone_net(asked.asker)), else_=0))
        .where(is_active(asked.asker), LedgerEntry.company_id == Company.id)
        .correlate(Company)
        .scalar_subquery()
    )
    codes = asked.issues.themed[issue_id]
    return (
        select(Company.id, shown_name().label("name"), worth.label("cents"))
        .join(Sector, Sector.id == Company.sector_id)
        .where(Sector.code.in_(codes), *whose_companies(asked.rep_id))
    )


def _glance(
    session: Session, asked: _Asked, issue_id: int
) -> Sequence[Row[Any]] | None:
    """Look at the first of a theme alone: None where they do not settle it.

    They do where the last that gets a place is worth more than whoever was not
    looked at.
    """
    query = _of_theme(asked, issue_id)
    first = query.order_by(query.selected_columns.cents.desc()).limit(GLANCE)
    rows = session.execute(first).all()
    if not rows:
        return rows
    ids = [row.id for row in rows]
    whom = LedgerEntry.company_id.in_(ids)
    left_out = [
        *(one.where(one.selected_columns[0].in_(ids)) for one in asked.peaceful()),
        _holders([issue_id]).where(Booking.advertiser_id.in_(ids)),
        select(_renewed(asked, whom).subquery().c.company_id),
    ]
    left = set(session.scalars(union_all(*left_out)))
    kept = [row for row in rows if row.id not in left]
    if len(rows) < GLANCE:
        return kept
    settled = len(kept) >= asked.places
    return kept if settled and kept[asked.places - 1].cents > rows[-1].cents else None


def _worth_most(session: Session, asked: _Asked, issue_id: int) -> Sequence[Row[Any]]:
    """Return the first of a theme, all of it looked at, and whoever is worth as much."""
    peace = _kept(union_all(*asked.peaceful()), "peace")
    whom = LedgerEntry.company_id.not_in(select(peace))
    left_out = union_all(
        select(peace),
        _holders([issue_id]),
        select(_renewed(asked, whom).subquery().c.company_id),
    )
    query = _of_theme(asked, issue_id).where(Company.id.not_in(left_out))
    each = _kept(query, "themed")
    return session.execute(select(each).where(_among_first(each, asked.places))).all()


# --- Renewals and silences ----------------------------------------------------


def _ranked(
    session: Session, asked: _Asked, allotted: Allotted, most: int
) -> Sequence[Row[Any]]:
    """Return the first renewals and silences, with the number and sum of each.

    Whoever is proposed a place is no renewal: they are left out of both at once.
    """
    peace = _kept(union_all(*asked.peaceful(allotted)), "peace")
    whom = LedgerEntry.company_id.not_in(select(peace))
    again = _kept(_renewed(asked, whom), "renewed")
    left_out = union_all(
        select(peace), select(again.c.company_id), *heard_of(asked.asker)
    )
    others = LedgerEntry.company_id.not_in(left_out)
    whose = [others, *whose_companies(asked.rep_id)]
    silent = _kept(active_nets(asked.asker, whose), "silent")
    parts = (
        select(
            literal(str(signal)).label("signal"),
            Company.id,
            shown_name().label("name"),
            of.c.cents,
            select(func.count()).select_from(of).scalar_subquery().label("many"),
            select(func.sum(of.c.cents)).scalar_subquery().label("total"),
        )
        .join(of, of.c.company_id == Company.id)
        .where(_among_first(of, most))
        for signal, of in ((Signal.RENEWAL, again), (Signal.UNHEARD, silent))
    )
    return session.execute(union_all(*parts)).all()


def _kept(query: Select[Any] | CompoundSelect[Any], name: str) -> CTE:
    """Return a query whose rows are found once and kept."""
    return query.cte(name).prefix_with("MATERIALIZED")


def _among_first(table: CTE, most: int) -> ColumnElement[bool]:
    """Keep the `most` rows with the most at stake, and whoever has as much."""
    cents = table.alias().c.cents
    last = select(cents).order_by(cents.desc()).offset(most - 1).limit(1)
    bound = func.coalesce(last.scalar_subquery(), table.c.cents)
    kept: ColumnElement[bool] = table.c.cents >= bound
    return kept
