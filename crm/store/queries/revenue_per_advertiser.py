"""A period's net by advertiser, and what each of them is to the years around it.

Whole months of everybody's net, or of a rep's, are kept summed by advertiser; the rest
is summed here, from the rows that tell it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, select, union_all

from crm.domain.clock import in_days, month_start
from crm.domain.revenue import SEGMENTS, Basis, Period, Segment
from crm.domain.revenue_amounts import month_key
from crm.store.models import RevenueAdvertiser
from crm.store.queries.revenue_segments import WHOLE_YEAR, ran
from crm.store.queries.revenue_source import source
from crm.store.queries.revenue_within import EVERYBODY, NOUGHT, is_one_rep, whose
from crm.store.scope import whole_table

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

MANY = 2**31 - 1
"""A limit nobody reaches: under one, SQLite asks each row once, not thrice."""


def per_advertiser(session: Session, period: Period) -> Select[int, int, int]:
    """Select a period's net by advertiser: `company_id`, `cents`, `many`.

    Whole months are read from the sums, what is left of a month from the rows.
    """
    if _has_year_rows(session, period):
        return _of_sums(session, period)
    each = union_all(*_parts(session, period)).subquery()
    return select(
        each.c.company_id,
        func.sum(each.c.cents).label("cents"),
        func.sum(each.c.many).label("many"),
    ).group_by(each.c.company_id)


def marked(session: Session, period: Period) -> Select[int, int, int, int, int]:
    """Select a period's net by advertiser, and what each is to the year of `since`.

    As `per_advertiser`, and `segment` (a place in `SEGMENTS`), and `stays`: 1 where
    it has net published in the year after.
    """
    if _has_year_rows(session, period):
        row = RevenueAdvertiser
        whole: Select[int, int, int, int, int] = _of_sums(session, period).add_columns(
            row.segment, row.stays
        )
        return whole
    sums = per_advertiser(session, period).subquery()
    told = (sums.c.company_id, sums.c.cents, sums.c.many)
    if not _is_of_one_year(period):
        segment, stays = _asked(sums.c.company_id, period.since.year)
        return select(*told, segment, stays).limit(MANY)
    years = whole_table(
        RevenueAdvertiser, "who is new is said by the desk, not by who follows them"
    ).alias()
    # Whoever has a row in the year has a whole year of everybody's.
    marks = (
        select(years.c.company_id, years.c.segment, years.c.stays)
        .where(
            years.c.year == period.since.year,
            years.c.by_posting.is_(period.basis is Basis.POSTED),
            years.c.rep_id == EVERYBODY,
            years.c.month == WHOLE_YEAR,
            years.c.currency == period.currency,
            years.c.is_barter.is_(False),
        )
        .cte()
        # PostgreSQL takes the period's advertisers for few, and would look up each.
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return select(*told, marks.c.segment, marks.c.stays).join(
        marks, marks.c.company_id == sums.c.company_id
    )


def _has_year_rows(session: Session, period: Period) -> bool:
    """Say whether one row of the sums tells each advertiser's net of a period."""
    months = (period.since.month, period.until.month)
    whole = months == (1, 12) and _has_sums(period) and period.is_whole_months
    return whole and is_one_rep(session, period)


def _has_sums(period: Period) -> bool:
    """Say whether the sums by advertiser tell a period's whole months."""
    others = (period.title_id, period.support_id, period.issue_id, period.by_agency)
    apart = period.is_narrow or any(one is not None for one in others)
    begins = period.since.day == 1 and _is_of_one_year(period)
    return begins and not apart and period.as_of is None


def _is_of_one_year(period: Period) -> bool:
    return period.since.year == period.until.year


def _parts(session: Session, period: Period) -> list[Select[int, int, int]]:
    """Return the questions whose rows together are a period's: sums, and rows."""
    ends = period.until
    if not _has_sums(period):
        return [_of_rows(session, period)]
    if period.is_whole_months:
        return [_of_sums(session, period)]
    tail = _of_rows(session, replace(period, since=month_start(ends)))
    if month_start(ends) == period.since:
        return [tail]
    head = replace(period, until=in_days(month_start(ends), -1))
    return [_of_sums(session, head), tail]


def _of_sums(session: Session, period: Period) -> Select[int, int, int]:
    """Read the sums: a year's row of each advertiser, or those of its months."""
    row = RevenueAdvertiser
    first, last = month_key(period.since), month_key(period.until)
    whole = (period.since.month, period.until.month) == (1, 12)
    return select(
        row.company_id,
        row.net_net_cents.label("cents"),
        row.many.label("many"),
    ).where(
        row.year == period.since.year,
        row.by_posting.is_(period.basis is Basis.POSTED),
        row.month == WHOLE_YEAR if whole else row.month.between(first, last),
        row.is_barter.is_(False),
        row.currency == period.currency,
        whose(session, row.rep_id, period),
    )


def _of_rows(session: Session, period: Period) -> Select[int, int, int]:
    told = source(session, period, by_row=True)
    # By an expression: SQLite would otherwise walk the whole ledger in its order.
    company_id = (told.company_id + NOUGHT).label("company_id")
    query: Select[int, int, int] = told.narrow(
        select(company_id, told.net_net.label("cents"), told.many.label("many"))
    )
    return query


def _asked(company_id: Any, year: int) -> tuple[Any, Any]:  # noqa: ANN401  a column
    """Ask the years themselves what an advertiser is to one of them."""
    segment = case(
        (ran(company_id, year - 1, year - 1), SEGMENTS.index(Segment.RENEWED)),
        (ran(company_id, 0, year - 2), SEGMENTS.index(Segment.RETURNED)),
        else_=SEGMENTS.index(Segment.NEW),
    ).label("segment")
    stays = case((ran(company_id, year + 1, year + 1), 1), else_=literal(0))
    return segment, stays.label("stays")
