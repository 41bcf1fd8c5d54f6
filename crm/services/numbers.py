"""Numbers of quotes and bookings: one sequence a year, never reused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.store.models import NumberSequence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Row = dict[str, str | int]
"""What names a sequence."""
QUOTE = "D"
BOOKING = "BC"


def next_number(session: Session, publisher_id: int, prefix: str, year: int) -> str:
    """Give the next number, such as BC-2027-0001, in the caller's transaction."""
    row: Row = {"publisher_id": publisher_id, "prefix": prefix, "year": year}
    last = _advance(session, row)
    if last is None:
        _begin(session, row)
        last = _advance(session, row)
    return f"{prefix}-{year}-{last:04d}"


def _begin(session: Session, row: Row) -> None:
    """Begin the sequence of a year, unless somebody just did."""
    insert = (
        sqlite_insert
        if session.get_bind().dialect.name == "sqlite"
        else postgresql_insert
    )
    session.execute(
        insert(NumberSequence).values(**row, last=0).on_conflict_do_nothing()
    )


def _advance(session: Session, row: Row) -> int | None:
    return session.scalars(
        update(NumberSequence)
        .filter_by(**row)
        .values(last=NumberSequence.last + 1)
        .returning(NumberSequence.last)
        .execution_options(synchronize_session=False)
    ).first()
