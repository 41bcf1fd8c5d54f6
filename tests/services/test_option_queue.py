"""Standing in line for a place, first refusal, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.bookings import LineStatus
from crm.domain.errors import ClosedError, NothingToDoError, SoldOutError, UnknownError
from crm.domain.roles import RoleCode
from crm.domain.space_errors import (
    FreeAlreadyError,
    InLineError,
    NotHolderError,
    SetAsideError,
)
from crm.language.formats import tell
from crm.services import bookings, option_queue
from crm.services.bookings import Agreed
from crm.services.lines import LineWish
from crm.store.models import AuditEntry, FollowUp, Issue, Line, OptionQueue, Pool
from crm.store.queries.option_queue import held_before, waiting_for, who_waits
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.laws import check_everything
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TODAY = MORNING.date()


def back_cover(session: Session, desk: Desk, issue: int, **wish: object) -> int:
    return make_quote(session, desk, LineWish(issue, desk.page, desk.c4), **wish)


def pool_of(session: Session, issue: int, code: str = "C4") -> int:
    return session.scalars(select(Pool.id).filter_by(issue_id=issue, code=code)).one()


def held(session: Session) -> tuple[Desk, int, int, int]:
    """Return a desk whose back cover is under option, its issue, pool and booking."""
    desk = make_desk(session)
    issue = make_issue(session, desk)
    holder = back_cover(session, desk, issue)
    bookings.option(session, desk.rep, holder, until=TODAY)
    return desk, issue, pool_of(session, issue), holder


def tomorrow(actor: Actor, days: int = 1) -> Actor:
    return replace(actor, at=MORNING + timedelta(days=days))


@both_engines
def test_what_falls_free_is_kept_for_whoever_is_next(session: Session) -> None:
    desk, issue, pool, holder = held(session)
    second, third = back_cover(session, desk, issue), back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    bookings.release(session, desk.rep, holder)
    with pytest.raises(SetAsideError) as refused, session.begin_nested():
        bookings.option(session, desk.rep, third)
    assert "kept for" in tell(refused.value)
    with pytest.raises(SetAsideError), session.begin_nested():
        bookings.option(session, desk.rep, holder)
    assert option_queue.call_next(session, ITSELF) == 1
    assert option_queue.call_next(session, ITSELF) == 0
    bookings.option(session, desk.rep, second)
    assert who_waits(session, pool) == []
    check_everything(session)


@both_engines
def test_an_option_that_falls_calls_whoever_is_next(session: Session) -> None:
    desk, issue, pool, _holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    assert option_queue.call_next(session, ITSELF) == 0
    itself = tomorrow(ITSELF)
    bookings.expire_due(session, itself)
    assert option_queue.call_next(session, itself) == 1
    told = session.scalars(select(FollowUp).order_by(FollowUp.id.desc())).first()
    assert told is not None
    assert told.owner_id == desk.rep.user_id
    assert told.due_on == TODAY + timedelta(days=1)
    assert "4e de couverture" in told.reason
    (waiting,) = waiting_for(session, desk.rep, [pool])[pool]
    assert waiting.kept_until == TODAY + timedelta(days=1 + 3)


def test_whoever_does_not_answer_loses_the_turn_to_the_next(session: Session) -> None:
    desk, issue, pool, holder = held(session)
    second, third = back_cover(session, desk, issue), back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    option_queue.stand_in_line(session, desk.rep, third, pool)
    bookings.release(session, desk.rep, holder)
    assert option_queue.call_next(session, ITSELF) == 1
    assert option_queue.call_next(session, tomorrow(ITSELF, 3)) == 0
    assert option_queue.call_next(session, tomorrow(ITSELF, 4)) == 1
    lost = session.scalars(select(AuditEntry).filter_by(action="lose_turn")).one()
    assert lost.entity_id == second
    with pytest.raises(SetAsideError), session.begin_nested():
        bookings.option(session, desk.rep, second)
    bookings.option(session, desk.rep, third)


def test_a_sold_place_is_refused_as_sold_to_the_first_in_line(session: Session) -> None:
    desk, issue, pool, _holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    with pytest.raises(SoldOutError):
        bookings.option(session, desk.rep, second)


def test_pages_that_are_left_over_are_sold_past_the_line(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    pages = pool_of(session, issue, "pages")
    most = make_quote(session, desk, LineWish(issue, desk.page, quantity=23))
    bookings.option(session, desk.rep, most)
    two = make_quote(session, desk, LineWish(issue, desk.page, quantity=2))
    option_queue.stand_in_line(session, desk.rep, two, pages)
    one = make_quote(session, desk, LineWish(issue, desk.page))
    with pytest.raises(SetAsideError), session.begin_nested():
        bookings.option(session, desk.rep, one)
    bookings.release(session, desk.rep, most)
    bookings.option(session, desk.rep, one)
    check_everything(session)


def test_a_free_place_is_optioned_and_not_waited_for(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    pool = pool_of(session, issue)
    mine = back_cover(session, desk, issue)
    with pytest.raises(FreeAlreadyError) as refused:
        option_queue.stand_in_line(session, desk.rep, mine, pool)
    assert "hold it under option" in tell(refused.value)


def test_nobody_stands_in_line_twice_nor_for_what_they_do_not_need(
    session: Session,
) -> None:
    desk, issue, pool, holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    with pytest.raises(InLineError):
        option_queue.stand_in_line(session, desk.rep, second, pool)
    with pytest.raises(NothingToDoError):
        option_queue.stand_in_line(session, desk.rep, holder, pool)
    with pytest.raises(UnknownError):
        option_queue.stand_in_line(session, desk.rep, second, 9_999)
    half = make_quote(session, desk, LineWish(issue, desk.half))
    with pytest.raises(NothingToDoError):
        option_queue.stand_in_line(session, desk.rep, half, pool)


def test_a_line_that_is_left_or_cancelled_is_a_line_no_more(session: Session) -> None:
    desk, issue, pool, _holder = held(session)
    second, third = back_cover(session, desk, issue), back_cover(session, desk, issue)
    for booking in (second, third):
        option_queue.stand_in_line(session, desk.rep, booking, pool)
    option_queue.leave_line(session, desk.rep, second, pool)
    with pytest.raises(NothingToDoError):
        option_queue.leave_line(session, desk.rep, second, pool)
    bookings.cancel(session, desk.rep, third, "budget")
    assert session.scalars(select(OptionQueue.id)).all() == []


def test_a_quote_that_expires_leaves_the_line(session: Session) -> None:
    desk, issue, pool, _holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    bookings.expire_due(session, tomorrow(ITSELF, 40))
    assert session.scalars(select(OptionQueue.id)).all() == []


def test_the_line_for_an_issue_ends_with_its_closing(session: Session) -> None:
    desk, issue, pool, _holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    assert option_queue.call_next(session, tomorrow(ITSELF, 400)) == 0
    assert session.scalars(select(OptionQueue.id)).all() == []


def a_year_before(session: Session, desk: Desk) -> int:
    """Have the back cover of a year before held; return this year's issue."""
    last = make_issue(session, desk, "58")
    booking = back_cover(session, desk, last)
    bookings.confirm(session, desk.rep, booking, Agreed("A. L.", TODAY, "mail"))
    held = session.get_one(Issue, last)
    held.closes_on = held.materials_due_on = held.closes_on - timedelta(days=365)
    held.published_on -= timedelta(days=365)
    return make_issue(session, desk, "62")


def test_last_years_holder_may_be_given_first_refusal(session: Session) -> None:
    desk = make_desk(session)
    issue = a_year_before(session, desk)
    pool = pool_of(session, issue)
    assert [one.company_id for one in held_before(session, desk.rep, pool)] == [
        desk.advertiser_id
    ]
    other_id = make_company(session, desk.rep, "Autre SA")
    other = back_cover(session, replace(desk, advertiser_id=other_id), issue)
    with pytest.raises(NotHolderError):
        option_queue.give_first_refusal(session, desk.rep, other, pool, TODAY)
    mine = back_cover(session, desk, issue)
    until = TODAY + timedelta(days=9)
    option_queue.give_first_refusal(session, desk.rep, mine, pool, until)
    with pytest.raises(SetAsideError), session.begin_nested():
        bookings.option(session, desk.rep, other)
    assert option_queue.call_next(session, ITSELF) == 0
    option_queue.call_next(session, tomorrow(ITSELF, 10))
    bookings.option(session, tomorrow(desk.rep, 10), other)
    check_everything(session)


def test_another_rep_is_told_the_place_in_line_but_not_for_whom(
    session: Session,
) -> None:
    desk, issue, pool, _holder = held(session)
    second = back_cover(session, desk, issue)
    option_queue.stand_in_line(session, desk.rep, second, pool)
    (seen,) = waiting_for(session, desk.rep, [pool])[pool]
    assert (seen.place, seen.booking_id, bool(seen.advertiser)) == (1, second, True)
    other = make_actor(9_001, RoleCode.REP)
    session.info["asker"] = other
    (seen,) = waiting_for(session, other, [pool])[pool]
    assert (seen.place, seen.booking_id, seen.advertiser) == (1, None, "")
    assert seen.rep


def test_who_held_it_is_told_to_those_who_see_them(session: Session) -> None:
    desk = make_desk(session)
    pool = pool_of(session, a_year_before(session, desk))
    session.flush()
    session.info["asker"] = other = make_actor(9_001, RoleCode.REP)
    assert held_before(session, other, pool) == []


# --- After closing ------------------------------------------------------------


def late(session: Session) -> tuple[Desk, int, Actor]:
    """Return a quote of an issue that closes before the manager comes back to it."""
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking = back_cover(session, desk, issue)
    closed = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    session.refresh(closed, ["issue"])
    assert closed.issue is not None
    days = (closed.issue.closes_on - TODAY).days + 1
    return desk, booking, tomorrow(desk.manager, days)


def test_a_manager_confirms_after_closing_with_a_reason(session: Session) -> None:
    desk, booking, manager = late(session)
    agreed = Agreed("A. L.", TODAY, "mail")
    with pytest.raises(ClosedError), session.begin_nested():
        bookings.confirm(session, manager, booking, agreed)
    rep = replace(desk.rep, at=manager.at)
    with pytest.raises(ClosedError), session.begin_nested():
        bookings.confirm(session, rep, booking, agreed, override_reason="promis")
    bookings.confirm(session, manager, booking, agreed, override_reason=" promis ")
    line = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    kept = (line.status, line.booked_after_closing, line.override_reason)
    assert kept == (LineStatus.CONFIRMED, True, "promis")


def test_a_manager_holds_space_after_closing_with_a_reason(session: Session) -> None:
    _desk, booking, manager = late(session)
    bookings.option(session, manager, booking, override_reason="promis au téléphone")
    line = session.scalars(select(Line).filter_by(booking_id=booking)).one()
    assert line.status is LineStatus.OPTIONED
