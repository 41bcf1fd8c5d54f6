"""A cancellation by notice: what the terms ask for, booked once, space freed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.bookings import BookingStatus, LineStatus
from crm.domain.errors import (
    NothingToDoError,
    NotYoursError,
    ReasonError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.penalties import (
    NoticeError,
    PenaltyRow,
    ScaleError,
    penalty_rate,
    scale_of,
)
from crm.language import use_language
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.cancelling import Notice, cancel_lines, foresee
from crm.services.checks import check
from crm.services.lines import LineWish
from crm.services.materials import receive
from crm.store.models import LedgerEntry, Line, Pool, TermsOfSale
from crm.store.queries.bookings import booking_card
from tests.factories import MORNING, Desk, make_desk, make_issue, make_quote
from tests.laws import check_everything
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
CLOSES = date(2027, 4, 2)
STEPS = [
    {"from_days": 42, "penalty_bp": 0},
    {"from_days": 14, "penalty_bp": 5_000},
    {"from_days": 0, "penalty_bp": 10_000},
]


def confirmed(session: Session, **wish: object) -> tuple[Desk, int]:
    """Confirm a page and a half page in two issues that close 29 and 60 days on."""
    desk = make_desk(session, tiers=False)
    session.query(TermsOfSale).one().penalty_rule = {"steps": STEPS}
    near = make_issue(session, desk, closes_on=CLOSES)
    far = make_issue(session, desk, "63", closes_on=TODAY + timedelta(days=60))
    booking_id = make_quote(
        session,
        desk,
        LineWish(near, desk.page, desk.c4, fee_codes=("layout",)),
        LineWish(far, desk.half),
        **wish,
    )
    agreed = Agreed("A. L.", TODAY, "mail")
    bookings.confirm(session, desk.rep, booking_id, agreed)
    return desk, booking_id


def net(session: Session, booking_id: int) -> int:
    whole = select(func.sum(LedgerEntry.net_net_cents)).filter_by(booking_id=booking_id)
    return int(session.scalars(whole).one() or 0)


# --- The scale ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "rate"),
    [
        (60, 0),
        (42, 0),
        (41, 5_000),
        (14, 5_000),
        (13, 10_000),
        (0, 10_000),
        (-3, 10_000),
    ],
)
def test_the_row_that_is_reached_applies(days: int, rate: int) -> None:
    scale = scale_of({"steps": [STEPS[1], STEPS[2], STEPS[0]]})
    assert penalty_rate(scale, CLOSES - timedelta(days=days), CLOSES) == rate


def test_without_a_scale_nothing_is_owed() -> None:
    assert scale_of({}) == ()
    assert penalty_rate((), CLOSES, CLOSES) == 0
    assert penalty_rate((PenaltyRow(42, 2_000),), CLOSES, CLOSES) == 2_000


@pytest.mark.parametrize(
    "steps",
    [
        [1],
        [{"from_days": "x", "penalty_bp": 1}],
        [{"from_days": 1, "penalty_bp": 10_001}],
        [{"from_days": 1, "penalty_bp": 1}, {"from_days": 1, "penalty_bp": 2}],
        [{"from_days": -1, "penalty_bp": 1}],
    ],
)
def test_a_scale_that_is_none_is_refused(steps: list[object]) -> None:
    with pytest.raises(ScaleError):
        scale_of({"steps": steps})


# --- What it costs, and what it does ----------------------------------------------


@both_engines
def test_a_cancellation_costs_what_was_foreseen(session: Session) -> None:
    desk, booking_id = confirmed(session)
    before = net(session, booking_id)
    notice = Notice("budget gelé", TODAY)
    near, far = foresee(session, desk.rep, booking_id, notice)
    assert (near.rate, near.days, near.penalty) == (5_000, 29, Money(2_600_00))
    assert (far.rate, far.owed) == (0, Money(0))
    assert net(session, booking_id) == before
    assert cancel_lines(session, desk.rep, booking_id, notice) == Money(2_600_00)
    assert net(session, booking_id) == 2_600_00
    assert session.scalars(select(func.sum(Pool.taken))).one() == 0
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.status is BookingStatus.CANCELLED
    (owed,) = (line for line in card.lines if line.is_penalty)
    assert (owed.issue_id, owed.price.net_net) == (None, Money(2_600_00))
    assert "29 days before closing" in owed.format
    with use_language("fr"):
        french = booking_card(session, desk.rep, booking_id)
    assert french is not None
    assert french.live[0].format.startswith("Pleine page, n° 62")
    check_everything(session)
    assert check(session) == []


def test_one_line_is_cancelled_and_the_others_stand(session: Session) -> None:
    desk, booking_id = confirmed(session)
    near, far = session.scalars(select(Line.id).order_by(Line.rank)).all()
    notice = Notice("numéro", TODAY, (near,), keeps_fees=True)
    assert cancel_lines(session, desk.rep, booking_id, notice) == Money(2_750_00)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert card.status is BookingStatus.CONFIRMED
    assert {line.id: line.status for line in card.lines}[far] is LineStatus.CONFIRMED
    with pytest.raises(NothingToDoError):
        cancel_lines(session, desk.rep, booking_id, notice)
    cancel_lines(session, desk.rep, booking_id, replace(notice, line_ids=()))
    assert net(session, booking_id) == 2_600_00
    check_everything(session)


def test_the_day_the_notice_came_decides(session: Session) -> None:
    desk, booking_id = confirmed(session)
    later = replace(desk.rep, at=MORNING + timedelta(days=20))
    early = Notice("reçu le 4 mars", TODAY)
    rates = [row.rate for row in foresee(session, later, booking_id, early)]
    assert rates == [5_000, 0]
    late = Notice("reçu ce jour", later.today)
    rates = [row.rate for row in foresee(session, later, booking_id, late)]
    assert rates == [10_000, 5_000]
    for day in (later.today + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(NoticeError):
            foresee(session, later, booking_id, Notice("x", day))


def test_only_a_manager_waives_and_a_reason_is_kept(session: Session) -> None:
    desk, booking_id = confirmed(session)
    waived = Notice("salon annulé", TODAY, waiver="geste commercial")
    with pytest.raises(NotYoursError):
        cancel_lines(session, desk.rep, booking_id, waived)
    with pytest.raises(ReasonError):
        cancel_lines(session, desk.rep, booking_id, Notice(" ", TODAY))
    assert cancel_lines(session, desk.manager, booking_id, waived) == Money(0)
    assert net(session, booking_id) == 0
    check_everything(session)


def test_a_penalty_is_shared_like_the_booking_and_outlives_a_second_cancel(
    session: Session,
) -> None:
    desk, booking_id = confirmed(session)
    cancel_lines(session, desk.rep, booking_id, Notice("x", TODAY))
    with pytest.raises(NothingToDoError):
        bookings.cancel(session, desk.rep, booking_id, "encore")
    assert net(session, booking_id) == 2_600_00


def test_what_is_not_signed_costs_nothing(session: Session) -> None:
    desk, _booking = confirmed(session)
    issue = make_issue(session, desk, "64")
    optioned = make_quote(session, desk, LineWish(issue, desk.page))
    bookings.option(session, desk.rep, optioned)
    assert cancel_lines(session, desk.rep, optioned, Notice("x", TODAY)) == Money(0)
    assert net(session, optioned) == 0
    check_everything(session)


@both_engines
def test_a_waiver_that_nobody_can_read_waives_nothing(session: Session) -> None:
    desk, booking_id = confirmed(session)
    received_on = CLOSES - timedelta(days=3)
    actor = replace(desk.rep, at=MORNING + (received_on - TODAY))
    notice = Notice("budget gelé", received_on, waiver="\u200b")
    assert cancel_lines(session, actor, booking_id, notice)
    check_everything(session)


@both_engines
def test_a_penalty_awaits_no_files(session: Session) -> None:
    desk, booking_id = confirmed(session)
    received_on = CLOSES - timedelta(days=3)
    actor = replace(desk.rep, at=MORNING + (received_on - TODAY))
    cancel_lines(session, actor, booking_id, Notice("x", received_on))
    penalty = select(Line.id).filter_by(booking_id=booking_id, is_penalty=True)
    with pytest.raises(UnknownError):
        receive(session, actor, session.scalars(penalty.limit(1)).one())
