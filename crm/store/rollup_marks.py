"""What an advertiser is to a year, kept beside its net of that year.

New, renewed or come back by the years before, and whether it stays the year after: by
dates of publication, for the whole desk, in whatever currency. Each whole year of an
advertiser says it, so that a page counts a year's advertisers in one reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, or_, select, update

from crm.domain.revenue import SEGMENTS, Segment
from crm.store.rollup_tables import ADVERTISERS, EVERYBODY, WHOLE_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from crm.store.rollup_tables import Key

TABLE = ADVERTISERS.table
BATCH = 500


def mark(connection: Connection, companies: Sequence[int] | None = None) -> None:
    """Set the marks of some advertisers anew, or of all."""
    if companies is None:
        _mark(connection)
        return
    for start in range(0, len(companies), BATCH):
        _mark(connection, TABLE.c.company_id.in_(companies[start : start + BATCH]))


def mismarked(connection: Connection) -> list[Key]:
    """List the keys whose marks are not what the years say."""
    keys = [TABLE.c[name] for name in ADVERTISERS.key_names]
    whole = select(*keys).where(TABLE.c.month == WHOLE_YEAR, _differs())
    part = select(*keys).where(
        TABLE.c.month != WHOLE_YEAR, or_(TABLE.c.segment != 0, TABLE.c.stays != 0)
    )
    return [tuple(row) for query in (whole, part) for row in connection.execute(query)]


def _mark(connection: Connection, *those: ColumnElement[bool]) -> None:
    connection.execute(
        update(TABLE)
        .where(TABLE.c.month == WHOLE_YEAR, *those, _differs())
        .values(segment=_segment(), stays=_stays())
    )


def _segment() -> ColumnElement[int]:
    other, ran = _another_year()
    return case(
        (ran(other.c.year == TABLE.c.year - 1), SEGMENTS.index(Segment.RENEWED)),
        (ran(other.c.year < TABLE.c.year - 1), SEGMENTS.index(Segment.RETURNED)),
        else_=SEGMENTS.index(Segment.NEW),
    )


def _stays() -> ColumnElement[int]:
    other, ran = _another_year()
    return case((ran(other.c.year == TABLE.c.year + 1), 1), else_=0)


def _another_year() -> Any:  # noqa: ANN401  a table, and a condition on it
    """Return the advertiser's years, and what says that it has net in one of them."""
    other = TABLE.alias()

    def ran(when: ColumnElement[bool]) -> ColumnElement[bool]:
        return (
            select(other.c.year)
            .where(
                other.c.company_id == TABLE.c.company_id,
                when,
                other.c.by_posting.is_(False),
                other.c.rep_id == EVERYBODY,
                other.c.month == WHOLE_YEAR,
                other.c.is_barter.is_(False),
                other.c.net_net_cents > 0,
            )
            .correlate_except(other)
            .exists()
        )

    return other, ran


def _differs() -> ColumnElement[bool]:
    return or_(TABLE.c.segment != _segment(), TABLE.c.stays != _stays())
