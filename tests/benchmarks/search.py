# ruff: noqa: T201  a program that prints its figures
"""Time the search of a desk with 100 000 advertisers and 300 000 contacts.

Run from the root: ``python -m tests.benchmarks.search FOLDER [--advertisers 100000]``.
The stores are built once and kept in the folder: an embedded file, and a PostgreSQL of
the wheel that the tests use. Every kind of query is asked as a manager, who sees all,
and as a rep who owns one advertiser in twenty. Goal: p95 of at most 50 ms in the store.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from crm.domain.companies import AddressKind
from crm.domain.names import company_key, fold
from crm.domain.roles import STANDINGS, RoleCode
from crm.services import users
from crm.store import models as m
from crm.store import search_index
from crm.store.database import Store
from crm.store.queries.search import search
from tests.factories import ITSELF, MORNING, make_actor, make_desk
from tests.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm.domain.roles import Actor

TRADES = [
    "Boulangerie",
    "Pâtisserie",
    "Garage",
    "Clinique",
    "Hôtel",
    "Domaine",
    "Château",
    "Fromagerie",
    "Cabinet",
    "Imprimerie",
    "Menuiserie",
    "Brasserie",
    "Café",
    "Auberge",
    "Maison",
    "Éditions",
    "Galerie",
    "Librairie",
    "Pépinière",
    "Assurances",
    "Immobilière",
    "Transports",
    "Électricité",
    "Plomberie",
    "Charpente",
    "Optique",
    "Pharmacie",
    "École",
    "Théâtre",
    "Coopérative",
    "Laboratoires",
    "Bijouterie",
    "Horlogerie",
    "Voyages",
    "Croisières",
    "Thermes",
    "Musée",
    "Festival",
    "Ateliers",
    "Mairie",
]
FORMS = ("SAS", "SARL", "SA", "EURL", "", "", "")
TAILS = ("& Fils", "et Associés", "Frères", "Conseil", "Distribution", "Groupe", "", "")
FIRST = [
    "Anaïs",
    "Camille",
    "Hélène",
    "Loïc",
    "Zoé",
    "Marie",
    "Jean",
    "Pierre",
    "Paul",
    "Luc",
    "Inès",
    "Chloé",
    "Théo",
    "Léa",
    "Hugo",
    "Émile",
    "Agnès",
    "Noémie",
    "Gaëlle",
    "Yann",
    "Maël",
    "Solène",
    "Rémi",
    "Aurélie",
    "Benoît",
    "Cécile",
    "Denis",
    "Élodie",
    "Fanny",
    "Gilles",
    "Henri",
    "Irène",
    "Jules",
    "Karim",
    "Lina",
    "Marc",
    "Nadia",
    "Odile",
    "Pascal",
    "Quentin",
]
HEADS = [
    "Ber",
    "Dur",
    "Mar",
    "Le",
    "Pel",
    "Gir",
    "Fon",
    "Mor",
    "Lam",
    "Rous",
    "Bon",
    "Vas",
    "Cha",
    "Gau",
    "Per",
    "Ga",
    "Ro",
    "Ri",
    "Ma",
    "Du",
    "La",
    "Fa",
    "Bou",
    "Mou",
    "Cor",
    "Tes",
    "Val",
    "Vin",
    "Bar",
    "Car",
    "Del",
    "Des",
    "Fer",
    "Ger",
    "Hu",
    "Jo",
    "Lo",
    "Me",
    "Ni",
    "Pou",
    "Que",
    "Sau",
]
MIDDLES = [
    "tran",
    "din",
    "an",
    "gi",
    "ne",
    "ti",
    "ber",
    "lo",
    "vi",
    "che",
    "ral",
    "li",
    "don",
    "ma",
    "ri",
    "go",
    "nel",
    "sa",
    "ce",
]
ENDS = [
    "ard",
    "eau",
    "et",
    "ier",
    "in",
    "ot",
    "el",
    "on",
    "elle",
    "aud",
    "ez",
    "and",
    "ette",
    "ac",
    "ec",
    "oux",
    "ault",
    "ay",
    "lin",
]
TOWNS = [
    "Rennes",
    "Nantes",
    "Brest",
    "Lyon",
    "Lille",
    "Angers",
    "Dijon",
    "Nancy",
    "Metz",
    "Tours",
    "Caen",
    "Reims",
    "Amiens",
    "Rouen",
    "Vannes",
    "Quimper",
    "Lorient",
    "Roanne",
    "Annecy",
    "Valence",
    "Nîmes",
    "Béziers",
    "Albi",
    "Pau",
    "Gap",
]
REPS = 20


def build(store: Store, advertisers: int, seed: int = 7) -> float:
    """Fill a store; return how many seconds the index took."""
    random = Random(seed)  # noqa: S311  names, not secrets
    store.prepare()
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        reps = [desk.rep.user_id]
        reps += [
            users.add_user(
                session, make_actor(), users.UserWish(f"Rep {n}", f"r{n}@desk.example")
            )
            for n in range(1, REPS)
        ]
        connection = session.connection()
        kept = {"created_at": MORNING, "changed_at": MORNING}
        first = (connection.scalar(select(func.max(m.Company.id))) or 0) + 1
        companies: list[dict[str, Any]] = []
        addresses, contacts, phones, emails, bookings = ([] for _ in range(5))
        for company_id in range(first, first + advertisers):
            trade = random.choice(TRADES) if random.random() < 0.7 else ""
            parts = (trade, surname(random), random.choice(TAILS))
            name = " ".join(part for part in (*parts, random.choice(FORMS)) if part)
            domain = f"{fold(name).replace(' ', '-')[:30]}{company_id % 97}.example"
            siren = f"{random.randrange(10**9):09d}"
            owner_id = random.choice(reps)
            companies.append(
                {
                    **kept,
                    "id": company_id,
                    "name": name,
                    "trade_name": surname(random) if random.random() < 0.1 else "",
                    "folded": fold(name),
                    "duplicate_key": company_key(name),
                    "owner_id": owner_id,
                    "siren": siren,
                    "domain": domain,
                }
            )
            addresses.append(
                {
                    "company_id": company_id,
                    "kind": AddressKind.SEAT,
                    "town": random.choice(TOWNS),
                }
            )
            for _ in range(3):
                contact_id = len(contacts) + 1
                given, family = random.choice(FIRST), surname(random)
                contacts.append(
                    {
                        **kept,
                        "id": contact_id,
                        "company_id": company_id,
                        "first_name": given,
                        "last_name": family,
                        "folded": fold(f"{given} {family}"),
                        "collected_on": MORNING.date(),
                    }
                )
                number = f"+33{random.choice('12345679')}{random.randrange(10**8):08d}"
                phones.append(
                    {
                        "contact_id": contact_id,
                        "raw": number,
                        "e164": number,
                        "digits": f"0{number[3:]} {number[1:]}",
                        "kind": "mobile",
                        "quality": "valid",
                    }
                )
                address = f"{fold(given)}.{fold(family)}@{domain}"
                emails.append(
                    {"contact_id": contact_id, "raw": address, "address": address}
                )
            if random.random() < 0.2:
                bookings.append(
                    {
                        **kept,
                        "quote_number": f"D-2026-{len(bookings):05d}",
                        "number": f"BC-2026-{len(bookings):05d}",
                        "title_id": desk.title_id,
                        "advertiser_id": company_id,
                        "owner_id": owner_id,
                        "quoted_on": MORNING.date(),
                        "quote_valid_until": MORNING.date(),
                    }
                )
        for table, rows in (
            (m.Company, companies),
            (m.Address, addresses),
            (m.Contact, contacts),
            (m.ContactPhone, phones),
            (m.ContactEmail, emails),
            (m.Booking, bookings),
        ):
            connection.execute(insert(table.__table__), rows)
        begin = perf_counter()
        search_index.rebuild(connection)
        took = perf_counter() - begin
    # PostgreSQL's own housekeeping would come to it by itself.
    with store._engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return took


def surname(random: Random) -> str:
    """Make up a name that could be one."""
    middle = random.choice(MIDDLES) if random.random() < 0.8 else ""
    if random.random() < 0.5:
        middle += random.choice(MIDDLES)
    return random.choice(HEADS) + middle + random.choice(ENDS)


def queries(store: Store, seed: int = 11, each: int = 32) -> dict[str, list[str]]:
    """Return what people type, by kind, drawn from what there is."""
    random = Random(seed)  # noqa: S311  a sample
    with store.reading(ITSELF) as session:
        last = session.scalar(select(func.max(m.Contact.id))) or 1
        rows = session.execute(
            select(
                m.Company.name,
                m.Company.siren,
                m.Contact.first_name,
                m.Contact.last_name,
                m.ContactPhone.e164,
                m.ContactEmail.address,
                m.Address.town,
            )
            .join(m.Contact, m.Contact.company_id == m.Company.id)
            .join(m.ContactPhone, m.ContactPhone.contact_id == m.Contact.id)
            .join(m.ContactEmail, m.ContactEmail.contact_id == m.Contact.id)
            .join(m.Address, m.Address.company_id == m.Company.id)
            .where(m.Contact.id.in_(random.sample(range(1, last + 1), each)))
        ).all()
        numbers = session.scalars(select(m.Booking.number).limit(20 * each)).all()

    def wrong(word: str) -> str:
        at = random.randrange(len(word))
        return word[:at] + random.choice("aeinrst") + word[at + 1 :]

    def national(e164: str) -> str:
        return f"0{e164[3:]}"

    kinds: dict[str, Callable[[Any], str]] = {
        "prefix 2": lambda r: fold(r.name)[:2],
        "prefix 4": lambda r: fold(r.name)[:4],
        "prefix 3, person": lambda r: r.last_name[:3],
        "company": lambda r: r.name,
        "two words": lambda r: f"{r.name.split()[-1]} {r.name.split()[0][:4]}",
        "word and town": lambda r: f"{r.town} {r.name.split()[0]}",
        "contact": lambda r: f"{r.first_name} {r.last_name}",
        "contact, company": lambda r: f"{r.last_name} {r.name.split()[0]}",
        "phone": lambda r: national(r.e164),
        "phone begun": lambda r: f"+33 (0){r.e164[3]} {r.e164[4:6]}",
        "middle of phone": lambda r: r.e164[5:10],
        "e-mail": lambda r: r.address[:24],
        "SIREN": lambda r: f"{r.siren[:3]} {r.siren[3:6]} {r.siren[6:]}",
        "typing error": lambda r: wrong(fold(r.last_name)),
        "error, company": lambda r: " ".join(map(wrong, fold(r.name).split()[:2])),
        "no hit": lambda r: f"zq{r.siren[:3]}x {r.last_name[:2]}wk",
    }
    asked = {kind: [make(row) for row in rows] for kind, make in kinds.items()}
    asked["booking"] = random.sample(list(numbers), min(each, len(numbers)))
    return asked


def askers(store: Store) -> dict[str, Actor]:
    """Return a manager, a rep who owns a share, and one who owns nothing."""
    with store.reading(ITSELF) as session:
        manager, rep = session.scalars(select(m.User.id).order_by(m.User.id).limit(2))
    found = {
        "manager": make_actor(manager),
        "rep": make_actor(rep, RoleCode.REP, limit=500),
    }
    own = replace(STANDINGS[RoleCode.REP])
    return {**found, "new rep": replace(found["rep"], user_id=9_999, standing=own)}


def timed(store: Store, asker: Actor, asked: list[str]) -> list[tuple[float, int]]:
    """Ask each; return milliseconds and hits."""
    took = []
    for text in asked:
        with store.reading(asker) as session:
            begin = perf_counter()
            hits = search(session, asker, text)
            took.append((1_000 * (perf_counter() - begin), len(hits)))
    return took


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def stores(folder: Path, advertisers: int) -> Iterator[tuple[str, Store]]:
    """Open both stores, built where they are not yet."""
    file = folder / f"search-{advertisers}.db"
    store = Store(f"sqlite:///{file}")
    if not file.exists():
        print(f"sqlite: index written in {build(store, advertisers):.1f} s", flush=True)
    yield "sqlite", store
    store.close()
    base = Path(tempfile.mkdtemp(prefix="regie-bench-", dir=folder.parent))
    kept = folder / f"search-{advertisers}-pg"
    server = Server(kept if kept.exists() else base)
    try:
        if kept.exists():
            shutil.rmtree(base)
            server.resume()
        else:
            server.start()
            store = Store(server.create("desk"))
            took = build(store, advertisers)
            store.close()
            print(f"postgresql: index written in {took:.1f} s", flush=True)
        store = Store(server.url("desk"))
        yield "postgresql", store
        store.close()
    finally:
        server.stop("fast")
        if base.exists():
            base.rename(kept)


def main() -> None:
    """Print milliseconds by kind of query, for each engine and each asker."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--advertisers", type=int, default=100_000)
    given = reader.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for engine, store in stores(given.folder, given.advertisers):
        asked = queries(store)
        for who, asker in askers(store).items():
            timed(store, asker, [texts[0] for texts in asked.values()])
            every: list[float] = []
            print(f"\n{engine}, {who}: ms p50 / p95 / max, found")
            for kind, texts in asked.items():
                took = timed(store, asker, texts)
                ms = [one for one, _hits in took]
                every += ms
                found = sum(hits > 0 for _one, hits in took)
                print(
                    f"  {kind:<18}{median(ms):7.1f}{percentile(ms, 0.95):8.1f}"
                    f"{max(ms):8.1f}   {found}/{len(took)}",
                    flush=True,
                )
            print(
                f"  {'all':<18}{median(every):7.1f}{percentile(every, 0.95):8.1f}"
                f"{max(every):8.1f}   {len(every)} queries"
            )


if __name__ == "__main__":
    main()
