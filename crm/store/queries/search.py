"""Finding a record as one types: what is found first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Text, bindparam, func, select

from crm.domain.search import (
    Findable,
    Typed,
    errors_forgiven,
    read,
)
from crm.store.models import (
    SearchEntry,
)
from crm.store.queries.found import Found, told
from crm.store.scope import asker_of, beyond_scope, visible_each
from crm.store.search_words import Group, asked_words, number_groups, words_found
from crm.store.spelling import meant_by, unknown_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

END = chr(0x10FFFF)
"""Comes after whatever a name goes on with."""
WIDE = 60
"""Candidates looked at for each kind, of which the best are kept."""
MOST_MISTAKEN = 2
"""Words that all stand in some record, and may yet be mistyped."""
ENTRY = SearchEntry.__table__


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
    hits: dict[tuple[Findable, int], _Hit] = {}
    for kind in kinds:
        for hit in _named(session, typed, kind, most):
            hits.setdefault(hit.key, hit)
    settled = len(typed.words) > 1 and any(h.tier == EXACT for h in hits.values())
    if not settled:
        lacking = {kind: most - sum(key[0] is kind for key in hits) for kind in kinds}
        for hit in _worded(session, typed, {k: n for k, n in lacking.items() if n > 0}):
            hits.setdefault(hit.key, hit)
    if forgiving and not hits and any(map(errors_forgiven, typed.telling)):
        forgiven = _forgiving(session, typed)
        kinds = kinds if forgiven else ()
        left_out = Typed(tuple(w for w in typed.words if w not in typed.asked), "")
        for rows in _by_words(session, forgiven, kinds).values():
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


def _named(session: Session, typed: Typed, kind: Findable, most: int) -> list[_Hit]:
    """Find a kind by the beginning of its names."""
    found: list[_Hit] = []
    for column in ("name", "other_name"):
        if len(found) < most:
            rows = _beginning(session, kind, column, typed.phrase, most)
            found += (_hit(typed, row, _TIERS[kind][0]) for row in rows)
    return found


def _worded(
    session: Session, typed: Typed, lacking: Mapping[Findable, int]
) -> list[_Hit]:
    """Find by numbers, then by words, of each kind as many as are lacking."""
    rows: dict[Findable, list[Row[Any]]] = {kind: [] for kind in lacking}
    if typed.digits:
        begun, inside = number_groups(typed.digits)
        for kind, most in lacking.items():
            rows[kind] += _first(session, kind, begun)
            if kind is Findable.CONTACT and len(rows[kind]) < most:
                rows[kind] += _first(session, kind, inside, typed.digits)
    still = [kind for kind, most in lacking.items() if len(rows[kind]) < most]
    if typed.asked and still:
        groups: list[Group] = [((word, True),) for word in typed.asked]
        for kind, found in _by_words(session, groups, still).items():
            near = (row for row in found if typed.begins(_words(row)))
            rows[kind] += sorted(near, key=lambda row: _nearness(typed, row))
    return [
        _hit(typed, row, _TIERS[kind][1])
        for kind, found in rows.items()
        for row in found
    ]


def _by_words(
    session: Session, groups: list[Group], kinds: Sequence[Findable]
) -> dict[Findable, Sequence[Row[Any]]]:
    """Return some entries of each kind that have words.

    What several words have in common is little: it is asked for once, for all kinds,
    and a kind at a time only where it is more than one looks at.
    """
    if len(groups) > 1:
        rows = _first(session, None, groups)
        if len(rows) < WIDE * len(Findable):
            return {k: [row for row in rows if row.kind == k] for k in kinds}
    return {kind: _first(session, kind, groups) for kind in kinds}


def _beginning(
    session: Session, kind: Findable, column: str, phrase: str, most: int
) -> Sequence[Row[Any]]:
    """Return the entries whose name begins with a phrase, by name."""
    given = {"kind": kind, "since": phrase, "until": phrase + END, "most": most}
    return _asked(session, column, given)


def _first(
    session: Session, kind: Findable | None, groups: list[Group], inside: str = ""
) -> Sequence[Row[Any]]:
    """Return some of the entries that have words, and something inside of them."""
    asked = asked_words(kind, groups)
    if kind is None:
        return _asked(session, "any kind", {**asked, "most": WIDE * len(Findable)})
    given = {"kind": kind, "inside": f"%{inside}%", "most": WIDE}
    return _asked(session, "words", {**given, **asked})


def _asked(
    session: Session, how: str, given: Mapping[str, object]
) -> Sequence[Row[Any]]:
    # These are asked at each letter typed, several a letter: their statements are
    # made once for each asker, with the asker's own condition in them.
    asker = asker_of(session)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    standing = (asker.user_id, asker.team_id, asker.reach)
    key = (how, is_sqlite, *standing)
    if (query := _made.get(key)) is None:
        if len(_made) > MOST_MADE:
            _made.clear()
        query = _made[key] = _statement(
            how, visible_each(session, SearchEntry), is_sqlite
        )
    with beyond_scope(session, "the condition of the asker stands in the statement"):
        return session.execute(query, given).all()


_made: dict[tuple[Any, ...], Select[Any]] = {}
MOST_MADE = 1_000


def _statement(how: str, seen: ColumnElement[bool], is_sqlite: bool) -> Select[Any]:  # noqa: FBT001  internal
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
