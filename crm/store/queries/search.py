"""Finding a record as one types: what is found first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Text, bindparam, func, select

from crm.domain.companies import AddressKind
from crm.domain.names import fold
from crm.domain.phones import show_phone
from crm.domain.search import (
    Findable,
    Typed,
    errors_forgiven,
    read,
)
from crm.store.models import (
    Address,
    Booking,
    Company,
    Contact,
    ContactEmail,
    ContactPhone,
    SearchEntry,
)
from crm.store.queries.companies import shown_name
from crm.store.scope import asker_of, beyond_scope, visible_each
from crm.store.search_words import Group, asked_words, number_groups, words_found
from crm.store.spelling import meant_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

END = chr(0x10FFFF)
"""Comes after whatever a name goes on with."""
WIDE = 100
"""Candidates looked at for each kind, of which the best are kept."""
ENTRY = SearchEntry.__table__


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found: its number, its name, where it belongs, and by what.

    `at` is the town of a company, the company of a person, the advertiser of a
    booking; `by` the telephone number, address or identifier that was typed a part
    of, as it is written, empty where the name says it.
    """

    kind: Findable
    id: int
    company_id: int
    name: str
    at: str
    by: str = ""


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
    for kind in () if settled else kinds:
        missing = most - sum(key[0] is kind for key in hits)
        if missing > 0:
            for hit in _worded(session, typed, kind, missing):
                hits.setdefault(hit.key, hit)
    if forgiving and not hits and any(map(errors_forgiven, typed.telling)):
        forgiven = _forgiving(session, typed)
        left_out = Typed(tuple(w for w in typed.words if w not in typed.asked), "")
        for kind in kinds:
            rows = _first(session, kind, forgiven)
            near = (row for row in rows if left_out.begins(_words(row)))
            for row in sorted(near, key=lambda row: (len(row.name), row.name)):
                hit = _Hit(FUZZY, row)
                hits.setdefault(hit.key, hit)
    return _told(session, typed, _ranked(hits.values(), most))


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


def _worded(session: Session, typed: Typed, kind: Findable, most: int) -> list[_Hit]:
    """Find a kind by its numbers, then by its words."""
    rows: list[Row[Any]] = []
    if typed.digits:
        begun, inside = number_groups(typed.digits)
        rows += _first(session, kind, begun)
        if kind is Findable.CONTACT and len(rows) < most:
            rows += _first(session, kind, inside, typed.digits)
    if typed.asked and len(rows) < most:
        groups: list[Group] = [((word, True),) for word in typed.asked]
        found = _first(session, kind, groups)
        near = (row for row in found if typed.begins(_words(row)))
        rows += sorted(near, key=lambda row: _nearness(typed, row))
    return [_hit(typed, row, _TIERS[kind][1]) for row in rows]


def _beginning(
    session: Session, kind: Findable, column: str, phrase: str, most: int
) -> Sequence[Row[Any]]:
    """Return the entries whose name begins with a phrase, by name."""
    given = {"kind": kind, "since": phrase, "until": phrase + END, "most": most}
    return _asked(session, column, given)


def _first(
    session: Session, kind: Findable, groups: list[Group], inside: str = ""
) -> Sequence[Row[Any]]:
    """Return some of the entries that have words, and something inside of them."""
    given = {"kind": kind, "inside": f"%{inside}%", "most": WIDE}
    return _asked(session, "words", {**given, **asked_words(kind, groups)})


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
    """Ask for each word as typed, or for those it may have been meant for."""
    last = typed.words[-1]
    return [
        ((word, True), *meant_by(session, word, begun=word == last))
        for word in typed.asked
    ]


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


# --- What is told -------------------------------------------------------------


def _told(session: Session, typed: Typed, hits: Sequence[_Hit]) -> list[Found]:
    tellers = {
        Findable.COMPANY: _told_companies,
        Findable.CONTACT: _told_contacts,
        Findable.BOOKING: _told_bookings,
    }
    told: dict[tuple[Findable, int], Found] = {}
    for kind, tell in tellers.items():
        ids = [hit.key[1] for hit in hits if hit.key[0] is kind]
        if ids:
            told.update(((kind, row.id), row) for row in tell(session, typed, ids))
    return [told[hit.key] for hit in hits if hit.key in told]


def _told_companies(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    towns = select(Address.company_id, Address.town).where(
        Address.company_id.in_(ids), Address.kind == AddressKind.SEAT
    )
    town: dict[int, str] = {id_: name for id_, name in session.execute(towns)}  # noqa: C416  typed
    columns = (Company.id, Company.name, Company.trade_name, Company.siren)
    for row in session.execute(select(*columns).where(Company.id.in_(ids))):
        shown, at = row.trade_name or row.name, town.get(row.id, "")
        by = ""
        if typed.digits and (row.siren or "").startswith(typed.digits[:9]):
            by = f"SIREN {row.siren[:3]} {row.siren[3:6]} {row.siren[6:]}"
        elif row.name != shown and not typed.begins(fold(f"{shown} {at}").split()):
            by = row.name
        yield Found(Findable.COMPANY, row.id, row.id, shown, at, by)


def _told_contacts(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    by = _reached_by(session, typed, ids)
    query = (
        select(
            Contact.id,
            Contact.company_id,
            Contact.first_name,
            Contact.last_name,
            shown_name().label("company"),
        )
        .join(Contact.company)
        .where(Contact.id.in_(ids))
    )
    for row in session.execute(query):
        name = f"{row.first_name} {row.last_name}".strip()
        plain = typed.begins(fold(f"{name} {row.company}").split())
        how = "" if plain else by.get(row.id, "")
        yield Found(Findable.CONTACT, row.id, row.company_id, name, row.company, how)


def _reached_by(session: Session, typed: Typed, ids: list[int]) -> dict[int, str]:
    """Return the number or address of each contact that was typed a part of."""
    if typed.digits:
        phones = select(ContactPhone.contact_id, ContactPhone.e164, ContactPhone.raw)
        found = phones.where(
            ContactPhone.contact_id.in_(ids),
            ContactPhone.digits.contains(typed.digits),
        )
        return {
            row.contact_id: show_phone(row.e164) if row.e164 else row.raw
            for row in session.execute(found)
        }
    emails = select(ContactEmail.contact_id, ContactEmail.address)
    return {
        id_: address
        for id_, address in session.execute(
            emails.where(ContactEmail.contact_id.in_(ids))
        )
        if any(
            part.startswith(word)
            for part in fold(address).split()
            for word in typed.telling
        )
    }


def _told_bookings(session: Session, typed: Typed, ids: list[int]) -> Iterable[Found]:
    query = (
        select(
            Booking.id,
            Booking.advertiser_id,
            Booking.number,
            Booking.quote_number,
            Booking.campaign,
            shown_name().label("company"),
        )
        .join(Booking.advertiser)
        .where(Booking.id.in_(ids))
    )
    for row in session.execute(query):
        number = row.number or row.quote_number
        by = ""
        if not typed.begins(fold(f"{number} {row.company}").split()):
            campaign = typed.begins(fold(f"{row.campaign} {row.company}").split())
            by = row.campaign if campaign else row.quote_number
        by = "" if by == number else by
        yield Found(
            Findable.BOOKING, row.id, row.advertiser_id, number, row.company, by
        )
