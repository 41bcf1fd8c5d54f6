"""Finding a record as one types: what is found first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.domain.search import (
    Findable,
    Typed,
    errors_forgiven,
    read,
)
from crm.store.queries.entries import Entries
from crm.store.queries.found import Found, told
from crm.store.scope import beyond_scope
from crm.store.search_words import Group, number_groups
from crm.store.spelling import meant_by, unknown_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MOST_MISTAKEN = 2
"""Words that all stand in some record, and may yet be mistyped."""


@dataclass(frozen=True, slots=True)
class _Hit:
    tier: int
    entry: Row[Any]

    @property
    def key(self) -> tuple[Findable, int]:
        kind = Findable(self.entry.kind)
        return kind, getattr(self.entry, f"{kind.value}_id")


def search(
    session: Session,
    _asker: Actor,
    text: str,
    *,
    most: int = 5,
    kinds: Sequence[Findable] = tuple(Findable),
    forgiving: bool = True,
) -> list[Found]:
    """Find companies, people and bookings, at most `most` of each, the best first.

    Each word is the beginning of a word of the name, trade name, town, domain,
    e-mail address, campaign or number of a record, or of its company; four digits
    are a piece of a telephone number too. Ranked: the very name, a name that begins
    so, a word that does, a person, a booking. Where nothing is found, words that
    differ by one letter from four letters on, by two from eight. Kinds stand together,
    the one with the best hit first.
    """
    typed = read(text)
    if not typed.words:
        return []
    entries = Entries(session)
    hits: dict[tuple[Findable, int], _Hit] = {}
    for kind in kinds:
        for hit in _named(entries, typed, kind, most):
            hits.setdefault(hit.key, hit)
    settled = len(typed.words) > 1 and any(h.tier == EXACT for h in hits.values())
    if not settled:
        lacking = {kind: most - sum(key[0] is kind for key in hits) for kind in kinds}
        for hit in _worded(entries, typed, {k: n for k, n in lacking.items() if n > 0}):
            hits.setdefault(hit.key, hit)
    if forgiving and not hits and any(map(errors_forgiven, typed.telling)):
        forgiven = _forgiving(session, typed)
        kinds = kinds if forgiven else ()
        left_out = Typed(tuple(w for w in typed.words if w not in typed.asked), "")
        for rows in entries.by_words(forgiven, kinds).values():
            near = (row for row in rows if left_out.begins(_words(row)))
            for row in sorted(near, key=lambda row: (len(row.name), row.name)):
                hit = _Hit(FUZZY, row)
                hits.setdefault(hit.key, hit)
    with beyond_scope(session, "these were found as entries that the asker sees"):
        keys = [hit.key for hit in _ranked(hits.values(), most)]
        return told(session, typed, keys)


EXACT, NAME, WORD, PERSON, BOOKING, FUZZY = range(6)
_TIERS = {
    Findable.COMPANY: (NAME, WORD),
    Findable.CONTACT: (PERSON, PERSON),
    Findable.BOOKING: (BOOKING, BOOKING),
}


def _hit(typed: Typed, row: Row[Any], tier: int) -> _Hit:
    exact = typed.phrase in {row.name, row.other_name}
    return _Hit(EXACT if exact else tier, row)


def _named(entries: Entries, typed: Typed, kind: Findable, most: int) -> list[_Hit]:
    """Find a kind by the beginning of its names."""
    found: list[_Hit] = []
    for column in ("name", "other_name"):
        if len(found) < most:
            rows = entries.beginning(kind, column, typed.phrase, most)
            found += (_hit(typed, row, _TIERS[kind][0]) for row in rows)
    return found


def _worded(
    entries: Entries, typed: Typed, lacking: Mapping[Findable, int]
) -> list[_Hit]:
    """Find by numbers, then by words, of each kind as many as are lacking."""
    rows: dict[Findable, list[Row[Any]]] = {kind: [] for kind in lacking}
    if typed.digits:
        begun, inside = number_groups(typed.digits)
        for kind, most in lacking.items():
            rows[kind] += entries.having(kind, begun)
            if kind is Findable.CONTACT and len(rows[kind]) < most:
                rows[kind] += entries.having(kind, inside, typed.digits)
    still = [kind for kind, most in lacking.items() if len(rows[kind]) < most]
    if typed.asked and still:
        groups: list[Group] = [((word, True),) for word in typed.asked]
        for kind, found in entries.by_words(groups, still).items():
            near = (row for row in found if typed.begins(_words(row)))
            rows[kind] += sorted(near, key=lambda row: _nearness(typed, row))
    return [
        _hit(typed, row, _TIERS[kind][1])
        for kind, found in rows.items()
        for row in found
    ]


def _forgiving(session: Session, typed: Typed) -> list[Group]:
    """Ask for each word as typed, or for those it may have been meant for.

    Where some word stands in no record, the others are taken as they are; so are
    three and more that all stand somewhere.
    """
    last = typed.words[-1]
    strange = unknown_of(session, typed.asked)
    wrong = strange or typed.asked[:MOST_MISTAKEN]
    if len(typed.asked) > len(wrong) and not strange:
        return []
    groups: list[Group] = [
        ((word, True), *meant_by(session, word, begun=word == last))
        if word in wrong
        else ((word, True),)
        for word in typed.asked
    ]
    return groups if any(len(group) > 1 for group in groups) else []


# --- What comes first ---------------------------------------------------------


def _words(row: Row[Any]) -> list[str]:
    return [w.lstrip("_") for w in row.words.split() if not w.startswith("__")]


def _nearness(typed: Typed, row: Row[Any]) -> tuple[int, int, str]:
    """Put first whose name has the typed words early, and little else."""
    words = row.name.split()
    places = [
        min((i for i, word in enumerate(words) if word.startswith(one)), default=9)
        for one in typed.words
    ]
    return min(places), len(row.name), row.name


def _ranked(hits: Iterable[_Hit], most: int) -> list[_Hit]:
    """Put the kinds one after the other, the one with the best hit first."""
    kinds: dict[Findable, list[_Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.key[0], []).append(hit)
    for found in kinds.values():
        found.sort(key=lambda hit: hit.tier)
    together = sorted(kinds.values(), key=lambda found: found[0].tier)
    return [hit for found in together for hit in found[:most]]
