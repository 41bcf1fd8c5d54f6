"""How long each question of the morning's page takes at the size of a large desk.

10 000 advertisers, 30 000 contacts, 100 000 activities and 20 000 lines on SQLite,
for a rep and for the team’s manager. Goal: at most 60 ms for all of them, warm.
Told is the least of the runs, and how often a yardstick goes into a run, the median of
them: 1 000 companies looked up by their keys by the driver alone, before and after.

    python -m tests.benchmarks.today [--runs 7] [--keep desk.db] [--postgres]

On PostgreSQL the time of the clock is told: the server's own work counts too.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert, select

from crm.domain.bookings import LineStatus
from crm.domain.names import fold
from crm.domain.roles import RoleCode
from crm.services import users
from crm.store import models as m
from crm.store.database import Store
from crm.store.queries import today
from crm.store.queries.activities import list_follow_ups
from crm.store.queries.call_list import call_list
from crm.store.queries.deadlines import (
    Due,
    expiring_options,
    falling_due,
    pages_left,
)
from crm.store.queries.drafts import list_drafts
from crm.store.queries.users import list_users
from tests.factories import ITSELF, MORNING, make_actor, make_desk, make_issue
from tests.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TODAY = MORNING.date()
COMPANIES, CONTACTS, ACTIVITIES, LINES, REPS = 10_000, 30_000, 100_000, 20_000, 10
KEPT: dict[str, Any] = {"created_at": MORNING, "changed_at": MORNING, "version": 1}


def fill(session: Session) -> tuple[Actor, Actor]:
    """Fill a desk in bulk; return a rep and the manager."""
    desk = make_desk(session)
    reps = [desk.rep.user_id]
    for number in range(1, REPS):
        wish = users.UserWish(f"Rep {number}", f"r{number}@desk.example", RoleCode.REP)
        reps.append(users.add_user(session, make_actor(), wish))
    sectors = [
        m.Sector(code=f"s{n}", name_fr=f"S{n}", name_en=f"S{n}") for n in range(15)
    ]
    session.add_all(sectors)
    issues = []
    for number in range(24):
        published = TODAY + timedelta(days=-480 + 30 * number)
        closes = published - timedelta(days=25)
        issues.append(
            make_issue(
                session,
                desk,
                f"{number}",
                pages=2_000,
                closes_on=closes,
                published_on=published,
            )
        )
    session.flush()
    for rank, issue in enumerate(session.scalars(select(m.Issue).order_by(m.Issue.id))):
        issue.theme_fr = f"Thème {rank}"
        issue.theme_sectors = {"codes": [f"s{(rank + n) % 15}" for n in range(4)]}
    session.flush()
    first = session.scalars(select(m.Company.id).order_by(m.Company.id.desc())).first()
    companies = range((first or 0) + 1, (first or 0) + 1 + COMPANIES)

    def many(table: Any, rows: list[dict[str, Any]]) -> None:
        session.execute(insert(table), rows)

    def rep(company_id: int) -> int:
        return reps[company_id % REPS] or 0

    many(
        m.Company,
        [
            {
                **KEPT,
                "id": id_,
                "name": f"Société {id_}",
                "folded": fold(f"Société {id_}"),
                "duplicate_key": f"societe {id_}",
                "owner_id": rep(id_),
                "sector_id": sectors[id_ * 7 % 15].id,
                "is_advertiser": True,
            }
            for id_ in companies
        ],
    )
    many(
        m.Contact,
        [
            {
                **KEPT,
                "id": number + 1,
                "company_id": companies[number % COMPANIES],
                "last_name": f"Nom {number}",
                "folded": f"nom {number}",
                "collected_on": TODAY,
                "opposed_on": TODAY if number % 41 == 0 else None,
            }
            for number in range(CONTACTS)
        ],
    )
    many(
        m.ContactPhone,
        [
            {
                "contact_id": number + 1,
                "raw": "06 39 98 12 34",
                "e164": "+33639981234",
                "kind": "mobile",
                "quality": "fictional",
            }
            for number in range(CONTACTS)
        ],
    )
    many(
        m.Activity,
        [
            {
                **KEPT,
                "company_id": companies[number * 37 % COMPANIES],
                "user_id": rep(companies[number * 37 % COMPANIES]),
                "kind": "call",
                "direction": "outbound",
                "outcome": "no_answer" if number % 3 else "reached",
                "happened_at": MORNING - timedelta(minutes=number * 16),
            }
            for number in range(ACTIVITIES)
        ],
    )
    bookings = LINES // 2
    many(
        m.Booking,
        [
            {
                **KEPT,
                "id": number + 1,
                "quote_number": f"D-B-{number}",
                "title_id": desk.title_id,
                "advertiser_id": companies[number * 3 % COMPANIES],
                "owner_id": rep(companies[number * 3 % COMPANIES]),
                "quoted_on": TODAY - timedelta(days=number % 700),
                "quote_valid_until": TODAY,
                "confirmed_on": TODAY - timedelta(days=number % 690),
            }
            for number in range(bookings)
        ],
    )
    lines = [_line(number, desk.page, issues) for number in range(LINES)]
    many(m.Line, lines)
    many(
        m.LedgerEntry,
        [
            {
                "line_id": line["id"],
                "booking_id": line["booking_id"],
                "company_id": companies[(line["booking_id"] - 1) * 3 % COMPANIES],
                "issue_id": line["issue_id"],
                "title_id": desk.title_id,
                "support_id": desk.print_id,
                "user_id": rep(companies[(line["booking_id"] - 1) * 3 % COMPANIES]),
                "cause": "confirmed",
                "card_cents": 4_000_00,
                "gross_cents": 4_000_00,
                "net_cents": 4_000_00,
                "net_net_cents": line["net_net_cents"],
                "fees_cents": 0,
                "posted_on": TODAY - timedelta(days=line["id"] % 690),
                "posted_at": MORNING,
            }
            for line in lines
            if line["status"] in {LineStatus.CONFIRMED, LineStatus.RAN}
        ],
    )
    many(
        m.FollowUp,
        [
            {
                **KEPT,
                "company_id": companies[number * 11 % COMPANIES],
                "owner_id": rep(companies[number * 11 % COMPANIES]),
                "reason": "Rappeler",
                "due_on": TODAY + timedelta(days=number % 90 - 3),
                "done_at": MORNING if number % 5 else None,
            }
            for number in range(8_000)
        ],
    )
    return desk.rep, desk.manager


def _line(number: int, format_id: int, issues: list[int]) -> dict[str, Any]:
    place = number * 7 % len(issues)
    ran = place < 16
    status = LineStatus.RAN if ran else LineStatus.CONFIRMED
    if not ran and number % 40 == 0:
        status = LineStatus.OPTIONED
    elif not ran and number % 23 == 0:
        status = LineStatus.QUOTED
    return {
        "id": number + 1,
        "booking_id": number // 2 + 1,
        "issue_id": issues[place],
        "format_id": format_id,
        "status": status,
        "option_until": TODAY + timedelta(days=number % 30),
        "card_cents": 4_000_00,
        "gross_cents": 4_000_00,
        "net_cents": 4_000_00,
        "net_net_cents": 1_000_00 + number,
        "fees_cents": 0,
        "material_status": "awaited" if number % 9 == 0 else "received",
    }


def questions(rep_id: int | None) -> dict[str, Callable[[Session, Actor], object]]:
    """Return what the page asks, in its order."""
    closing: list[int] = []

    def due(session: Session, me: Actor) -> None:
        rows = falling_due(session, me, rep_id)
        closing[:] = [row.issue_id for row in rows if row.kind is Due.CLOSING]

    return {
        "list_users": lambda s, _me: list_users(s),
        "month_figures": lambda s, me: today.month_figures(s, me, rep_id),
        "call_list": lambda s, me: call_list(s, me, rep_id),
        "list_follow_ups": lambda s, me: list_follow_ups(
            s, me, owner_id=rep_id, until=me.today
        ),
        "expiring_options": lambda s, me: expiring_options(s, me, rep_id),
        "falling_due": due,
        "pages_left": lambda s, me: pages_left(s, me, closing),
        "first_steps": today.first_steps,
        "list_drafts": list_drafts,
    }


def measure(
    store: Store, me: Actor, rep_id: int | None, runs: int
) -> tuple[dict[str, tuple[float, int]], float, float]:
    """Return the least of each question in milliseconds, and its statements.

    And the least of the yardstick, and how often it goes into a run.
    """
    times: dict[str, list[float]] = {}
    many: dict[str, int] = {}
    yardsticks, ratios = [], []
    now = process_time if store.is_sqlite else perf_counter

    def took(question: Callable[[Session, Actor], object]) -> float:
        begin = now()
        question(session, me)
        return (now() - begin) * 1000

    for run in range(runs + 2):
        with store.reading(me) as session:
            asked = questions(rep_id)
            if run == 0:
                many = {n: statements_of(session, me, q) for n, q in asked.items()}
            before = took(look_up)
            each = {name: took(question) for name, question in asked.items()}
            yardstick = (before + took(look_up)) / 2
        if run > 1:
            yardsticks.append(yardstick)
            ratios.append(sum(each.values()) / yardstick)
            for name, time in each.items():
                times.setdefault(name, []).append(time)
    found = {name: (min(each), many[name]) for name, each in times.items()}
    return found, min(yardsticks), median(ratios)


def look_up(session: Session, _me: Actor) -> None:
    """Look 1 000 companies up by their keys, without anything between."""
    driver = session.connection().connection.dbapi_connection
    if driver is None:
        raise RuntimeError("an open connection has its driver's")
    cursor = driver.cursor()
    sign = "?" if isinstance(driver, sqlite3.Connection) else "%s"
    for key in range(100, 1_100):
        cursor.execute(f"SELECT * FROM company WHERE id = {sign}", (key,))
        cursor.fetchone()


def statements_of(
    session: Session, me: Actor, question: Callable[[Session, Actor], object]
) -> int:
    """Count what a question sends to the database."""
    engine, said = session.get_bind(), [0]

    def hear(*_told: object) -> None:
        said[0] += 1

    event.listen(engine, "before_cursor_execute", hear)
    question(session, me)
    event.remove(engine, "before_cursor_execute", hear)
    return said[0]


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="use this file, fill it when new")
    parser.add_argument("--postgres", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path: Path = wanted.keep or Path(folder) / "desk.db"
        if not wanted.postgres:
            report(f"sqlite:///{path}", wanted.runs, known=path.exists())
            return
        server = Server(Path(folder))
        server.start()
        try:
            report(server.create("today"), wanted.runs, known=False)
        finally:
            server.stop()


def report(url: str, runs: int, *, known: bool) -> None:
    """Fill a database unless it is `known`, measure, print."""
    store = Store(url)
    store.prepare()
    if not known:
        with store.writing(ITSELF) as session:
            fill(session)
        if not store.is_sqlite:
            # What a server's own housekeeping does within a minute of so much new.
            with store.writing(ITSELF) as session:
                session.connection().exec_driver_sql("analyze")
    with store.reading(ITSELF) as session:
        people = list_users(session)
    rep, manager = (
        make_actor(next(p.id for p in people if p.role is role), role)
        for role in (RoleCode.REP, RoleCode.MANAGER)
    )
    for name, me, rep_id in (
        ("rep", rep, rep.user_id),
        ("manager, the team", manager, None),
    ):
        found, yardstick, ratio = measure(store, me, rep_id, runs)
        took, many = (sum(each) for each in zip(*found.values(), strict=True))
        sys.stdout.write(
            f"{name}: {took:.0f} ms, {ratio:.1f} times the yardstick (at least"
            f" {yardstick:.1f} ms), {many} statements\n"
        )
        for question, (each, said) in found.items():
            sys.stdout.write(f"  {question:<18} {each:6.1f} {said:4}\n")
    store.close()


if __name__ == "__main__":
    main()
