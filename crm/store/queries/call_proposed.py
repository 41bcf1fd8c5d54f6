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
from crm.store.models import Booking, Company, Issue, LedgerEntry, Line, Sector
from crm.store.queries.call_chances import (
    active_nets,
    gone_net,
    heard_of,
    is_active,
    whose_companies,
)
from crm.store.queries.call_quiet import left_in_peace
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import CTE, ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssues


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

    def whom(
        self,
        company_id: Any,  # noqa: ANN401  a column
        *silent: Select[int],
    ) -> list[ColumnElement[bool]]:
        """Return the conditions on a company; `silent` return whom to leave out.

        One list of ids is searched, on the column that is read first.
        """
        left = union_all(*left_in_peace(self.asker), *silent)
        found = [*whose_companies(self.rep_id), company_id.not_in(left)]
        if self.without:
            found.append(company_id.not_in(self.without))
        return found


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
    renewed = _renewed(asked)
    themed = _themed(session, asked, renewed) if free else []
    allotted = allot(themed, free)
    names = {one.company_id: one.company for one in themed}
    first = [
        First(Signal.THEME, company_id, names[company_id], place.price.cents)
        for company_id, (_issue, place) in allotted.items()
    ]
    figures = {Signal.THEME: (len(first), sum(one.cents for one in first))}
    for row in _ranked(session, asked, renewed, allotted, most):
        first.append(First(Signal(row.signal), row.id, row.name, int(row.cents)))
        figures[Signal(row.signal)] = row.many, int(row.total)
    many, cents = (sum(figure) for figure in zip(*figures.values(), strict=True))
    return Proposed(first, allotted, many, Money(cents))


def _renewed(asked: _Asked) -> Select[Any]:
    """Return who ran in issues of last year and holds nothing in this year's."""
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
            *asked.whom(LedgerEntry.company_id),
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


def _themed(session: Session, asked: _Asked, renewed: Select[Any]) -> list[Themed]:
    """Return who may get a free place of an issue in whose theme their sector is.

    Of each issue as many as there are places, who is worth most first: whoever comes
    after them finds the places of that issue gone.
    """
    places = sum(len(of_issue) for of_issue in asked.free.values())
    gone = gone_net(asked.asker)
    worth = (
        select(case((func.sum(LedgerEntry.net_net_cents) > 0, gone), else_=0))
        .join(Issue, Issue.id == LedgerEntry.issue_id)
        .where(is_active(asked.asker), LedgerEntry.company_id == Company.id)
        .correlate(Company)
        .scalar_subquery()
    )
    again = renewed.subquery()
    found: dict[int, Themed] = {}
    for issue_id in asked.free:
        left_out = select(again.c.company_id), _holders([issue_id])
        each = (
            select(Company.id, shown_name().label("name"), worth.label("cents"))
            .join(Sector, Sector.id == Company.sector_id)
            .where(
                Sector.code.in_(asked.issues.themed[issue_id]),
                *asked.whom(Company.id, *left_out),
            )
            .cte(f"themed_{issue_id}")
            .prefix_with("MATERIALIZED")
        )
        query = select(each.c.id, each.c.name, each.c.cents)
        for row in session.execute(query.where(_among_first(each, places))):
            known = found.get(row.id)
            ids = known.issue_ids if known else frozenset()
            found[row.id] = Themed(row.id, row.name, int(row.cents), ids | {issue_id})
    return list(found.values())


def _ranked(
    session: Session,
    asked: _Asked,
    renewed: Select[Any],
    allotted: Allotted,
    most: int,
) -> Sequence[Row[Any]]:
    """Return the first renewals and silences, with the number and sum of each."""
    again = renewed.cte("renewed").prefix_with("MATERIALIZED")
    others = asked.whom(
        LedgerEntry.company_id, *heard_of(asked.asker), select(again.c.company_id)
    )
    if allotted:
        others.append(LedgerEntry.company_id.not_in(allotted))
    silent = active_nets(asked.asker, others).cte("silent").prefix_with("MATERIALIZED")
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


def _among_first(table: CTE, most: int) -> ColumnElement[bool]:
    """Keep the `most` rows with the most at stake, and whoever has as much."""
    cents = table.alias().c.cents
    last = select(cents).order_by(cents.desc()).offset(most - 1).limit(1)
    bound = last.scalar_subquery()
    return or_(bound.is_(None), table.c.cents >= bound)
