"""Keeping the ledger's sums in step with it.

After each flush the rows it has posted are added to the sums, in the same
transaction; the sums by month of publication of an issue that moves go with it. What
goes round the mapped classes (a bulk load) calls `rebuild`. `regie check` adds the
ledger up anew and compares: `disagreements`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Integer, and_, delete, func, insert, inspect, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.domain.revenue_amounts import month_key
from crm.store import models as m

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection, Select, Table
    from sqlalchemy.orm import Session

LEDGER = cast("Table", m.LedgerEntry.__table__)
ISSUE = cast("Table", m.Issue.__table__)
EVERYBODY = 0
WHOLE_YEAR = 0
BATCH = 500

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the sums read of a row of the ledger; `day` is its publication's."""

    day: date
    posted_on: date
    rep_id: int
    company_id: int
    issue_id: int
    title_id: int
    support_id: int
    by_agency: bool
    currency: str
    is_barter: bool
    cents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """A table of sums: which parts a row of the ledger goes to, and what it adds."""

    table: Table
    keys: Callable[[Entry], Iterable[Key]]

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns of its key, in their order."""
        return tuple(column.name for column in self.table.primary_key.columns)

    @property
    def measures(self) -> tuple[str, ...]:
        """The columns it adds up."""
        keys = set(self.key_names)
        return tuple(c.name for c in self.table.columns if c.name not in keys)


def _days(row: Entry) -> Iterable[Key]:
    for rep_id in (row.rep_id, EVERYBODY):
        month = month_key(row.day)
        yield (rep_id, month, row.posted_on, row.currency, row.is_barter)


def _cells(row: Entry) -> Iterable[Key]:
    month = month_key(row.posted_on)
    for rep_id in (row.rep_id, EVERYBODY):
        place = (row.issue_id, rep_id, row.by_agency, month)
        yield (*place, row.title_id, row.support_id, row.currency, row.is_barter)


def _reps(row: Entry) -> Iterable[Key]:
    months = (month_key(row.day), month_key(row.posted_on))
    yield (*months, row.rep_id, row.by_agency, row.currency, row.is_barter)


def _advertisers(row: Entry) -> Iterable[Key]:
    for rep_id in (row.rep_id, EVERYBODY):
        for month in (month_key(row.day), WHOLE_YEAR):
            who = (row.day.year, rep_id, month, row.company_id)
            yield (*who, row.currency, row.is_barter)


DAYS = Sums(cast("Table", m.RevenueDay.__table__), _days)
CELLS = Sums(cast("Table", m.RevenueCell.__table__), _cells)
ADVERTISERS = Sums(cast("Table", m.RevenueAdvertiser.__table__), _advertisers)
REPS = Sums(cast("Table", m.RevenueRep.__table__), _reps)
ALL = (DAYS, CELLS, REPS, ADVERTISERS)
PLAIN = (
    *("posted_on", "company_id", "title_id", "currency", "is_barter"),
    *("card_cents", "gross_cents", "net_cents", "net_net_cents"),
)
"""Columns of the ledger that go into the sums as they are."""


def follow(session: Session, _context: object) -> None:
    """Add what a flush has posted; it listens to every session's flushes."""
    posted = [row.id for row in session.new if isinstance(row, m.LedgerEntry)]
    moved: dict[int, date] = {}
    for row in session.dirty:
        if isinstance(row, m.Issue):
            was = inspect(row).attrs.published_on.history.deleted
            if was and was[0] != row.published_on:
                moved[row.id] = was[0]
    if not posted and not moved:
        return
    connection = session.connection()
    for issue_id, before in moved.items():
        others = LEDGER.c.id.not_in(posted) if posted else literal(value=True)
        rows = list(_entries(connection, and_(LEDGER.c.issue_id == issue_id, others)))
        _add(connection, rows, sign=-1, day=before)
        _add(connection, rows)
    for start in range(0, len(posted), BATCH):
        chosen = LEDGER.c.id.in_(posted[start : start + BATCH])
        _add(connection, list(_entries(connection, chosen)))


def _entries(connection: Connection, condition: Any) -> Iterable[Entry]:  # noqa: ANN401  a condition
    """Read rows of the ledger as the sums need them."""
    query = (
        select(LEDGER, ISSUE.c.published_on)
        .outerjoin(ISSUE, ISSUE.c.id == LEDGER.c.issue_id)
        .where(condition)
    )
    for row in connection.execute(query).mappings():
        yield Entry(
            day=row["published_on"] or row["posted_on"],
            posted_on=row["posted_on"],
            rep_id=row["user_id"],
            company_id=row["company_id"],
            issue_id=row["issue_id"] or 0,
            title_id=row["title_id"],
            support_id=row["support_id"] or 0,
            by_agency=row["agency_id"] is not None,
            currency=row["currency"],
            is_barter=row["is_barter"],
            cents=dict(row),
        )


def _add(
    connection: Connection,
    rows: list[Entry],
    *,
    sign: int = 1,
    day: date | None = None,
) -> None:
    """Add rows to the sums, or take them away, on the day they count or another.

    Keys go in their order: two who post at once then wait for one another in turn.
    """
    for sums in ALL:
        nothing = [0] * len(sums.measures)
        found: dict[Key, list[int]] = defaultdict(nothing.copy)
        for row in rows:
            counted = row if day is None else replace(row, day=day)
            for key in sums.keys(counted):
                for place, name in enumerate(sums.measures):
                    found[key][place] += sign * row.cents.get(name, 1)
        if found:
            _upsert(connection, sums, found)
            if sign < 0:
                table = sums.table
                connection.execute(delete(table).where(table.c.many == 0))


def _upsert(connection: Connection, sums: Sums, found: Mapping[Key, list[int]]) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    make = sqlite_insert if is_sqlite else postgresql_insert
    statement = make(sums.table)
    values = [
        dict(zip((*sums.key_names, *sums.measures), (*key, *amounts), strict=True))
        for key, amounts in sorted(found.items())
    ]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(sums.key_names),
            set_={
                name: sums.table.c[name] + statement.excluded[name]
                for name in sums.measures
            },
        ),
        values,
    )


def summed(sums: Sums) -> list[Select[Any]]:
    """Return the questions whose rows are the sums, asked of the ledger itself."""
    day = func.coalesce(ISSUE.c.published_on, LEDGER.c.posted_on)
    counted = LEDGER.c.posted_on if sums is CELLS else day
    told = (
        select(
            _month(counted).label("month"),
            _month(LEDGER.c.posted_on).label("posted_month"),
            _part("year", day).label("year"),
            LEDGER.c.user_id.label("rep_id"),
            func.coalesce(LEDGER.c.issue_id, 0).label("issue_id"),
            func.coalesce(LEDGER.c.support_id, 0).label("support_id"),
            LEDGER.c.agency_id.is_not(None).label("by_agency"),
            *(LEDGER.c[name] for name in PLAIN),
        )
        .select_from(LEDGER)
        .outerjoin(ISSUE, ISSUE.c.id == LEDGER.c.issue_id)
        .subquery()
    )
    measures = [
        func.count() if name == "many" else func.sum(told.c[name])
        for name in sums.measures
    ]
    folded = [
        *([{}] if sums is REPS else [{}, {"rep_id": EVERYBODY}]),
        *([] if sums is not ADVERTISERS else [{"month": WHOLE_YEAR}]),
        *([] if sums is not ADVERTISERS else [{"rep_id": 0, "month": WHOLE_YEAR}]),
    ]
    questions = []
    for fixed in folded:
        keys = [
            literal(fixed[name]) if name in fixed else told.c[name]
            for name in sums.key_names
        ]
        grouped = [told.c[name] for name in sums.key_names if name not in fixed]
        questions.append(select(*keys, *measures).group_by(*grouped))
    return questions


def rebuild(connection: Connection) -> None:
    """Write every sum anew from the ledger."""
    for sums in ALL:
        connection.execute(delete(sums.table))
        for question in summed(sums):
            names = [*sums.key_names, *sums.measures]
            connection.execute(insert(sums.table).from_select(names, question))


def disagreements(connection: Connection) -> list[tuple[str, Key]]:
    """List the sums that are not the ledger's: their table and key."""
    wrong: list[tuple[str, Key]] = []
    for sums in ALL:
        many = len(sums.key_names)
        expected = {
            tuple(row[:many]): tuple(map(int, row[many:]))
            for question in summed(sums)
            for row in connection.execute(question)
        }
        columns = [sums.table.c[name] for name in (*sums.key_names, *sums.measures)]
        kept = {
            tuple(row[:many]): tuple(map(int, row[many:]))
            for row in connection.execute(select(*columns))
        }
        wrong += [
            (sums.table.name, key)
            for key in sorted(expected.keys() | kept.keys(), key=str)
            if expected.get(key) != kept.get(key)
        ]
    return wrong


def _month(day: Any) -> Any:  # noqa: ANN401  a column
    return _part("year", day) * 100 + _part("month", day)


def _part(name: str, day: Any) -> Any:  # noqa: ANN401  a column
    return as_type(func.extract(name, day), Integer)
