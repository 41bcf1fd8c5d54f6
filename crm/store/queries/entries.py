"""Asking the index of what can be found, within what the asker sees.

Where somebody sees a part of the desk, more candidates are read than are wanted, and
those that are seen are picked by one more statement; only where that leaves too few
does the condition of the asker go into the search itself, which then walks until it
has found enough. Who sees next to nothing is not made to walk: `Few`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Integer, Text, bindparam, literal, select, union_all

from crm.domain.search import elsewhere
from crm.store.models import SearchEntry
from crm.store.queries.few_entries import NAMED, Few, Words
from crm.store.queries.kept_statements import kept
from crm.store.queries.sight import Sight
from crm.store.scope import beyond_scope, visible_each
from crm.store.search_words import asked_words, words_found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.search import Findable
    from crm.store.search_words import Group

    Rows = dict[Findable, list[Row[Any]]]

END = chr(0x10FFFF)
"""Comes after whatever a name goes on with."""
NAMES = 160
"""Names looked at, by their order, where the asker sees a part of them."""
WIDE = 60
"""Candidates looked at for each kind, of which the best are kept."""
WIDER = 300
"""Candidates read for each kind where the asker sees a part of them."""
OF_ANY = 600
"""Candidates read of all kinds together."""
ENOUGH = 5
"""Entries seen of a kind with which a search is content."""
ONE = 300
"""Entries that have one word, at most, for the other words to be looked for in them."""
_FREQUENT: set[Group] = set()
MOST_FREQUENT = 5_000
ENTRY = SearchEntry.__table__
KIND = ENTRY.c.kind.type


class Entries(Protocol):
    """The entries of the index that the asker of a session sees, for one search."""

    @property
    def none(self) -> bool:
        """Whether there is nothing to search in."""

    def beginning(self, kinds: Sequence[Findable], phrase: str, most: int) -> Rows:
        """Return the entries whose name begins with a phrase, by name, then the others.

        Where the asker sees a part, of the first ones only: words find the others.
        """

    def having(
        self, kinds: Sequence[Findable], groups: list[Group], inside: str = ""
    ) -> Rows:
        """Return some entries that have words, and something inside of them."""

    def by_words(self, kinds: Sequence[Findable], groups: list[Group]) -> Rows:
        """Return some entries of each kind that have words."""


def entries_of(session: Session) -> Entries:
    """Return what a session's asker searches in."""
    sight = Sight(session)
    few = sight.few_companies()
    rows = None if few is None else Few.read(sight, few)
    return Many(sight) if rows is None else rows


class Many:
    """The entries of whoever sees many of them, asked of the engine's index."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self.none = False

    def beginning(self, kinds: Sequence[Findable], phrase: str, most: int) -> Rows:
        """Ask for both names of every kind at once."""
        read = most if self._sight.sees_all else NAMES
        given = {"since": phrase, "until": phrase + END, "most": read}
        rows = self._sight.of(self._asked("names", kinds, given))
        rows.sort(key=lambda row: (NAMED.index(row.place), getattr(row, row.place)))
        found: Rows = {kind: [] for kind in kinds}
        for row in rows:
            found[row.kind].append(row)
        return found

    def having(
        self, kinds: Sequence[Findable], groups: list[Group], inside: str = ""
    ) -> Rows:
        """Ask for every kind at once; walk for those of which too few are seen."""
        read = WIDE if self._sight.sees_all else WIDER
        given: dict[str, object] = {"most": read, "inside": f"%{inside}%"}
        for kind in kinds:
            given |= asked_words(kind, groups)
        rows = self._asked("words", kinds, given)
        seen = self._sight.of(rows)
        found: Rows = {}
        for kind in kinds:
            came = sum(row.kind is kind for row in rows)
            mine = [row for row in seen if row.kind is kind]
            if came == read and len(mine) < ENOUGH:
                walk = {**given, "most": WIDE}
                mine = list(self._asked("words", (kind,), walk, walking=True))
            found[kind] = mine[:WIDE]
        return found

    def by_words(self, kinds: Sequence[Findable], groups: list[Group]) -> Rows:
        """Ask for every kind in one go where there are several words.

        What they have in common is little, and what has the one that tells most often
        is too: that one is asked for first, which is quicker than asking for them all.
        A kind is asked for by itself only where others left it out.
        """
        if len(groups) == 1:
            return self.having(kinds, groups)
        rows = self._having_one(groups)
        if rows is None:
            given = {**asked_words(None, groups), "most": OF_ANY}
            rows = self._asked("any kind", (), given)
        seen = self._sight.of(rows)
        found: Rows = {k: [row for row in seen if row.kind is k] for k in kinds}
        if len(rows) == OF_ANY:
            lacking = [kind for kind in kinds if len(found[kind]) < ENOUGH]
            found.update(self.having(lacking, groups) if lacking else {})
        return found

    def _having_one(self, groups: list[Group]) -> Sequence[Row[Any]] | None:
        """Return all entries that have the words, by way of one, or None: too many.

        Words that were found to stand in many are remembered, and not tried again.
        """
        telling = next((group for group in groups if group not in _FREQUENT), None)
        if telling is None:
            return None
        anywhere = [*telling, *((elsewhere(word), more) for word, more in telling)]
        given = {**asked_words(None, [tuple(anywhere)]), "most": ONE + 1}
        rows = self._asked("any kind", (), given)
        if len(rows) > ONE:
            if len(_FREQUENT) >= MOST_FREQUENT:
                _FREQUENT.clear()
            _FREQUENT.add(telling)
            return None
        return [row for row in rows if Words(row.words).have(groups)]

    def _asked(
        self,
        how: str,
        kinds: Sequence[Findable],
        given: Mapping[str, object],
        *,
        walking: bool = False,
    ) -> Sequence[Row[Any]]:
        sight = self._sight
        key = (how, *kinds, sight.is_sqlite, *(sight.standing if walking else ()))
        query = kept(key, lambda: self._statement(how, kinds, walking=walking))
        with beyond_scope(sight.session, "entries are told once they are seen"):
            return sight.session.execute(query, given).all()

    def _statement(
        self, how: str, kinds: Sequence[Findable], *, walking: bool
    ) -> Select[Any]:
        if how == "any kind":
            return words_found(ENTRY, _some(), None, is_sqlite=self._sight.is_sqlite)
        if how == "words":
            each = [self._of_kind(kind) for kind in kinds]
        else:
            each = [_named(kind, name) for kind in kinds for name in NAMED]
        if walking:
            seen = visible_each(self._sight.session, SearchEntry)
            each = [query.where(seen) for query in each]
        return _together(each)

    def _of_kind(self, kind: Findable) -> Select[Any]:
        whole = ENTRY.c.words.like(bindparam("inside", type_=Text()))
        query = _some().where(whole)
        return words_found(ENTRY, query, kind, is_sqlite=self._sight.is_sqlite)


def _some(*more: Any) -> Select[Any]:  # noqa: ANN401  columns
    return select(*ENTRY.c, *more).limit(bindparam("most", type_=Integer()))


def _named(kind: Findable, name: str) -> Select[Any]:
    column = ENTRY.c[name]
    return (
        _some(literal(name).label("place"))
        .where(
            ENTRY.c.kind == literal(kind, KIND),
            column >= bindparam("since", type_=column.type),
            column < bindparam("until", type_=column.type),
        )
        .order_by(column)
    )


def _together(each: Sequence[Select[Any]]) -> Select[Any]:
    if len(each) == 1:
        return each[0]
    return select(union_all(*(select(one.subquery()) for one in each)).subquery())
