"""A tier lifted later, a promise not kept: the difference is proposed, and applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.money import Money
from crm.domain.roles import RoleCode
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.amending import AmendmentWish
from crm.services.amendments import (
    agree_amendment,
    propose_amendment,
    refuse_amendment,
)
from crm.services.lines import LineWish
from crm.services.regularising import regularisations
from crm.store.models import Issue
from tests.factories import (
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

TODAY = MORNING.date()
AGREED = Agreed("A. L.", TODAY, "mail")
TIERS = AmendmentWish("palier atteint", regularises=True)


def signed(session: Session, desk: Desk, *lines: LineWish) -> int:
    booking_id = make_quote(session, desk, *lines)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    return booking_id


@both_engines
def test_a_later_booking_lifts_the_tier_of_the_first(session: Session) -> None:
    desk = make_desk(session)
    issue, later = make_issue(session, desk), make_issue(session, desk, "63")
    # A half page at 2 400 alone: no tier. A second one: 5 % by frequency, and 10 % by
    # the volume of 4 800.
    first = signed(session, desk, LineWish(issue, desk.half))
    assert regularisations(session, desk.rep) == []
    signed(session, desk, LineWish(later, desk.half))
    (due,) = regularisations(session, desk.rep)
    assert (due.booking_id, due.insertions, due.year) == (first, 2, 2027)
    assert due.difference == Money(-240_00)
    assert not due.is_short_rate
    assert regularisations(session, desk.rep, booking_id=first) == [due]
    amendment = propose_amendment(session, desk.rep, first, TIERS)
    assert regularisations(session, desk.rep) == []
    agree_amendment(session, desk.rep, amendment, AGREED)
    assert regularisations(session, desk.rep) == []
    check_everything(session)


def test_what_was_refused_is_not_proposed_again(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first = signed(session, desk, LineWish(issue, desk.half))
    signed(session, desk, LineWish(issue, desk.half))
    amendment = propose_amendment(session, desk.rep, first, TIERS)
    refuse_amendment(session, desk.rep, amendment, "trop tard")
    assert regularisations(session, desk.rep) == []


def promised(session: Session) -> tuple[Desk, int]:
    """Sign two half pages at the tier of two, and cancel one; return what is left."""
    desk = make_desk(session)
    issue = make_issue(session, desk)
    kept = signed(session, desk, LineWish(issue, desk.half, quantity=1))
    other = signed(session, desk, LineWish(issue, desk.half))
    propose = propose_amendment(session, desk.rep, kept, TIERS)
    agree_amendment(session, desk.rep, propose, AGREED)
    bookings.cancel(session, desk.rep, other, "budget")
    return desk, kept


def test_a_short_rate_waits_for_the_end_of_the_year(session: Session) -> None:
    desk, kept = promised(session)
    assert regularisations(session, desk.rep) == []
    for issue in session.query(Issue):
        issue.closes_on = TODAY - timedelta(days=1)
    session.flush()
    (due,) = regularisations(session, desk.rep)
    assert (due.booking_id, due.difference, due.insertions) == (kept, Money(240_00), 1)
    assert due.is_short_rate


def test_others_bookings_lift_the_tier_but_are_not_listed(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    first = signed(session, desk, LineWish(issue, desk.half))
    signed(session, replace(desk, rep=desk.manager), LineWish(issue, desk.half))
    listed = regularisations(session, desk.rep, rep_id=desk.rep.user_id)
    assert [due.booking_id for due in listed] == [first]
    session.info["asker"] = desk.rep
    assert [due.booking_id for due in regularisations(session, desk.rep)] == [first]
    session.info["asker"] = stranger = make_actor(9_001, RoleCode.REP)
    assert regularisations(session, stranger) == []


@pytest.mark.parametrize("wish", [{"is_barter": True}, {"quantity": 1}])
def test_another_advertiser_and_barter_lift_nothing(
    session: Session, wish: dict[str, int]
) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    signed(session, desk, LineWish(issue, desk.half))
    other = desk
    if "is_barter" not in wish:
        other = replace(desk, advertiser_id=make_company(session, desk.rep, "Autre"))
    signed(session, other, LineWish(issue, desk.half, **wish))  # type: ignore[arg-type]
    assert regularisations(session, desk.rep) == []
