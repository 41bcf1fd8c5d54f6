"""Which rows of the ledger a period counts, and whose: the same for every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    cast,
    extract,
    func,
    literal_column,
    or_,
    select,
)

from crm.domain.revenue import NOTHING, Basis
from crm.domain.roles import Reach
from crm.store.models import Company, Issue, LedgerEntry
from crm.store.queries.revenue_segments import in_segment
from crm.store.scope import asker_of, credited

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period

EVERYBODY = 0
"""The rep of what is summed over all of them."""
NOUGHT: Any = literal_column("0")
"""Added to a column, it keeps SQLite from grouping by that column's index."""


def within(
    session: Session,
    query: Any,  # noqa: ANN401  any select
    period: Period,
    *,
    barter: bool = False,
    since: date | None = None,
) -> Any:  # noqa: ANN401  any select
    """Keep the ledger's rows a period counts, or its barter; joins their issues.

    Where the asker sees less than the desk, those credited to whom they may follow.
    `since` keeps what was posted after a day, few rows that are looked up by it.
    """
    query = query.outerjoin(Issue, Issue.id == LedgerEntry.issue_id).where(
        LedgerEntry.is_barter.is_(barter),
        LedgerEntry.currency == period.currency,
        credited(session, LedgerEntry.user_id),
    )
    if since is None:
        query = query.where(_days(session, period))
    else:
        day = counted_day(period.basis)
        query = query.where(
            LedgerEntry.posted_on > since, day.between(period.since, period.until)
        )
    if period.as_of is not None:
        query = query.where(LedgerEntry.posted_on <= period.as_of)
    for column, chosen in (
        (LedgerEntry.user_id, period.rep_id),
        (LedgerEntry.title_id, period.title_id),
        (LedgerEntry.support_id, period.support_id),
        (LedgerEntry.issue_id, period.issue_id),
        (LedgerEntry.company_id, period.advertiser_id),
        (LedgerEntry.cause, period.cause),
    ):
        if chosen is not None:
            kept = column.is_(None) if chosen == NOTHING else column == chosen
            if since is not None and isinstance(chosen, int) and chosen != NOTHING:
                # By an expression: few rows are new, SQLite would read all that match.
                kept = column + NOUGHT == chosen
            query = query.where(kept)
    if period.by_agency is not None:
        bought = LedgerEntry.agency_id.is_not(None)
        query = query.where(bought if period.by_agency else ~bought)
    if period.sector_id is not None:
        query = query.where(_of_sector(period.sector_id))
    if period.segment is not None:
        first = period.since.year
        query = query.where(in_segment(LedgerEntry.company_id, period.segment, first))
    return query


def counted_day(basis: Basis) -> ColumnElement[date]:
    """Return the day that counts a row: its issue's publication, or its posting."""
    if basis is Basis.POSTED:
        return LedgerEntry.posted_on.expression
    return func.coalesce(Issue.published_on, LedgerEntry.posted_on)


def month_of(day: Any) -> Any:  # noqa: ANN401  a column
    """Return a day's month as a number: year × 100 + month."""
    return cast(extract("year", day), Integer) * 100 + cast(
        extract("month", day), Integer
    )


def whose(
    session: Session,
    rep_id: Any,  # noqa: ANN401  a column
    period: Period,
    *,
    by_rep: bool = False,
) -> ColumnElement[bool]:
    """Keep one rep's sums, everybody's together, or those of whom the asker follows."""
    kept: ColumnElement[bool] = rep_id != EVERYBODY
    if period.rep_id is not None:
        kept = rep_id == period.rep_id
    elif not by_rep and is_one_rep(session, period):
        kept = rep_id == EVERYBODY
    return and_(kept, credited(session, rep_id))


def is_one_rep(session: Session, period: Period) -> bool:
    """Say whether `whose` keeps the sums of one rep, or those of everybody together."""
    asker = asker_of(session)
    sees_all = asker.user_id is None or asker.reach is Reach.ALL
    return period.rep_id is not None or sees_all or bool(session.info.get("beyond"))


def of_issues(
    session: Session,
    issue_id: Any,  # noqa: ANN401  a column
    period: Period,
) -> ColumnElement[bool]:
    """Keep what is of the issues that come out in a period.

    They are few, and named one by one: both engines then go by an index where these
    are asked for, or what has no issue at all. Written out, they cost no parameters.
    """
    inside = Issue.published_on.between(period.since, period.until)
    ids = session.scalars(select(Issue.id).where(inside).order_by(Issue.id)).all()
    named: Any = bindparam(
        "issues", list(ids), unique=True, expanding=True, literal_execute=True
    )
    kept: ColumnElement[bool] = issue_id.in_(named)
    return kept


def _days(session: Session, period: Period) -> ColumnElement[bool]:
    """Return the condition of a period's days; an index serves either basis."""
    if period.basis is Basis.POSTED:
        return LedgerEntry.posted_on.between(period.since, period.until)
    alone = and_(
        LedgerEntry.issue_id.is_(None),
        LedgerEntry.posted_on.between(period.since, period.until),
    )
    return or_(of_issues(session, LedgerEntry.issue_id, period), alone)


def _of_sector(sector_id: int) -> ColumnElement[bool]:
    sector = Company.sector_id
    wanted = sector.is_(None) if sector_id == NOTHING else sector == sector_id
    return LedgerEntry.company_id.in_(select(Company.id).where(wanted))
