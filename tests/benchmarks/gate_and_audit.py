"""What knowing who is at the desk costs each run: the gate, the scope, the audit row.

On one embedded desk of a few thousand companies and 100 000 audit rows, each pair is
measured in turn in one process and the medians of processor time are compared (what
runs beside does not count): a change with and without its audit row, the look-up of
who stands behind a cookie, and a statement for a rep against the desk itself. Goal: the
look-ups of a run and an audit row take at most 3 ms together. Beside them, what
narrowing costs (most of it is the database's: other rows are to be found) and the
audit's own page at that size, with its count.

    python -m tests.benchmarks.gate_and_audit [--runs 200]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from crm.domain.roles import Door
from crm.domain.sign_ins import SignInMethod
from crm.services import sign_ins
from crm.services.audit import record
from crm.store.database import Store
from crm.store.models import AuditEntry, Company, Setting
from crm.store.queries.audit import AuditAsked, count_audit, list_audit
from crm.store.queries.companies import list_companies
from crm.store.queries.sign_ins import visitor_of
from tests.factories import ITSELF, MORNING, make_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Desk

COMPANIES, ROWS = 3_000, 100_000
ROW, COOKIE = "one audit row in a transaction", "who stands behind a cookie"
LOOK_UPS = 2
"""How often a run asks who is signed in: for the page, and for its search box."""


def fill(store: Store) -> tuple[Desk, str]:
    """Fill a desk; return it and the token of its rep's session."""
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        token = sign_ins.open_sign_in(
            session, ITSELF, desk.rep.user_id or 0, SignInMethod.DEMONSTRATION
        )
        companies = [
            {
                "name": f"Société {number}",
                "folded": f"societe {number}",
                "duplicate_key": f"{number}",
                "owner_id": desk.rep.user_id if number % 5 else desk.manager.user_id,
                "created_at": MORNING,
                "changed_at": MORNING,
            }
            for number in range(COMPANIES)
        ]
        session.execute(insert(Company), companies)
        rows = [
            {
                "at": MORNING - timedelta(minutes=ROWS - number),
                "user_id": desk.rep.user_id if number % 3 else desk.manager.user_id,
                "door": Door.SCREEN,
                "action": "change" if number % 4 else "add",
                "entity": "company" if number % 2 else "booking",
                "entity_id": number % COMPANIES + 1,
                "changes": {"town": ["Lyon", f"Paris {number}"]},
                "note": "",
                "salt": "0" * 32,
                "digest": "0" * 64,
            }
            for number in range(ROWS)
        ]
        session.execute(insert(AuditEntry), rows)
    return desk, token


def milliseconds(turns: int, *actions: Callable[[], object]) -> list[float]:
    """Run actions in turn; return the median of each, in milliseconds."""
    times: list[list[float]] = [[] for _action in actions]
    for turn in range(turns + 5):
        for place, action in enumerate(actions):
            begin = process_time()
            action()
            if turn >= 5:
                times[place].append((process_time() - begin) * 1_000)
    return [median(each) for each in times]


def costs(store: Store, runs: int) -> dict[str, float]:
    """Return what each part costs, in milliseconds."""
    desk, token = fill(store)
    at = MORNING + timedelta(minutes=1)
    turn = iter(range(10**9))

    def change(*, audited: bool) -> None:
        with store.writing(ITSELF) as session:
            session.merge(Setting(name="benchmark", value=str(next(turn))))
            if audited:
                record(session, desk.rep, "change", "company", 1, town=("a", "b"))

    def gate() -> None:
        with store.reading(ITSELF) as session:
            if visitor_of(session, token, at) is None:
                raise RuntimeError("nobody is signed in")

    def companies(asker: object) -> None:
        with store.reading(asker) as session:  # type: ignore[arg-type]
            list_companies(session, asker, page=1)  # type: ignore[arg-type]

    def statement(asker: object) -> None:
        with store.reading(asker) as session:  # type: ignore[arg-type]
            session.scalars(select(Company).order_by(Company.id).limit(50)).all()

    def page(asked: AuditAsked, offset: int = 0) -> None:
        with store.reading(ITSELF) as session:
            count_audit(session, ITSELF, asked)
            list_audit(session, ITSELF, asked, offset=offset)

    without, with_row = milliseconds(
        runs, lambda: change(audited=False), lambda: change(audited=True)
    )
    whole, narrowed = milliseconds(
        runs, lambda: statement(ITSELF), lambda: statement(desk.rep)
    )
    all_of_them, theirs = milliseconds(
        runs // 4, lambda: companies(ITSELF), lambda: companies(desk.rep)
    )
    day = MORNING.date() - timedelta(days=40)
    newest, oldest, person, days, typed = milliseconds(
        runs // 10,
        lambda: page(AuditAsked()),
        lambda: page(AuditAsked(), ROWS - 100),
        lambda: page(AuditAsked(user_id=desk.rep.user_id, entity="company")),
        lambda: page(AuditAsked(since=day, until=day)),
        lambda: page(AuditAsked(search="Paris 99")),
    )
    return {
        ROW: with_row - without,
        COOKIE: milliseconds(runs, gate)[0],
        "narrowing one statement for a rep": narrowed - whole,
        "narrowing a list of companies": theirs - all_of_them,
        "audit page, newest": newest,
        "audit page, oldest": oldest,
        "audit page, one person and kind": person,
        "audit page, one day": days,
        "audit page, a value typed": typed,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/desk.db")
        store.prepare()
        found = costs(store, runs)
        store.close()
    for name, cost in found.items():
        sys.stdout.write(f"{name}: {cost:.2f} ms\n")
    together = LOOK_UPS * found[COOKIE] + found[ROW]
    sys.stdout.write(f"a run: {LOOK_UPS} look-ups and a row: {together:.2f} ms\n")


if __name__ == "__main__":
    main()
