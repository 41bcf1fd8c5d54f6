"""A search of somebody who sees a few companies: their entries, read once.

On a large desk the engine's index would come upon thousands of records that are not
theirs before it found one that is.
"""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, select

from crm.store.models import SearchEntry
from crm.store.queries.kept_statements import kept
from crm.store.queries.sight import among
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

    from crm.domain.search import Findable
    from crm.store.queries.sight import Sight
    from crm.store.search_words import Group, Word

    Rows = dict[Findable, list[Row[Any]]]

MOST = 2_000
"""Entries read, at most: one company may have thousands of contacts."""
NAMED = ("name", "other_name")
ENTRY = SearchEntry.__table__


class Few:
    """The entries of whoever sees a few of them, held against what was typed."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._rows = list(rows)
        self._words = {row.id: Words(row.words) for row in self._rows}
        self.none = not self._rows

    @classmethod
    def read(cls, sight: Sight, companies: Sequence[int]) -> Few | None:
        """Read the entries of companies that are seen; None where they are too many."""
        if not companies:
            return cls(())
        query = kept(
            ("few entries", sight.is_sqlite),
            lambda: (
                select(*ENTRY.c)
                .where(among(ENTRY.c.company_id, is_sqlite=sight.is_sqlite))
                .limit(bindparam("most", type_=Integer()))
            ),
        )
        ids: Any = json.dumps(companies) if sight.is_sqlite else companies
        given = {"ids": ids, "most": MOST + 1}
        with beyond_scope(sight.session, "entries are told once they are seen"):
            rows = sight.session.execute(query, given).all()
        return cls(sight.of(rows)) if len(rows) <= MOST else None

    def beginning(self, kinds: Sequence[Findable], phrase: str, most: int) -> Rows:
        """Return the entries whose name begins with a phrase, by name, then the others.

        At most `most` by each name.
        """
        found: Rows = {kind: [] for kind in kinds}
        for kind in kinds:
            for get in map(attrgetter, NAMED):
                rows = [row for row in self._of(kind) if get(row).startswith(phrase)]
                found[kind] += sorted(rows, key=get)[:most]
        return found

    def having(
        self, kinds: Sequence[Findable], groups: list[Group], inside: str = ""
    ) -> Rows:
        """Return the entries that have words, and something inside of them."""
        return {
            kind: [
                row
                for row in self._of(kind)
                if inside in row.words and self._words[row.id].have(groups)
            ]
            for kind in kinds
        }

    def by_words(self, kinds: Sequence[Findable], groups: list[Group]) -> Rows:
        """Return the entries of each kind that have words."""
        return self.having(kinds, groups)

    def _of(self, kind: Findable) -> list[Row[Any]]:
        return [row for row in self._rows if row.kind is kind]


class Words:
    """The words an entry is found by: its own, and those of its company."""

    def __init__(self, words: str) -> None:
        each = words.split()
        self._own = [word for word in each if not word.startswith("_")]
        self._all = [word.removeprefix("_") for word in each]

    def have(self, groups: Sequence[Group]) -> bool:
        """Say whether one word of every group is there, and one is the entry's own."""
        own = any(_stands(word, self._own) for group in groups for word in group)
        return own and all(
            any(_stands(word, self._all) for word in group) for group in groups
        )


def _stands(word: Word, among: Sequence[str]) -> bool:
    text, may_go_on = word
    return any(one.startswith(text) if may_go_on else one == text for one in among)
