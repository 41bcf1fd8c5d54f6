"""Calls are logged with what comes next; a follow-up never vanishes while undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.domain.errors import (
    MissingError,
    PastError,
    RangeError,
    ReasonError,
    TooLongError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.language.formats import tell
from crm.services import activities
from crm.services.activities import ActivityWish, NextStep
from crm.services.companies import ContactWish, add_contact
from crm.services.opportunities import (
    OpportunityWish,
    move_opportunity,
    open_opportunity,
)
from crm.store.models import FollowUpMove, PipelineMove
from crm.store.queries.activities import (
    count_activities,
    list_activities,
    list_follow_ups,
)
from tests.factories import MORNING, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = MORNING.date()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def test_a_call_is_logged_with_its_next_step(session: Session) -> None:
    desk = make_desk(session)
    contact = add_contact(
        session, desk.rep, ContactWish(desk.advertiser_id, "Lefèvre", "Anaïs")
    )
    step = NextStep("rappeler", TOMORROW, time(14))
    wish = ActivityWish(
        desk.advertiser_id, contact_id=contact, minutes=7, next_step=step
    )
    activities.log_activity(session, desk.rep, wish)
    [row] = list_activities(session, desk.rep, desk.advertiser_id)
    assert (row.contact, row.user, row.minutes) == (
        "Anaïs Lefèvre",
        "Camille Roussel",
        7,
    )
    assert row.happened_at == MORNING
    [follow_up] = list_follow_ups(session, desk.rep)
    assert (follow_up.reason, follow_up.due_on, follow_up.due_time) == (
        "rappeler",
        TOMORROW,
        time(14),
    )
    assert count_activities(session, desk.rep, desk.advertiser_id) == 1


def test_a_call_closes_what_was_due_and_nothing_else(session: Session) -> None:
    desk = make_desk(session)
    for owner, day in ((desk.rep, TODAY), (desk.rep, TOMORROW), (desk.manager, TODAY)):
        activities.plan(session, owner, desk.advertiser_id, NextStep("rappeler", day))
    activities.log_activity(session, desk.rep, ActivityWish(desk.advertiser_id))
    left = [(row.owner_id, row.due_on) for row in list_follow_ups(session, desk.rep)]
    assert left == [(desk.manager.user_id, TODAY), (desk.rep.user_id, TOMORROW)]


@both_engines
def test_a_note_of_five_thousand_characters_is_kept_whole(session: Session) -> None:
    desk = make_desk(session)
    note = "é" * 4_999 + "."
    activities.log_activity(
        session, desk.rep, ActivityWish(desk.advertiser_id, note=note + "\x00")
    )
    [row] = list_activities(session, desk.rep, desk.advertiser_id)
    assert row.note == note


def test_a_longer_note_is_refused_not_cut(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(TooLongError) as refused:
        activities.log_activity(
            session, desk.rep, ActivityWish(desk.advertiser_id, note="é" * 5_001)
        )
    assert tell(refused.value) == "“Note” is too long: 5,000 characters at most."


def test_what_cannot_have_happened_is_refused(session: Session) -> None:
    desk = make_desk(session)
    stranger = add_contact(session, desk.rep, ContactWish(desk.agency_id, "Garcin"))
    refused: list[tuple[type[Exception], ActivityWish]] = [
        (UnknownError, ActivityWish(999)),
        (UnknownError, ActivityWish(desk.advertiser_id, contact_id=stranger)),
        (UnknownError, ActivityWish(desk.advertiser_id, contact_id=999)),
        (RangeError, ActivityWish(desk.advertiser_id, minutes=-1)),
        (RangeError, ActivityWish(desk.advertiser_id, minutes=1_441)),
    ]
    for refusal, wish in refused:
        with pytest.raises(refusal):
            activities.log_activity(session, desk.rep, wish)
    nobody = replace(desk.rep, user_id=None)
    with pytest.raises(UnknownError):
        activities.log_activity(session, nobody, ActivityWish(desk.advertiser_id))


def test_a_follow_up_lies_ahead_and_says_why(session: Session) -> None:
    desk = make_desk(session)
    company = desk.advertiser_id
    with pytest.raises(PastError) as refused:
        activities.plan(session, desk.rep, company, NextStep("rappeler", YESTERDAY))
    assert tell(refused.value) == (
        "The follow-up (Wednesday\u00a03\u00a0March\u00a02027) is in the past. "
        "Choose today or later."
    )
    with pytest.raises(MissingError):
        activities.plan(session, desk.rep, company, NextStep(" \x00", TOMORROW))
    with pytest.raises(UnknownError):
        activities.plan(session, desk.rep, 999, NextStep("rappeler", TOMORROW))
    assert list_follow_ups(session, desk.rep) == []


def test_a_follow_up_is_done_once(session: Session) -> None:
    desk = make_desk(session)
    step = NextStep("rappeler", TODAY)
    follow_up = activities.plan(session, desk.rep, desk.advertiser_id, step)
    activities.finish(session, desk.rep, follow_up)
    activities.finish(session, desk.rep, follow_up)
    assert list_follow_ups(session, desk.rep) == []
    with pytest.raises(UnknownError):
        activities.put_off(session, desk.rep, follow_up, TOMORROW, "absent")
    with pytest.raises(UnknownError):
        activities.finish(session, desk.rep, 999)


def test_a_follow_up_is_put_off_with_a_reason(session: Session) -> None:
    desk = make_desk(session)
    step = NextStep("rappeler", TODAY, time(9))
    follow_up = activities.plan(session, desk.rep, desk.advertiser_id, step)
    with pytest.raises(ReasonError):
        activities.put_off(session, desk.rep, follow_up, TOMORROW, " ")
    with pytest.raises(PastError):
        activities.put_off(session, desk.rep, follow_up, YESTERDAY, "absente")
    activities.put_off(session, desk.rep, follow_up, TOMORROW, "absente")
    [row] = list_follow_ups(session, desk.rep)
    assert (row.due_on, row.due_time) == (TOMORROW, None)
    move = session.scalars(select(FollowUpMove)).one()
    assert (move.from_day, move.to_day, move.reason) == (TODAY, TOMORROW, "absente")


def wish(company_id: int, name: str = "Halo", cents: int = 4_500_00) -> OpportunityWish:
    return OpportunityWish(company_id, name, Money(cents), date(2027, 5, 1))


def test_an_opportunity_tells_the_forecast_each_of_its_moves(session: Session) -> None:
    desk = make_desk(session)
    opened = open_opportunity(session, desk.rep, wish(desk.advertiser_id))
    move_opportunity(session, desk.rep, opened, Stage.NEGOTIATED)
    with pytest.raises(ReasonError):
        move_opportunity(session, desk.rep, opened, Stage.LOST)
    move_opportunity(session, desk.rep, opened, Stage.LOST, lost_reason="budget gelé")
    moves = session.scalars(select(PipelineMove).order_by(PipelineMove.id)).all()
    assert [(move.stage, move.probability) for move in moves] == [
        ("identified", 1_000),
        ("negotiated", 7_500),
        ("lost", 0),
    ]
    assert {move.amount_cents for move in moves} == {4_500_00}


def test_an_opportunity_that_makes_no_sense_is_refused(session: Session) -> None:
    desk = make_desk(session)
    with pytest.raises(UnknownError):
        open_opportunity(session, desk.rep, wish(999))
    with pytest.raises(MissingError):
        open_opportunity(session, desk.rep, wish(desk.advertiser_id, " "))
    for cents in (-1, 10**18):
        with pytest.raises(RangeError) as refused:
            open_opportunity(session, desk.rep, wish(desk.advertiser_id, cents=cents))
    assert tell(refused.value) == (
        "The amount must be between €0.00 and €1,000,000,000.00."
    )
    with pytest.raises(UnknownError):
        move_opportunity(session, desk.rep, 999, Stage.WON)
