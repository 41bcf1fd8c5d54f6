"""Where a figure is summed: the ledger, or the smallest of its sums that can tell it.

The same filter narrows them all, so that a figure and the rows behind it are one.
Any of them gives the same cents: `regie check` and the tests compare them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_

from crm.domain.revenue import NOTHING, Basis, year
from crm.domain.revenue_amounts import month_key
from crm.store.models import (
    Issue,
    LedgerEntry,
    RevenueCell,
    RevenueDay,
    RevenueGrain,
    RevenueRep,
)
from crm.store.queries.revenue_segments import in_segment
from crm.store.queries.revenue_within import (
    counted_day,
    month_of,
    of_issues,
    whose,
    within,
)
from crm.store.scope import credited

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period


@dataclass(frozen=True, slots=True)
class Source:
    """Columns to sum and to cut by, and the rows of a period among them.

    `posted_on` and `company_id` where each row has its own.
    """

    net_net: Any
    card: Any
    gross: Any
    net: Any
    many: Any
    month: Any
    rep_id: Any
    title_id: Any
    support_id: Any
    issue_id: Any
    by_agency: Any
    narrow: Any
    posted_on: Any = None
    company_id: Any = None

    def sums(self) -> tuple[Any, ...]:
        """Return booked net, card rate, gross, net and how many rows, summed."""
        cents = (self.net_net, self.card, self.gross, self.net)
        return (
            *(func.coalesce(func.sum(one), 0) for one in cents),
            func.coalesce(func.sum(self.many), 0),
        )


def source(
    session: Session,
    period: Period,
    *,
    barter: bool = False,
    by_rep: bool = False,
    by_row: bool = False,
) -> Source:
    """Choose where a period is summed; its rows keep to what the asker may follow.

    `by_rep` keeps each rep's rows apart, `by_row` each advertiser's and each day's.
    """
    whole = period.is_whole_months and period.as_of is None
    if by_row or period.is_narrow or not whole:
        places = (period.sector_id, period.title_id, period.support_id)
        if any(one is not None for one in places):
            return _grains(session, period, barter=barter)
        return _ledger(session, period, barter=barter)
    places = (period.title_id, period.support_id, period.issue_id)
    if by_rep and all(one is None for one in places):
        return _reps(session, period, barter=barter)
    return _cells(session, period, barter=barter, by_rep=by_rep)


def may_count_days(period: Period) -> bool:
    """Say whether the sums by day tell a period: a rep's or everybody's, whole."""
    others = (period.title_id, period.support_id, period.issue_id, period.by_agency)
    if period.is_narrow or any(one is not None for one in others):
        return False
    return period.basis is Basis.POSTED or period.is_whole_months


def by_day(
    session: Session,
    query: Select[Any],
    period: Period,
    *,
    barter: bool = False,
) -> Select[Any]:
    """Keep the sums by day a period counts; `may_count_days` says that they can."""
    query = query.where(
        RevenueDay.is_barter.is_(barter),
        RevenueDay.currency == period.currency,
        whose(session, RevenueDay.rep_id, period),
    )
    if period.basis is Basis.POSTED:
        query = query.where(RevenueDay.posted_on.between(period.since, period.until))
    else:
        months = (month_key(period.since), month_key(period.until))
        query = query.where(RevenueDay.month.between(*months))
    if period.as_of is not None:
        query = query.where(RevenueDay.posted_on <= period.as_of)
    return query


def calendar_year(period: Period) -> Period:
    """Return the whole year a period begins in, for the same filter."""
    whole = year(period.since.year)
    return replace(period, since=whole.since, until=whole.until, as_of=None)


def _ledger(session: Session, period: Period, *, barter: bool) -> Source:
    row = LedgerEntry

    def narrow(query: Any) -> Any:  # noqa: ANN401  any select
        return within(session, query, period, barter=barter)

    return Source(
        net_net=row.net_net_cents,
        card=row.card_cents,
        gross=row.gross_cents,
        net=row.net_cents,
        many=case((row.id.is_not(None), 1)),
        month=month_of(counted_day(period.basis)),
        rep_id=row.user_id,
        title_id=row.title_id,
        support_id=func.coalesce(row.support_id, NOTHING),
        issue_id=func.coalesce(row.issue_id, NOTHING),
        by_agency=case((row.agency_id.is_not(None), 1), else_=0),
        narrow=narrow,
        posted_on=row.posted_on,
        company_id=row.company_id,
    )


def _grains(session: Session, period: Period, *, barter: bool) -> Source:
    row = RevenueGrain
    is_posted = period.basis is Basis.POSTED
    counted = row.posted_on if is_posted else row.day

    def narrow(query: Any) -> Any:  # noqa: ANN401  any select
        query = query.where(
            counted.between(period.since, period.until),
            row.is_barter.is_(barter),
            row.currency == period.currency,
            credited(session, row.rep_id),
        )
        if not is_posted:
            # What the days say again, by the column the rows are kept in order of.
            months = (month_key(period.since), month_key(period.until))
            query = query.where(row.month.between(*months))
        if period.as_of is not None:
            query = query.where(row.posted_on <= period.as_of)
        for column, chosen in (
            (row.sector_id, period.sector_id),
            (row.title_id, period.title_id),
            (row.support_id, period.support_id),
            (row.issue_id, period.issue_id),
            (row.company_id, period.advertiser_id),
            (row.rep_id, period.rep_id),
            (row.cause, period.cause),
            (row.by_agency, period.by_agency),
        ):
            if chosen is not None:
                query = query.where(column == chosen)
        if period.segment is not None:
            first = period.since.year
            query = query.where(in_segment(row.company_id, period.segment, first))
        return query

    return Source(
        net_net=row.net_net_cents,
        card=row.card_cents,
        gross=row.gross_cents,
        net=row.net_cents,
        many=row.many,
        month=month_of(row.posted_on) if is_posted else row.month,
        rep_id=row.rep_id,
        title_id=row.title_id,
        support_id=row.support_id,
        issue_id=row.issue_id,
        by_agency=case((row.by_agency, 1), else_=0),
        narrow=narrow,
        posted_on=row.posted_on,
        company_id=row.company_id,
    )


def _cells(session: Session, period: Period, *, barter: bool, by_rep: bool) -> Source:
    row = RevenueCell
    months = (month_key(period.since), month_key(period.until))
    is_posted = period.basis is Basis.POSTED

    def narrow(query: Any) -> Any:  # noqa: ANN401  any select
        query = query.outerjoin(Issue, Issue.id == row.issue_id).where(
            row.is_barter.is_(barter),
            row.currency == period.currency,
            whose(session, row.rep_id, period, by_rep=by_rep),
        )
        if is_posted:
            query = query.where(row.month.between(*months))
        else:
            alone = and_(row.issue_id == NOTHING, row.month.between(*months))
            inside = of_issues(session, row.issue_id, period)
            query = query.where(or_(inside, alone))
        for column, chosen in (
            (row.title_id, period.title_id),
            (row.support_id, period.support_id),
            (row.issue_id, period.issue_id),
        ):
            if chosen is not None:
                query = query.where(column == chosen)
        if period.by_agency is not None:
            query = query.where(row.by_agency.is_(period.by_agency))
        return query

    published = case(
        (Issue.id.is_(None), row.month), else_=month_of(Issue.published_on)
    )
    return Source(
        net_net=row.net_net_cents,
        card=row.card_cents,
        gross=row.gross_cents,
        net=row.net_cents,
        many=row.many,
        month=row.month if is_posted else published,
        rep_id=row.rep_id,
        title_id=row.title_id,
        support_id=row.support_id,
        issue_id=row.issue_id,
        by_agency=case((row.by_agency, 1), else_=0),
        narrow=narrow,
    )


def _reps(session: Session, period: Period, *, barter: bool) -> Source:
    row = RevenueRep
    counted = row.posted_month if period.basis is Basis.POSTED else row.month

    def narrow(query: Any) -> Any:  # noqa: ANN401  any select
        query = query.where(
            counted.between(month_key(period.since), month_key(period.until)),
            row.is_barter.is_(barter),
            row.currency == period.currency,
            whose(session, row.rep_id, period, by_rep=True),
        )
        if period.by_agency is not None:
            query = query.where(row.by_agency.is_(period.by_agency))
        return query

    return Source(
        net_net=row.net_net_cents,
        card=row.card_cents,
        gross=row.gross_cents,
        net=row.net_cents,
        many=row.many,
        month=counted,
        rep_id=row.rep_id,
        title_id=None,
        support_id=None,
        issue_id=None,
        by_agency=case((row.by_agency, 1), else_=0),
        narrow=narrow,
    )
