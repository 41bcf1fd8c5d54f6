"""What is typed finds what is meant, first; the index follows the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from crm.domain.names import fold
from crm.domain.roles import RoleCode
from crm.domain.search import Findable, errors, errors_forgiven
from crm.services import bookings, companies, users
from crm.services.booking_wishes import BookingWish
from crm.services.companies import ContactWish
from crm.services.lines import LineWish
from crm.store import search_index
from crm.store.models import Company, Contact, SearchEntry, SearchWord
from crm.store.queries import entries, sight
from crm.store.queries.companies import list_companies
from crm.store.queries.search import search
from crm.store.spelling import spelling_of
from tests.factories import MORNING, make_actor, make_company, make_desk, make_issue
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from tests.factories import Desk

TYPED = {
    # Names, however begun, in any order, and the very name before what goes on.
    "lum": "Lumicité SAS",
    "Durand": "Durand",
    "durand fr": "Durand Frères",
    "freres durand": "Durand Frères",
    "voltaique": "Voltaïque",
    "energies du nord": "Énergies du Nord",
    "nord énerg": "Énergies du Nord",
    "lc": "LC",
    "conforts": "LC",
    # A town; a name and a town.
    "quimper": "Œuvres & Cie",
    "durand brest": "Durand Frères",
    # Accents, ligatures, hyphens, apostrophes, other alphabets.
    "oeuvres": "Œuvres & Cie",
    "ŒUVRES": "Œuvres & Cie",
    "aegir": "Ægir Voiles",
    "trait d'union": "Agence Trait d’Union",
    "trait d union": "Agence Trait d’Union",
    "saint malo": "Ateliers Saint-Malo",
    "saint-malo": "Ateliers Saint-Malo",
    "strasse": "Große Straße GmbH",
    "STRAẞE": "Große Straße GmbH",
    "μαρια": "Μαρία Ωδείο",
    "ΩΔΕΊΟ": "Μαρία Ωδείο",
    # People, by name, address, and with their company.
    "anais lef": "Anaïs Lefèvre-Dubosc",
    "lefevre": "Anaïs Lefèvre-Dubosc",
    "dubosc anais": "Anaïs Lefèvre-Dubosc",
    "anais durand": "Anaïs Lefèvre-Dubosc",
    "a.lefevre@durand": "Anaïs Lefèvre-Dubosc",
    "lefevre@durand-freres.example": "Anaïs Lefèvre-Dubosc",
    "o'brien": "Séan O’Brien",
    "obrien": "Séan O’Brien",
    # Telephones, however typed.
    "06 39 98 12 34": "Anaïs Lefèvre-Dubosc",
    "06 39 98 1": "Anaïs Lefèvre-Dubosc",
    "+33 (0)6 39 98 12": "Anaïs Lefèvre-Dubosc",
    "0033639981234": "Anaïs Lefèvre-Dubosc",
    "06.39.98.12.34": "Anaïs Lefèvre-Dubosc",
    "98 12 34": "Anaïs Lefèvre-Dubosc",
    "9812": "Anaïs Lefèvre-Dubosc",
    "8123": "Anaïs Lefèvre-Dubosc",
    "99812": "Anaïs Lefèvre-Dubosc",
    "06 39 98 43 21": "Séan O’Brien",
    # Identifiers.
    "732 829 320": "Durand Frères",
    "732829": "Durand Frères",
    # Numbers of quotes and bookings.
    "D-2027-0001": "D-2027-0001",
    "d 2027 0001": "D-2027-0001",
    "d20270001": "D-2027-0001",
    "d-2027": "D-2027-0001",
    "smart energ": "D-2027-0001",
    # One error from four letters on, two from eight: wrong, missing, too many, swapped.
    "durnad": "Durand",
    "durqnd": "Durand",
    "durrand": "Durand",
    "urand": "Durand",
    "voltaiqeu": "Voltaïque",
    "voltaikke": "Voltaïque",
    "voltiaq": "Voltaïque",
    "lefvre": "Anaïs Lefèvre-Dubosc",
    "anias lefevre": "Anaïs Lefèvre-Dubosc",
    "lumicote": "Lumicité SAS",
    "lumocote": "Lumicité SAS",
    "dqrqnd": "",
    "lmu": "",
    # Nothing, and what an engine could take for its own.
    "": "",
    "  ": "",
    "%": "",
    "_": "",
    "*": "",
    "'": "",
    '"': "",
    "()": "",
    "<->": "",
    "\\": "",
    "\x00": "",
    "lum*": "Lumicité SAS",
    '"lum': "Lumicité SAS",
    "lum' OR 1=1 --": "",
    "l_m": "",
    "lum%": "Lumicité SAS",
    "durand:*": "Durand",
    "(durand": "Durand",
    "durand)": "Durand",
    "durand & freres": "Durand Frères",
    "NEAR(durand freres)": "",
    "durand OR voltaique": "",
    "durand AND freres": "",
    "NOT durand": "",
    "name:durand": "",
    "durand -freres": "Durand Frères",
    "zzzz": "",
    "d" * 200: "",
    "durand " * 60: "Durand",
}
"""What is typed, and who is found first; nobody where it is empty."""


@pytest.fixture
def desk(session: Session) -> Desk:
    desk = make_desk(session)
    rep = desk.rep
    for name, town in (
        ("Durand Frères", "Brest"),
        ("Durand", "Metz"),
        ("Voltaïque", "Lyon"),
        ("Énergies du Nord", "Lille"),
        ("Œuvres & Cie", "Quimper"),
        ("Ægir Voiles", "Brest"),
        ("Ateliers Saint-Malo", "Rennes"),
        ("Große Straße GmbH", "Metz"),
        ("Μαρία Ωδείο", "Patras"),
    ):
        siren = "732829320" if name == "Durand Frères" else ""
        make_company(session, rep, name, town=town, siren=siren)
    make_company(session, rep, "Les Conforts SARL", trade_name="LC", town="Pau")
    by_name = {c.name: c.id for c in session.scalars(select(Company))}
    for company, first, last, phone, email in (
        (
            "Durand Frères",
            "Anaïs",
            "Lefèvre-Dubosc",
            "06 39 98 12 34",
            "a.lefevre@durand-freres.example",
        ),
        ("Voltaïque", "Séan", "O’Brien", "06 39 98 43 21", ""),
    ):
        companies.add_contact(
            session,
            rep,
            ContactWish(by_name[company], last, first, phone=phone, email=email),
        )
    issue_id = make_issue(session, desk)
    line = LineWish(issue_id, desk.half)
    bookings.quote(
        session,
        rep,
        BookingWish(
            desk.title_id, by_name["Énergies du Nord"], (line,), campaign="Smart"
        ),
    )
    return desk


@both_engines
def test_what_is_typed_finds_first_what_is_meant(session: Session, desk: Desk) -> None:
    first = {}
    for typed in TYPED:
        found = search(session, desk.manager, typed)
        first[typed] = found[0].name if found else ""
    assert first == TYPED


@both_engines
def test_kinds_stand_together_and_say_by_what(session: Session, desk: Desk) -> None:
    def told(typed: str) -> list[tuple[str, str, str]]:
        return [(f.name, f.at, f.by) for f in search(session, desk.manager, typed)]

    phone = "06 39 98 12 34".replace(" ", "\N{NO-BREAK SPACE}")
    anais = ("Anaïs Lefèvre-Dubosc", "Durand Frères")
    assert told("9812") == [(*anais, phone)]
    assert told("lefevre@durand-freres.example") == [
        (*anais, "a.lefevre@durand-freres.example")
    ]
    assert told("anais durand") == [(*anais, "")]
    assert told("732 829") == [("Durand Frères", "Brest", "SIREN 732 829 320")]
    assert told("conforts") == [("LC", "Pau", "Les Conforts SARL")]
    assert told("smart") == [("D-2027-0001", "Énergies du Nord", "Smart")]
    assert [name for name, _at, _by in told("v")] == ["Voltaïque"]
    kinds = [f.kind for f in search(session, desk.manager, "d")]
    assert kinds == sorted(kinds, key=kinds.index)
    assert len(search(session, desk.manager, "e", most=1)) <= len(Findable)


@both_engines
def test_a_list_is_narrowed_by_the_same_words(session: Session, desk: Desk) -> None:
    def listed(typed: str) -> list[str]:
        return [row.name for row in list_companies(session, desk.rep, search=typed)]

    assert listed("freres durand") == ["Durand Frères"]
    assert listed("DURAND") == ["Durand", "Durand Frères"]
    assert listed("brest") == ["Ægir Voiles", "Durand Frères"]
    assert listed("9812") == listed("anais lef") == ["Durand Frères"]
    assert listed("732 829 320") == ["Durand Frères"]
    assert listed("smart") == listed("zzz") == listed("NEAR(x y)") == []


@both_engines
def test_what_changes_is_found_as_it_is_now(session: Session, desk: Desk) -> None:
    def first(typed: str) -> str:
        return next((f.name for f in search(session, desk.manager, typed)), "")

    company = session.scalars(select(Company).filter_by(name="Voltaïque")).one()
    company.name = "Zéphyrine"
    session.flush()
    assert (first("zephyrin"), first("zephirin")) == ("Zéphyrine", "Zéphyrine")
    assert (first("voltaique"), first("séan zéph")) == ("", "Séan O’Brien")
    contact = session.scalars(select(Contact).filter_by(last_name="O’Brien")).one()
    contact.last_name = "Zimmermann"
    session.flush()
    assert (first("zimermann"), first("brien")) == ("Séan Zimmermann", "")
    contact.archived_at = MORNING
    session.flush()
    assert (first("zimmermann"), first("43 21")) == ("", "")
    company.archived_at = MORNING
    session.flush()
    assert first("zephyrine") == ""
    left = session.scalars(select(SearchWord.word)).all()
    assert not {"zephyrine", "zimmermann", "brien", "voltaique"} & set(left)
    assert search_index.disagreements(session.connection()) == []


@both_engines
def test_the_index_is_written_anew_as_it_was_kept(session: Session, desk: Desk) -> None:
    connection = session.connection()

    def entries() -> list[tuple[object, ...]]:
        kept = [c for c in SearchEntry.__table__.c if c.name != "id"]
        found = connection.execute(select(*kept).order_by(*kept[:4])).all()
        return [tuple(row) for row in found]

    assert search_index.disagreements(connection) == []
    before = entries()
    connection.execute(delete(SearchEntry.__table__))
    assert search(session, desk.manager, "durand") == []
    assert len(search_index.disagreements(connection)) >= len(before)
    search_index.rebuild(connection)
    assert sorted(map(str, entries())) == sorted(map(str, before))
    assert search_index.disagreements(connection) == []
    assert search(session, desk.manager, "durand")


@both_engines
def test_what_goes_round_the_classes_is_told_and_mended(
    session: Session, desk: Desk
) -> None:
    connection = session.connection()
    table = Company.__table__
    connection.execute(
        table.update().where(table.c.id == desk.advertiser_id).values(name="Nouvelle")
    )
    wrong = search_index.disagreements(connection)
    assert (Findable.COMPANY, desk.advertiser_id) in wrong
    search_index.index_companies(session, [desk.advertiser_id])
    assert search_index.disagreements(connection) == []


@both_engines
@pytest.mark.parametrize(("few", "wide"), [(300, 300), (0, 300), (0, 1)])
def test_a_rep_finds_what_is_theirs_however_it_is_looked_for(
    session: Session,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    wide: int,
) -> None:
    """Among a few companies, by looking candidates up, and by walking on."""
    monkeypatch.setattr(sight, "FEW", few)
    for name in ("NAMES", "WIDER", "OF_ANY", "ONE"):
        monkeypatch.setattr(entries, name, wide)
    other = make_actor(
        users.add_user(
            session, make_actor(), users.UserWish("Paul", "paul@desk.example")
        ),
        RoleCode.REP,
    )
    for name, first in (
        ("Durand Voisin", "Anaïs"),
        ("Lumière du Nord", "Anatole"),
        ("Voltaïque Brest", "Anouk"),
        ("Conforts", "Séan"),
    ):
        company = make_company(session, other, name, town="Metz")
        companies.add_contact(
            session,
            other,
            ContactWish(company, "Durand", first, phone="06 39 98 12 99"),
        )
    theirs = set(session.scalars(select(Company.id).filter_by(owner_id=other.user_id)))
    assert len(theirs) == 4

    def found(typed: str, asker: Actor) -> set[tuple[Findable, int]]:
        session.info["asker"] = asker
        hits = search(session, asker, typed, most=50)
        assert asker is not other or {hit.company_id for hit in hits} <= theirs, typed
        return {(hit.kind, hit.id) for hit in hits if hit.company_id in theirs}

    hits = 0
    for typed in (*TYPED, "anais voisin", "lumiere", "durnad voisin", "12 99", "co"):
        wanted = found(typed, desk.manager)
        assert found(typed, other) >= wanted, typed
        hits += len(wanted)
    assert hits > 50
    nobody = make_actor(9_999, RoleCode.REP)
    session.info["asker"] = nobody
    assert search(session, nobody, "durand") == []


@pytest.mark.parametrize("word", ["Voltaïque", "Durand", "Metz"])
def test_one_error_anywhere_is_forgiven(
    session: Session, desk: Desk, word: str
) -> None:
    """Wrong, missing, too many, swapped: at each place of a word, whole or begun."""
    plain, letters = fold(word), "aw"
    errors_of = {
        *(plain[:i] + plain[i + 1 :] for i in range(len(plain))),
        *(plain[:i] + x + plain[i:] for i in range(len(plain) + 1) for x in letters),
        *(plain[:i] + x + plain[i + 1 :] for i in range(len(plain)) for x in letters),
        *(
            plain[:i] + plain[i + 1] + plain[i] + plain[i + 2 :]
            for i in range(len(plain) - 1)
        ),
    }
    for typed in sorted(errors_of):
        if not errors_forgiven(typed):
            continue
        assert errors(typed, plain, 2) <= 1, typed
        with spelling_of(session) as spelling:
            meant = spelling.meant_by(typed, begun=True)
        begun = [one for one, more in meant if plain.startswith(one) and more]
        assert (plain, False) in meant or begun, typed
    assert search(session, desk.manager, plain[::-1] + "xx") == []


def test_errors_are_counted() -> None:
    for typed, meant, number in (
        ("dupont", "dupont", 0),
        ("dupnot", "dupont", 1),
        ("dupnt", "dupont", 1),
        ("duupont", "dupont", 1),
        ("dupond", "dupont", 1),
        ("dpuond", "dupont", 2),
        ("abcd", "dcba", 3),
    ):
        assert errors(typed, meant, 2) == number, typed
    assert errors("volt", "voltaique", 1, begun=True) == 0
    assert errors("vilta", "voltaique", 1, begun=True) == 1
