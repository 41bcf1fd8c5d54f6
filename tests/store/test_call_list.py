"""What the call list proposes, from a past of its own, and to whom it is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.call_list import Call, Cause, rank
from crm.domain.call_signals import Signal
from crm.domain.money import Money, total
from crm.domain.roles import RoleCode
from crm.services import activities, bookings, users
from crm.services.activities import ActivityWish, NextStep
from crm.services.booking_wishes import BookingWish
from crm.services.lines import LineWish
from crm.store.models import Booking, Company, Contact, Issue, LedgerEntry, Line, Sector
from crm.store.queries import call_proposed, call_ranking
from crm.store.queries.call_chances import chances
from crm.store.queries.call_issues import compared_issues
from crm.store.queries.call_list import CallRow, call_list
from crm.store.queries.call_owed import owed
from crm.store.queries.call_quiet import quiet_of
from crm.store.queries.premium_space import free_premium
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TODAY = MORNING.date()


@pytest.fixture
def desk(session: Session) -> Iterator[Desk]:
    call_ranking.glance.cache_clear()
    yield make_desk(session)
    call_ranking.glance.cache_clear()


def ran(session: Session, desk: Desk, company_id: int, issue_id: int) -> None:
    """Put what ran before this desk kept its books into them."""
    booking = Booking(
        quote_number=f"D-{company_id}-{issue_id}",
        title_id=desk.title_id,
        advertiser_id=company_id,
        owner_id=desk.rep.user_id,
        quoted_on=date(2026, 3, 1),
        quote_valid_until=date(2026, 4, 1),
        created_at=MORNING,
        changed_at=MORNING,
    )
    session.add(booking)
    session.flush()
    cents = {
        f"{name}_cents": 3_000_00 for name in ("card", "gross", "net", "net_net")
    } | {"fees_cents": 0}
    line = Line(booking_id=booking.id, issue_id=issue_id, status="ran", **cents)
    session.add(line)
    session.flush()
    session.add(
        LedgerEntry(
            line_id=line.id,
            booking_id=booking.id,
            company_id=company_id,
            issue_id=issue_id,
            title_id=desk.title_id,
            user_id=desk.rep.user_id,
            cause="confirmed",
            posted_on=date(2026, 3, 1),
            posted_at=MORNING,
            **cents,
        )
    )
    session.flush()


def season(session: Session, desk: Desk) -> tuple[int, int]:
    """Make the issue of last May and the one of this May, which closes in April."""
    before = make_issue(
        session,
        desk,
        "56",
        closes_on=date(2026, 4, 3),
        published_on=date(2026, 5, 4),
    )
    return before, make_issue(session, desk, "62")


def rows(session: Session, desk: Desk) -> list[CallRow]:
    return list(call_list(session, desk.rep, desk.rep.user_id).rows)


@both_engines
def test_who_ran_last_year_is_proposed_this_year_s_issue_until_they_hold_it(
    session: Session, desk: Desk
) -> None:
    before, now = season(session, desk)
    ran(session, desk, desk.advertiser_id, before)
    (row,) = rows(session, desk)
    assert [cause.signal for cause in row.causes] == [Signal.RENEWAL, Signal.UNHEARD]
    assert row.stake == Money(3_000_00)
    assert (row.main.before, row.main.issue_id) == ("no. 56", now)
    quote = make_quote(session, desk, LineWish(now, desk.half))
    assert rows(session, desk)[0].main.signal is Signal.RENEWAL
    bookings.option(session, desk.rep, quote, until=TODAY + timedelta(days=6))
    assert rows(session, desk) == []


@both_engines
def test_a_call_takes_the_row_off_and_an_unanswered_one_is_counted(
    session: Session, desk: Desk
) -> None:
    before, _now = season(session, desk)
    ran(session, desk, desk.advertiser_id, before)
    step = NextStep("Call back", TODAY)
    wish = ActivityWish(desk.advertiser_id, outcome=activities.Outcome.NO_ANSWER)
    activities.log_activity(session, desk.rep, wish)
    assert rows(session, desk) == []
    follow_up = activities.plan(session, desk.rep, desk.advertiser_id, step)
    (row,) = rows(session, desk)
    assert (row.attempt, row.follow_ups) == (2, (follow_up,))


@both_engines
def test_a_theme_is_proposed_to_its_sectors_while_a_premium_place_is_free(
    session: Session, desk: Desk
) -> None:
    sector = Sector(code="water", name_fr="Eau", name_en="Water")
    session.add(sector)
    session.flush()
    issue_id = make_issue(session, desk, "62", closes_on=TODAY + timedelta(days=30))
    session.get_one(Issue, issue_id).theme_sectors = {"codes": ["water"]}
    session.get_one(Company, desk.advertiser_id).sector_id = sector.id
    (row,) = rows(session, desk)
    assert (row.main.signal, row.main.place) == (Signal.THEME, "Back cover")
    assert row.stake == Money(5_200_00)
    other = make_company(session, desk.rep, "Other")
    held = make_quote(session, desk, LineWish(issue_id, desk.page, desk.c4))
    session.get_one(Booking, held).advertiser_id = other
    bookings.option(session, desk.rep, held, until=TODAY + timedelta(days=6))
    assert rows(session, desk) == []


@both_engines
def test_nothing_is_proposed_where_every_contact_opposed(
    session: Session, desk: Desk
) -> None:
    before, _now = season(session, desk)
    ran(session, desk, desk.advertiser_id, before)
    one, two = (
        Contact(
            company_id=desk.advertiser_id,
            last_name=name,
            folded=name,
            collected_on=TODAY,
            opposed_on=TODAY,
            created_at=MORNING,
            changed_at=MORNING,
        )
        for name in ("a", "b")
    )
    session.add_all([one, two])
    session.flush()
    assert rows(session, desk) == []
    two.opposed_on = None
    session.flush()
    (row,) = rows(session, desk)
    assert row.callee is not None
    assert row.callee.contact_id == two.id


@both_engines
def test_chances_are_told_to_who_sees_the_company(session: Session, desk: Desk) -> None:
    before, _now = season(session, desk)
    ran(session, desk, desk.advertiser_id, before)
    wish = users.UserWish("Paul", "paul@desk.example", RoleCode.REP)
    paul = make_actor(users.add_user(session, make_actor(), wish), RoleCode.REP)
    session.flush()
    session.info["asker"] = paul
    assert proposals(session, paul) == []
    assert call_list(session, paul).many == 0
    session.info["asker"] = desk.manager
    assert len(proposals(session, desk.manager)) == 2


def proposals(session: Session, asker: Actor, rep_id: int | None = None) -> list[Cause]:
    issues = compared_issues(session, asker)
    free = free_premium(session, asker, issues.themed)
    return chances(session, asker, rep_id, issues=issues, free=free)


def ranked_slowly(session: Session, asker: Actor, rep_id: int | None) -> list[Call]:
    """Rank every reason of every company, as the list is defined."""
    causes = [*owed(session, asker, rep_id), *proposals(session, asker, rep_id)]
    quiet = quiet_of(session, asker, {cause.company_id for cause in causes})
    issues = compared_issues(session, asker)
    places = free_premium(session, asker, issues.themed)
    return rank(causes, quiet, asker.today, places)


def make_market(session: Session, desk: Desk) -> None:
    """Make companies with each mixture of reasons and silences, often equal euros."""
    before, now = season(session, desk)
    old = make_issue(
        session,
        desk,
        "57",
        closes_on=date(2026, 5, 3),
        published_on=date(2026, 6, 4),
    )
    soon = make_issue(session, desk, "61", closes_on=TODAY + timedelta(days=20))
    sector = Sector(code="water", name_fr="Eau", name_en="Water")
    session.add(sector)
    session.flush()
    for issue_id in (now, soon):
        session.get_one(Issue, issue_id).theme_sectors = {"codes": ["water"]}
    wish = users.UserWish("Paul", "paul@desk.example", RoleCode.REP)
    paul = make_actor(users.add_user(session, make_actor(), wish), RoleCode.REP)
    for number in range(60):
        owner = paul if number % 5 == 0 else desk.rep
        name = f"{'ÉaBbZ'[number % 5]} {number % 7} {number}"
        company_id = make_company(session, owner, name)
        if number % 2:
            session.get_one(Company, company_id).sector_id = sector.id
        if number % 3 == 0:
            ran(session, desk, company_id, before)
        if number % 4 == 0:
            ran(session, desk, company_id, old)
        if number % 11 == 0:
            day = TODAY - timedelta(days=number % 3 - 1)
            step = NextStep("rappeler", max(day, TODAY))
            activities.plan(session, owner, company_id, step)
        if number % 13 == 0:
            call = ActivityWish(company_id, outcome=activities.Outcome.NO_ANSWER)
            activities.log_activity(session, owner, call)
        if number % 17 == 0:
            wish_line = LineWish(soon if number % 2 else now, desk.half)
            booking = BookingWish(desk.title_id, company_id, (wish_line,))
            quote_id = bookings.quote(session, desk.rep, booking)
            bookings.option(
                session,
                desk.rep,
                quote_id,
                until=TODAY + timedelta(days=number % 8 + 4),
            )
    session.flush()


@both_engines
@pytest.mark.parametrize("looked_at", [2, 12, call_ranking.GLANCE])
def test_the_first_rows_are_those_of_a_ranking_of_every_reason(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    """However many of a theme are looked at before all of them are."""
    for module in (call_ranking, call_proposed):
        monkeypatch.setattr(module, "GLANCE", looked_at)
    make_market(session, desk)
    for asker, rep_id in (
        (desk.rep, desk.rep.user_id),
        (desk.manager, None),
        (desk.manager, desk.rep.user_id),
        (desk.rep, None),
    ):
        session.info["asker"] = asker
        every = ranked_slowly(session, asker, rep_id)
        signals = {call.main.signal for call in every}
        assert {Signal.FOLLOW_UP, Signal.OPTION, Signal.RENEWAL} <= signals
        assert {Signal.THEME, Signal.UNHEARD} <= signals
        for most in (1, 3, 10, 25, 100):
            found = call_list(session, asker, rep_id, most=most)
            assert (found.many, found.stake) == (
                len(every),
                total(call.stake for call in every),
            )
            assert [
                (
                    row.company_id,
                    row.stake,
                    [(c.signal, c.issue_id, c.place) for c in row.causes],
                )
                for row in found.rows
            ] == [
                (
                    call.company_id,
                    call.stake,
                    [(c.signal, c.issue_id, c.place) for c in call.causes],
                )
                for call in every[:most]
            ], (asker, most)
