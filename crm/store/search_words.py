"""Asking either engine which records have words, each in its own way."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm.domain.search import Findable, digit_pieces, elsewhere, mark_of
from crm.store.models import SearchEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.orm import Session
    from sqlalchemy.sql.compiler import SQLCompiler

Word = tuple[str, bool]
"""A word, and whether it may go on."""
Group = tuple[Word, ...]
"""Words of which a record has at least one; a record is asked for several groups."""


class stands_in(FunctionElement[bool]):  # noqa: N801  reads as a function in a query
    """The condition that a record has a word of every group, and one that is its own.

    A piece of SQL of the engine's own, narrowed as any condition on the entry.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, groups: Sequence[Group], entry: Any = SearchEntry) -> None:  # noqa: ANN401  an entity or its table
        """Ask for groups; both engines' spellings go along, one of them is sent."""
        columns = getattr(entry, "c", entry)
        super().__init__(
            columns.id,
            columns.words,
            bindparam(None, fts_query(groups), Text(), unique=True),
            bindparam(None, ts_query(groups), Text(), unique=True),
        )


@compiles(stands_in, "sqlite")
def _on_sqlite(element: stands_in, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  SQLAlchemy's
    number, _words, typed, _other = (
        compiler.process(clause, **given) if place != 3 else ""
        for place, clause in enumerate(element.clauses)
    )
    found = f"SELECT rowid FROM search_words WHERE search_words MATCH {typed}"  # noqa: S608  a bound parameter
    return f"{number} IN ({found})"


@compiles(stands_in, "postgresql")
def _on_postgresql(element: stands_in, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  SQLAlchemy's
    _number, words, _other, typed = element.clauses
    text = compiler.process(words, **given)
    asked = compiler.process(typed, **given)
    cut = f"array_to_tsvector(string_to_array({text}, ' '))"
    return f"{cut} @@ CAST({asked} AS tsquery)"


def asked_words(kind: Findable | None, groups: Sequence[Group]) -> dict[str, str]:
    """Return what `words_found` is given for groups: each engine's spelling."""
    fts, ts = fts_query(groups), ts_query(groups)
    if kind is not None:
        mark = mark_of(kind)
        fts, ts = f'({fts}) AND "{mark}"', f"({ts}) & '{mark}'"
    return {_given("fts", kind): fts, _given("ts", kind): ts}


def words_found(
    entry: Any,  # noqa: ANN401  a table
    query: Select[Any],
    kind: Findable | None,
    *,
    is_sqlite: bool,
) -> Select[Any]:
    """Narrow a query over entries to those that have `asked_words`, to take the first.

    SQLite walks the words as far as it must; PostgreSQL reads its index through, and
    as many rows as are wanted: inside of `by_index`.
    """
    if is_sqlite:
        words = table("search_words", column("rowid"))
        asked = bindparam(_given("fts", kind), type_=Text())
        return query.join(words, words.c.rowid == entry.c.id).where(
            literal_column("search_words").op("MATCH")(asked)
        )
    typed = cast(bindparam(_given("ts", kind), type_=Text()), TSQUERY())
    cut = func.string_to_array(entry.c.words, literal_column("' '"))
    return query.where(func.array_to_tsvector(cut).op("@@")(typed))


def _given(spelling: str, kind: Findable | None) -> str:
    return f"{spelling}_{kind.value if kind else 'any'}"


@contextmanager
def by_index(session: Session) -> Iterator[None]:
    """Have PostgreSQL answer by its indexes, whatever it expects to be quicker.

    For the sake of a few rows it would read the whole table, where it takes a word for
    frequent: what a table's statistics say of words, and of their beginnings, is a
    guess. SQLite has no other way than its index.
    """
    if session.get_bind().dialect.name == "sqlite":
        yield
        return
    connection = session.connection()
    connection.exec_driver_sql(
        "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan"
    )
    yield
    connection.exec_driver_sql(
        "SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = auto"
    )


def number_groups(digits: str) -> tuple[list[Group], list[Group]]:
    """Ask for a number begun with these digits, and for one that has them inside."""
    pieces = digit_pieces(digits)
    inside = dict.fromkeys((*pieces[::4], pieces[-1]))
    return [((digits, True),)], [((piece, False),) for piece in inside]


def fts_query(groups: Sequence[Group]) -> str:
    """Write groups as FTS5 reads them; folded words have no sign that it reads."""
    return _written(
        groups, lambda word, more: f'"{word}"{"*" if more else ""}', " AND ", " OR "
    )


def ts_query(groups: Sequence[Group]) -> str:
    """Write groups as PostgreSQL's `tsquery` reads them."""
    return _written(
        groups, lambda word, more: f"'{word}'{':*' if more else ''}", " & ", " | "
    )


def _written(
    groups: Sequence[Group], one: Callable[[str, bool], str], both: str, either: str
) -> str:
    own = [[one(*word) for word in group] for group in groups]
    if len(groups) == 1:
        return either.join(own[0])
    others = [[one(elsewhere(w), more) for w, more in group] for group in groups]
    asked = [[*mine, *theirs] for mine, theirs in zip(own, others, strict=True)]
    every = [word for group in own for word in group]
    return both.join(f"({either.join(group)})" for group in (*asked, every))
