"""Time the views of a list of 100 000 advertisers.

Run from the root: ``python -m tests.benchmarks.views FILE``. The file is built once:
100 000 advertisers, 20 000 bookings of two lines over four years, 150 000 calls,
30 000 follow-ups. Goal: a page of any view, and its count, in at most 100 ms.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.bookings import LineStatus
from crm.domain.companies import AddressKind
from crm.domain.regions import DEPARTMENTS
from crm.domain.views import BUILT_IN, Filters
from crm.services.lines import LineWish
from crm.store import models as m
from crm.store.database import Store
from crm.store.queries.advertisers import count_advertisers, list_advertisers
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_desk,
    make_issue,
    make_quote,
)

if TYPE_CHECKING:
    from crm.domain.roles import Actor

ADVERTISERS, BOOKINGS, CALLS, FOLLOW_UPS = 100_000, 20_000, 150_000, 30_000


def build(store: Store) -> None:
    """Fill a store."""
    random = Random(7)  # noqa: S311  dates, not secrets
    store.prepare()
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue = make_issue(session, desk)
        quote = make_quote(session, desk, LineWish(issue, desk.page))
        session.flush()
        connection = session.connection()
        table = m.Booking.__table__
        booking = dict(
            connection.execute(select(table).where(table.c.id == quote))
            .mappings()
            .one()
        )
        line_table = m.Line.__table__
        line = dict(connection.execute(select(line_table)).mappings().first() or {})
        issue_table = m.Issue.__table__
        number = dict(connection.execute(select(issue_table)).mappings().first() or {})
        kept = {"created_at": MORNING, "changed_at": MORNING}
        reps = [desk.rep.user_id, desk.manager.user_id]
        first = 1_000
        ids = range(first, first + ADVERTISERS)
        some = random.sample(ids, 8_000)
        connection.execute(
            insert(m.Company.__table__),
            [
                {
                    **kept,
                    "id": n,
                    "name": f"Maison {n * 7919 % 99991}",
                    "folded": f"maison {n * 7919 % 99991:05d}",
                    "duplicate_key": f"maison {n}",
                    "owner_id": random.choice(reps),
                }
                for n in ids
            ],
        )
        connection.execute(
            insert(m.Address.__table__),
            [
                {
                    "company_id": n,
                    "kind": AddressKind.SEAT,
                    "postcode": f"{random.choice(DEPARTMENTS)}000"[:5],
                    "town": "Rennes",
                }
                for n in ids
            ],
        )
        issues = list(range(500, 548))
        days = [date(2023, 5, 1) + timedelta(days=30 * n) for n in range(48)]
        connection.execute(
            insert(issue_table),
            [
                {
                    **number,
                    "id": id_,
                    "code": f"b{id_}",
                    "closes_on": day - timedelta(days=20),
                    "materials_due_on": day - timedelta(days=15),
                    "published_on": day,
                }
                for id_, day in zip(issues, days, strict=True)
            ],
        )
        made: list[dict[str, Any]] = []
        lines: list[dict[str, Any]] = []
        for n in range(5_000, 5_000 + BOOKINGS):
            made.append(
                {
                    **booking,
                    "id": n,
                    "quote_number": f"B{n}",
                    "number": None,
                    "advertiser_id": random.choice(some),
                    "agency_id": desk.agency_id if n % 400 == 0 else None,
                }
            )
            place = random.choice(issues)
            for rank in (0, 1):
                status = LineStatus.CONFIRMED if n % 20 else LineStatus.OPTIONED
                own = {"id": n * 2 + rank, "booking_id": n, "issue_id": place}
                lines.append({**line, **own, "status": status})
        connection.execute(insert(table), made)
        connection.execute(insert(line_table), lines)
        connection.execute(
            insert(m.Activity.__table__),
            [
                {
                    **kept,
                    "company_id": random.choice(ids),
                    "user_id": random.choice(reps),
                    "kind": ActivityKind.CALL if n % 4 else ActivityKind.EMAIL,
                    "direction": Direction.OUTBOUND,
                    "outcome": Outcome.REACHED if n % 3 else Outcome.NO_ANSWER,
                    "happened_at": MORNING - timedelta(hours=random.randrange(26_000)),
                }
                for n in range(CALLS)
            ],
        )
        connection.execute(
            insert(m.FollowUp.__table__),
            [
                {
                    **kept,
                    "company_id": random.choice(ids),
                    "owner_id": random.choice(reps),
                    "reason": "rappel",
                    "due_on": MORNING.date() + timedelta(days=random.randrange(-9, 90)),
                    "done_at": MORNING if n % 3 else None,
                }
                for n in range(FOLLOW_UPS)
            ],
        )


def timed(store: Store, asker: Actor, filters: Filters) -> tuple[int, int, int]:
    """Return how many there are, and the least milliseconds of count and page."""
    counts, pages, many = [], [], 0
    for _round in range(7):
        with store.reading(asker) as session:
            start = perf_counter()
            many = count_advertisers(session, asker, filters)
            counts.append(perf_counter() - start)
            start = perf_counter()
            list_advertisers(session, asker, filters, limit=25)
            pages.append(perf_counter() - start)
    return many, int(min(counts) * 1000), int(min(pages) * 1000)


def main() -> None:
    """Build the file where it is missing, and print a line a view."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    there = file.exists()
    store = Store(f"sqlite:///{file}")
    if not there:
        build(store)
    store.prepare()
    with store.reading(ITSELF) as session:
        manager = make_actor(
            session.scalars(select(m.User.id).order_by(m.User.id)).first()
        )
    for view in BUILT_IN:
        if view.code == "sector":
            continue
        filters = Filters(region="53") if view.code == "region" else view.filters
        print(view.code, *timed(store, manager, filters))  # noqa: T201  a command


if __name__ == "__main__":
    main()
