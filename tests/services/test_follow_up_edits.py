"""Follow-ups changed and put off: nothing in silence, every attempt kept."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from crm.domain.editing import Edit
from crm.domain.errors import (
    ConflictError,
    DeskError,
    MissingError,
    NotYoursError,
    PastError,
    ReasonError,
    UnchangedError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.opportunities import Stall
from crm.domain.roles import RoleCode
from crm.services import activities, opportunities, quick_log
from crm.services.activities import ActivityWish, NextStep
from crm.services.companies import ContactWish, add_contact
from crm.services.follow_up_edits import change_follow_up
from crm.services.opportunities import OpportunityWish
from crm.services.quick_log import QuickLog
from crm.store.models import AuditEntry, Contact, FollowUp, Opportunity
from crm.store.queries.activities import (
    follow_up_choices,
    list_attempts,
    list_follow_ups,
    open_follow_up,
)
from crm.store.queries.opportunities import OpportunityFilters, list_opportunities
from tests.factories import MORNING, make_actor, make_company, make_desk
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk

pytestmark = both_engines

TODAY = MORNING.date()
FRIDAY = TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


@pytest.fixture
def step(session: Session, desk: Desk) -> int:
    return activities.plan(
        session, desk.rep, desk.advertiser_id, NextStep("Rappeler", FRIDAY)
    )


def intend(session: Session, desk: Desk, name: str = "Automne") -> int:
    wish = OpportunityWish(desk.advertiser_id, name, Money(10_000_00), date(2027, 9, 1))
    return opportunities.open_opportunity(session, desk.rep, wish)


def edit(session: Session, desk: Desk, step: int, **typed: Any) -> Edit:
    opened = open_follow_up(session, desk.rep, step)
    assert opened
    return Edit(opened.version, opened.values, typed)


def test_every_field_of_a_follow_up_is_changed(
    session: Session, desk: Desk, step: int
) -> None:
    who = add_contact(session, desk.rep, ContactWish(desk.advertiser_id, "Lefort"))
    about = intend(session, desk)
    wish = edit(
        session,
        desk,
        step,
        reason="  Envoyer   le devis ",
        due_on=NEXT_WEEK,
        due_time=time(14, 30),
        owner_id=desk.manager.user_id,
        contact_id=who,
        opportunity_id=about,
    )
    choices = follow_up_choices(session, desk.rep, step)
    assert choices["contact_id"] == {who: "Lefort"}
    assert choices["opportunity_id"] == {about: "Automne"}
    assert desk.manager.user_id in choices["owner_id"]
    change_follow_up(session, desk.rep, step, wish)
    kept = session.get_one(FollowUp, step)
    assert (kept.reason, kept.due_on, kept.due_time) == (
        "Envoyer le devis",
        NEXT_WEEK,
        time(14, 30),
    )
    assert (kept.owner_id, kept.contact_id, kept.opportunity_id, kept.version) == (
        desk.manager.user_id,
        who,
        about,
        2,
    )
    [row] = list_follow_ups(session, desk.rep, opportunity_id=about)
    assert (row.contact, row.opportunity) == ("Lefort", "Automne")
    told = session.scalars(select(AuditEntry).where(AuditEntry.action == "change"))
    assert told.one().changes["due_time"] == [None, "14:30:00"]


def test_a_later_day_is_kept_as_an_attempt_an_earlier_is_not(
    session: Session, desk: Desk, step: int
) -> None:
    later = edit(session, desk, step, due_on=NEXT_WEEK)
    change_follow_up(session, desk.rep, step, later)
    earlier = edit(session, desk, step, due_on=TODAY)
    change_follow_up(session, desk.rep, step, earlier)
    at = time(9, 15)
    activities.put_off(session, desk.rep, step, FRIDAY, "En réunion", to_time=at)
    attempts = list_attempts(session, desk.rep, step)
    assert [(one.from_day, one.to_day, one.reason) for one in attempts] == [
        (TODAY, FRIDAY, "En réunion"),
        (FRIDAY, NEXT_WEEK, ""),
    ]
    assert attempts[0].user == "Camille Roussel"
    assert session.get_one(FollowUp, step).due_time == at


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"reason": " \u200b "}, MissingError),
        ({"due_on": None}, MissingError),
        ({"due_on": TODAY - timedelta(days=1)}, PastError),
        ({"owner_id": 999}, UnknownError),
        ({"owner_id": None}, UnknownError),
        ({"contact_id": 999}, UnknownError),
        ({"opportunity_id": 999}, UnknownError),
        ({"reason": "Rappeler"}, UnchangedError),
    ],
)
def test_what_makes_no_sense_is_refused(
    session: Session,
    desk: Desk,
    step: int,
    typed: dict[str, Any],
    refused: type[DeskError],
) -> None:
    with pytest.raises(refused):
        change_follow_up(session, desk.rep, step, edit(session, desk, step, **typed))
    assert session.get_one(FollowUp, step).version == 1


def test_a_late_follow_up_keeps_its_day_while_its_words_change(
    session: Session, desk: Desk, step: int
) -> None:
    wish = edit(session, desk, step, reason="Relancer")
    later = make_actor(user_id=desk.rep.user_id, at=MORNING + timedelta(days=9))
    change_follow_up(session, later, step, wish)
    assert session.get_one(FollowUp, step).due_on == FRIDAY


def test_two_people_see_each_other_s_changes(
    session: Session, desk: Desk, step: int
) -> None:
    mine = edit(session, desk, step, due_on=NEXT_WEEK)
    theirs = edit(session, desk, step, due_on=TODAY)
    change_follow_up(session, desk.manager, step, theirs)
    with pytest.raises(ConflictError) as found:
        change_follow_up(session, desk.rep, step, mine)
    [difference] = found.value.clash.differences
    assert (difference.field, difference.theirs, difference.mine) == (
        "due_on",
        TODAY,
        NEXT_WEEK,
    )


def test_done_is_done_and_a_reader_changes_nothing(
    session: Session, desk: Desk, step: int
) -> None:
    wish = edit(session, desk, step, reason="Relancer")
    with pytest.raises(NotYoursError):
        change_follow_up(session, make_actor(role=RoleCode.READER), step, wish)
    activities.finish(session, desk.rep, step)
    with pytest.raises(UnknownError):
        change_follow_up(session, desk.rep, step, wish)
    assert open_follow_up(session, desk.rep, step) is None


def test_a_next_step_belongs_to_the_opportunity_talked_about(
    session: Session, desk: Desk
) -> None:
    first, second = intend(session, desk), intend(session, desk, "Hiver")
    said = ActivityWish(desk.advertiser_id, next_step=NextStep("Devis", NEXT_WEEK))
    quick_log.log_quick(session, desk.rep, QuickLog(said, moves=first))
    rows = list_opportunities(
        session, desk.rep, OpportunityFilters(company_id=desk.advertiser_id)
    )
    by_id = {row.id: row for row in rows}
    assert (by_id[first].next_step, by_id[first].stalls) == ("Devis", ())
    assert (by_id[second].next_step, by_id[second].stalls) == ("", (Stall.IDLE,))


def test_a_step_taken_back_is_no_next_step(session: Session, desk: Desk) -> None:
    about = intend(session, desk)
    said = ActivityWish(desk.advertiser_id, next_step=NextStep("Devis", NEXT_WEEK))
    receipt = quick_log.log_quick(session, desk.rep, QuickLog(said, moves=about))
    quick_log.undo(session, desk.rep, receipt)
    [row] = list_opportunities(session, desk.rep, OpportunityFilters())
    assert (row.next_step, row.stalls) == ("", (Stall.IDLE,))


def test_a_step_about_another_company_s_opportunity_is_refused(
    session: Session, desk: Desk
) -> None:
    about = intend(session, desk)
    other = make_company(session, desk.rep, "Halo SAS")
    with pytest.raises(UnknownError):
        activities.plan(
            session, desk.rep, other, NextStep("Devis", FRIDAY), opportunity_id=about
        )


def test_putting_off_wants_a_reason_and_a_day_to_come(
    session: Session, desk: Desk, step: int
) -> None:
    with pytest.raises(ReasonError):
        activities.put_off(session, desk.rep, step, NEXT_WEEK, "  ")
    with pytest.raises(PastError):
        activities.put_off(
            session, desk.rep, step, TODAY - timedelta(days=1), "En réunion"
        )


def test_an_objection_noted_with_a_call_is_the_contact_s(
    session: Session, desk: Desk
) -> None:
    who = add_contact(session, desk.rep, ContactWish(desk.advertiser_id, "Lefort"))
    about = intend(session, desk)
    said = ActivityWish(desk.advertiser_id, contact_id=who)
    wish = QuickLog(said, moves=about, opposes="mailing")
    quick_log.log_quick(session, desk.rep, wish)
    kept = session.get_one(Contact, who)
    assert (kept.opposed_on, kept.opposed_to) == (TODAY, "mailing")
    assert session.get_one(Opportunity, about).version == 1
