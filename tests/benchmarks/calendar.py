# ruff: noqa: T201  a program that prints its figures
"""Time the availability grid of a year, as the calendar reads it.

Run from the root: ``python -m tests.benchmarks.calendar [--runs 15]``. Twelve issues,
102 sends and weeks of one year; 10 000 lines hold space in them, most of them on pages.
Goal: at most 50 ms in the store, as a rep, who sees one advertiser in ten, and as a
manager. Told with a yardstick: 1 000 companies looked up by the driver alone.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from crm.domain.bookings import LineStatus
from crm.domain.names import fold
from crm.domain.roles import RoleCode
from crm.services import issues, users
from crm.store import models as m
from crm.store.database import Store
from crm.store.queries.calendar import calendar
from tests.benchmarks.today import look_up
from tests.factories import ITSELF, MORNING, make_actor, make_desk, make_issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from tests.factories import Desk

LINES, COMPANIES, REPS = 10_000, 1_000, 10
KEPT: dict[str, Any] = {"created_at": MORNING, "changed_at": MORNING, "version": 1}
YEAR = 2027


def plan(session: Session, desk: Desk) -> None:
    """Plan the year: printed issues with pages and a cover, sends, weeks."""
    for month in range(12):
        day = date(YEAR, month + 1, 20)
        closes = day - timedelta(days=20)
        code = f"{month:03d}"
        make_issue(session, desk, code, pages=900, closes_on=closes, published_on=day)
    for week in range(51):
        day = date(YEAR, 1, 5) + timedelta(days=7 * week)
        for support, capacity in ((desk.newsletter_id, 1), (desk.newsletter_id, 3)):
            wish = issues.IssueWish(
                support,
                f"{capacity}-{week:03d}",
                f"Envoi {week}",
                f"Send {week}",
                closes_on=day,
                materials_due_on=day,
                published_on=day,
                pools=[
                    issues.PoolWish(
                        "banner", "Bannière", "Banner", capacity, format_id=desk.banner
                    )
                ],
            )
            issues.add_issue(session, desk.manager, wish)


def fill(session: Session) -> tuple[Actor, Actor, int]:
    """Fill a desk; return a rep, the manager and the title."""
    desk = make_desk(session)
    plan(session, desk)
    reps = [desk.rep.user_id or 0]
    for number in range(1, REPS):
        wish = users.UserWish(f"Rep {number}", f"r{number}@desk.example", RoleCode.REP)
        reps.append(users.add_user(session, make_actor(), wish))
    session.flush()
    many: Callable[[Any, list[dict[str, Any]]], Any] = lambda table, rows: (  # noqa: E731
        session.execute(insert(table), rows)
    )
    companies = range(10_001, 10_001 + COMPANIES)
    many(
        m.Company,
        [
            {
                **KEPT,
                "id": id_,
                "name": f"Société {id_}",
                "folded": fold(f"Société {id_}"),
                "duplicate_key": f"societe {id_}",
                "owner_id": reps[id_ % REPS],
                "is_advertiser": True,
            }
            for id_ in companies
        ],
    )
    pools = session.query(m.Pool).order_by(m.Pool.id).all()
    single = [pool for pool in pools if pool.capacity <= 3]
    pages = [pool for pool in pools if pool.capacity > 3]
    held = [pool for pool in single for _unit in range(pool.capacity)]
    taken = [*held, *(pages[n % len(pages)] for n in range(LINES - len(held)))]
    many(
        m.Booking,
        [
            {
                **KEPT,
                "id": n + 1,
                "quote_number": f"D-B-{n}",
                "title_id": desk.title_id,
                "advertiser_id": companies[n * 3 % COMPANIES],
                "owner_id": reps[companies[n * 3 % COMPANIES] % REPS],
                "quoted_on": MORNING.date(),
                "quote_valid_until": MORNING.date(),
            }
            for n in range(LINES)
        ],
    )
    status = [
        LineStatus.OPTIONED if n % 5 == 0 else LineStatus.CONFIRMED
        for n in range(LINES)
    ]
    many(
        m.Line,
        [
            {
                "id": n + 1,
                "booking_id": n + 1,
                "issue_id": pool.issue_id,
                "format_id": desk.page,
                "status": status[n],
                "label": "",
                "currency": "EUR",
                **dict.fromkeys(
                    (
                        "card_cents",
                        "gross_cents",
                        "net_cents",
                        "net_net_cents",
                        "fees_cents",
                    ),
                    100_00,
                ),
                "option_until": MORNING.date() if n % 5 == 0 else None,
                "override_reason": "",
            }
            for n, pool in enumerate(taken)
        ],
    )
    many(
        m.LineSpace,
        [
            {
                "line_id": n + 1,
                "pool_id": pool.id,
                "units": 12 if pool.capacity > 3 else 1,
                "status": status[n],
            }
            for n, pool in enumerate(taken)
        ],
    )
    session.flush()
    return desk.rep, desk.manager, desk.title_id


def least(store: Store, who: Actor, title_id: int, runs: int) -> tuple[float, float]:
    """Return the least time of the year and of the yardstick: ms of processor."""
    took, sticks = [], []
    for _run in range(runs):
        with store.reading(who) as session:
            begun = process_time()
            look_up(session, who)
            between = process_time()
            calendar(session, who, title_id, YEAR)
            took.append((process_time() - between) * 1_000)
            sticks.append((between - begun) * 1_000)
    return min(took), min(sticks)


def main() -> None:
    """Fill a store and tell the figures."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=15)
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        store = Store(f"sqlite:///{path}")
        store.prepare()
        with store.writing(ITSELF) as session:
            rep, manager, title_id = fill(session)
        for name, who in (("rep", rep), ("manager", manager)):
            ms, stick = least(store, who, title_id, given.runs)
            print(f"{name}: {ms:.1f} ms, {ms / stick:.1f} times the yardstick")
        store.close()


if __name__ == "__main__":
    main()
