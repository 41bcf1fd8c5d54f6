"""What the views of the list keep, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.activities import ActivityKind
from crm.domain.companies import CompanyStatus
from crm.domain.money import Money
from crm.domain.statuses import Runs, company_status
from crm.domain.views import BUILT_IN, LIVE, Filters, decode, encode
from crm.services import activities, bookings, tags
from crm.services.activities import ActivityWish
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store.models import Company, Issue, Sector
from crm.store.queries.advertisers import (
    count_advertisers,
    kept_ids,
    list_advertisers,
)
from crm.store.queries.home_region import home_of, home_region
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.store.database import Store

TODAY = MORNING.date()
RUNS = {
    "never": (),
    "lapsed": (date(2025, 6, 1),),
    "on the edge": (date(2026, 3, 4),),
    "expiring": (date(2026, 8, 1),),
    "half a year": (date(2026, 9, 4),),
    "new": (date(2026, 12, 1),),
    "renewed": (date(2025, 12, 1), date(2026, 12, 1)),
    "active": (date(2024, 1, 15), date(2026, 12, 1)),
}


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.reading(ITSELF) as opened:
        yield opened


def ran(session: Session, desk: Desk, company_id: int, day: date) -> None:
    issue_id = make_issue(session, desk)
    wish = LineWish(issue_id, desk.page)
    made = make_quote(session, replace(desk, advertiser_id=company_id), wish)
    agreed = Agreed("Direction", TODAY, "mail")
    bookings.confirm(session, desk.manager, made, agreed)
    issue = session.get_one(Issue, issue_id)
    issue.closes_on = issue.materials_due_on = day - timedelta(days=20)
    issue.published_on = day
    issue.code = f"i{issue_id}"
    session.flush()


@both_engines
def test_a_status_in_sql_is_the_domain_s(session: Session) -> None:
    desk = make_desk(session)
    known = {}
    for name, days in RUNS.items():
        known[name] = make_company(session, desk.rep, name)
        for day in days:
            ran(session, desk, known[name], day)
    expected: dict[CompanyStatus, set[int]] = {one: set() for one in CompanyStatus}
    for name, days in RUNS.items():
        earlier = any(date(2025, 3, 4) < day <= date(2026, 3, 4) for day in days)
        runs = Runs(min(days), max(days), earlier) if days else None
        expected[company_status(runs, TODAY)].add(known[name])
    expected[CompanyStatus.PROSPECT].add(desk.advertiser_id)
    for status, ids in expected.items():
        kept = kept_ids(session, desk.manager, Filters(statuses=(status,)))
        assert set(kept) == ids, status
    live = set().union(*(expected[status] for status in LIVE))
    assert set(kept_ids(session, desk.manager, Filters(statuses=LIVE))) == live
    rows = list_advertisers(session, desk.manager, Filters())
    told = {row.id: row.status for row in rows}
    assert all(told[id_] is status for status, ids in expected.items() for id_ in ids)


@both_engines
def test_filters_narrow_together_and_the_page_is_the_count(session: Session) -> None:
    desk = make_desk(session)
    brest = make_company(session, desk.rep, "Brest", postcode="29200", town="Brest")
    nantes = make_company(session, desk.rep, "Nantes", postcode="44000")
    reunion = make_company(session, desk.manager, "Réunion", postcode="97400")
    abroad = make_company(session, desk.rep, "Köln", postcode="29200", country="DE")
    tag = tags.tag_company(session, desk.rep, brest, "salon")
    call = ActivityWish(brest, happened_at=MORNING - timedelta(days=61))
    activities.log_activity(session, desk.rep, call)
    activities.log_activity(session, desk.rep, ActivityWish(nantes))
    note = ActivityWish(abroad, kind=ActivityKind.NOTE)
    activities.log_activity(session, desk.rep, note)
    everybody = {desk.advertiser_id, brest, nantes, reunion, abroad}
    for filters, kept in (
        (Filters(), everybody),
        (Filters(region="53"), {brest}),
        (Filters(department="44"), {nantes}),
        (Filters(department="974"), {reunion}),
        (Filters(tag_id=tag), {brest}),
        (Filters(quiet_days=60), everybody - {nantes}),
        (Filters(quiet_days=62), everybody - {nantes, brest}),
        (Filters(uncalled=True), everybody - {brest, nantes}),
        (Filters(mine=True), everybody - {reunion}),
        (Filters(mine=True, region="53", quiet_days=60), {brest}),
        (Filters(mine=True, owner_id=desk.manager.user_id), set()),
        (Filters(search="nant"), {nantes}),
        (Filters(optioned=True), set()),
        (Filters(no_mandate=True), set()),
        (Filters(net_at_least=Money(1_00)), set()),
    ):
        ids = kept_ids(session, desk.rep, filters)
        assert set(ids) == kept, filters
        assert count_advertisers(session, desk.rep, filters) == len(kept)
        rows = list_advertisers(session, desk.rep, filters, limit=2, offset=1)
        assert [row.id for row in rows] == ids[1:3]
    assert home_region(session, desk.rep) == "52"
    assert home_of(session, desk.rep).region == "52"


@both_engines
def test_at_home_is_the_sector_of_most_of_ones_advertisers(session: Session) -> None:
    desk = make_desk(session)
    water = Sector(code="eau", name_fr="Eau", name_en="Water")
    light = Sector(code="lum", name_fr="Lumière", name_en="Light")
    session.add_all([water, light])
    session.flush()
    for name, sector in (("A", light), ("B", water), ("C", water)):
        id_ = make_company(session, desk.rep, name)
        session.get_one(Company, id_).sector_id = sector.id
    other = make_company(session, desk.manager, "D")
    session.get_one(Company, other).sector_id = light.id
    session.flush()
    home = home_of(session, desk.rep)
    assert (home.sector_id, home.sector) == (water.id, "Water")
    assert home_of(session, desk.manager).sector == "Light"
    assert home_of(session, ITSELF).sector_id is None


@both_engines
def test_options_mandates_and_the_net_keep_their_own(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    quoted = make_quote(session, desk, LineWish(issue, desk.half))
    bookings.option(session, desk.rep, quoted)
    optioned = kept_ids(session, desk.rep, Filters(optioned=True))
    assert optioned == [desk.advertiser_id]
    agreed = Agreed("Direction", TODAY, "mail")
    bookings.confirm(session, desk.rep, quoted, agreed)
    for cents, kept in ((2_400_00, [desk.advertiser_id]), (2_400_01, [])):
        filters = Filters(net_at_least=Money(cents))
        assert kept_ids(session, desk.rep, filters) == kept


def test_filters_come_back_from_an_address_as_they_were() -> None:
    whole = Filters(
        search="énergie & eau",
        role=None,
        sector_id=3,
        owner_id=4,
        due=True,
        mine=True,
        statuses=(CompanyStatus.LAPSED, CompanyStatus.EXPIRING),
        department="29",
        region="53",
        tag_id=9,
        quiet_days=45,
        net_at_least=Money(5_000_00),
        uncalled=True,
        no_mandate=True,
        optioned=True,
    )
    assert decode(encode(whole)) == whole
    for view in BUILT_IN:
        assert decode(encode(view.filters)) == view.filters
    assert encode(Filters()) == {}


def test_what_an_address_says_wrongly_keeps_everything() -> None:
    wrong = {
        "sector": "1;drop",
        "status": "rich,<b>",
        "department": "99",
        "quiet": "-3",
        "net": "²",
        "role": "king",
        "due": "yes",
    }
    assert decode(wrong) == Filters()
