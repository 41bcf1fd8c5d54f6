"""Whatever a period keeps, its figures are the ledger's, added up here by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.clock import in_days
from crm.domain.magazine import SupportKind
from crm.domain.revenue import Basis, Cut, Period, Segment, year
from crm.services import bookings, titles
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store import rollups
from crm.store.models import Company, Issue, LedgerEntry, Sector, Title
from crm.store.queries.revenue import amounts_of, barter_net, booked_net, sums_by
from crm.store.queries.revenue_advertisers import (
    concentration,
    list_lapsed,
    retention,
    segments,
)
from crm.store.queries.standing import cumulated
from tests.factories import (
    ITSELF,
    MORNING,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

YEARS = (2026, 2027, 2028)
AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
LATER = make_actor(at=MORNING.replace(year=2028, month=8))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger with all that a period may keep."""

    entry: LedgerEntry
    day: date
    sector_id: int

    def counted(self, basis: Basis) -> date:
        return self.entry.posted_on if basis is Basis.POSTED else self.day


class Rows(list[Row]):
    """The whole ledger; it remembers who has net published in a year."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(rows)
        self._ran: dict[int, set[int]] = {}

    def ran_in(self, of: int) -> set[int]:
        if of not in self._ran:
            sums = per_company(self, year(of))
            self._ran[of] = {company for company, cents in sums.items() if cents > 0}
        return self._ran[of]


@pytest.fixture
def ground(session: Session) -> dict[str, Any]:
    """Post at random over two titles, three supports, sectors and years; then move."""
    random = Random(20)  # noqa: S311  amounts and days, not secrets
    desk = make_desk(session)
    issue = make_issue(session, desk)
    number = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, number, AGREED)
    told = session.scalars(select(LedgerEntry)).first()
    assert told is not None
    first = session.get_one(Title, desk.title_id)
    second = titles.add_title(
        session, desk.manager, titles.TitleWish(first.publisher_id, "Nuit", "nuit")
    )
    other = titles.add_support(
        session, desk.manager, second, "nuit", SupportKind.PRINT, "Nuit", "Night"
    )
    sectors = [Sector(code=f"s{n}", name_fr=f"S{n}", name_en=f"S{n}") for n in range(3)]
    session.add_all(sectors)
    session.flush()
    companies = [make_company(session, desk.rep, f"Maison {n} SAS") for n in range(9)]
    for n, id_ in enumerate(companies[:7]):
        session.get_one(Company, id_).sector_id = sectors[n % 3].id
    issues = [
        make_issue(
            session,
            desk,
            f"{of}-{month}",
            closes_on=date(of, month, 2),
            published_on=date(of, month, 20),
        )
        for of in YEARS
        for month in (2, 5, 11)
    ]
    names = [c.name for c in LedgerEntry.__table__.columns if c.name != "id"]
    places = [(first.id, desk.print_id), (first.id, None), (second, other)]
    for n in range(140):
        title, support = random.choice(places)
        cents = random.randrange(-40, 100) * 1_001
        session.add(
            LedgerEntry(
                **{name: getattr(told, name) for name in names}
                | {
                    "company_id": random.choice(companies),
                    "issue_id": random.choice([*issues, None]),
                    "user_id": random.choice([desk.rep, desk.manager]).user_id,
                    "title_id": title,
                    "support_id": support,
                    "agency_id": random.choice([None, None, desk.agency_id]),
                    "cause": "cancelled" if cents < 0 else "confirmed",
                    "is_barter": n % 11 == 0,
                    "card_cents": cents * 2,
                    "net_net_cents": cents,
                    "posted_on": in_days(date(2025, 12, 1), random.randrange(960)),
                }
            )
        )
        if n % 20 == 0:
            session.flush()
            session.get_one(
                Company, random.choice(companies)
            ).sector_id = random.choice(sectors).id
            moved = session.get_one(Issue, random.choice(issues))
            moved.published_on = in_days(moved.published_on, random.randrange(400))
    session.flush()
    return {
        "rep": desk.manager.user_id,
        "title": second,
        "support": desk.print_id,
        "sector": sectors[1].id,
    }


FILTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "all": lambda _g: {},
    "a rep": lambda g: {"rep_id": g["rep"]},
    "a title": lambda g: {"title_id": g["title"]},
    "a support": lambda g: {"support_id": g["support"]},
    "no support": lambda _g: {"support_id": 0},
    "a sector": lambda g: {"sector_id": g["sector"]},
    "no sector": lambda _g: {"sector_id": 0},
    "agencies": lambda _g: {"by_agency": True},
    "a rep's title": lambda g: {"rep_id": g["rep"], "title_id": g["title"]},
    "a sector's cancelled": lambda g: {"sector_id": g["sector"], "cause": "cancelled"},
    "renewed of a title": lambda g: {
        "title_id": g["title"],
        "segment": Segment.RENEWED,
    },
}
PERIODS = {
    "a year": (date(2027, 1, 1), date(2027, 12, 31)),
    "a quarter": (date(2027, 4, 1), date(2027, 6, 30)),
    "part of a month": (date(2027, 1, 1), date(2027, 5, 20)),
    "two years": (date(2027, 1, 1), date(2028, 12, 31)),
}


@both_engines
def test_every_filter_tells_what_the_ledger_adds_up_to(
    session: Session, ground: dict[str, Any]
) -> None:
    assert rollups.disagreements(session.connection()) == []
    rows = everything(session)
    for basis in Basis:
        for since, until in PERIODS.values():
            for name, kept in FILTERS.items():
                period = Period(since, until, basis, **kept(ground))
                assert told(session, period) == by_hand(rows, period), (name, period)
                then = replace(period, as_of=date(2027, 3, 9))
                mine = chosen(rows, then)
                assert booked_net(session, ITSELF, then).cents == net(mine), name


@both_engines
def test_whoever_stays_or_goes_is_told_by_the_years(
    session: Session, ground: dict[str, Any]
) -> None:
    rows = everything(session)
    for basis in Basis:
        for name, kept in FILTERS.items():
            period = replace(year(2028, basis=basis), **kept(ground))
            before = period.a_year_earlier()
            had = {c: s for c, s in per_company(rows, before).items() if s > 0}
            soon = replace(before, until=date(2027, 8, 4))
            base = [c for c, s in per_company(rows, soon).items() if s > 0]
            here = rows.ran_in(2028)
            found = retention(session, LATER, period)
            assert (found.full_base, found.full_kept, found.lost.cents) == (
                len(had),
                len(had.keys() & here),
                sum(cents for c, cents in had.items() if c not in here),
            ), name
            assert (found.base, found.kept) == (
                len(base),
                len(here.intersection(base)),
            ), name
            lapsed = list_lapsed(session, ITSELF, period)
            assert {row.company_id: row.net_net.cents for row in lapsed} == {
                c: cents for c, cents in had.items() if c not in here
            }, name


def told(session: Session, period: Period) -> dict[str, Any]:
    """Ask for the figures of a period as its page does."""
    amounts = amounts_of(session, ITSELF, period)
    top = concentration(session, ITSELF, period)
    return {
        "net": booked_net(session, ITSELF, period).cents,
        "barter": barter_net(session, ITSELF, period).cents,
        "sums": (amounts.net_net.cents, amounts.card.cents, amounts.many),
        "curve": [
            (one.day, one.net_net.cents) for one in cumulated(session, ITSELF, period)
        ],
        **{
            cut: {
                row.key: (row.net_net.cents, row.many)
                for row in sums_by(session, ITSELF, period, cut)
            }
            for cut in (Cut.MONTH, Cut.REP, Cut.TITLE, Cut.SUPPORT, Cut.SECTOR)
        },
        "segments": {
            segment: (many, sums.net_net.cents, sums.many)
            for segment, (many, sums) in segments(session, ITSELF, period).items()
        },
        "advertisers": (top.advertisers, top.whole.cents, top.net_net.cents),
    }


def by_hand(rows: Rows, period: Period) -> dict[str, Any]:
    """Add the same figures up from the ledger's rows."""
    mine = chosen(rows, period)
    days: dict[date, int] = defaultdict(int)
    cuts: dict[Cut, dict[int, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for row in mine:
        one, day = row.entry, row.counted(period.basis)
        days[one.posted_on] += one.net_net_cents
        for cut, key in (
            (Cut.MONTH, day.year * 100 + day.month),
            (Cut.REP, one.user_id),
            (Cut.TITLE, one.title_id),
            (Cut.SUPPORT, one.support_id or 0),
            (Cut.SECTOR, row.sector_id),
        ):
            cuts[cut][key][0] += one.net_net_cents
            cuts[cut][key][1] += 1
    sums = per_company(rows, period)
    kinds: dict[Segment, list[int]] = defaultdict(lambda: [0, 0, 0])
    for company, cents in sums.items():
        kind = kinds[segment_of(rows, company, period.since.year)]
        kind[0] += cents > 0
        kind[1] += cents
        kind[2] += sum(row.entry.company_id == company for row in mine)
    grown = accumulate(days[day] for day in sorted(days))
    largest = sorted((s for s in sums.values() if s > 0), reverse=True)[:10]
    return {
        "net": net(mine),
        "barter": net(chosen(rows, period, barter=True)),
        "sums": (net(mine), sum(row.entry.card_cents for row in mine), len(mine)),
        "curve": list(zip(sorted(days), grown, strict=True)),
        **{
            cut: {key: tuple(amounts) for key, amounts in cuts[cut].items()}
            for cut in (Cut.MONTH, Cut.REP, Cut.TITLE, Cut.SUPPORT, Cut.SECTOR)
        },
        "segments": {segment: tuple(sums_) for segment, sums_ in kinds.items()},
        "advertisers": (sum(s != 0 for s in sums.values()), net(mine), sum(largest)),
    }


def everything(session: Session) -> Rows:
    query = (
        select(LedgerEntry, Issue.published_on, Company.sector_id)
        .join(Company, Company.id == LedgerEntry.company_id)
        .outerjoin(Issue, Issue.id == LedgerEntry.issue_id)
    )
    return Rows(
        Row(entry, day or entry.posted_on, sector or 0)
        for entry, day, sector in session.execute(query)
    )


def chosen(rows: Rows, period: Period, *, barter: bool = False) -> list[Row]:
    return [row for row in rows if keeps(rows, row, period, barter=barter)]


def keeps(rows: Rows, row: Row, period: Period, *, barter: bool) -> bool:
    one = row.entry
    wanted = (
        (period.rep_id, one.user_id),
        (period.title_id, one.title_id),
        (period.support_id, one.support_id or 0),
        (period.sector_id, row.sector_id),
        (period.by_agency, one.agency_id is not None),
        (period.cause, one.cause),
    )
    if any(asked is not None and asked != has for asked, has in wanted):
        return False
    if one.is_barter is not barter:
        return False
    if period.as_of is not None and one.posted_on > period.as_of:
        return False
    if not period.since <= row.counted(period.basis) <= period.until:
        return False
    kind = period.segment
    return kind is None or kind is segment_of(rows, one.company_id, period.since.year)


def net(rows: list[Row]) -> int:
    return sum(row.entry.net_net_cents for row in rows)


def per_company(rows: Rows, period: Period) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for row in chosen(rows, period):
        sums[row.entry.company_id] += row.entry.net_net_cents
    return sums


def segment_of(rows: Rows, company: int, of: int) -> Segment:
    if company in rows.ran_in(of - 1):
        return Segment.RENEWED
    if any(company in rows.ran_in(earlier) for earlier in range(2025, of - 1)):
        return Segment.RETURNED
    return Segment.NEW
