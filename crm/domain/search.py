"""What somebody types into a search, and what it is held against.

Typed text and stored text meet as words folded by `crm.domain.names.fold`. A
telephone number is found by any four of its digits in a row, hence by any piece of
it; a word with a typing error by the known words that are a letter or two away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from crm.domain.names import LEGAL_FORMS, STOP_WORDS, fold
from crm.domain.phones import phone_digits_for_search

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 100
"""Characters; what is typed beyond them is not read."""
LONGEST_WORD: Final = 40
MOST_WORDS: Final = 6
MOST_ASKED: Final = 3
PIECE: Final = 4
"""Digits: the shortest piece of a telephone number that is looked for."""
_ELSEWHERE, _DIGITS = "_", "p"
_FORGIVABLE: Final = range(3, 31)
"""Letters of the words that a typing error may have been meant for."""


class Findable(StrEnum):
    """A kind of record a search finds."""

    COMPANY = "company"
    CONTACT = "contact"
    BOOKING = "booking"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: its folded words, and its digits where it can be a number.

    The last word may be only begun; the others were typed whole, or nearly.
    """

    words: tuple[str, ...]
    digits: str

    @property
    def phrase(self) -> str:
        """The words as they stand in a folded name."""
        return " ".join(self.words)

    @property
    def telling(self) -> tuple[str, ...]:
        """The words an index is asked for: one letter alone tells nothing."""
        return tuple(word for word in self.words if len(word) > 1)

    @property
    def asked(self) -> tuple[str, ...]:
        """The words that tell most, for an index to find what the others then narrow.

        Legal forms and small words stand in a third of all names.
        """
        plain = (w for w in self.telling if w not in LEGAL_FORMS | STOP_WORDS)
        most = sorted(plain, key=len, reverse=True)[:MOST_ASKED]
        return tuple(most) or self.telling

    def begins(self, words: Iterable[str]) -> bool:
        """Say whether every typed word begins one of these."""
        words = tuple(words)
        return all(any(word.startswith(one) for word in words) for one in self.words)


def read(text: str) -> Typed:
    """Read what was typed; nothing that can be searched for gives no words."""
    text = text[:LONGEST]
    words = [word[:LONGEST_WORD] for word in fold(text).split()[:MOST_WORDS]]
    digits = phone_digits_for_search(text)
    return Typed(tuple(words), digits if len(digits) >= PIECE else "")


def stored(kind: Findable, own: Iterable[str], elsewhere: Iterable[str] = ()) -> str:
    """Write the words a record is found by, each once, a space between two.

    `elsewhere` are those of the company it belongs to: they narrow what is found by
    a word of its own, and find nothing by themselves.
    """
    words = (word[:LONGEST_WORD] for text in own for word in text.split())
    others = (word[:LONGEST_WORD] for text in elsewhere for word in text.split())
    marked = (f"{_ELSEWHERE}{word}" for word in others)
    return " ".join(dict.fromkeys((*words, *marked, mark_of(kind))))


def mark_of(kind: Findable) -> str:
    """Return what stands among the words of every record of a kind."""
    return f"{_ELSEWHERE * 2}{kind.value}"


def elsewhere(word: str) -> str:
    """Return how a word stands that belongs to a record's company."""
    return f"{_ELSEWHERE}{word}"


def digit_pieces(digits: str) -> list[str]:
    """Cut a number into its runs of four digits, marked as such."""
    whole = re.sub(r"\D", "", digits)
    runs = range(len(whole) - PIECE + 1)
    return list(dict.fromkeys(f"{_DIGITS}{whole[i : i + PIECE]}" for i in runs))


def forgivable(words: str) -> set[str]:
    """Return the words of a record that a mistyped one may have been meant for."""
    return {
        word
        for word in words.split()
        if len(word) in _FORGIVABLE and word.isalpha() and word[0] != _ELSEWHERE
    }


def errors_forgiven(word: str) -> int:
    """Return how many letters may be wrong: 1 from four letters, 2 from eight."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def may_go_on(word: str) -> bool:
    """Say whether a begun word is long enough to forgive an error in it."""
    return len(word) > 4


def errors(typed: str, meant: str, most: int, *, begun: bool = False) -> int:
    """Count letters wrong, missing, too many, or swapped with their neighbour.

    Counting ends past `most`. With `begun`, against the beginning of the meant word
    that is nearest.
    """
    if not begun:
        return OSA.distance(typed, meant, score_cutoff=most)
    lengths = range(max(0, len(typed) - most), len(typed) + most + 1)
    return min(
        OSA.distance(typed, meant[:length], score_cutoff=most) for length in lengths
    )
