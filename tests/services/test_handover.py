"""What one person looked after goes to another: whole, once, with its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.domain.account_errors import HeirError
from crm.domain.bookings import LineStatus
from crm.domain.errors import MissingError, NotYoursError, ReasonError, UnknownError
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.domain.revenue import year
from crm.domain.roles import STANDINGS, Reach, Right, RoleCode
from crm.services import activities, bookings, opportunities
from crm.services.activities import NextStep
from crm.services.agreements import Agreed
from crm.services.handover import Moved, hand_over
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.services.roles import change_standing
from crm.services.users import UserWish, add_user, end_user
from crm.store.models import (
    AuditEntry,
    Booking,
    BookingCredit,
    Company,
    CompanyOwner,
    FollowUp,
    Line,
    Opportunity,
    PipelineMove,
)
from crm.store.queries.handover import left_by, list_owned
from crm.store.queries.revenue import booked_net
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

    from crm.store.database import Store

TODAY = MORNING.date()
WHY = "Camille leaves for Lyon"


def fill(session: Session) -> Desk:
    """Give the rep a confirmed booking, an option, a follow-up, an opportunity."""
    desk = make_desk(session)
    issue = make_issue(session, desk)
    line = LineWish(issue, desk.page)
    sold = make_quote(session, desk, line)
    bookings.confirm(session, desk.rep, sold, Agreed("A. L.", TODAY, "mail"))
    held = make_quote(session, desk, line)
    bookings.option(session, desk.rep, held, until=date(2027, 3, 20))
    step = NextStep("Call back", date(2027, 3, 11))
    activities.plan(session, desk.rep, desk.advertiser_id, step)
    opportunities.open_opportunity(
        session,
        desk.rep,
        OpportunityWish(
            desk.advertiser_id, "Autumn", Money(5_000_00), date(2027, 9, 1)
        ),
    )
    return desk


def owners(session: Session, table: type) -> set[int]:
    return set(session.scalars(select(table.owner_id)))  # type: ignore[attr-defined]


@both_engines
def test_all_of_it_goes_in_one_action_and_the_history_stays(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    assert len(left_by(session, desk.manager, rep).bookings) == 2
    moved = hand_over(session, desk.manager, rep, heir, reason=WHY)
    assert moved == Moved(companies=2, follow_ups=1, opportunities=1, bookings=2)
    for table in (Company, FollowUp, Opportunity, Booking):
        assert owners(session, table) == {heir}
    history = session.execute(
        select(CompanyOwner.user_id, CompanyOwner.since, CompanyOwner.until)
        .where(CompanyOwner.company_id == desk.advertiser_id)
        .order_by(CompanyOwner.id)
    ).all()
    assert history == [(rep, TODAY, TODAY), (heir, TODAY, None)]
    assert not left_by(session, desk.manager, rep).is_something
    check_everything(session)


@both_engines
def test_figures_follow_the_credited_rep(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    period = year(2027)
    before = booked_net(session, ITSELF, replace(period, rep_id=rep))
    assert before.cents > 0
    hand_over(session, desk.manager, rep, heir, reason=WHY)
    assert booked_net(session, ITSELF, replace(period, rep_id=rep)) == before
    assert set(session.scalars(select(BookingCredit.user_id))) == {rep}
    forecast = select(PipelineMove.user_id).where(PipelineMove.cause == "handed_over")
    assert session.scalars(forecast).all() == [heir, heir]


def test_what_is_over_stays_where_it_was(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    for line in session.scalars(select(Line)):
        line.status = LineStatus.RAN
    one = session.scalars(select(Opportunity)).one()
    opportunities.move_opportunity(
        session, desk.rep, one.id, Stage.LOST, lost_reason="Budget"
    )
    activities.finish(session, desk.rep, session.scalars(select(FollowUp.id)).one())
    moved = hand_over(session, desk.manager, rep, heir, reason=WHY)
    assert moved == Moved(companies=2, follow_ups=0, opportunities=0, bookings=0)
    assert owners(session, Booking) == {rep}


def test_chosen_companies_take_what_hangs_on_them_along(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    assert [row.name for row in list_owned(session, desk.manager, rep)] == [
        "Agence Trait d’Union",
        "Lumicité SAS",
    ]
    moved = hand_over(session, desk.manager, rep, heir, [desk.agency_id], reason=WHY)
    assert moved == Moved(companies=1, follow_ups=0, opportunities=0, bookings=0)
    assert session.get_one(Company, desk.advertiser_id).owner_id == rep


def test_what_another_looks_after_is_not_touched(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    third = add_user(session, ITSELF, UserWish("Paul Ferrand", "p@desk.example"))
    other = make_company(session, make_actor(third, RoleCode.REP), "Vélivert")
    with pytest.raises(MissingError):
        hand_over(session, desk.manager, rep, heir, [other], reason=WHY)
    assert session.get_one(Company, other).owner_id == third


def test_every_row_that_moved_says_so_in_the_audit(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    hand_over(session, desk.manager, rep, heir, reason=WHY)
    query = select(AuditEntry).where(AuditEntry.action == "hand_over")
    rows = session.scalars(query.order_by(AuditEntry.id)).all()
    assert [row.entity for row in rows] == [
        *("company", "company", "follow_up", "opportunity", "booking", "booking"),
        "user",
    ]
    assert rows[0].changes == {"owner_id": [rep, heir]}
    assert (rows[-1].note, rows[-1].changes["companies"]) == (WHY, 2)


def test_a_rep_hands_nothing_over(session: Session) -> None:
    desk = fill(session)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    with pytest.raises(NotYoursError):
        hand_over(session, desk.rep, rep, heir, reason=WHY)
    assert list_owned(session, desk.rep, rep) == []
    near = replace(desk.manager.standing, reach=Reach.TEAM)
    with pytest.raises(NotYoursError):
        hand_over(session, replace(desk.manager, standing=near), rep, heir, reason=WHY)


def test_nothing_goes_to_somebody_who_is_not_there_to_look_after_it(
    session: Session,
) -> None:
    desk = fill(session)
    rep, manager = desk.rep.user_id or 0, desk.manager
    reader = add_user(
        session, ITSELF, UserWish("Rose", "r@desk.example", RoleCode.READER)
    )
    gone = add_user(session, ITSELF, UserWish("Théo", "t@desk.example"))
    end_user(session, ITSELF, gone, TODAY, None)
    for heir in (rep, reader, gone):
        with pytest.raises(HeirError):
            hand_over(session, manager, rep, heir, reason=WHY)
    with pytest.raises(UnknownError):
        hand_over(session, manager, rep, 999, reason=WHY)
    with pytest.raises(ReasonError):
        hand_over(session, manager, rep, manager.user_id or 0, reason=" ")


def test_an_administrator_who_sees_only_their_own_still_hands_all_over(
    store: Store,
) -> None:
    with store.writing(ITSELF) as session:
        desk = fill(session)
        wish = UserWish("Nora", "n@desk.example", RoleCode.ADMINISTRATOR)
        nora = make_actor(
            add_user(session, ITSELF, wish), RoleCode.ADMINISTRATOR, name="Nora"
        )
        near = replace(STANDINGS[RoleCode.ADMINISTRATOR], reach=Reach.OWN)
        change_standing(session, ITSELF, RoleCode.ADMINISTRATOR, near, 1)
    rep, heir = desk.rep.user_id or 0, desk.manager.user_id or 0
    nora = replace(nora, standing=near)
    assert nora.may(Right.ADMINISTER)
    moved = store.write(
        lambda session: hand_over(session, nora, rep, heir, reason=WHY), nora
    )
    assert moved.companies == 2
    with store.reading(ITSELF) as session:
        query = select(func.count(Company.id)).where(Company.owner_id == heir)
        assert session.scalars(query).one() == 2
