"""A store of five years for the benchmark of revenue, the same on both engines.

100 000 advertisers, 1 000 000 activities, 200 000 bookings of 500 000 lines over ten
titles and five years, 30 000 opportunities. Rows go in by the drivers' own bulk means;
the sums of the ledger are then written anew from it, as after any bulk load.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.domain.bookings import LineStatus
from crm.domain.clock import in_days
from crm.domain.opportunities import PATH, PROBABILITY, Stage
from crm.services.lines import LineWish
from crm.store import models as m
from crm.store import rollups
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from crm.store.database import Store
    from tests.factories import Desk

ADVERTISERS, BOOKINGS, ACTIVITIES, INTENTS = 100_000, 200_000, 1_000_000, 30_000
LINES_A_BOOKING = (1, 2, 3, 4)
TITLES, REPS, FIRST_YEAR, LAST_YEAR = 10, 20, 2023, 2027
TODAY = MORNING.date()


def build(store: Store, *, share: int = 1) -> Desk:
    """Fill an empty store; `share` divides what there is of everything."""
    random = Random(11)  # noqa: S311  amounts and days, not secrets
    store.prepare()
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue = make_issue(session, desk)
        make_quote(session, desk, LineWish(issue, desk.page))
        session.flush()
        connection = session.connection()
        if not store.is_sqlite:
            # A bulk load takes longer than a question may, and is sound by its making.
            connection.exec_driver_sql("set local statement_timeout = 0")
            connection.exec_driver_sql("set local session_replication_role = replica")
        patterns = {
            table: dict(
                connection.execute(select(table.__table__)).mappings().first() or {}
            )
            for table in (m.User, m.Title, m.Support, m.Issue, m.Booking, m.Line)
        }
        reps = _reps(connection, patterns[m.User], desk)
        issues = _issues(connection, patterns)
        _companies(connection, random, reps, share)
        lines = _bookings(connection, random, patterns, issues, reps, share)
        _ledger(connection, random, lines)
        _activities(connection, random, reps, share)
        _intents(connection, random, reps, share)
        rollups.rebuild(connection)
    with store.writing(ITSELF) as session:
        session.connection().exec_driver_sql("ANALYZE")
    return desk


def pour(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Put rows of one shape into a table by the driver's quickest means."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = list(first)

    def values(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(_plain(row[name], sqlite=is_sqlite) for name in names)

    is_sqlite = connection.dialect.name == "sqlite"
    columns = ", ".join(f'"{name}"' for name in names)
    target = f'"{table.__tablename__}" ({columns})'
    driver: Any = connection.connection.dbapi_connection

    def every() -> Iterable[tuple[Any, ...]]:
        yield values(first)
        for row in rows:
            yield values(row)

    if is_sqlite:
        marks = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {target} VALUES ({marks})", every())
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in every():
            copy.write_row(row)


def _plain(value: Any, *, sqlite: bool) -> Any:
    if isinstance(value, Enum):
        return value.value
    if sqlite and isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    if sqlite and isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    return value


def _reps(connection: Connection, pattern: dict[str, Any], desk: Desk) -> list[int]:
    ids = list(range(100, 100 + REPS))
    pour(
        connection,
        m.User,
        (
            {**pattern, "id": n, "name": f"Rep {n}", "email": f"rep{n}@desk.example"}
            for n in ids
        ),
    )
    return [*ids, desk.rep.user_id or 0]


def _issues(
    connection: Connection, patterns: dict[Any, dict[str, Any]]
) -> dict[int, list[tuple[int, int, int, date, date]]]:
    """Make the titles' monthly issues; return them by the year they come out."""
    found: dict[int, list[tuple[int, int, int, date, date]]] = {}
    titles, supports, issues = [], [], []
    for t in range(TITLES):
        title = 100 + t
        titles.append({**patterns[m.Title], "id": title, "name": f"Title {t}"})
        supports.append({**patterns[m.Support], "id": title, "title_id": title})
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for month in range(1, 13):
                id_ = len(issues) + 1_000
                out = date(year, month, 1 + t)
                closes = in_days(out, -20)
                issues.append(
                    {
                        **patterns[m.Issue],
                        "id": id_,
                        "support_id": title,
                        "code": f"{year}-{month}",
                        "closes_on": closes,
                        "materials_due_on": in_days(closes, 5),
                        "published_on": out,
                    }
                )
                found.setdefault(year, []).append((id_, title, title, closes, out))
    pour(connection, m.Title, titles)
    pour(connection, m.Support, supports)
    pour(connection, m.Issue, issues)
    return found


def _companies(
    connection: Connection, random: Random, reps: list[int], share: int
) -> None:
    sectors = [
        row[0] for row in connection.execute(select(m.Sector.__table__.c.id)).all()
    ]
    for n in range(20):
        sector = {
            "id": 900 + n,
            "code": f"s{n}",
            "name_fr": f"S{n}",
            "name_en": f"S{n}",
        }
        pour(connection, m.Sector, [sector])
        sectors.append(900 + n)
    pattern = dict(
        connection.execute(select(m.Company.__table__)).mappings().first() or {}
    )
    pour(
        connection,
        m.Company,
        (
            {
                **pattern,
                "id": n,
                "name": f"Maison {n}",
                "folded": f"maison {n}",
                "duplicate_key": f"maison {n}",
                "sector_id": random.choice(sectors),
                "owner_id": random.choice(reps),
            }
            for n in range(1_000, 1_000 + ADVERTISERS // share)
        ),
    )


def _bookings(
    connection: Connection,
    random: Random,
    patterns: dict[Any, dict[str, Any]],
    issues: dict[int, list[tuple[int, int, int, date, date]]],
    reps: list[int],
    share: int,
) -> list[dict[str, Any]]:
    """Make bookings and their lines; return what the ledger says of each line."""
    bookings, lines, credits_, posted = [], [], [], []
    years = list(issues)
    for n in range(BOOKINGS // share):
        booking, rep = 10_000 + n, random.choice(reps)
        # Two advertisers in five come back every year, the others now and then.
        company = 1_000 + int((ADVERTISERS // share - 1) * random.random() ** 2)
        year = random.choice(years)
        agency = 1_000 + n % 500 if n % 5 == 0 else None
        title = patterns[m.Title]["id"]
        day = date(year - 1, 7, 1)
        for rank in range(LINES_A_BOOKING[n % 4]):
            id_, title, support, closes, out = random.choice(issues[year])
            day = in_days(closes, -random.randrange(120))
            status = LineStatus.RAN if out < TODAY else LineStatus.CONFIRMED
            if day > TODAY:
                status = LineStatus.OPTIONED if n % 30 == 0 else LineStatus.QUOTED
            card = random.randrange(800, 9_000) * 100
            gross, net = card, card * random.randrange(70, 101) // 100
            amounts = {
                "card_cents": card,
                "gross_cents": gross,
                "net_cents": net,
                "net_net_cents": net * 85 // 100 if agency else net,
                "fees_cents": 0,
            }
            line = {
                **patterns[m.Line],
                **amounts,
                "id": booking * 4 + rank,
                "booking_id": booking,
                "rank": rank,
                "issue_id": id_,
                "status": status,
                "option_until": closes if status is LineStatus.OPTIONED else None,
            }
            lines.append(line)
            if status in {LineStatus.RAN, LineStatus.CONFIRMED}:
                where = (title, support, id_, rep, company, agency)
                posted.append({**amounts, "line": line["id"], "day": day, "at": where})
        bookings.append(
            {
                **patterns[m.Booking],
                "id": booking,
                "quote_number": f"D{n}",
                "number": None,
                "title_id": title,
                "advertiser_id": company,
                "agency_id": agency,
                "owner_id": rep,
                "confirmed_on": day if day <= TODAY else None,
            }
        )
        credits_.append(
            {"id": booking, "booking_id": booking, "user_id": rep, "share": 10_000}
        )
    pour(connection, m.Booking, bookings)
    pour(connection, m.BookingCredit, credits_)
    pour(connection, m.Line, lines)
    return posted


def _ledger(
    connection: Connection, random: Random, posted: list[dict[str, Any]]
) -> None:
    """Post every line that is booked; one in thirty is cancelled again."""
    names = ("card_cents", "gross_cents", "net_cents", "net_net_cents", "fees_cents")

    def entries() -> Iterable[dict[str, Any]]:
        number = 1_000
        for row in posted:
            title, support, issue, rep, company, agency = row["at"]
            causes = [("confirmed", 1, row["day"])]
            if random.randrange(30) == 0:
                causes.append(("cancelled", -1, min(in_days(row["day"], 20), TODAY)))
            for cause, sign, day in causes:
                number += 1
                yield {
                    "id": number,
                    "line_id": row["line"],
                    "booking_id": row["line"] // 4,
                    "company_id": company,
                    "agency_id": agency,
                    "issue_id": issue,
                    "support_id": support,
                    "title_id": title,
                    "user_id": rep,
                    "cause": cause,
                    "amendment_id": None,
                    "is_barter": False,
                    "currency": "EUR",
                    **{name: sign * row[name] for name in names},
                    "posted_on": day,
                    "posted_at": MORNING - (TODAY - day),
                }

    pour(connection, m.LedgerEntry, entries())

    def moves() -> Iterable[dict[str, Any]]:
        number = 1_000
        for row in posted[::2]:
            for probability, cause, ago in (
                (7_000, "optioned", 9),
                (0, "confirmed", 0),
            ):
                number += 1
                day = in_days(row["day"], -ago)
                yield {
                    "id": number,
                    "line_id": row["line"],
                    "opportunity_id": None,
                    "user_id": row["at"][3],
                    "stage": "option",
                    "probability": probability,
                    "amount_cents": row["net_net_cents"],
                    "currency": "EUR",
                    "expected_on": day,
                    "cause": cause,
                    "moved_on": day,
                    "moved_at": MORNING - (TODAY - day),
                }

    pour(connection, m.PipelineMove, moves())


def _activities(
    connection: Connection, random: Random, reps: list[int], share: int
) -> None:
    pour(
        connection,
        m.Activity,
        (
            {
                "id": n,
                "company_id": 1_000 + n * 7919 % (ADVERTISERS // share),
                "user_id": random.choice(reps),
                "kind": ActivityKind.CALL if n % 4 else ActivityKind.MEETING,
                "direction": Direction.OUTBOUND,
                "outcome": Outcome.REACHED if n % 3 else Outcome.NO_ANSWER,
                "happened_at": MORNING - timedelta(minutes=random.randrange(2_600_000)),
                "note": "",
                "version": 1,
                "created_at": MORNING,
                "changed_at": MORNING,
            }
            for n in range(1, 1 + ACTIVITIES // share)
        ),
    )


def _intents(
    connection: Connection, random: Random, reps: list[int], share: int
) -> None:
    intents, moves = [], []
    for n in range(1, 1 + INTENTS // share):
        # One in five is still open.
        stage = PATH[n % 4] if n % 5 == 0 else (Stage.WON if n % 2 else Stage.LOST)
        due = in_days(TODAY, random.randrange(-20, 300))
        cents, rep = random.randrange(900, 20_000) * 100, random.choice(reps)
        intents.append(
            {
                "id": n,
                "company_id": 1_000 + n * 31 % (ADVERTISERS // share),
                "owner_id": rep,
                "name": "Dossier",
                "stage": stage,
                "amount_cents": cents,
                "booked_cents": 0,
                "currency": "EUR",
                "expected_close": due,
                "lost_reason": "",
                "note": "",
                "version": 1,
                "created_at": MORNING,
                "changed_at": MORNING,
            }
        )
        day = in_days(TODAY, -random.randrange(300))
        moves.append(
            {
                "id": 2_000_000 + n,
                "opportunity_id": n,
                "user_id": rep,
                "stage": stage,
                "probability": PROBABILITY[stage],
                "amount_cents": cents,
                "currency": "EUR",
                "expected_on": due,
                "cause": "opened",
                "moved_on": day,
                "moved_at": MORNING - (TODAY - day),
            }
        )
    pour(connection, m.Opportunity, intents)
    pour(connection, m.PipelineMove, moves)
