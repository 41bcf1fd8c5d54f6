"""Keeping the ledger's sums in step with it.

After each flush the rows it has posted are added to the sums, in the same
transaction; the sums of an issue that moves, or of an advertiser whose sector is
another, go with it. What goes round the mapped classes (a bulk load) calls `rebuild`.
`regie check` adds the ledger up anew and compares: `disagreements`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    except_,
    insert,
    inspect,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.store import models as m
from crm.store import rollup_marks
from crm.store.rollup_tables import (
    ADVERTISERS,
    ALL,
    COMPANY,
    ISSUE,
    LEDGER,
    Key,
    Sums,
    counted,
    of_publication,
    posted_rows,
    summed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Session

    Told = Mapping[str, Any]
    Signed = tuple[int, Told]

BATCH = 500


def follow(session: Session, _context: object) -> None:
    """Add what a flush has posted; it listens to every session's flushes."""
    posted = [row for row in session.new if isinstance(row, m.LedgerEntry)]
    days = _before(session, m.Issue, "published_on")
    sectors = _before(session, m.Company, "sector_id")
    if not posted and not days and not sectors:
        return
    connection = session.connection()
    companies = {row.company_id for row in posted}
    issues = {row.issue_id for row in posted if row.issue_id is not None}
    touched: ColumnElement[bool] | None = None
    if days or sectors:
        touched = or_(LEDGER.c.issue_id.in_(days), LEDGER.c.company_id.in_(sectors))
        others = select(LEDGER.c.company_id).where(touched).distinct()
        companies.update(connection.scalars(others))
    _hold(connection, companies, issues)
    ids = [row.id for row in posted]
    if touched is not None:
        _move(connection, and_(touched, LEDGER.c.id.not_in(ids)), days, sectors)
    for start in range(0, len(ids), BATCH):
        chosen = LEDGER.c.id.in_(ids[start : start + BATCH])
        _add(connection, [(1, row) for row in _entries(connection, chosen)])


def _hold(connection: Connection, companies: set[int], issues: set[int]) -> None:
    """Let one at a time post to an advertiser, and nobody while its issue moves.

    Two who post to two years of an advertiser would each not see what the other's
    says of their own; who posts while an issue moves would count its former day.
    SQLite has one writer anyway.
    """
    if connection.dialect.name == "sqlite":
        return
    for table, ids, shared in ((ISSUE, issues, True), (COMPANY, companies, False)):
        query = select(table.c.id).where(table.c.id.in_(sorted(ids)))
        lock = query.order_by(table.c.id).with_for_update(
            read=shared, key_share=not shared
        )
        if ids:
            connection.execute(lock)


def _before(session: Session, kind: type[m.Base], name: str) -> dict[int, Any]:
    """Return what a flush has changed a column of some rows from, by their ids."""
    found: dict[int, Any] = {}
    for row in session.dirty:
        if isinstance(row, kind):
            state: Any = inspect(row)
            was = state.attrs[name].history.deleted
            if was and was[0] != getattr(row, name):
                found[state.identity[0]] = was[0]
    return found


def _move(
    connection: Connection,
    touched: ColumnElement[bool],
    days: Mapping[int, Any],
    sectors: Mapping[int, Any],
) -> None:
    """Take what was posted before along to an issue's day, an advertiser's sector."""
    rows = list(_entries(connection, touched))
    before = []
    for row in rows:
        was = dict(row)
        if row["issue_id"] in days:
            was |= of_publication(days[row["issue_id"]])
        if row["company_id"] in sectors:
            was["sector_id"] = sectors[row["company_id"]] or 0
        before.append((-1, was))
    _add(connection, [*before, *((1, row) for row in rows)])


def _entries(
    connection: Connection, condition: ColumnElement[bool]
) -> Iterable[dict[str, Any]]:
    for row in connection.execute(posted_rows().where(condition)).mappings():
        yield counted(row)


def _add(connection: Connection, rows: list[Signed]) -> None:
    """Add rows to the sums, or take them away.

    Keys go in their order: two who post at once then wait for one another in turn.
    """
    companies = sorted({row["company_id"] for _sign, row in rows})
    for sums in ALL:
        nothing = [0] * len(sums.measures)
        found: dict[Key, list[int]] = defaultdict(nothing.copy)
        for sign, row in rows:
            amounts = [sign * row[name] for name in sums.measures]
            for key in sums.keys(row):
                found[key] = [a + b for a, b in zip(found[key], amounts, strict=True)]
        changed = {key: added for key, added in found.items() if added != nothing}
        if changed:
            _upsert(connection, sums, changed)
            _forget(connection, sums, changed)
            if sums is ADVERTISERS:
                rollup_marks.mark(connection, companies)


def _upsert(
    connection: Connection, sums: Sums, changed: Mapping[Key, list[int]]
) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    make = sqlite_insert if is_sqlite else postgresql_insert
    statement = make(sums.table)
    values = [
        dict(zip((*sums.key_names, *sums.measures), (*key, *amounts), strict=True))
        for key, amounts in sorted(changed.items())
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


def _forget(
    connection: Connection, sums: Sums, changed: Mapping[Key, list[int]]
) -> None:
    """Remove the sums that have lost their last row."""
    many = sums.measures.index("many")
    fewer = sorted(key for key, added in changed.items() if added[many] < 0)
    if fewer:
        names = sums.key_names
        same = [sums.table.c[name] == bindparam(f"of_{name}") for name in names]
        connection.execute(
            delete(sums.table).where(*same, sums.table.c.many == 0),
            [{f"of_{n}": v for n, v in zip(names, key, strict=True)} for key in fewer],
        )


def rebuild(connection: Connection) -> None:
    """Write every sum anew from the ledger."""
    for sums in ALL:
        connection.execute(delete(sums.table))
        for question in summed(sums):
            names = [*sums.key_names, *sums.measures]
            connection.execute(insert(sums.table).from_select(names, question))
    rollup_marks.mark(connection)


def disagreements(connection: Connection) -> list[tuple[str, Key]]:
    """List the sums that are not the ledger's: their table and key.

    They are compared by the database; what agrees never leaves it.
    """
    wrong: list[tuple[str, Key]] = []
    for sums in ALL:
        columns = [sums.table.c[name] for name in (*sums.key_names, *sums.measures)]
        kept = select(*columns)
        told = select(union_all(*summed(sums)).subquery())
        keys = {
            tuple(row[: len(sums.key_names)])
            for query in (except_(told, kept), except_(kept, told))
            for row in connection.execute(query)
        }
        if sums is ADVERTISERS:
            keys.update(rollup_marks.mismarked(connection))
        wrong += [(sums.table.name, key) for key in sorted(keys, key=str)]
    return wrong
