"""The sums kept with the ledger are the ledger's, whoever posts and whatever moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.money import Money, total
from crm.domain.revenue import SEGMENTS, Basis, Cut, Period, year
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines
from crm.services.checks import check
from crm.services.crediting import share_credit
from crm.services.lines import LineWish
from crm.store import rollups
from crm.store.models import Issue, LedgerEntry, RevenueDay
from crm.store.queries import revenue_source
from crm.store.queries.revenue import (
    amounts_of,
    barter_net,
    booked_net,
    list_entries,
    other_currencies,
    sums_by,
)
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
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

AGREED = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
CUTS = [cut for cut in Cut if cut is not Cut.ADVERTISER]


@pytest.fixture
def season(session: Session) -> Desk:
    """Book, share, cancel and barter over two issues of two years."""
    desk = make_desk(session)
    first = make_issue(session, desk)
    second = make_issue(
        session,
        desk,
        "70",
        closes_on=date(2027, 10, 20),
        published_on=date(2027, 11, 9),
    )
    wishes = [
        LineWish(first, desk.page, desk.c4),
        LineWish(first, desk.half),
        LineWish(second, desk.page, is_barter=True),
        LineWish(second, desk.page),
    ]
    made = [make_quote(session, desk, wish) for wish in wishes]
    for number in made:
        bookings.confirm(session, desk.rep, number, AGREED)
    share = [(desk.rep.user_id, 6_000), (desk.manager.user_id, 4_000)]
    share_credit(session, desk.manager, made[0], share)
    moved = session.get_one(Issue, second)
    moved.published_on = date(2028, 3, 9)
    session.flush()
    notice = Notice("salon annulé", MORNING.date(), waiver="geste commercial")
    cancel_lines(session, desk.manager, made[1], notice)
    return desk


def same_everywhere(
    session: Session, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask a period's figures of the sums, then of the ledger alone."""

    def told() -> list[object]:
        cuts = [
            sorted(
                (row.key, row.net_net.cents, row.many)
                for row in sums_by(session, ITSELF, period, cut)
            )
            for cut in CUTS
        ]
        figures = (
            booked_net(session, ITSELF, period),
            barter_net(session, ITSELF, period),
            amounts_of(session, ITSELF, period),
        )
        return [*cuts, *figures, cumulated(session, ITSELF, period)]

    by_sums = told()
    with monkeypatch.context() as ledger_alone:
        ledger_alone.setattr(
            revenue_source,
            "_cells",
            lambda opened, kept, *, barter, by_rep: revenue_source._ledger(  # noqa: ARG005  its signature
                opened, kept, barter=barter
            ),
        )
        ledger_alone.setattr(
            revenue_source,
            "_reps",
            lambda opened, kept, *, barter: revenue_source._ledger(
                opened, kept, barter=barter
            ),
        )
        for place in ("crm.store.queries.revenue", "crm.store.queries.standing"):
            ledger_alone.setattr(f"{place}.may_count_days", lambda _period: False)
        by_ledger = told()
    assert by_sums == by_ledger


@both_engines
@pytest.mark.parametrize("basis", list(Basis))
def test_the_sums_tell_what_the_ledger_tells(
    session: Session, season: Desk, basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rollups.disagreements(session.connection()) == []
    for period in (
        year(2027, basis=basis),
        year(2028, basis=basis),
        replace(year(2027, basis=basis), rep_id=season.manager.user_id),
        replace(year(2027, basis=basis), by_agency=False),
        Period(date(2027, 2, 1), date(2027, 5, 31), basis),
    ):
        same_everywhere(session, period, monkeypatch)


@both_engines
def test_each_part_opens_rows_that_add_up_to_it(session: Session, season: Desk) -> None:
    for basis in Basis:
        whole = year(2027, basis=basis)
        for cut in Cut:
            rows = sums_by(session, season.manager, whole, cut)
            assert total(row.net_net for row in rows) == booked_net(
                session, season.manager, whole
            ), cut
            for row in rows:
                behind = list_entries(session, season.manager, whole.part(cut, row.key))
                assert total(one.net_net for one in behind) == row.net_net, (cut, row)
                assert len(behind) == row.many, (cut, row)


@both_engines
@pytest.mark.usefixtures("season")
def test_an_issue_that_moves_takes_its_publication_s_sums_along(
    session: Session,
) -> None:
    before = booked_net(session, ITSELF, year(2027))
    posted = booked_net(session, ITSELF, year(2027, basis=Basis.POSTED))
    issue = session.scalars(select(Issue).where(Issue.code == "62")).one()
    issue.published_on = date(2028, 1, 4)
    session.flush()
    assert rollups.disagreements(session.connection()) == []
    assert booked_net(session, ITSELF, year(2027)) == Money(0)
    moved = booked_net(session, ITSELF, Period(date(2028, 1, 1), date(2028, 1, 31)))
    assert moved == before
    assert booked_net(session, ITSELF, year(2027, basis=Basis.POSTED)) == posted


@pytest.mark.usefixtures("season")
def test_the_check_finds_a_sum_that_is_not_the_ledger_s(session: Session) -> None:
    assert check(session) == []
    row = session.scalars(select(RevenueDay).where(RevenueDay.rep_id == 0)).first()
    assert row is not None
    row.net_net_cents += 1
    session.flush()
    [fault] = check(session)
    assert "revenue_day" in str(fault)
    rollups.rebuild(session.connection())
    assert check(session) == []


@both_engines
@pytest.mark.usefixtures("season")
def test_sums_written_anew_are_those_that_were_kept(session: Session) -> None:
    rollups.rebuild(session.connection())
    assert rollups.disagreements(session.connection()) == []


@both_engines
@pytest.mark.usefixtures("season")
def test_euros_and_other_currencies_are_never_added(session: Session) -> None:
    before = booked_net(session, ITSELF, year(2027))
    told = session.scalars(
        select(LedgerEntry).where(LedgerEntry.cause == "confirmed")
    ).first()
    assert told is not None
    names = [
        column.name for column in LedgerEntry.__table__.columns if column.name != "id"
    ]
    francs = {name: getattr(told, name) for name in names} | {"currency": "CHF"}
    session.add(LedgerEntry(**francs))
    session.flush()
    assert booked_net(session, ITSELF, year(2027)) == before
    assert other_currencies(session, ITSELF, year(2027)) == [
        Money(told.net_net_cents, "CHF")
    ]
    assert rollups.disagreements(session.connection()) == []
    assert all(
        row.net_net.currency == "EUR"
        for row in list_entries(session, ITSELF, year(2027))
    )


@both_engines
@pytest.mark.usefixtures("season")
def test_advertisers_are_new_renewed_and_lapsed_by_publication(
    session: Session,
) -> None:
    of_2027 = segments(session, ITSELF, year(2027))
    assert {key.value: many for key, (many, _net) in of_2027.items()} == {"new": 1}
    of_2028 = segments(session, ITSELF, year(2028))
    assert {key.value: many for key, (many, _net) in of_2028.items()} == {"renewed": 1}
    later = make_actor(at=MORNING.replace(year=2028, month=6))
    kept = retention(session, later, year(2028))
    assert (kept.base, kept.kept, kept.full_base, kept.share) == (1, 1, 1, 10_000)
    gone = retention(session, later, year(2029))
    assert (gone.base, gone.full_base, gone.full_kept) == (0, 1, 0)
    [lost] = list_lapsed(session, ITSELF, year(2029))
    assert lost.net_net == gone.lost == booked_net(session, ITSELF, year(2028))
    top = concentration(session, ITSELF, year(2028))
    assert (top.share, top.advertisers) == (10_000, 1)


def test_nothing_booked_divides_by_nothing(session: Session) -> None:
    desk = make_desk(session)
    kept = retention(session, desk.manager, year(2027))
    assert (kept.base, kept.share, kept.full_share) == (0, None, None)
    assert concentration(session, desk.manager, year(2027)).share is None
    assert segments(session, desk.manager, year(2027)) == {}
    nothing = amounts_of(session, desk.manager, year(2099))
    assert (nothing.discount, nothing.yield_, nothing.many) == (None, None, 0)
    for cut in Cut:
        assert sums_by(session, desk.manager, year(2099), cut) == []
    assert session.scalars(select(func.count(LedgerEntry.id))).one() == 0


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (
            Period(date(2028, 2, 1), date(2028, 2, 29)),
            (date(2027, 2, 1), date(2027, 2, 28)),
        ),
        (
            Period(date(2029, 2, 1), date(2029, 2, 28)),
            (date(2028, 2, 1), date(2028, 2, 29)),
        ),
        (
            Period(date(2028, 2, 10), date(2028, 2, 29)),
            (date(2027, 2, 10), date(2027, 2, 28)),
        ),
    ],
)
def test_a_leap_day_is_not_lost_between_two_years(
    period: Period, earlier: tuple[date, date]
) -> None:
    before = period.a_year_earlier()
    assert (before.since, before.until) == earlier
    assert len(SEGMENTS) == 3
