"""Keeping what a search reads in step with the records it finds.

After each flush the records it touched are written again, in the same transaction:
no service has to remember it. What goes round the mapped classes (a bulk import, a
statement) calls `index_companies` with those it wrote. `regie check` compares the
index with the tables, and `rebuild` writes it anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import delete, insert, inspect, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from crm.domain.search import Findable, forgivable
from crm.store import models as m
from crm.store.models.search import TRIGGER_NAMES, TRIGGERS
from crm.store.search_rows import (
    BOOKING,
    COMPANY,
    CONTACT,
    Row,
    all_rows,
    booking_rows,
    company_rows,
    contact_rows,
)
from crm.store.search_words import stands_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

T = TypeVar("T")
BATCH = 500
AT_THE_END = "the index is written at the end"
ENTRY = cast("Table", m.SearchEntry.__table__)
WORD = cast("Table", m.SearchWord.__table__)
KEY = {
    Findable.COMPANY: ENTRY.c.company_id,
    Findable.CONTACT: ENTRY.c.contact_id,
    Findable.BOOKING: ENTRY.c.booking_id,
}
READ: dict[type[m.Base], tuple[str, ...]] = {
    m.Company: (
        *("name", "trade_name", "siren", "siret", "vat_number", "domain"),
        "archived_at",
    ),
    m.Address: ("town", "company_id"),
    m.Contact: ("first_name", "last_name", "company_id", "archived_at"),
    m.ContactPhone: ("digits", "contact_id"),
    m.ContactEmail: ("address", "contact_id"),
    m.Booking: ("number", "quote_number", "campaign", "advertiser_id", "archived_at"),
}
"""What is found by, by table: a change of anything else leaves the index alone."""


@dataclass(slots=True)
class Touched:
    """Ids of what has to be written again; `whole` are companies with all they have."""

    whole: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    bookings: set[int] = field(default_factory=set)


@contextmanager
def written_at_the_end(session: Session) -> Iterator[None]:
    """Write the whole index once all is done, and nothing after each flush.

    For a session that fills an empty desk; it finds nothing meanwhile.
    """
    session.info[AT_THE_END] = True
    yield
    session.flush()
    del session.info[AT_THE_END]
    rebuild(session.connection())


def follow(session: Session, _context: object) -> None:
    """Write again what a flush has touched; it listens to every session's flushes."""
    if AT_THE_END in session.info:
        return
    touched = Touched()
    changed = (row for row in session.dirty if _is_read(row))
    for row in (*session.new, *changed, *session.deleted):
        match row:
            case m.Company():
                touched.whole.add(row.id)
            case m.Address():
                touched.whole.add(row.company_id)
            case m.Contact():
                touched.contacts.add(row.id)
            case m.ContactPhone() | m.ContactEmail():
                touched.contacts.add(row.contact_id)
            case m.Booking():
                touched.bookings.add(row.id)
    if touched.whole or touched.contacts or touched.bookings:
        _write(session.connection(), touched)


def index_companies(session: Session, company_ids: Collection[int]) -> None:
    """Write companies again, with their contacts and bookings.

    For what was written round the mapped classes.
    """
    session.flush()
    _write(session.connection(), Touched(whole=set(company_ids)))


def fill(connection: Connection) -> None:
    """Write the index where there is none yet."""
    if connection.scalar(select(ENTRY.c.id).limit(1)) is None:
        rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Write the whole index anew, in the connection's transaction."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A trigger a row costs ten times what the rebuild of the words does.
        for name in TRIGGER_NAMES:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    connection.execute(delete(ENTRY))
    connection.execute(delete(WORD))
    words: set[str] = set()
    for rows in all_rows(connection):
        connection.execute(insert(ENTRY), rows)
        for row in rows:
            words |= forgivable(row["words"])
    for some in _cut(sorted(words), BATCH):
        connection.execute(insert(WORD), _word_rows(some))
    if is_sqlite:
        connection.execute(
            text("INSERT INTO search_words(search_words) VALUES ('rebuild')")
        )
        for statement in TRIGGERS:
            connection.execute(text(statement))
    else:
        connection.execute(text("ANALYZE search_entry"))


def disagreements(connection: Connection) -> list[tuple[Findable, int]]:
    """Return the records the index does not have as they are, or has for nothing.

    A word that is missing among those to forgive, or stands there for nothing, is
    told as its first record, or as company 0.
    """
    columns = [c for c in ENTRY.c if c.name != "id"]
    kept = {
        _key(row): dict(row) for row in connection.execute(select(*columns)).mappings()
    }
    wrong: list[tuple[Findable, int]] = []
    first: dict[str, tuple[Findable, int]] = {}
    for rows in all_rows(connection):
        for row in rows:
            key = _key(row)
            if kept.pop(key, None) != row:
                wrong.append(key)
            for word in forgivable(row["words"]):
                first.setdefault(word, key)
    wrong += kept
    known = set(connection.scalars(select(WORD.c.word)))
    wrong += [key for word, key in first.items() if word not in known]
    wrong += [(Findable.COMPANY, 0)] * bool(known - first.keys())
    return sorted(set(wrong))


def _is_read(row: Any) -> bool:  # noqa: ANN401  any mapped row
    state = inspect(row)
    return any(
        state.attrs[name].history.has_changes() for name in READ.get(type(row), ())
    )


def _key(row: Any) -> tuple[Findable, int]:  # noqa: ANN401  a mapping
    kind = Findable(row["kind"])
    return kind, row[KEY[kind].name]


# --- Writing -----------------------------------------------------------------


def _write(connection: Connection, touched: Touched) -> None:
    wanted: dict[tuple[Findable, int], Row] = {}
    there: dict[tuple[Findable, int], Any] = {}

    def look(column: Any, ids: Iterable[int], rows: Iterable[Row]) -> None:  # noqa: ANN401
        wanted.update((_key(row), row) for row in rows)
        for row in connection.execute(select(ENTRY).where(column.in_(ids))).mappings():
            there[_key(row)] = row

    for ids in _cut(sorted(touched.whole), BATCH):
        of_company = [
            *company_rows(connection, COMPANY.c.id.in_(ids)),
            *contact_rows(connection, CONTACT.c.company_id.in_(ids)),
            *booking_rows(connection, BOOKING.c.advertiser_id.in_(ids)),
        ]
        look(ENTRY.c.company_id, ids, of_company)
    for ids in _cut(sorted(touched.contacts), BATCH):
        rows = contact_rows(connection, CONTACT.c.id.in_(ids))
        look(ENTRY.c.contact_id, ids, rows)
    for ids in _cut(sorted(touched.bookings), BATCH):
        rows = booking_rows(connection, BOOKING.c.id.in_(ids))
        look(ENTRY.c.booking_id, ids, rows)

    new = [row for key, row in wanted.items() if key not in there]
    gone = [row for key, row in there.items() if key not in wanted]
    changed = [
        (there[key], row)
        for key, row in wanted.items()
        if key in there and any(there[key][name] != row[name] for name in row)
    ]
    if gone:
        numbers = [row["id"] for row in gone]
        connection.execute(delete(ENTRY).where(ENTRY.c.id.in_(numbers)))
    for before, row in changed:
        connection.execute(
            ENTRY.update().where(ENTRY.c.id == before["id"]).values(**row)
        )
    if new:
        connection.execute(insert(ENTRY), new)
    now = {w for row in new for w in forgivable(row["words"])}
    was = {w for row in gone for w in forgivable(row["words"])}
    for before, row in changed:
        now |= forgivable(row["words"])
        was |= forgivable(before["words"])
    _learn(connection, sorted(now - was))
    _forget(connection, sorted(was - now))


def _learn(connection: Connection, words: Sequence[str]) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    adding = sqlite_insert(WORD) if is_sqlite else postgresql_insert(WORD)
    for some in _cut(words, BATCH):
        connection.execute(adding.on_conflict_do_nothing(), _word_rows(some))


def _forget(connection: Connection, words: Sequence[str]) -> None:
    """Forget words that no record is found by any more."""
    for word in words:
        stands = select(ENTRY.c.id).where(stands_in([((word, False),)], ENTRY))
        if connection.scalar(stands.limit(1)) is None:
            connection.execute(delete(WORD).where(WORD.c.word == word))


def _word_rows(words: Iterable[str]) -> list[Row]:
    return [{"word": word} for word in words]


def _cut(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
