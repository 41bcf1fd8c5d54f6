"""What a search reads: one row a record, and the words there are.

Beside the tables stands what the engine itself brings to find a word in a text: on
SQLite an FTS5 table over `words`, kept by triggers; on PostgreSQL a GIN index over
`words` cut at its spaces, which needs no extension.

Chosen over a table of our own of all words and the records they stand in, which would
take some fifteen rows a contact, and over trigram indexes, which find inside words:
nobody asks for that but of telephone numbers, cut into runs of four digits instead.
Typing errors are looked up among the distinct words, the same on both engines
(`crm.store.spelling`). `crm.store.search_index` keeps all of it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Index, String, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.domain.search import Findable
from crm.store.columns import Base, Keyed, refers

# Names are looked up by their beginning, hence ordered letter by letter.
FOLDED = String(400).with_variant(String(400, collation="C"), "postgresql")
SHORT = String(40).with_variant(String(40, collation="C"), "postgresql")
LONG = String(4_000)


class SearchEntry(Keyed, Base):
    """A record as a search reads it: folded, never shown, gone once archived.

    `name` is what people call it, `other_name` the legal name, the last name first or
    the quote's number; `words` is all it is found by (`crm.domain.search.stored`).
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_kind_name", "kind", "name", "id"),
        Index("ix_search_entry_kind_other_name", "kind", "other_name", "id"),
    )

    kind: Mapped[Findable]
    company_id: Mapped[int] = refers("company", goes_with_it=True)
    contact_id: Mapped[int | None] = refers("contact", goes_with_it=True)
    booking_id: Mapped[int | None] = refers("booking", goes_with_it=True)
    name: Mapped[str] = mapped_column(FOLDED)
    other_name: Mapped[str] = mapped_column(FOLDED, default="")
    words: Mapped[str] = mapped_column(LONG)


class SearchWord(Keyed, Base):
    """A word some record is found by, which a mistyped one may have been meant for.

    Numbers grow and are not given again: what reads on from the last one it knows
    misses none.
    """

    __tablename__ = "search_word"
    __table_args__ = ({"sqlite_autoincrement": True},)

    word: Mapped[str] = mapped_column(SHORT, unique=True)


FTS: Final = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entry',"
    " content_rowid='id', tokenize=\"ascii tokenchars '_'\", prefix='2 3',"
    " detail=none, columnsize=0)"
)
TRIGGERS: Final = (
    (
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END"
    ),
    (
        "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
        " INSERT INTO search_words(search_words, rowid, words)"
        " VALUES ('delete', old.id, old.words); END"
    ),
    (
        "CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry"
        " BEGIN INSERT INTO search_words(search_words, rowid, words)"
        " VALUES ('delete', old.id, old.words);"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END"
    ),
)
TRIGGER_NAMES: Final = (
    "search_entry_added",
    "search_entry_removed",
    "search_entry_changed",
)
CUT_WORDS: Final = "array_to_tsvector(string_to_array(words, ' '))"
GIN: Final = (
    f"CREATE INDEX ix_search_entry_words ON search_entry USING gin ({CUT_WORDS})"
)


def _make(_table: Table, connection: Connection, **_given: object) -> None:
    """Make the engine's own index beside the table."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in (FTS, *TRIGGERS) if is_sqlite else (GIN,):
        connection.execute(text(statement))


event.listen(SearchEntry.__table__, "after_create", _make)
