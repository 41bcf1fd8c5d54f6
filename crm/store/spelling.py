"""The words a desk's records are found by, held ready to forgive typing errors.

A hundred thousand advertisers have some ten thousands of distinct words. Each process
reads them once and then those that came since; a mistyped word is compared with those
of about its length, in a few milliseconds, the same on both engines. A word forgotten
in the meantime leads to no record, hence is never shown.
"""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Engine, select

from crm.domain.search import errors, errors_forgiven, may_go_on
from crm.store.models import SearchWord
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.store.search_words import Word

MEANT = 30
"""Words a mistyped one may have been meant for, at most."""
LOOKED_AT = 300
AGAIN = 1_000
"""Numbers read again each time: another writer may have committed out of turn."""


def meant_by(session: Session, typed: str, *, begun: bool) -> list[Word]:
    """Return the words a mistyped one may have been meant for, the nearest first.

    From four letters on one may be wrong, from eight two. `begun` says that the word
    may go on: beginnings of words count too, from five letters on.
    """
    forgiven = errors_forgiven(typed)
    if not forgiven or not typed.isalpha():
        return []
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        engine = engine.engine
    with _LOCK:
        known = _KNOWN.setdefault(engine, _Spelling())
        known.read_on(session)
        return known.meant_by(typed, forgiven, begun=begun and may_go_on(typed))


class _Spelling:
    """The words known of one store, by their lengths, and how words begin."""

    def __init__(self) -> None:
        self._last = 0
        self._known: set[str] = set()
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._beginnings: dict[int, dict[str, None]] = {}

    def read_on(self, session: Session) -> None:
        since = select(SearchWord.id, SearchWord.word).where(
            SearchWord.id > self._last - AGAIN
        )
        with beyond_scope(
            session, "words that are known lead to entries that are seen"
        ):
            rows = session.execute(since).all()
        self._add(word for _number, word in rows if word not in self._known)
        self._last = max((number for number, _word in rows), default=self._last)

    def _add(self, words: Iterable[str]) -> None:
        for word in words:
            self._known.add(word)
            self._by_length[len(word)].append(word)
            for length, begin in self._beginnings.items():
                if len(word) > length:
                    begin[word[:length]] = None

    def meant_by(self, typed: str, forgiven: int, *, begun: bool) -> list[Word]:
        length = len(typed)
        near = [
            (wrong, (word, False))
            for other in range(length - forgiven, length + forgiven + 1)
            for word, wrong, _place in process.extract(
                typed,
                self._by_length.get(other, ()),
                scorer=OSA.distance,
                score_cutoff=forgiven,
                limit=LOOKED_AT,
            )
        ]
        if begun:
            # A letter too many or missing moves the end of what was typed by one.
            found = process.extract(
                typed,
                self._beginning(length),
                scorer=OSA.distance,
                score_cutoff=forgiven + 1,
                limit=LOOKED_AT,
            )
            near += (
                (wrong, (start, True))
                for start in (row[0] for row in found)
                if (wrong := errors(typed, start, forgiven, begun=True)) <= forgiven
            )
        near.sort()
        return [word for _wrong, word in near[:MEANT]]

    def _beginning(self, length: int) -> list[str]:
        if length not in self._beginnings:
            self._beginnings[length] = dict.fromkeys(
                word[:length] for word in self._known if len(word) > length
            )
        return list(self._beginnings[length])


_KNOWN: WeakKeyDictionary[Engine, _Spelling] = WeakKeyDictionary()
_LOCK = Lock()
