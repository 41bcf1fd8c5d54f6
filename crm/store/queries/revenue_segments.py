"""What an advertiser is to a year: new, renewed, come back, lapsed; as conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from crm.domain.revenue import Segment
from crm.store.models import RevenueAdvertiser
from crm.store.scope import whole_table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

EVERYBODY, WHOLE_YEAR = 0, 0
"""The rep and the month of what is summed over all of them."""


def in_segment(company_id: Any, segment: Segment, of: int) -> ColumnElement[bool]:  # noqa: ANN401  a column
    """Say that an advertiser is new, renewed, returned or lapsed in a year.

    By dates of publication, for the whole desk: an advertiser another rep brought
    back is not a new one.
    """
    before = ran(company_id, of - 1, of - 1)
    match segment:
        case Segment.NEW:
            return ~ran(company_id, 0, of - 1)
        case Segment.RENEWED:
            return before
        case Segment.RETURNED:
            return and_(~before, ran(company_id, 0, of - 2))
        case Segment.LAPSED:
            return and_(before, ~ran(company_id, of, of))


def ran(company_id: Any, first: int, last: int) -> ColumnElement[bool]:  # noqa: ANN401  a column
    """Say that an advertiser has net published in one of some years."""
    sums = whole_table(
        RevenueAdvertiser, "who is new is said by the desk, not by who follows them"
    ).alias()
    kept = (
        sums.c.by_posting.is_(False),
        sums.c.rep_id == EVERYBODY,
        sums.c.month == WHOLE_YEAR,
        sums.c.is_barter.is_(False),
        sums.c.net_net_cents > 0,
    )
    if first == last:
        # One year is read whole once, and looked up in; years are looked up one by one.
        those = select(sums.c.company_id).where(sums.c.year == first, *kept)
        inside: ColumnElement[bool] = company_id.in_(those)
        return inside
    found: ColumnElement[bool] = (
        select(sums.c.year)
        .where(sums.c.company_id == company_id, sums.c.year.between(first, last), *kept)
        .correlate_except(sums)
        .exists()
    )
    return found
