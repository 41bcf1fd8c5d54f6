"""Finding a record as one types: what is found first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.domain.search import PIECE, Findable, Typed, errors_forgiven, read
from crm.store.queries.entries import entries_of
from crm.store.queries.found import Found, told
from crm.store.scope import beyond_scope
from crm.store.search_words import Group, by_index, number_groups
from crm.store.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.entries import Entries

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
    with by_index(session):
        hits = _found(session, typed, most, kinds, forgiving=forgiving)
    with beyond_scope(session, "these were found as entries that the asker sees"):
        return told(session, typed, [hit.key for hit in _ranked(hits, most)])


def _found(
    session: Session,
    typed: Typed,
    most: int,
    kinds: Sequence[Findable],
    *,
    forgiving: bool,
) -> Iterable[_Hit]:
    entries = entries_of(session)
    if entries.none:
        return ()
    hits: dict[tuple[Findable, int], _Hit] = {}
    for kind, rows in entries.beginning(kinds, typed.phrase, most).items():
        for row in rows:
            hit = _hit(typed, row, _TIERS[kind][0])
            hits.setdefault(hit.key, hit)
    settled = len(typed.words) > 1 and any(h.tier == EXACT for h in hits.values())
    if not settled:
        lacking = {kind: most - sum(key[0] is kind for key in hits) for kind in kinds}
        for hit in _worded(entries, typed, {k: n for k, n in lacking.items() if n > 0}):
            hits.setdefault(hit.key, hit)
    if forgiving and not hits and any(map(errors_forgiven, typed.telling)):
        left_out = Typed(tuple(w for w in typed.words if w not in typed.asked), "")
        forgiven = _forgiving(session, typed)
        rows_of = entries.by_words(kinds, forgiven) if forgiven else {}
        for rows in rows_of.values():
            near = (row for row in rows if left_out.begins(_words(row)))
            for row in sorted(near, key=lambda row: (len(row.name), row.name)):
                hit = _Hit(FUZZY, row)
                hits.setdefault(hit.key, hit)
    return hits.values()


EXACT, NAME, WORD, PERSON, BOOKING, FUZZY = range(6)
_TIERS = {
    Findable.COMPANY: (NAME, WORD),
    Findable.CONTACT: (PERSON, PERSON),
    Findable.BOOKING: (BOOKING, BOOKING),
}


def _hit(typed: Typed, row: Row[Any], tier: int) -> _Hit:
    exact = typed.phrase in {row.name, row.other_name}
    return _Hit(EXACT if exact else tier, row)


def _worded(
    entries: Entries, typed: Typed, lacking: Mapping[Findable, int]
) -> list[_Hit]:
    """Find by numbers, then by words, of each kind as many as are lacking."""
    rows: dict[Findable, list[Row[Any]]] = {kind: [] for kind in lacking}

    def still() -> list[Findable]:
        return [kind for kind, most in lacking.items() if len(rows[kind]) < most]

    if typed.digits and lacking:
        begun, inside = number_groups(typed.digits)
        for kind, found in entries.having(still(), begun).items():
            rows[kind] += found
        if Findable.CONTACT in still():
            people = entries.having([Findable.CONTACT], inside, typed.digits)
            rows[Findable.CONTACT] += people[Findable.CONTACT]
    if typed.asked and still():
        groups: list[Group] = [
            ((word, _may_go_on(typed, word)),) for word in typed.asked
        ]
        for kind, found in entries.by_words(still(), groups).items():
            near = (row for row in found if typed.begins(_words(row)))
            rows[kind] += sorted(near, key=lambda row: _nearness(typed, row))
    return [
        _hit(typed, row, _TIERS[kind][1])
        for kind, found in rows.items()
        for row in found
    ]


def _may_go_on(typed: Typed, word: str) -> bool:
    """Say whether words that go on are meant too.

    Two digits of a telephone number stand at the beginning of a third of them all:
    the number as a whole finds it.
    """
    return not (typed.digits and word.isdigit() and len(word) < PIECE - 1)


def _forgiving(session: Session, typed: Typed) -> list[Group]:
    """Ask for each word as typed, or for those it may have been meant for.

    Where some word stands in no record, the others are taken as they are; so are
    three and more that all stand somewhere.
    """
    last = typed.words[-1]
    with spelling_of(session) as spelling:
        strange = spelling.unknown(typed.asked)
        wrong = strange or typed.asked[:MOST_MISTAKEN]
        if len(typed.asked) > len(wrong) and not strange:
            return []
        groups: list[Group] = [
            ((word, True), *spelling.meant_by(word, begun=word == last))
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
