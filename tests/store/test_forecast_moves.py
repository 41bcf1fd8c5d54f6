"""What moved a forecast adds up to the difference between two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.forecast import Mover
from crm.domain.money import Money, total
from crm.domain.opportunities import Stage
from crm.domain.revenue import Period, year
from crm.services import bookings, opportunities
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.store.queries.forecast_moves import moved_since, movers
from crm.store.queries.leakage import cancelled, given_by_reason
from crm.store.queries.pacing import open_issues, pacing
from crm.store.queries.pipeline import list_prospects, pipeline
from crm.store.queries.revenue import list_entries
from crm.store.queries.revenue_page import revenue_page
from crm.store.queries.standing import standing
from crm.store.queries.unsold import premium_left, sell_through, worth
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

YEAR = year(2027)


def forecast(session: Session, actor: Actor, period: Period = YEAR) -> Money:
    return standing(session, actor, period).forecast


@both_engines
def test_what_moved_is_the_difference_between_two_days(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    agreed = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")

    def quoted(*wishes: LineWish) -> int:
        return make_quote(session, desk, *wishes)

    kept, falls, taken = (quoted(LineWish(issue, desk.half)) for _n in range(3))
    sold = quoted(LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, sold, agreed)
    for number, day in ((kept, 20), (falls, 6), (taken, 20)):
        bookings.option(session, desk.rep, number, until=date(2027, 3, day))
    wish = OpportunityWish(
        desk.advertiser_id, "Dossier", Money(8_000_00), date(2027, 5, 1)
    )
    grows, goes = (
        opportunities.open_opportunity(session, desk.rep, wish) for _n in range(2)
    )
    session.flush()
    before = forecast(session, desk.rep)
    later = replace(desk.rep, at=MORNING + timedelta(days=4))
    agreed_later = Agreed("Anaïs Lefèvre", later.today, "mail")
    system = replace(ITSELF, at=later.at)
    bookings.confirm(session, later, taken, agreed_later)
    assert bookings.expire_due(session, system) == 1
    bookings.confirm(
        session,
        later,
        quoted(LineWish(issue, desk.page)),
        agreed_later,
    )
    manager = replace(desk.manager, at=later.at)
    notice = Notice("salon annulé", later.today, waiver="geste commercial")
    cancel_lines(session, manager, sold, notice)
    opportunities.move_opportunity(session, later, grows, Stage.NEGOTIATED)
    opportunities.withdraw_opportunity(session, later, goes)
    opportunities.open_opportunity(
        session, later, replace(wish, amount=Money(3_000_00))
    )
    session.flush()
    moved = movers(session, later, YEAR, MORNING.date())
    assert forecast(session, later) - before == total(moved.values())
    assert set(moved) == {
        *(Mover.BOOKED, Mover.CONFIRMED, Mover.OPENED, Mover.ADVANCED),
        *(Mover.CANCELLED, Mover.LOST, Mover.EXPIRED),
    }
    rows = moved_since(session, later, YEAR, MORNING.date())
    assert total(row.amount for row in rows) == total(moved.values())
    assert moved[Mover.EXPIRED] == Money(-1_680_00)
    assert movers(session, later, year(2031), MORNING.date()) == {}
    assert movers(session, later, YEAR, later.today) == {}
    took = cancelled(session, later, YEAR)
    behind = list_entries(session, later, replace(YEAR, cause="cancelled"))
    assert total(row.net_net for row in behind) == took.net_net
    sums = pipeline(session, later, YEAR)
    assert total(row.weighted for row in sums) == total(
        row.weighted for row in list_prospects(session, later, YEAR)
    )


@both_engines
def test_an_issue_s_pace_is_the_ledger_s_and_its_places_are_the_calendar_s(
    session: Session,
) -> None:
    desk = make_desk(session)
    assert open_issues(session, desk.rep, YEAR) == []
    assert premium_left(session, desk.rep, []) == []
    assert sell_through(session, desk.rep, YEAR) == []
    issue = make_issue(session, desk)
    cover = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    bookings.option(session, desk.rep, cover, until=date(2027, 3, 20))
    [(id_, _name)] = open_issues(session, desk.rep, YEAR)
    assert id_ == issue
    empty = pacing(session, desk.rep, YEAR, issue)
    assert empty is not None
    assert (empty.booked, empty.before, empty.lead) == (Money(0), (), None)
    places = premium_left(session, desk.rep, [issue])
    [held] = [place for place in places if place.until is not None]
    assert held.until == date(2027, 3, 20)
    bookings.confirm(
        session, desk.rep, cover, Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
    )
    after = premium_left(session, desk.rep, [issue])
    assert worth(after) == worth(places) - held.price
    pace = pacing(session, desk.rep, YEAR, issue)
    assert pace is not None
    assert pace.booked == standing(session, desk.rep, YEAR).net
    [fill] = sell_through(session, desk.rep, YEAR)
    assert fill.sold + fill.optioned + fill.left == fill.capacity
    assert pacing(session, desk.rep, YEAR, 999_999) is None


@both_engines
@pytest.mark.parametrize("share", [0, 500])
def test_what_discounts_take_off_adds_up_by_reason(
    session: Session, share: int
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    wish = LineWish(issue, desk.page, exceptional=share, reason="Nouvel annonceur")
    number = make_quote(session, desk, wish)
    agreed = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
    bookings.confirm(session, desk.rep, number, agreed)
    page = revenue_page(session, desk.manager, YEAR)
    assert total(row.amount for row in page.given) == page.sums.given
    assert ("Nouvel annonceur" in {row.reason for row in page.given}) is bool(share)
    one = replace(YEAR, rep_id=desk.rep.user_id)
    assert given_by_reason(session, desk.rep, one) == list(page.given)


def test_a_page_of_nothing_is_read(session: Session) -> None:
    desk = make_desk(session)
    for period in (YEAR, year(2090), Period(date(2028, 2, 29), date(2028, 2, 29))):
        page = revenue_page(session, desk.manager, period)
        assert page.standing.net == Money(0)
        assert page.pacing is None
        assert (page.given, page.premium, page.movers) == ((), (), {})
