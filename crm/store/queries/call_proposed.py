"""Which proposals come first, and the figures of them all, without reading them all.

The database ranks; only the rows that are shown are told in full, by
`crm.store.queries.call_chances`, whose reasons these are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, literal, or_, select, union_all

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_places import Allotted, Themed, allot, name_key
from crm.domain.call_signals import Signal
from crm.domain.money import Money
from crm.store.models import Booking, Company, LedgerEntry, Line, Sector
from crm.store.queries.call_chances import (
    active_nets,
    heard_of,
    whose_companies,
)
from crm.store.queries.call_quiet import left_in_peace
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.call_places import Place
    from crm.domain.roles import Actor
    from crm.store.queries.call_issues import ComparedIssues

PROPOSED = (Signal.RENEWAL, Signal.UNHEARD)


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


def proposed(
    session: Session,
    asker: Actor,
    rep_id: int | None,
    issues: ComparedIssues,
    free: Mapping[int, Sequence[Place]],
    *,
    without: Collection[int],
    most: int,
) -> Proposed:
    """Rank the proposals: `most` of each signal and whoever is at stake as much.

    `without` are the ids of companies that are called for something else anyway.
    """
    whom = [*whose_companies(rep_id), *left_in_peace(asker, Company.id)]
    if without:
        whom.append(Company.id.not_in(without))
    renewed = _renewed(issues, whom)
    themed = _themed(session, asker, issues, free, whom, renewed)
    allotted = allot(themed, free)
    ranked = _ranked(session, asker, whom, renewed, allotted, most)
    names = {one.company_id: one.company for one in themed}
    first = [
        First(Signal.THEME, company_id, names[company_id], place.price.cents)
        for company_id, (_issue, place) in allotted.items()
    ]
    many, cents = len(first), sum(one.cents for one in first)
    counted = {}
    for tier, company_id, name, at_stake, of_tier, in_tier in ranked:
        signal = PROPOSED[tier]
        first.append(First(signal, company_id, name, int(at_stake)))
        counted[signal] = of_tier, int(in_tier)
    many += sum(of_tier for of_tier, _cents in counted.values())
    cents += sum(in_tier for _many, in_tier in counted.values())
    return Proposed(first, allotted, many, Money(cents))


def _renewed(issues: ComparedIssues, whom: list[Any]) -> Select[Any] | None:
    """Return who ran in issues of last year and holds nothing in this year's."""
    if not issues.seasons:
        return None
    pasts: dict[tuple[int, ...], list[int]] = {}
    for past, season in issues.seasons.items():
        pasts.setdefault(tuple(season), []).append(past)
    ran = (
        select(
            LedgerEntry.company_id.label("company_id"),
            func.sum(LedgerEntry.net_net_cents).label("cents"),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(
            LedgerEntry.is_barter.is_(False),
            or_(
                *(
                    LedgerEntry.issue_id.in_(of_season)
                    & LedgerEntry.company_id.not_in(_holders(season))
                    for season, of_season in pasts.items()
                )
            ),
            *whom,
        )
        .group_by(LedgerEntry.company_id, LedgerEntry.issue_id)
        .having(func.sum(LedgerEntry.net_net_cents) > 0)
        .subquery()
    )
    return select(ran.c.company_id, func.sum(ran.c.cents).label("cents")).group_by(
        ran.c.company_id
    )


def _holders(issue_ids: Iterable[int]) -> Select[int]:
    """Return who holds space in one of some issues."""
    return (
        select(Booking.advertiser_id)
        .join(Line, Line.booking_id == Booking.id)
        .where(Line.issue_id.in_(issue_ids), Line.status.in_(HOLDS_SPACE))
    )


def _themed(
    session: Session,
    asker: Actor,
    issues: ComparedIssues,
    free: Mapping[int, Sequence[Place]],
    whom: list[Any],
    renewed: Select[Any] | None,
) -> list[Themed]:
    """Return who may get a free place of an issue in whose theme their sector is.

    Of each issue as many as there are places, who is worth most first: whoever comes
    after them finds the places of that issue gone.
    """
    places = sum(len(of_issue) for of_issue in free.values())
    worth = active_nets(asker, whom).subquery()
    found: dict[int, Themed] = {}
    for issue_id in free:
        if not issues.themed[issue_id]:
            continue
        cents = func.coalesce(worth.c.cents, 0)
        query = (
            select(
                Company.id,
                shown_name().label("name"),
                cents.label("cents"),
                func.rank().over(order_by=cents.desc()).label("place"),
            )
            .join(Sector, Sector.id == Company.sector_id)
            .outerjoin(worth, worth.c.company_id == Company.id)
            .where(
                Sector.code.in_(issues.themed[issue_id]),
                Company.id.not_in(_holders([issue_id])),
                *whom,
            )
        )
        if renewed is not None:
            owing = renewed.subquery()
            query = query.where(Company.id.not_in(select(owing.c.company_id)))
        best = query.subquery()
        rows = session.execute(
            select(best.c.id, best.c.name, best.c.cents).where(best.c.place <= places)
        )
        for company_id, name, net in rows:
            known = found.get(company_id)
            ids = known.issue_ids if known else frozenset()
            found[company_id] = Themed(company_id, name, int(net), ids | {issue_id})
    return list(found.values())


def _ranked(
    session: Session,
    asker: Actor,
    whom: list[Any],
    renewed: Select[Any] | None,
    allotted: Allotted,
    most: int,
) -> Sequence[Any]:
    """Return the first renewals and silences, with the number and sum of each."""
    others = [Company.id.not_in(heard_of(asker)), *whom]
    if allotted:
        others.append(Company.id.not_in(list(allotted)))
    parts = []
    if renewed is not None:
        again = renewed.cte("renewed")
        parts.append(
            select(literal(0).label("tier"), again.c.company_id, again.c.cents)
        )
        others.append(Company.id.not_in(select(again.c.company_id)))
    silent = active_nets(asker, others).subquery()
    parts.append(select(literal(1).label("tier"), silent.c.company_id, silent.c.cents))
    each = union_all(*parts).subquery()
    tier = each.c.tier
    placed = select(
        each.c.tier,
        each.c.company_id,
        each.c.cents,
        func.rank()
        .over(partition_by=tier, order_by=each.c.cents.desc())
        .label("place"),
        func.count().over(partition_by=tier).label("many"),
        func.sum(each.c.cents).over(partition_by=tier).label("total"),
    ).subquery()
    return session.execute(
        select(
            placed.c.tier,
            placed.c.company_id,
            shown_name(),
            placed.c.cents,
            placed.c.many,
            placed.c.total,
        )
        .join(Company, Company.id == placed.c.company_id)
        .where(placed.c.place <= most)
    ).all()
