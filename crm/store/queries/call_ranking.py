"""The statements that find which proposals come first, made once and kept.

Putting them together costs a good part of what the database does with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.call_signals import Signal
from crm.store.models import Booking, Company, LedgerEntry, Line, Sector
from crm.store.queries.call_active import (
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
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import CTE, ColumnElement, CompoundSelect, Select, SelectBase

COMPANY = whole_table(Company, "these are on the list for something else already")
GLANCE = 64
"""So many of a theme are looked at first; those worth most are mostly among them."""
MADE = 256
"""Statements that are kept once made: some for each person and day."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: on which day, for whom, and of which years' issues.

    `seasons` are the issues of a season of this year, and those of last year they
    compare to. Statements are made once for each: putting them together costs a good
    part of what the database does with them. `without`, whose ids are given with each
    statement, are called for something else anyway.
    """

    today: date
    rep_id: int | None
    seasons: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @property
    def peaceful(self) -> tuple[Select[int], ...]:
        """The queries of whom nothing is proposed to."""
        ids = bindparam("without", type_=Integer(), expanding=True)
        return *left_in_peace(self.today), select(COMPANY.c.id).where(
            COMPANY.c.id.in_(ids)
        )


@dataclass(frozen=True, slots=True)
class Theme:
    """An issue about to close, the codes of its theme's sectors, the places in all."""

    issue_id: int
    codes: tuple[str, ...]
    places: int


@lru_cache(maxsize=MADE)
def glance(asked: Asked, theme: Theme) -> Select[Any]:
    """Ask for the first of a theme, and who of them may be proposed something."""
    query = _of_theme(asked, theme)
    query = query.order_by(query.selected_columns.cents.desc()).limit(GLANCE)
    first = _once(query, "first")
    ids = select(first.c.id)
    renewed = _renewed(asked, LedgerEntry.company_id.in_(ids), ids).subquery()
    left_out = union_all(
        *(one.where(one.selected_columns[0].in_(ids)) for one in asked.peaceful),
        _holders([theme.issue_id], ids),
        select(renewed.c.company_id),
    )
    return select(first, first.c.id.not_in(left_out).label("is_kept"))


@lru_cache(maxsize=MADE)
def whole(asked: Asked, theme: Theme) -> Select[Any]:
    """Ask for the first of whom in a theme may be proposed something, all looked at."""
    peace = _once(union_all(*asked.peaceful), "peace")
    renewed = _renewed(asked, LedgerEntry.company_id.not_in(select(peace))).subquery()
    left_out = union_all(
        select(peace), _holders([theme.issue_id]), select(renewed.c.company_id)
    )
    each = _once(_of_theme(asked, theme).where(Company.id.not_in(left_out)), "themed")
    return select(each).where(_among_first(each, theme.places))


def _of_theme(asked: Asked, theme: Theme) -> Select[Any]:
    """Return whose sector is in a theme, with what they are worth."""
    total = func.sum(LedgerEntry.net_net_cents)
    worth = (
        select(case((total > 0, gone_net(asked.today)), else_=0))
        .where(is_active(asked.today), LedgerEntry.company_id == Company.id)
        .correlate(Company)
        .scalar_subquery()
    )
    return (
        select(Company.id, shown_name().label("name"), worth.label("cents"))
        .join(Sector, Sector.id == Company.sector_id)
        .where(Sector.code.in_(theme.codes), *whose_companies(asked.rep_id))
    )


@lru_cache(maxsize=MADE)
def ranked(asked: Asked, most: int) -> CompoundSelect[Any]:
    """Ask for the first renewals and silences, with the number and sum of each."""
    peace = _once(union_all(*asked.peaceful), "peace")
    whom = LedgerEntry.company_id.not_in(select(peace))
    again = _once(_renewed(asked, whom), "renewed")
    left_out = union_all(
        select(peace), select(again.c.company_id), *heard_of(asked.today)
    )
    others = LedgerEntry.company_id.not_in(left_out)
    whose = [others, *whose_companies(asked.rep_id)]
    silent = _once(active_nets(asked.today, whose), "silent")
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
    return union_all(*parts)


def _renewed(
    asked: Asked, whom: ColumnElement[bool], ids: Select[int] | None = None
) -> Select[Any]:
    """Return who ran in issues of last year and holds nothing in this year's.

    `whom` is a condition on the ledger's companies; `ids` are those of a few.
    """
    again = [
        (LedgerEntry.issue_id + 0).in_(pasts)
        & LedgerEntry.company_id.not_in(_holders(season, ids))
        for season, pasts in asked.seasons
    ]
    every = [id_ for _season, pasts in asked.seasons for id_ in pasts]
    ran = (
        select(
            LedgerEntry.company_id.label("company_id"),
            func.sum(LedgerEntry.net_net_cents).label("cents"),
        )
        .join(Company, Company.id == LedgerEntry.company_id)
        .where(
            LedgerEntry.issue_id.in_(every),
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


def _holders(issue_ids: Iterable[int], ids: Select[int] | None = None) -> Select[int]:
    """Return who holds space in one of some issues; `ids` are those of a few."""
    held = select(Booking.advertiser_id).join(Line, Line.booking_id == Booking.id)
    if ids is None:
        return held.where(Line.issue_id.in_(issue_ids), Line.status.in_(HOLDS_SPACE))
    # Kept from the planner, which would read all the lines of the issues.
    return held.where(
        Booking.advertiser_id.in_(ids),
        (Line.issue_id + 0).in_(issue_ids),
        func.coalesce(Line.status, "").in_(HOLDS_SPACE),
    )


def _once(query: SelectBase, name: str) -> CTE:
    """Return a query whose rows are found once and kept."""
    return query.cte(name).prefix_with("MATERIALIZED")


def _among_first(table: CTE, most: int) -> ColumnElement[bool]:
    """Keep the `most` rows with the most at stake, and whoever has as much."""
    cents = table.alias().c.cents
    last = select(cents).order_by(cents.desc()).offset(most - 1).limit(1)
    bound = func.coalesce(last.scalar_subquery(), table.c.cents)
    kept: ColumnElement[bool] = table.c.cents >= bound
    return kept
