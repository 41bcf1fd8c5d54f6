"""A confirmed booking is amended: nothing moves before it is agreed, then all does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.amendments import (
    Changed,
    NotConfirmedError,
    OneAtATimeError,
    PriceMovedError,
    SettledError,
)
from crm.domain.errors import (
    ClosedError,
    DiscountLimitError,
    MissingError,
    ReasonError,
    SoldOutError,
    UnchangedError,
    UnknownError,
)
from crm.domain.magazine import MaterialStatus
from crm.domain.money import Money
from crm.domain.pools import PAGES
from crm.domain.prices import StepKind
from crm.domain.space_errors import SetAsideError
from crm.services import bookings, materials, option_queue
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish, LineChange
from crm.services.amendments import (
    agree_amendment,
    foresee_amendment,
    propose_amendment,
    refuse_amendment,
    withdraw_amendment,
)
from crm.services.checks import check
from crm.services.lines import LineWish
from crm.store.models import Amendment, LedgerEntry, Line, Pool, PriceStep
from tests.factories import MORNING, Desk, make_desk, make_issue, make_quote
from tests.laws import check_everything
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
AGREED = Agreed("A. L.", TODAY, "mail")


def signed(session: Session, desk: Desk, *lines: LineWish) -> tuple[int, list[int]]:
    booking_id = make_quote(session, desk, *lines)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    ids = select(Line.id).filter_by(booking_id=booking_id).order_by(Line.rank)
    return booking_id, list(session.scalars(ids))


def posted(session: Session, booking_id: int) -> int:
    whole = select(func.sum(LedgerEntry.net_net_cents)).filter_by(booking_id=booking_id)
    return int(session.scalars(whole).one() or 0)


def taken(session: Session, issue_id: int) -> dict[str, int]:
    pools = session.execute(select(Pool.code, Pool.taken).filter_by(issue_id=issue_id))
    return {code: units for code, units in pools}  # noqa: C416  rows


@both_engines
def test_moved_and_resized_when_agreed_and_not_before(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    here, there = make_issue(session, desk), make_issue(session, desk, "63")
    booking_id, (line,) = signed(session, desk, LineWish(here, desk.page, desk.c4))
    change = LineChange(line, issue_id=there, format_id=desk.half, position_id=0)
    wish = AmendmentWish("salon reporté", (change,))
    (row,) = foresee_amendment(session, desk.rep, booking_id, wish)
    assert (row.before, row.after) == (Money(5_200_00), Money(2_400_00))
    assert row.fields[Changed.ISSUE] == (str(here), str(there))
    amendment = propose_amendment(session, desk.rep, booking_id, wish)
    assert posted(session, booking_id) == 5_200_00
    assert taken(session, here) == {"pages": 0, "C4": 1}
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert posted(session, booking_id) == 2_400_00
    assert taken(session, here) == {"pages": 0, "C4": 0}
    assert taken(session, there) == {"pages": 6, "C4": 0}
    causes = session.scalars(
        select(LedgerEntry.net_net_cents).filter_by(amendment_id=amendment)
    ).all()
    assert sorted(causes) == [-5_200_00, 2_400_00]
    with pytest.raises(SettledError):
        agree_amendment(session, desk.rep, amendment, AGREED)
    check_everything(session)
    assert check(session) == []


def test_numbered_one_at_a_time_refused_or_taken_back(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    booking_id, (line,) = signed(session, desk, LineWish(issue, desk.page))
    wish = AmendmentWish("remise", (LineChange(line, exceptional=500),))
    first = propose_amendment(session, desk.rep, booking_id, wish)
    with pytest.raises(OneAtATimeError):
        propose_amendment(session, desk.rep, booking_id, wish)
    with pytest.raises(ReasonError):
        refuse_amendment(session, desk.rep, first, " ")
    refuse_amendment(session, desk.rep, first, "trop tard")
    second = propose_amendment(session, desk.rep, booking_id, wish)
    withdraw_amendment(session, desk.rep, second)
    third = propose_amendment(session, desk.rep, booking_id, wish)
    assert posted(session, booking_id) == 4_000_00
    with pytest.raises(MissingError):
        agree_amendment(session, desk.rep, third, replace(AGREED, by=" "))
    agree_amendment(session, desk.rep, third, AGREED)
    assert posted(session, booking_id) == 3_800_00
    numbers = session.scalars(select(Amendment.number).order_by(Amendment.id)).all()
    assert numbers == [1, 2, 3]
    with pytest.raises(SettledError):
        withdraw_amendment(session, desk.rep, first)
    with pytest.raises(UnknownError):
        withdraw_amendment(session, desk.rep, 99)


def test_two_lines_may_swap_their_places(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    covers, inside = LineWish(issue, desk.page, desk.c4), LineWish(issue, desk.page)
    booking_id, (cover, page) = signed(session, desk, covers, inside)
    swap = (LineChange(page, position_id=desk.c4), LineChange(cover, position_id=0))
    wish = AmendmentWish("échange", swap)
    amendment = propose_amendment(session, desk.rep, booking_id, wish)
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert taken(session, issue) == {"pages": 12, "C4": 1}
    check_everything(session)


@both_engines
@pytest.mark.parametrize("becomes", ["cheaper", "smaller", "larger"])
def test_a_line_keeps_what_it_holds_before_those_who_wait_for_it(
    session: Session, becomes: str
) -> None:
    desk = make_desk(session, tiers=False)
    issue_id = make_issue(session, desk, pages=1)
    format_ = desk.half if becomes == "larger" else desk.page
    booking_id, (line_id,) = signed(session, desk, LineWish(issue_id, format_))
    waits = make_quote(session, desk, LineWish(issue_id, desk.page))
    pool_id = session.scalars(
        select(Pool.id).filter_by(issue_id=issue_id, code=PAGES)
    ).one()
    option_queue.stand_in_line(session, desk.rep, waits, pool_id)
    change = {
        "cheaper": LineChange(line_id, exceptional=300),
        "smaller": LineChange(line_id, format_id=desk.half),
        "larger": LineChange(line_id, format_id=desk.page),
    }[becomes]
    wish = AmendmentWish("accord", (change,))
    amendment_id = propose_amendment(session, desk.rep, booking_id, wish)
    if becomes == "larger":
        with pytest.raises(SetAsideError), session.begin_nested():
            agree_amendment(session, desk.rep, amendment_id, AGREED)
        session.expire_all()
    else:
        agree_amendment(session, desk.rep, amendment_id, AGREED)
    expected = {"cheaper": 12, "smaller": 6, "larger": 6}[becomes]
    assert taken(session, issue_id)[PAGES] == expected
    check_everything(session)
    assert check(session) == []


@both_engines
def test_a_place_taken_meanwhile_leaves_everything_as_it_was(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    booking_id, (line,) = signed(session, desk, LineWish(issue, desk.page))
    wish = AmendmentWish("couverture", (LineChange(line, position_id=desk.c4),))
    amendment = propose_amendment(session, desk.rep, booking_id, wish)
    signed(session, desk, LineWish(issue, desk.page, desk.c4))
    with pytest.raises(SoldOutError), session.begin_nested():
        agree_amendment(session, desk.rep, amendment, AGREED)
    session.expire_all()
    assert posted(session, booking_id) == 4_000_00
    assert taken(session, issue) == {"pages": 12, "C4": 1}
    check_everything(session)


def test_a_later_booking_lifts_the_tier_and_a_cancelled_one_lowers_it(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first, _lines = signed(session, desk, LineWish(issue, desk.half))
    again = AmendmentWish("palier", regularises=True)
    with pytest.raises(UnchangedError):
        foresee_amendment(session, desk.rep, first, again)
    other, _others = signed(
        session, desk, LineWish(issue, desk.half), LineWish(issue, desk.half)
    )
    (row,) = foresee_amendment(session, desk.rep, first, again)
    amendment = propose_amendment(session, desk.rep, first, again)
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert posted(session, first) == row.after.cents < 2_400_00
    check_everything(session)
    bookings.cancel(session, desk.rep, other, "budget")
    (short,) = foresee_amendment(session, desk.rep, first, again)
    assert short.after == Money(2_400_00)
    amendment = propose_amendment(session, desk.rep, first, again)
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert posted(session, first) == 2_400_00
    check_everything(session)


def test_a_price_that_moved_since_is_not_applied(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id, (line,) = signed(session, desk, LineWish(issue, desk.half))
    wish = AmendmentWish("geste", (LineChange(line, exceptional=500),))
    amendment = propose_amendment(session, desk.rep, booking_id, wish)
    signed(session, desk, LineWish(issue, desk.half), LineWish(issue, desk.half))
    with pytest.raises(PriceMovedError):
        agree_amendment(session, desk.rep, amendment, AGREED)
    assert posted(session, booking_id) == 2_400_00


def test_what_may_not_be_amended(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    shut = make_issue(session, desk, "60", closes_on=date(2027, 3, 3))
    quoted = make_quote(session, desk, LineWish(issue, desk.page))
    booking_id, (line,) = signed(session, desk, LineWish(issue, desk.page))

    def refused(
        wish: AmendmentWish, why: type[Exception], of: int = booking_id
    ) -> None:
        with pytest.raises(why):
            propose_amendment(session, desk.rep, of, wish)

    refused(AmendmentWish("x", regularises=True), NotConfirmedError, quoted)
    refused(AmendmentWish("x", (LineChange(99, quantity=2),)), NotConfirmedError)
    refused(AmendmentWish("x", (LineChange(line),)), UnchangedError)
    refused(AmendmentWish(" ", (LineChange(line, quantity=2),)), ReasonError)
    refused(
        AmendmentWish("x", (LineChange(line, exceptional=900),)), DiscountLimitError
    )
    refused(AmendmentWish("x", (LineChange(line, issue_id=shut),)), ClosedError)
    late = AmendmentWish(
        "x", (LineChange(line, issue_id=shut),), override_reason="promis"
    )
    refused(late, ClosedError)
    amendment = propose_amendment(session, desk.manager, booking_id, late)
    agree_amendment(session, desk.manager, amendment, AGREED, override_reason="promis")
    assert session.get_one(Line, line).booked_after_closing
    check_everything(session)


def test_a_discount_a_manager_granted_survives_a_rep_s_amendment(
    session: Session,
) -> None:
    desk = make_desk(session, tiers=False)
    issue = make_issue(session, desk)
    generous = replace(desk, rep=desk.manager)
    granted = LineWish(issue, desk.page, exceptional=2_000, reason="ouverture")
    booking_id, (line,) = signed(session, generous, granted)
    wish = AmendmentWish("deux", (LineChange(line, quantity=2),))
    amendment = propose_amendment(session, desk.manager, booking_id, wish)
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert posted(session, booking_id) == 6_400_00


@both_engines
def test_a_discount_that_grows_keeps_its_reason(session: Session) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    line = LineWish(issue_id, desk.page, exceptional=300, reason="geste")
    booking_id, (line_id,) = signed(session, desk, line)
    change = LineChange(line_id, exceptional=400, reason="geste")
    wish = AmendmentWish("avenant", (change,))
    amendment_id = propose_amendment(session, desk.rep, booking_id, wish)
    agree_amendment(session, desk.rep, amendment_id, AGREED)
    steps = select(PriceStep).filter_by(line_id=line_id, kind=StepKind.EXCEPTIONAL)
    assert session.scalars(steps).one().reason == "geste"


@both_engines
def test_a_change_and_the_tiers_of_the_year_are_agreed_together(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    page = LineWish(issue_id, desk.page)
    booking_id, (first, second) = signed(session, desk, page, page)
    signed(session, desk, *[page] * 6)
    wish = AmendmentWish(
        "avenant", (LineChange(first, exceptional=400),), regularises=True
    )
    amendment_id = propose_amendment(session, desk.rep, booking_id, wish)
    before = session.get_one(Line, second).net_net_cents
    agree_amendment(session, desk.rep, amendment_id, AGREED)
    assert session.get_one(Line, second).net_net_cents < before
    check_everything(session)


@both_engines
@pytest.mark.parametrize("resized", [True, False])
def test_files_are_asked_for_again_where_the_format_changed(
    session: Session,
    resized: bool,  # noqa: FBT001  parametrised
) -> None:
    desk = make_desk(session)
    issue_id, other = make_issue(session, desk), make_issue(session, desk, "63")
    booking_id, (line_id,) = signed(session, desk, LineWish(issue_id, desk.page))
    materials.receive(session, desk.rep, line_id)
    materials.mark_checked(session, desk.rep, line_id)
    materials.approve(session, desk.rep, line_id, agreed_by="A. L.")
    change = LineChange(line_id, other, desk.half if resized else None)
    wish = AmendmentWish("demi-page", (change,))
    amendment_id = propose_amendment(session, desk.rep, booking_id, wish)
    agree_amendment(session, desk.rep, amendment_id, AGREED)
    stands = session.get_one(Line, line_id).material_status
    expected = MaterialStatus.AWAITED if resized else MaterialStatus.APPROVED
    assert stands is expected
    check_everything(session)
