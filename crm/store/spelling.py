"""The words a desk's records are found by, held ready to forgive typing errors.

A hundred thousand advertisers have some ten thousands of distinct words. Each process
reads them once and then those that came since; a mistyped word is compared with those
of about its length, in a few milliseconds, the same on both engines. A word forgotten
in the meantime leads to no record, hence is never shown.
"""

from __future__ import annotations

from contextlib import contextmanager
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
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from crm.store.search_words import Word

MEANT = 30
"""Words a mistyped one may have been meant for, at most."""
LOOKED_AT = 300
AGAIN = 200
"""Numbers read again each time: another writer may have committed out of turn."""


def meant_by(session: Session, typed: str, *, begun: bool) -> list[Word]:
    """Return the words a mistyped one may have been meant for, the nearest first.

    From four letters on one may be wrong, from eight two. `begun` says that the word
    may go on: beginnings of words count too, from five letters on.
    """
    forgiven = errors_forgiven(typed)
    if not forgiven or not typed.isalpha():
        return []
    with _spelling(session) as known:
        return known.meant_by(typed, forgiven, begun=begun and may_go_on(typed))


def unknown_of(session: Session, words: Sequence[str]) -> tuple[str, ...]:
    """Return those of typed words, of letters alone, that no record has as they are."""
    with _spelling(session) as known:
        return tuple(w for w in words if w.isalpha() and not known.has(w))


@contextmanager
def _spelling(session: Session) -> Iterator[_Spelling]:
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        engine = engine.engine
    with _LOCK:
        known = _KNOWN.setdefault(engine, _Spelling())
        known.read_on(session)
        yield known


class _Spelling:
    """The words known of one store, by their first letters and lengths."""

    def __init__(self) -> None:
        self._last = 0
        self._known: set[str] = set()
        self._words: dict[str, dict[int, list[str]]] = {}
        self._beginnings: dict[tuple[str, int], list[str]] = {}

    def read_on(self, session: Session) -> None:
        since = select(SearchWord.id, SearchWord.word).where(
            SearchWord.id > self._last - AGAIN
        )
        with beyond_scope(session, "known words lead to entries that are seen"):
            rows = session.execute(since).all()
        new = {word for _number, word in rows} - self._known
        self._known |= new
        self._last = max((number for number, _word in rows), default=self._last)
        for word in new:
            of_letter = self._words.setdefault(word[0], {})
            of_letter.setdefault(len(word), []).append(word)
        for letter, length in list(self._beginnings):
            if any(word[0] == letter and len(word) > length for word in new):
                del self._beginnings[letter, length]

    def has(self, word: str) -> bool:
        return word in self._known

    def meant_by(self, typed: str, forgiven: int, *, begun: bool) -> list[Word]:
        """Look among the words with the same first letter, then among all.

        The first letter is seldom the wrong one, and asking it first is ten times
        quicker.
        """
        near = self._near(typed, forgiven, typed[0], begun=begun)
        if not any(wrong < 2 for wrong, _word in near):
            for letter in self._words.keys() - {typed[0]}:
                near += self._near(typed, forgiven, letter, begun=begun)
        near.sort()
        return [word for _wrong, word in near[:MEANT]]

    def _near(
        self, typed: str, forgiven: int, letter: str, *, begun: bool
    ) -> list[tuple[int, Word]]:
        length, of_letter = len(typed), self._words.get(letter, {})
        near: list[tuple[int, Word]] = [
            (wrong, (word, False))
            for other in range(length - forgiven, length + forgiven + 1)
            for word, wrong in _nearest(typed, of_letter.get(other, []), forgiven)
        ]
        if begun:
            # A letter too many or missing moves the end of what was typed by one.
            starts = self._beginning(letter, length)
            near += [
                (wrong, (start, True))
                for start, _wrong in _nearest(typed, starts, forgiven + 1)
                if (wrong := errors(typed, start, forgiven, begun=True)) <= forgiven
            ]
        return near

    def _beginning(self, letter: str, length: int) -> list[str]:
        if (letter, length) not in self._beginnings:
            longer = (
                words
                for other, words in self._words.get(letter, {}).items()
                if other > length
            )
            cut = dict.fromkeys(word[:length] for words in longer for word in words)
            self._beginnings[letter, length] = list(cut)
        return self._beginnings[letter, length]


def _nearest(typed: str, words: list[str], most: int) -> list[tuple[str, int]]:
    found = process.extract(
        typed, words, scorer=OSA.distance, score_cutoff=most, limit=LOOKED_AT
    )
    return [(word, int(wrong)) for word, wrong, _place in found]


_KNOWN: WeakKeyDictionary[Engine, _Spelling] = WeakKeyDictionary()
_LOCK = Lock()
