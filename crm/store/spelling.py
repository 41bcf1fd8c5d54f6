"""The words a desk's records are found by, held ready to forgive typing errors.

A hundred thousand advertisers have some ten thousands of distinct words. Each process
reads them once and then those that came since; a mistyped word is compared with those
of about its length, in a few milliseconds, the same on both engines. A word forgotten
in the meantime leads to no record, hence is never shown.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Engine, func, select

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


@contextmanager
def spelling_of(session: Session) -> Iterator[Spelling]:
    """Give the words known of a session's store, those that came since among them."""
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        engine = engine.engine
    with _LOCK:
        known = _KNOWN.setdefault(engine, Spelling())
        known.read_on(session)
        yield known


class Spelling:
    """The words known of one store, by their first letters and lengths."""

    def __init__(self) -> None:
        self._last = 0
        self._known: set[str] = set()
        self._words: dict[str, dict[int, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._beginnings: dict[tuple[str, int], list[str]] = {}

    def read_on(self, session: Session) -> None:
        """Read the words that came since the last ones that are known."""
        # As one text: a hundred thousand rows take ten times as long to come.
        since = select(
            func.max(SearchWord.id), func.aggregate_strings(SearchWord.word, " ")
        ).where(SearchWord.id > self._last - AGAIN)
        with beyond_scope(session, "known words lead to entries that are seen"):
            last, text = session.execute(since).one()
        fresh = [word for word in (text or "").split() if word not in self._known]
        self._known.update(fresh)
        self._last = last or self._last
        for word in fresh:
            self._words[word[0]][len(word)].append(word)
        if self._beginnings and fresh:
            longest: dict[str, int] = {}
            for word in fresh:
                longest[word[0]] = max(longest.get(word[0], 0), len(word))
            for letter, length in list(self._beginnings):
                if longest.get(letter, 0) > length:
                    del self._beginnings[letter, length]

    def unknown(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return those of typed words, of letters alone, that no record has."""
        return tuple(w for w in words if w.isalpha() and w not in self._known)

    def meant_by(self, typed: str, *, begun: bool) -> list[Word]:
        """Return the words a mistyped one may have been meant for, the nearest first.

        From four letters on one may be wrong, from eight two. `begun` says that the
        word may go on: beginnings of words count too, from five letters on. Looked for
        among the words with the same first letter, then among all: the first letter
        is seldom the wrong one, and asking it first is ten times quicker.
        """
        forgiven = errors_forgiven(typed)
        if not forgiven or not typed.isalpha():
            return []
        begun = begun and may_go_on(typed)
        near = self._near(typed, forgiven, typed[0], begun=begun)
        if not any(wrong < 2 for wrong, _word in near):
            for letter in self._words.keys() - {typed[0]}:
                near += self._near(typed, forgiven, letter, begun=begun)
        near.sort()
        return [word for _wrong, word in near[:MEANT]]

    def _near(
        self, typed: str, forgiven: int, letter: str, *, begun: bool
    ) -> list[tuple[int, Word]]:
        length, of_letter = len(typed), self._words[letter]
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


_KNOWN: WeakKeyDictionary[Engine, Spelling] = WeakKeyDictionary()
_LOCK = Lock()
