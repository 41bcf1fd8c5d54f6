"""What is free, and what earns no tier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.booking_errors import NotFailedError, RepairedError
from crm.domain.bookings import BookingStatus
from crm.domain.errors import (
    ClosedError,
    ReasonError,
    SoldOutError,
    StoreMissingError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.prices import StepKind
from crm.domain.revenue import Period
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.bookings import quote
from crm.services.cancelling import Notice, cancel_lines
from crm.services.lines import LineWish
from crm.services.make_goods import Repair, give_make_good
from crm.store.database import Store
from crm.store.models import Line, Pool
from crm.store.queries.booking_figures import booking_figures
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from crm.store.queries.revenue import barter_net, booked_net
from tests.factories import make_company, make_desk, make_issue, make_quote
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_make_good_repairs_a_line_of_its_own_advertiser_only(
    session: Session,
) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    first = booking_card(
        session, desk.rep, make_quote(session, desk, LineWish(issue, desk.page))
    )
    assert first is not None
    wish = LineWish(issue, desk.half, repairs_line_id=first.lines[0].id)
    free = booking_card(session, desk.rep, make_quote(session, desk, wish))
    assert free is not None
    assert free.total.cents == 0
    other = make_company(session, desk.rep, "Une autre SARL")
    with pytest.raises(UnknownError):
        quote(session, desk.rep, BookingWish(desk.title_id, other, (wish,)))


def test_barter_earns_no_frequency(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(
        session,
        desk,
        LineWish(issue, desk.half),
        LineWish(issue, desk.half, is_barter=True),
    )
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    kinds = {step.kind for line in card.lines for step in line.price.steps}
    assert StepKind.FREQUENCY not in kinds


@pytest.mark.parametrize("url", ["not a url", "mysterydb://host/name"])
def test_an_address_that_is_none_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreMissingError):
        Store(url)


AGREED = Agreed("A. L.", date(2027, 3, 4), "mail")


def test_a_line_that_failed_is_given_another_free_and_held(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    first = make_issue(session, desk)
    second = make_issue(session, desk, "63", closes_on=date(2027, 5, 1))
    gone = make_issue(session, desk, "61", closes_on=date(2027, 3, 1))
    booking_id = make_quote(session, desk, LineWish(first, desk.page, desk.c4))
    broken = session.query(Line).filter_by(booking_id=booking_id).one().id
    repair = Repair(second, "impression floue", desk.c4)
    with pytest.raises(NotFailedError):
        give_make_good(session, desk.rep, broken, repair)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    bookings.run_issue(session, desk.manager, first)
    with pytest.raises(ReasonError):
        give_make_good(session, desk.rep, broken, replace(repair, reason=" "))
    with pytest.raises(ClosedError):
        give_make_good(session, desk.rep, broken, replace(repair, issue_id=gone))
    given = give_make_good(session, desk.rep, broken, repair)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    failed, free = card.lines
    assert (free.id, free.repairs_line_id, free.status) == (given, broken, "confirmed")
    assert (free.price.net_net, free.price.fees) == (Money(0), Money(0))
    assert (free.repairs, failed.repaired_in) == (failed.issue, free.issue)
    assert not failed.can_be_repaired
    assert session.query(Pool).filter_by(issue_id=second, code="C4").one().taken == 1
    with pytest.raises(RepairedError):
        give_make_good(session, desk.rep, broken, repair)
    check_everything(session)
    cancel_lines(session, desk.rep, booking_id, Notice("x", date(2027, 3, 4), (given,)))
    assert session.query(Pool).filter_by(issue_id=second, code="C4").one().taken == 0
    give_make_good(session, desk.rep, broken, repair)
    check_everything(session)


def test_a_make_good_takes_no_place_that_is_gone(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    broken = session.query(Line).filter_by(booking_id=booking_id).one().id
    with pytest.raises(SoldOutError), session.begin_nested():
        give_make_good(session, desk.rep, broken, Repair(issue, "x", desk.c4))
    session.expire_all()
    check_everything(session)


def test_barter_is_valued_and_counted_apart(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    booking_id = make_quote(
        session,
        desk,
        LineWish(issue, desk.page),
        LineWish(issue, desk.half, is_barter=True),
    )
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert booked_net(session, desk.rep, year) == Money(4_000_00)
    assert barter_net(session, desk.rep, year) == Money(2_400_00)
    (row,) = list_bookings(session, desk.rep)
    assert (row.net_net, row.barter) == (Money(4_000_00), Money(2_400_00))
    figures = booking_figures(session, desk.rep)
    assert figures[BookingStatus.CONFIRMED].net_net == Money(4_000_00)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.barter == Money(2_400_00)
