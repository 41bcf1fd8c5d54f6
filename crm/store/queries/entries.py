"""Asking the index of what can be found, within what the asker sees.

An index tells which records have a word, not who may see them. Where somebody sees a
part of the desk, more candidates are read than are wanted, and those that are seen are
picked by one more statement; only where that leaves too few does the condition of the
asker go into the search itself, which then walks until it has found enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Text, bindparam, func, select, true

from crm.store.models import Booking, Company, SearchEntry
from crm.store.scope import asker_of, beyond_scope, sees_all, visible_each
from crm.store.search_words import asked_words, words_found

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.search import Findable
    from crm.store.models import Base
    from crm.store.search_words import Group

END = chr(0x10FFFF)
"""Comes after whatever a name goes on with."""
WIDE = 60
"""Candidates looked at for each kind, of which the best are kept."""
WIDER = 150
"""Candidates read for each kind where the asker sees a part of them."""
ENTRY = SearchEntry.__table__
ENOUGH = 5
"""Entries seen of a kind with which a search is content."""
SIZES = (8, 64, 512)
"""Lengths of lists of ids: a few statements, which an engine plans once."""


class Entries:
    """The entries of the index that the asker of a session sees, for one search."""

    def __init__(self, session: Session) -> None:
        self.session = session
        asker = asker_of(session)
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"
        self._standing = (asker.user_id, asker.team_id, asker.reach)
        self._sees_all = sees_all(session, SearchEntry)
        self._seen: dict[tuple[type[Base], int], bool] = {}

    def beginning(
        self, kind: Findable, column: str, phrase: str, most: int
    ) -> list[Row[Any]]:
        """Return the entries whose name begins with a phrase, by name.

        Where the asker sees a part, of the first ones only: words find the others.
        """
        given = {"kind": kind, "since": phrase, "until": phrase + END}
        read = most if self._sees_all else WIDE
        return self._visible(self._asked(column, {**given, "most": read}))[:most]

    def having(
        self, kind: Findable, groups: list[Group], inside: str = ""
    ) -> Sequence[Row[Any]]:
        """Return some of the entries that have words, and something inside of them."""
        given = {"kind": kind, "inside": f"%{inside}%", **asked_words(kind, groups)}
        return self._enough("words", given, WIDE, WIDER)

    def by_words(
        self, groups: list[Group], kinds: Sequence[Findable]
    ) -> dict[Findable, Sequence[Row[Any]]]:
        """Return some entries of each kind that have words.

        What several words have in common is little: it is asked for once, for all
        kinds, and a kind at a time only where it is more than one looks at.
        """
        if len(groups) > 1:
            most = WIDER if self._sees_all else 3 * WIDER
            given = {**asked_words(None, groups), "most": most}
            rows = self._asked("any kind", given)
            if len(rows) < most:
                rows = self._visible(rows)
                return {k: [row for row in rows if row.kind == k] for k in kinds}
        return {kind: self.having(kind, groups) for kind in kinds}

    # --- Who sees them --------------------------------------------------------

    def _enough(
        self, how: str, given: Mapping[str, object], most: int, wider: int
    ) -> Sequence[Row[Any]]:
        """Return enough entries that are seen, of the first ones or of them all."""
        read = most if self._sees_all else wider
        rows = self._asked(how, {**given, "most": read})
        seen = self._visible(rows)
        if len(rows) < read or len(seen) >= ENOUGH:
            return seen[:most]
        return self._asked(how, {**given, "most": most}, walking=True)

    def _visible(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        if self._sees_all:
            return list(rows)
        for entity in (Company, Booking):
            self._look(entity, {id_ for of, id_ in map(_owner, rows) if of is entity})
        return [row for row in rows if self._seen[_owner(row)]]

    def _look(self, entity: type[Base], ids: Collection[int]) -> None:
        unknown = sorted(id_ for id_ in ids if (entity, id_) not in self._seen)
        if not unknown:
            return
        key = ("seen", entity, *self._standing)
        if (query := _made.get(key)) is None:
            number = entity.__table__.c.id
            some = number.in_(bindparam("ids", expanding=True))
            seen = visible_each(self.session, entity)
            query = _keep(key, select(number).where(some, seen))
        size = next((n for n in SIZES if n >= len(unknown)), len(unknown))
        padded = unknown + unknown[-1:] * (size - len(unknown))
        with beyond_scope(
            self.session, "the condition of the asker stands in the statement"
        ):
            found = set(self.session.scalars(query, {"ids": padded}))
        self._seen.update(((entity, id_), id_ in found) for id_ in unknown)

    # --- What is asked --------------------------------------------------------

    def _asked(
        self, how: str, given: Mapping[str, object], *, walking: bool = False
    ) -> Sequence[Row[Any]]:
        # These are asked at each letter typed, several a letter: their statements
        # are made once, and once for each asker whose condition stands in them.
        key = (how, self._is_sqlite, *(self._standing if walking else ()))
        if (query := _made.get(key)) is None:
            seen = visible_each(self.session, SearchEntry) if walking else true()
            query = _keep(key, _statement(how, seen, is_sqlite=self._is_sqlite))
        with beyond_scope(self.session, "entries are told once they are known as seen"):
            return self.session.execute(query, given).all()


_made: dict[tuple[Any, ...], Select[Any]] = {}
MOST_MADE = 1_000


def _keep(key: tuple[Any, ...], query: Select[Any]) -> Select[Any]:
    if len(_made) > MOST_MADE:
        _made.clear()
    _made[key] = query
    return query


def _owner(row: Row[Any]) -> tuple[type[Base], int]:
    """Return the record whose sight decides about an entry's."""
    if row.booking_id is not None:
        return Booking, row.booking_id
    return Company, row.company_id


def _statement(how: str, seen: ColumnElement[bool], *, is_sqlite: bool) -> Select[Any]:
    query = select(*ENTRY.c).where(seen).limit(bindparam("most", type_=Integer()))
    kind = bindparam("kind", type_=ENTRY.c.kind.type)
    if how == "any kind":
        return words_found(ENTRY, query, is_sqlite=is_sqlite)
    if how != "words":
        column = ENTRY.c[how]
        return query.where(
            ENTRY.c.kind == kind,
            column >= bindparam("since", type_=column.type),
            column < bindparam("until", type_=column.type),
        ).order_by(column)
    # Kept from the planner, which would walk all of a kind to find a few words.
    of_kind = func.coalesce(ENTRY.c.kind, "") == kind
    whole = ENTRY.c.words.like(bindparam("inside", type_=Text()))
    return words_found(ENTRY, query, is_sqlite=is_sqlite).where(of_kind, whole)
