"""How long a page of revenue takes over five years, and what it costs elsewhere.

100 000 advertisers, 1 000 000 activities, 500 000 lines (see `revenue_store`). Goal:
all the questions of the page together in at most 300 ms, on SQLite and on PostgreSQL.
Each question is asked several times, and the least of the processors' time is told.
Beside the page stand the same sums asked of the ledger itself: in plain SQL on the
same engine, and in DuckDB.

    python -m tests.benchmarks.revenue [--folder FOLDER] [--runs 5] [--share 1]
                                       [--engine sqlite|postgresql|both]

The stores are built once in the folder and found there again.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import duckdb
from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.revenue import Basis, Cut, year
from crm.domain.roles import RoleCode
from crm.store.database import Store
from crm.store.models import Company
from crm.store.queries import revenue_page as page
from tests.benchmarks.revenue_store import TODAY, build
from tests.factories import make_actor
from tests.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

GOAL = 300
BUFFERS = "512MB"
"""What PostgreSQL keeps in memory, as on a small server of a desk's own."""
CUTS = (Cut.SUPPORT,)

SAME = {
    "net": "select sum(net_net_cents) from l where y = 2027",
    "same day last year": (
        "select sum(net_net_cents) from l where y = 2026 and posted_on <= '2026-03-04'"
    ),
    "last year": "select sum(net_net_cents) from l where y = 2026",
    "curve": (
        "select y, posted_on, sum(net_net_cents) from l where y in (2026, 2027)"
        " group by y, posted_on"
    ),
    "months": (
        "select ym, sum(net_net_cents) from l where y in (2026, 2027) group by ym"
    ),
    "reps": (
        "select user_id, sum(net_net_cents), sum(card_cents), sum(gross_cents),"
        " sum(net_cents) from l where y = 2027 group by user_id"
    ),
    "supports": (
        "select y, support_id, title_id, sum(net_net_cents) from l"
        " where y in (2026, 2027) group by y, support_id, title_id"
    ),
    "issues": "select issue_id, sum(net_net_cents) from l where y = 2027 group by 1",
    "agencies": (
        "select y, agency_id is null, sum(net_net_cents) from l"
        " where y in (2026, 2027) group by 1, 2"
    ),
    "sectors": (
        "select y, c.sector_id, sum(net_net_cents) from l join company c"
        " on c.id = l.company_id where y in (2026, 2027) group by 1, 2"
    ),
    "top ten": (
        "select company_id, sum(net_net_cents) s from l where y = 2027"
        " group by company_id order by s desc limit 10"
    ),
    "kept and lost": (
        "select count(*), count(n.company_id) from (select company_id from l"
        " where y = 2026 group by company_id having sum(net_net_cents) > 0) b"
        " left join (select company_id from l where y = 2027 group by company_id"
        " having sum(net_net_cents) > 0) n on n.company_id = b.company_id"
    ),
    "cancelled": (
        "select sum(net_net_cents) from l where y = 2027 and cause = 'cancelled'"
    ),
}
"""The sums of the page that are the ledger's, asked of it plainly."""

PLAIN = {
    "sqlite": (
        "cast(strftime('%Y', i.published_on) as int)",
        "cast(strftime('%Y%m', i.published_on) as int)",
    ),
    "postgresql": (
        "extract(year from i.published_on)::int",
        "to_char(i.published_on, 'YYYYMM')::int",
    ),
}


def questions(period: Period) -> dict[str, Callable[[Session, Actor], object]]:
    """Name the questions of the page, each asked as the page asks it."""
    week = in_days(TODAY, -page.WEEK)
    earlier = period.a_year_earlier()
    return {
        "standing": lambda s, a: page.standing(s, a, period, []),
        "barter": lambda s, a: page.barter_net(s, a, period),
        "other currencies": lambda s, a: page.other_currencies(s, a, period),
        "curve": lambda s, a: page.cumulated(s, a, period),
        "curve before": lambda s, a: page.cumulated(s, a, earlier),
        "moved": lambda s, a: page.movers(s, a, period, week),
        "months": lambda s, a: page.months_beside(s, a, period),
        "reps": lambda s, a: page.parts_beside(s, a, period, Cut.REP),
        "rep sums": lambda s, a: page.sums_by(s, a, period, Cut.REP),
        **{
            cut.value: lambda s, a, cut=cut: page.parts_beside(s, a, period, cut)
            for cut in (Cut.SUPPORT,)
        },
        "agencies": lambda s, a: page.sums_by(s, a, period, Cut.AGENCY),
        "sums": lambda s, a: page.amounts_of(s, a, period),
        "segments told": lambda s, a: page.segments(s, a, period),
        "retention": lambda s, a: page.retention(s, a, period),
        "lapsed": lambda s, a: page.list_lapsed(s, a, period, limit=4),
        "concentration": lambda s, a: page.concentration(s, a, period),
        "given": lambda s, a: page.given_by_reason(s, a, period),
        "cancelled": lambda s, a: page.cancelled(s, a, period),
        "pipeline": lambda s, a: page.pipeline(s, a, period),
        "activity": lambda s, a: page.rep_weeks(
            s, a, in_days(TODAY, -page.ACTIVE_DAYS), TODAY
        ),
        "open issues": lambda s, a: page.open_issues(s, a, period),
        "pacing": lambda s, a: page.pacing(
            s, a, period, page.open_issues(s, a, period)[0][0]
        ),
        "not back": lambda s, a: page.not_back(
            s, a, page.open_issues(s, a, period)[0][0]
        ),
        "fill": lambda s, a: page.sell_through(s, a, period),
        "premium": lambda s, a: page.premium_left(
            s, a, [id_ for id_, _name in page.open_issues(s, a, period)][:2]
        ),
    }


def timed(
    ask: Callable[[], object], runs: int, clock: Callable[[], float] = perf_counter
) -> float:
    """Return the least of some runs, in ms; the first is not counted."""
    ask()
    least = float("inf")
    for _run in range(runs):
        begun = clock()
        ask()
        least = min(least, (clock() - begun) * 1000)
    return least


def processors(session: Session) -> Callable[[], float]:
    """Return the clock of what a page costs the processors, whoever else is at work.

    This process's time, in which SQLite works, and that of the server's process.
    """
    if session.get_bind().dialect.name == "sqlite":
        return process_time
    pid = session.connection().exec_driver_sql("select pg_backend_pid()").scalar()
    spent = Path(f"/proc/{pid}/schedstat")
    return lambda: process_time() + int(spent.read_text().split()[0]) / 1e9


def measure(store: Store, runs: int) -> tuple[float, float]:
    """Tell each question's ms; return the page's sum and the plain sums'."""
    actor = make_actor(RoleCode.MANAGER)
    whole = 0.0
    year_ = year(TODAY.year)
    with store.reading(actor) as session:
        clock = processors(session)
        for name, ask in questions(year_).items():
            took = timed(lambda ask=ask: ask(session, actor), runs, clock)
            whole += took
            _say(f"  {name:<18}{took:8.1f} ms")
        at_once = timed(
            lambda: page.revenue_page(session, actor, year_, cuts=CUTS), runs, clock
        )
        _say(f"  {'the page, each':<18}{whole:8.1f} ms   goal {GOAL} ms")
        _say(f"  {'the page, at once':<18}{at_once:8.1f} ms")
        waited = timed(
            lambda: page.revenue_page(session, actor, year_, cuts=CUTS), runs
        )
        _say(f"  {'by the clock':<18}{waited:8.1f} ms")
        for name, period in (
            ("one rep", replace(year_, rep_id=105)),
            ("one title", replace(year_, title_id=105)),
            ("one sector", replace(year_, sector_id=905)),
            ("by booking", year(TODAY.year, basis=Basis.POSTED)),
        ):
            took = timed(
                lambda p=period: page.revenue_page(session, actor, p, cuts=CUTS),
                1,
                clock,
            )
            _say(f"  {name:<18}{took:8.1f} ms")
        backend = session.get_bind().dialect.name
        year_of, month_of = PLAIN[backend]
        told = (
            f"with l as (select e.*, {year_of} y, {month_of} ym from ledger_entry e"
            " left join issue i on i.id = e.issue_id where not e.is_barter"
            " and e.currency = 'EUR') "
        )
        connection = session.connection()
        plain = sum(
            timed(lambda q=q: connection.exec_driver_sql(told + q).all(), runs, clock)
            for q in SAME.values()
        )
    return at_once, plain


def in_duckdb(file: Path, runs: int) -> float:
    """Ask the same sums of DuckDB, of a ledger that has its year and month ready."""
    source = sqlite3.connect(file)
    rows = source.execute(
        "select e.company_id, e.agency_id, e.issue_id, e.support_id, e.title_id,"
        " e.user_id, e.cause, e.card_cents, e.gross_cents, e.net_cents,"
        " e.net_net_cents, e.posted_on, cast(strftime('%Y', i.published_on) as int),"
        " cast(strftime('%Y%m', i.published_on) as int)"
        " from ledger_entry e join issue i on i.id = e.issue_id"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, found in (
            ("l", rows),
            ("company", source.execute("select id, sector_id from company")),
        ):
            with (Path(folder) / f"{name}.csv").open("w") as out:
                out.write(",".join(c[0].split(".")[-1] for c in _heads(name)) + "\n")
                for row in found:
                    out.write(",".join("" if v is None else str(v) for v in row) + "\n")
        there = duckdb.connect()
        there.execute("set threads = 2")
        for name in ("l", "company"):
            file_name = Path(folder) / f"{name}.csv"
            there.execute(f"create table {name} as from read_csv('{file_name}')")
        return sum(
            timed(lambda q=q: there.execute(q).fetchall(), runs) for q in SAME.values()
        )


def served(folder: Path) -> tuple[Server, Store]:
    """Start the server of a folder, a new one or one that is found there again."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder.resolve(), buffers=BUFFERS)
    if server.data.exists():
        server.resume()
    else:
        server.start()
        server.create("bench")
    return server, Store(server.url("bench"))


def tidy(store: Store) -> None:
    """Do what autovacuum does in the hours after a bulk load."""
    with store.reading(make_actor(RoleCode.MANAGER)) as session:
        engine: Any = session.get_bind()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as opened:
        opened.exec_driver_sql("set statement_timeout = 0")
        opened.exec_driver_sql("vacuum analyze")


def _is_built(store: Store) -> bool:
    store.prepare()
    with store.reading(make_actor(RoleCode.MANAGER)) as session:
        return session.scalars(select(Company.id).limit(1)).first() is not None


def _heads(name: str) -> list[tuple[str]]:
    told = {
        "l": (
            "company_id agency_id issue_id support_id title_id user_id cause card_cents"
            " gross_cents net_cents net_net_cents posted_on y ym"
        ),
        "company": "id sector_id",
    }
    return [(head,) for head in told[name].split()]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Build what is missing, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("bench-revenue"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--engine", default="both")
    wanted: Any = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    file = wanted.folder / f"revenue-{wanted.share}.db"
    told: dict[str, tuple[float, float]] = {}
    if wanted.engine in {"sqlite", "both"}:
        store = Store(f"sqlite:///{file}")
        if not file.exists():
            build(store, share=wanted.share)
        _say("sqlite")
        told["sqlite"] = measure(store, wanted.runs)
        store.close()
    if wanted.engine in {"postgresql", "both"}:
        server, store = served(wanted.folder / f"postgresql-{wanted.share}")
        if not _is_built(store):
            build(store, share=wanted.share)
        tidy(store)
        _say("postgresql")
        told["postgresql"] = measure(store, wanted.runs)
        store.close()
        server.stop("fast")
    for name, (ours, plain) in told.items():
        _say(f"{name}: page {ours:.0f} ms; the same sums in plain SQL {plain:.0f} ms")
        _say(f"  the page is {ours / plain:.2f} of plain SQL")
    if file.exists():
        other = in_duckdb(file, wanted.runs)
        for name, (ours, _plain) in told.items():
            _say(f"duckdb, the same sums: {other:.0f} ms; {name}: {ours / other:.1f}×")


if __name__ == "__main__":
    main()
