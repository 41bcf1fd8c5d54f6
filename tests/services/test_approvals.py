"""A discount over the rep's limit waits; a manager grants it, in part, or refuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.approvals import (
    Approval,
    ApprovalError,
    NoApprovalError,
    OverAskedError,
)
from crm.domain.errors import DiscountLimitError, NotYoursError, ReasonError
from crm.domain.money import Money
from crm.domain.prices import (
    Exceptional,
    Fee,
    Share,
    StepKind,
    price_line,
)
from crm.domain.repricing import at_discount
from crm.domain.roles import RoleCode
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.approvals import approve_discount, refuse_discount
from crm.services.documents import issue_booking_summary
from crm.services.lines import LineWish
from crm.store.models import PipelineMove
from crm.store.queries.approvals import list_waiting
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from tests.factories import make_actor, make_desk, make_issue, make_mandate, make_quote
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.bookings import BookingCard
    from tests.factories import Desk

AGREED = Agreed("A. L.", date(2027, 3, 4), "mail")


def waiting(session: Session, rate: int = 1_200) -> tuple[Desk, int]:
    """Quote a page through an agency at 12 % off, by a rep who may grant 5 %."""
    desk = make_desk(session, tiers=False)
    make_mandate(session, desk)
    line = LineWish(
        make_issue(session, desk),
        desk.page,
        exceptional=rate,
        reason="lancement",
        fee_codes=("layout",),
    )
    return desk, make_quote(session, desk, line, agency_id=desk.agency_id)


def card_of(session: Session, desk: Desk, booking_id: int) -> BookingCard:
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    return card


def test_a_price_at_another_discount_is_the_price_quoted_at_it() -> None:
    def quoted(rate: int) -> object:
        return price_line(
            Money(4_000_00),
            premiums=[Share("facing", 1_000)],
            volume=Share("3000-", 1_000),
            exceptional=Exceptional("x", rate=rate) if rate else None,
            professional=Share("agency", 1_500),
            fees=[Fee("layout", Money(150_00))],
        )

    first = price_line(
        Money(4_000_00),
        premiums=[Share("facing", 1_000)],
        volume=Share("3000-", 1_000),
        exceptional=Exceptional("x", rate=1_233),
        professional=Share("agency", 1_500),
        fees=[Fee("layout", Money(150_00))],
    )
    for rate in (0, 1, 500, 1_233, 9_999):
        assert at_discount(first, rate) == quoted(rate)


def test_what_waits_is_listed_and_goes_no_further(session: Session) -> None:
    desk, booking_id = waiting(session)
    (row,) = list_waiting(session, desk.manager)
    assert (row.booking_id, row.rate, row.reason) == (booking_id, 1_200, "lancement")
    assert row.off == Money(480_00)
    assert row.net_net == Money(2_992_00)
    assert not list_waiting(session, desk.manager, rep_id=desk.manager.user_id)
    (listed,) = list_bookings(session, desk.rep, waiting=True)
    assert listed.waiting
    with pytest.raises(ApprovalError):
        bookings.confirm(session, desk.rep, booking_id, AGREED)
    with pytest.raises(ApprovalError):
        issue_booking_summary(session, desk.rep, booking_id)
    bookings.option(session, desk.rep, booking_id)
    check_everything(session)


def test_a_manager_grants_it(session: Session) -> None:
    desk, booking_id = waiting(session)
    with pytest.raises(NotYoursError):
        approve_discount(session, desk.rep, booking_id)
    approve_discount(session, desk.manager, booking_id, note="client stratégique")
    card = card_of(session, desk, booking_id)
    (line,) = card.lines
    assert (line.approval, line.approval_note) == (
        Approval.GRANTED,
        "client stratégique",
    )
    (step,) = [s for s in line.price.steps if s.kind is StepKind.EXCEPTIONAL]
    assert step.approver == "Hélène Vasseur"
    assert not list_waiting(session, desk.manager)
    with pytest.raises(NoApprovalError):
        approve_discount(session, desk.manager, booking_id)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    check_everything(session)


def test_a_part_is_granted_at_the_price_quoted_at_it(session: Session) -> None:
    desk, booking_id = waiting(session)
    bookings.option(session, desk.rep, booking_id)
    with pytest.raises(OverAskedError):
        approve_discount(session, desk.manager, booking_id, rate=1_300)
    few = make_actor(desk.manager.user_id, RoleCode.MANAGER, limit=700)
    with pytest.raises(DiscountLimitError):
        approve_discount(session, few, booking_id)
    approve_discount(session, few, booking_id, rate=700)
    (line,) = card_of(session, desk, booking_id).lines
    # 4 000 − 7 % = 3 720, − 15 % = 3 162, + 150 of fees
    assert line.price.net_net == Money(3_162_00)
    assert line.price.total == Money(3_312_00)
    moves = session.query(PipelineMove).order_by(PipelineMove.id).all()
    assert [(m.cause, m.amount_cents) for m in moves][-1] == ("repriced", 3_162_00)
    check_everything(session)


def test_a_refusal_says_why_and_prices_without_it(session: Session) -> None:
    desk, booking_id = waiting(session)
    with pytest.raises(ReasonError):
        refuse_discount(session, desk.manager, booking_id, " ")
    refuse_discount(session, desk.manager, booking_id, "hors barème")
    (line,) = card_of(session, desk, booking_id).lines
    assert (line.approval, line.approval_note) == (Approval.REFUSED, "hors barème")
    assert line.price.net_net == Money(3_400_00)
    assert all(s.kind is not StepKind.EXCEPTIONAL for s in line.price.steps)
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    check_everything(session)


def test_what_was_cancelled_waits_no_more(session: Session) -> None:
    desk, booking_id = waiting(session)
    bookings.cancel(session, desk.rep, booking_id, "budget")
    assert not list_waiting(session, desk.manager)
    with pytest.raises(NoApprovalError):
        refuse_discount(session, desk.manager, booking_id, "x")
