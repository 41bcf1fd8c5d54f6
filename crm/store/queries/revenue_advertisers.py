"""Who the net is from: advertisers new, renewed and lapsed, the largest, sectors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from crm.domain.clock import add_months
from crm.domain.money import Money
from crm.domain.revenue import NOTHING, SEGMENTS, Cut, Period, Segment, share_of
from crm.domain.revenue_amounts import Amounts
from crm.language import current_language
from crm.store.models import Company, Sector
from crm.store.queries.companies import shown_name
from crm.store.queries.revenue_per_advertiser import marked, per_advertiser
from crm.store.queries.revenue_source import calendar_year
from crm.store.scope import team_totals

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TOP = 10
"""As many advertisers make the concentration."""


@dataclass(frozen=True, slots=True)
class AdvertiserSum:
    """An advertiser and its booked net; `sector` where it has one."""

    company_id: int
    name: str
    sector: str
    net_net: Money
    many: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of the net comes from the largest advertisers."""

    top: tuple[AdvertiserSum, ...]
    whole: Money
    advertisers: int

    @property
    def net_net(self) -> Money:
        """What the largest have booked."""
        return Money(sum(row.net_net.cents for row in self.top), self.whole.currency)

    @property
    def share(self) -> int | None:
        """Their share in basis points; None where nothing is booked."""
        return share_of(self.net_net, self.whole)


@dataclass(frozen=True, slots=True)
class Retention:
    """How many of last year's advertisers have net this year.

    `base` had net published last year up to the same day, `kept` of them have net
    this year; `full_base` and `full_kept` tell the same of the whole of last year.
    """

    base: int
    kept: int
    full_base: int
    full_kept: int
    lost: Money

    @property
    def share(self) -> int | None:
        """The share kept, in basis points; None where nobody ran."""
        return self.kept * 10_000 // self.base if self.base else None

    @property
    def full_share(self) -> int | None:
        """The share kept of the whole year before; None where nobody ran."""
        return self.full_kept * 10_000 // self.full_base if self.full_base else None


def segments(
    session: Session, _asker: Actor, period: Period
) -> dict[Segment, tuple[int, Amounts]]:
    """Count a period's advertisers by what they are to the years before, with net."""
    with team_totals(session, period.rep_id):
        found = _segments(session, period)
    return {
        SEGMENTS[key]: (many, _net_alone(cents, rows, period.currency))
        for key, many, cents, rows in found
    }


def retention(session: Session, asker: Actor, period: Period) -> Retention:
    """Say how many of last year's advertisers have net in the year of a period."""
    earlier = calendar_year(period).a_year_earlier()
    same_day = min(add_months(asker.today, -12), earlier.until)
    base, kept = 0, 0
    with team_totals(session, period.rep_id):
        full_base, full_kept, lost = _kept(session, earlier)
        if same_day == earlier.until:
            base, kept = full_base, full_kept
        elif same_day >= earlier.since:
            base, kept, _cents = _kept(session, replace(earlier, until=same_day))
    return Retention(base, kept, full_base, full_kept, Money(lost, period.currency))


def list_lapsed(
    session: Session, _asker: Actor, period: Period, *, limit: int | None = None
) -> list[AdvertiserSum]:
    """List who had net the year before and has none in the year, the largest first.

    With their net of the year before. A rep finds their own.
    """
    earlier = calendar_year(period).a_year_earlier()
    sums = marked(session, earlier).subquery()
    gone = sums.c.stays == 0
    return _rows(session, _largest(sums, limit, gone), period.currency)


def concentration(session: Session, _asker: Actor, period: Period) -> Concentration:
    """Return a period's largest advertisers, and what they are a share of.

    A rep is told the largest of those they follow.
    """
    sums = per_advertiser(session, period).subquery()
    totals = select(func.coalesce(func.sum(sums.c.cents), 0), func.count()).where(
        sums.c.cents != 0
    )
    cents, many = session.execute(totals).one()
    rows = tuple(_rows(session, _largest(sums, TOP), period.currency))
    return Concentration(rows, Money(int(cents), period.currency), many)


def cut_by_advertiser(session: Session, period: Period, cut: Cut) -> dict[int, Amounts]:
    """Cut a period's net by sector, by segment or by advertiser: the net alone."""
    if cut is Cut.SEGMENT:
        rows = [
            (key, cents, many) for key, _n, cents, many in _segments(session, period)
        ]
    else:
        sums = per_advertiser(session, period).subquery()
        key = sums.c.company_id
        query = select(key, sums.c.cents, sums.c.many)
        if cut is Cut.SECTOR:
            key = func.coalesce(Company.sector_id, NOTHING).label("sector")
            query = (
                select(key, func.sum(sums.c.cents), func.sum(sums.c.many))
                .join(Company, Company.id == sums.c.company_id)
                .group_by("sector")
            )
        rows = [(row[0], row[1], row[2]) for row in session.execute(query)]
    return {
        int(key): _net_alone(cents, many, period.currency) for key, cents, many in rows
    }


def _segments(session: Session, period: Period) -> list[Any]:
    each = marked(session, period).subquery()
    some = func.sum(case((each.c.cents > 0, 1), else_=0))
    query = select(
        each.c.segment, some, func.sum(each.c.cents), func.sum(each.c.many)
    ).group_by(each.c.segment)
    return [tuple(map(int, row)) for row in session.execute(query)]


def _kept(session: Session, earlier: Period) -> tuple[int, int, int]:
    """Count who had net, who of them has net the year after, what the others had."""
    each = marked(session, earlier).subquery()
    lost = case((each.c.stays == 0, each.c.cents), else_=0)
    found = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(each.c.stays), 0),
            func.coalesce(func.sum(lost), 0),
        ).where(each.c.cents > 0)
    ).one()
    return int(found[0]), int(found[1]), int(found[2])


def _largest(sums: Any, limit: int | None, *kept: Any) -> Select[Any]:  # noqa: ANN401  a subquery
    """Name the largest advertisers; they are chosen before they are named."""
    french = current_language() == "fr"
    order = (sums.c.cents.desc(), sums.c.company_id)
    chosen = select(sums).where(sums.c.cents > 0, *kept).order_by(*order)
    top = chosen.limit(limit).subquery()
    return (
        select(
            top.c.company_id,
            shown_name(),
            Sector.name_fr if french else Sector.name_en,
            top.c.cents,
            top.c.many,
        )
        .join(Company, Company.id == top.c.company_id)
        .outerjoin(Sector, Sector.id == Company.sector_id)
        .order_by(top.c.cents.desc(), top.c.company_id)
    )


def _rows(session: Session, query: Select[Any], currency: str) -> list[AdvertiserSum]:
    return [
        AdvertiserSum(id_, name, sector or "", Money(int(cents), currency), int(many))
        for id_, name, sector, cents, many in session.execute(query)
    ]


def _net_alone(cents: int, many: int, currency: str) -> Amounts:
    nothing = Money(0, currency)
    return Amounts(Money(int(cents), currency), nothing, nothing, nothing, int(many))
