"""Space follows the line that holds it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.bookings import OPTION_DAYS
from crm.domain.errors import SoldOutError
from crm.domain.space import SpaceState
from crm.language import use_language
from crm.language.formats import tell
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store.models import Pool
from crm.store.queries.magazine import SpaceRow, space_left
from tests.factories import MORNING, Desk, make_actor, make_desk, make_issue, make_quote
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AGREED = Agreed("A. L.", MORNING.date(), "mail")


def left(session: Session, desk: Desk, issue_id: int) -> dict[str, SpaceRow]:
    rows = space_left(session, desk.rep, [issue_id])[issue_id]
    return {row.code: row for row in rows}


def taken(session: Session) -> dict[str, int]:
    session.expire_all()
    return {row.code: row.taken for row in session.scalars(select(Pool))}


def test_each_move_takes_or_gives_exactly_what_the_line_needs(
    session: Session,
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    wishes = LineWish(issue, desk.page, desk.c4), LineWish(issue, desk.half, quantity=3)
    booking_id = make_quote(session, desk, *wishes)
    held, nothing = {"pages": 18, "C4": 1}, {"pages": 0, "C4": 0}
    assert taken(session) == nothing
    bookings.option(session, desk.rep, booking_id)
    assert taken(session) == held
    bookings.release(session, desk.rep, booking_id)
    assert taken(session) == nothing
    bookings.option(session, desk.rep, booking_id)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    assert taken(session) == held
    bookings.cancel(session, desk.rep, booking_id, "budget gelé")
    assert taken(session) == nothing


def test_an_option_that_falls_frees_its_space(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    bookings.option(session, desk.rep, booking_id, until=desk.rep.today)
    last_hour = make_actor(
        desk.rep.user_id, at=MORNING + timedelta(hours=14, minutes=59)
    )
    assert bookings.expire_due(session, last_hour) == 0
    midnight = make_actor(desk.rep.user_id, at=MORNING + timedelta(hours=15))
    assert bookings.expire_due(session, midnight) == 1
    assert bookings.expire_due(session, midnight) == 0
    assert taken(session)["C4"] == 0
    check_everything(session)


def test_what_is_left_says_who_holds_the_rest(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk, pages=2)
    first = make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    assert left(session, desk, issue)["C4"].space.state is SpaceState.FREE
    bookings.option(session, desk.rep, first)
    cover = left(session, desk, issue)["C4"].space
    assert (cover.state, cover.left) == (SpaceState.OPTIONED, 0)
    assert cover.until == MORNING.date() + timedelta(days=OPTION_DAYS)
    [holding] = cover.holdings
    assert (holding.advertiser, holding.rep) == ("Lumicité SAS", "Camille Roussel")
    bookings.confirm(session, desk.rep, first, AGREED)
    assert left(session, desk, issue)["C4"].space.state is SpaceState.SOLD
    pages = left(session, desk, issue)["pages"].space
    assert (pages.state, pages.left) == (SpaceState.FREE, 24)


def test_what_is_sold_is_refused_with_a_number(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk, pages=1)
    first = make_quote(session, desk, LineWish(issue, desk.half))
    second = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.confirm(session, desk.rep, first, AGREED)
    with pytest.raises(SoldOutError) as refused, session.begin_nested():
        bookings.option(session, desk.rep, second)
    assert tell(refused.value) == (
        "Inside pages in no. 62 is taken: 6 left, 12 asked for. "
        "Choose another issue or position."
    )
    with use_language("fr"), pytest.raises(SoldOutError) as refused:
        bookings.option(session, desk.rep, second)
    assert refused.value.facts["pool"] == "Pages intérieures"
    assert refused.value.facts["issue"] == "n° 62"


def test_one_line_without_space_holds_the_whole_booking_back(session: Session) -> None:
    desk = make_desk(session)
    may, june = make_issue(session, desk), make_issue(session, desk, "63")
    first = make_quote(session, desk, LineWish(june, desk.page, desk.c4))
    bookings.confirm(session, desk.rep, first, AGREED)
    both = make_quote(
        session,
        desk,
        LineWish(may, desk.page, desk.c4),
        LineWish(june, desk.page, desk.c4),
    )
    with pytest.raises(SoldOutError), session.begin_nested():
        bookings.option(session, desk.rep, both)
    session.expire_all()
    assert left(session, desk, may)["C4"].space.left == 1
    check_everything(session)


def test_several_quotes_may_hope_for_the_same_cover(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    for _ in range(3):
        make_quote(session, desk, LineWish(issue, desk.page, desk.c4))
    assert left(session, desk, issue)["C4"].space.left == 1
