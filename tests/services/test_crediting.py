"""Credit shared between reps, and counted that way in the revenue of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import (
    NotYoursError,
    RangeError,
    SharesError,
    UnchangedError,
    UnknownError,
)
from crm.domain.money import Money, total
from crm.domain.revenue import Cut, Period
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.crediting import share_credit
from crm.services.lines import LineWish
from crm.store.queries.bookings import booking_card
from crm.store.queries.revenue import booked_net, list_entries, sums_by
from tests.factories import make_desk, make_issue, make_quote
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))


def cut_by_rep(session: Session, desk: Desk) -> dict[int, Money]:
    rows = sums_by(session, desk.manager, YEAR, Cut.REP)
    return {row.key: row.net_net for row in rows}


def test_shares_add_up_and_are_counted_by_rep(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.half)
    )
    rep, manager = desk.rep.user_id or 0, desk.manager.user_id or 0
    share_credit(session, desk.rep, booking_id, [(rep, 6_667), (manager, 3_333)])
    agreed = Agreed("A. L.", date(2027, 3, 4), "mail")
    bookings.confirm(session, desk.rep, booking_id, agreed)
    by_rep = {
        row.key: row.net_net for row in sums_by(session, desk.manager, YEAR, Cut.REP)
    }
    assert by_rep == {rep: Money(1_600_08), manager: Money(799_92)}
    assert total(by_rep.values()) == booked_net(session, desk.manager, YEAR)

    with pytest.raises(NotYoursError):
        share_credit(session, desk.rep, booking_id, [(rep, 10_000)])
    share_credit(session, desk.manager, booking_id, [(rep, 2_500), (manager, 7_500)])
    by_rep = {
        row.key: row.net_net for row in sums_by(session, desk.manager, YEAR, Cut.REP)
    }
    assert by_rep == {rep: Money(600_00), manager: Money(1_800_00)}
    assert booked_net(session, desk.manager, YEAR) == Money(2_400_00)
    causes = [row.cause for row in list_entries(session, desk.manager, YEAR)]
    assert causes.count("credit") == 4
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert {row.user_id: row.share for row in card.credits} == {
        rep: 2_500,
        manager: 7_500,
    }
    share_credit(session, desk.manager, booking_id, [(manager, 10_000)])
    check_everything(session)


def test_shares_that_do_not_add_up_are_refused(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    booking_id = make_quote(
        session, desk, LineWish(make_issue(session, desk), desk.half)
    )
    rep, manager = desk.rep.user_id or 0, desk.manager.user_id or 0
    for shares, refusal in (
        ([(rep, 5_000), (manager, 4_999)], SharesError),
        ([(rep, 12_000), (manager, -2_000)], RangeError),
        ([], SharesError),
        ([(rep, 10_000)], UnchangedError),
        ([(rep, 5_000), (999, 5_000)], UnknownError),
    ):
        with pytest.raises(refusal):
            share_credit(session, desk.rep, booking_id, shares)
