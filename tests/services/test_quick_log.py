"""One line logs everything or nothing, and is taken back whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.errors import (
    MissingError,
    ReasonError,
    UndoBuiltOnError,
    UndoTooLateError,
    UnknownError,
)
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.domain.quick_log import read
from crm.services import activities, quick_log
from crm.services.activities import ActivityWish, NextStep
from crm.services.companies import ContactWish, add_contact
from crm.services.opportunities import (
    OpportunityWish,
    move_opportunity,
    open_opportunity,
)
from crm.services.privacy import oppose
from crm.services.quick_log import NewOpportunity, QuickLog
from crm.store.models import (
    Activity,
    AuditEntry,
    Contact,
    FollowUp,
    Opportunity,
    PipelineMove,
)
from crm.store.queries.activities import (
    count_activities,
    list_activities,
    list_follow_ups,
)
from crm.store.queries.quick_log import issues_named, open_opportunities, whom
from tests.factories import MORNING, Desk, make_company, make_desk, make_issue
from tests.postgres import both_engines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.quick_log import Whom

THURSDAY = date(2027, 3, 11)


def anais(session: Session, desk: Desk) -> int:
    return add_contact(
        session, desk.rep, ContactWish(desk.advertiser_id, "Lefèvre", "Anaïs")
    )


def everything(session: Session, desk: Desk) -> QuickLog:
    """Return a log of a call, a follow-up, an opportunity and an opposition."""
    return QuickLog(
        ActivityWish(
            desk.advertiser_id,
            contact_id=anais(session, desk),
            note="intéressée 4e de couv n°62",
            next_step=NextStep("rappeler", THURSDAY, time(14)),
        ),
        opens=NewOpportunity("4e de couv n°62", Money(4_500_00)),
        stage=Stage.PROPOSED,
        opposes="mailing",
    )


def later(actor: Actor, minutes: int) -> Actor:
    return replace(actor, at=MORNING + timedelta(minutes=minutes))


@both_engines
def test_one_line_logs_everything_and_is_taken_back_whole(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    wish = everything(session, desk)
    assert wish.opens
    wish = replace(wish, opens=replace(wish.opens, issue_id=issue))
    due = activities.plan(
        session, desk.rep, desk.advertiser_id, NextStep("relancer", MORNING.date())
    )
    receipt = quick_log.log_quick(session, desk.rep, wish)

    [row] = list_activities(session, desk.rep, desk.advertiser_id)
    assert row.note == "intéressée 4e de couv n°62"
    [step] = list_follow_ups(session, desk.rep)
    assert (step.due_on, step.due_time) == (THURSDAY, time(14))
    [found] = open_opportunities(session, desk.rep, desk.advertiser_id)
    assert (found.stage, found.amount) == (Stage.PROPOSED, Money(4_500_00))
    opened = session.get_one(Opportunity, found.id)
    assert (opened.issue_id, opened.expected_close) == (issue, date(2027, 4, 2))
    activity = session.get_one(Activity, receipt.activity_id)
    assert activity.opportunity_id == found.id
    contact = session.get_one(Contact, activity.contact_id)
    assert (contact.opposed_on, contact.opposed_to) == (MORNING.date(), "mailing")

    before = session.scalar(select(func.count(AuditEntry.id)))
    quick_log.undo(session, later(desk.rep, 9), receipt)
    assert count_activities(session, desk.rep, desk.advertiser_id) == 0
    [again] = list_follow_ups(session, desk.rep)
    assert again.id == due
    assert open_opportunities(session, desk.rep, desk.advertiser_id) == ()
    assert (contact.opposed_on, contact.opposed_to) == (None, "")
    moves = session.scalars(select(PipelineMove).order_by(PipelineMove.id)).all()
    assert [(move.cause, move.probability) for move in moves] == [
        ("opened", 5_000),
        ("withdrawn", 0),
    ]
    audited = session.scalars(
        select(AuditEntry.action).order_by(AuditEntry.id).offset(before)
    )
    assert sorted(audited) == [
        *("reopen", "undo", "undo", "withdraw", "withdraw_opposition"),
    ]
    with pytest.raises(UndoBuiltOnError):
        quick_log.undo(session, later(desk.rep, 9), receipt)


@both_engines
def test_a_move_is_countered_by_a_move(session: Session) -> None:
    desk = make_desk(session)
    opened = open_opportunity(
        session,
        desk.rep,
        OpportunityWish(desk.advertiser_id, "Halo", Money(100_00), THURSDAY),
    )
    wish = QuickLog(
        ActivityWish(desk.advertiser_id),
        moves=opened,
        stage=Stage.LOST,
        lost_reason="budget",
    )
    receipt = quick_log.log_quick(session, desk.rep, wish)
    opportunity = session.get_one(Opportunity, opened)
    assert (opportunity.stage, opportunity.lost_reason) == (Stage.LOST, "budget")
    quick_log.undo(session, desk.rep, receipt)
    assert (opportunity.stage, opportunity.lost_reason) == (Stage.IDENTIFIED, "")
    moves = session.scalars(select(PipelineMove.stage).order_by(PipelineMove.id))
    assert moves.all() == ["identified", "lost", "identified"]


def test_an_opportunity_lost_at_once_keeps_why(session: Session) -> None:
    desk = make_desk(session)
    wish = replace(
        everything(session, desk), stage=Stage.LOST, lost_reason="budget", opposes=None
    )
    quick_log.log_quick(session, desk.rep, wish)
    lost = session.scalars(select(Opportunity)).one()
    assert (lost.stage, lost.lost_reason) == (Stage.LOST, "budget")


def test_undoing_has_its_time_and_its_person(session: Session) -> None:
    desk = make_desk(session)
    receipt = quick_log.log_quick(session, desk.rep, everything(session, desk))
    with pytest.raises(UndoTooLateError):
        quick_log.undo(session, later(desk.rep, 11), receipt)
    with pytest.raises(UndoTooLateError):
        quick_log.undo(session, desk.manager, receipt)
    with pytest.raises(UnknownError):
        quick_log.undo(session, desk.rep, replace(receipt, activity_id=999))
    assert count_activities(session, desk.rep, desk.advertiser_id) == 1


@pytest.mark.parametrize("built", ["done", "put off", "moved", "opposed"])
def test_nothing_is_undone_once_somebody_built_on_it(
    session: Session, built: str
) -> None:
    desk = make_desk(session)
    receipt = quick_log.log_quick(session, desk.rep, everything(session, desk))
    assert receipt.follow_up_id
    assert receipt.opportunity
    assert receipt.opposed
    if built == "done":
        activities.finish(session, desk.rep, receipt.follow_up_id)
    elif built == "put off":
        day = THURSDAY + timedelta(days=1)
        activities.put_off(session, desk.rep, receipt.follow_up_id, day, "absente")
    elif built == "moved":
        move_opportunity(session, desk.rep, receipt.opportunity.id, Stage.WON)
    else:
        oppose(session, desk.rep, receipt.opposed.contact_id, "all")
    with pytest.raises(UndoBuiltOnError):
        quick_log.undo(session, desk.rep, receipt)


def test_what_was_opposed_before_stands_again(session: Session) -> None:
    desk = make_desk(session)
    contact = session.get_one(Contact, anais(session, desk))
    oppose(
        session,
        replace(desk.rep, at=MORNING - timedelta(days=9)),
        contact.id,
        "mailing",
    )
    call = ActivityWish(desk.advertiser_id, contact_id=contact.id)
    receipt = quick_log.log_quick(session, desk.rep, QuickLog(call, opposes="all"))
    assert contact.opposed_to == "all"
    quick_log.undo(session, desk.rep, receipt)
    assert contact.opposed_to == "mailing"
    assert contact.opposed_on == MORNING.date() - timedelta(days=9)
    again = quick_log.log_quick(session, desk.rep, QuickLog(call, opposes="mailing"))
    assert again.opposed is None


def test_what_makes_no_sense_is_refused_before_anything_is_kept(
    session: Session,
) -> None:
    desk = make_desk(session)
    call = ActivityWish(desk.advertiser_id)
    elsewhere = open_opportunity(
        session, desk.rep, OpportunityWish(desk.agency_id, "x", Money(1), THURSDAY)
    )
    refused: list[tuple[type[Exception], QuickLog]] = [
        (MissingError, QuickLog(call, opposes="all")),
        (ReasonError, QuickLog(call, stage=Stage.LOST)),
        (UnknownError, QuickLog(call, moves=999, stage=Stage.WON)),
        (UnknownError, QuickLog(call, moves=elsewhere, stage=Stage.WON)),
    ]
    for refusal, wish in refused:
        with pytest.raises(refusal):
            quick_log.log_quick(session, desk.rep, wish)
    assert session.scalars(select(Activity)).all() == []
    assert session.scalars(select(FollowUp)).all() == []


# --- Whom a line names -------------------------------------------------------


def named(session: Session, desk: Desk, line: str, known: int | None = None) -> Whom:
    return whom(session, desk.rep, read(line, MORNING), company_id=known)


@both_engines
def test_a_company_and_its_contact_are_found_without_accents(session: Session) -> None:
    desk = make_desk(session)
    contact = anais(session, desk)
    for line in (
        "appel Lumicité, Anaïs Lefèvre, intéressée",
        "appel lumicite, anais lefevre, intéressée",
        "Lumicité SAS, Lefèvre",
        "call with Anaïs, LUMICITÉ",
        "appel Lefèvre Anaïs",
    ):
        found = named(session, desk, line)
        assert found.company, line
        assert found.contact, line
        assert (found.company.id, found.contact.id) == (desk.advertiser_id, contact)


def test_what_may_be_several_is_asked(session: Session) -> None:
    desk = make_desk(session)
    north = make_company(session, desk.rep, "Mobilis Nord")
    south = make_company(session, desk.rep, "Mobilis Sud")
    found = named(session, desk, "appel Mobilis, intéressée")
    assert found.company is None
    assert {one.id for one in found.companies} == {north, south}
    found = named(session, desk, "appel Lumi, intéressée")
    assert [one.id for one in found.companies] == [desk.advertiser_id]
    found = named(session, desk, "appel Mobilis Sud")
    assert found.company
    assert found.company.id == south


def test_a_contact_of_another_company_is_a_question(session: Session) -> None:
    desk = make_desk(session)
    anais(session, desk)
    found = named(session, desk, "appel Agence Trait d’Union, Anaïs Lefèvre")
    assert found.company
    assert found.company.id == desk.agency_id
    assert found.contact is None
    assert [one.company_id for one in found.contacts] == [desk.advertiser_id]


def test_a_company_known_before_stays_and_another_is_asked_about(
    session: Session,
) -> None:
    desk = make_desk(session)
    found = named(session, desk, "appel, intéressée", desk.advertiser_id)
    assert found.company
    found = named(session, desk, "appel Trait d’Union Agence", desk.advertiser_id)
    assert found.company
    found = named(session, desk, "appel Agence Trait d’Union", desk.advertiser_id)
    assert found.company is None
    assert [one.id for one in found.companies] == [desk.advertiser_id, desk.agency_id]


def test_what_is_unknown_is_nobody(session: Session) -> None:
    desk = make_desk(session)
    anais(session, desk)
    for line in ("appel Introuvable", "ok", "", "intéressée", "%", "an"):
        assert named(session, desk, line).company is None
        assert named(session, desk, line).contact is None


def test_an_issue_is_found_by_its_code_while_it_is_to_come(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    make_issue(
        session,
        desk,
        "58",
        closes_on=date(2027, 1, 4),
        published_on=date(2027, 2, 1),
    )
    assert [one.id for one in issues_named(session, desk.rep, "62")] == [issue]
    assert issues_named(session, desk.rep, "58") == ()
    assert issues_named(session, desk.rep, "6%") == ()
