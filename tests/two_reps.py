"""A desk of two reps who do not see each other's advertisers.

Everything Paul has carries the word `SECRET`, and a price nobody else has: whoever
may not see it must find neither, wherever they look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind
from crm.domain.approvals import Approval
from crm.domain.money import Money
from crm.domain.roles import Actor, Door, Reach, RoleCode
from crm.services import (
    activities,
    bookings,
    companies,
    materials,
    opportunities,
    targets,
    users,
)
from crm.services.agreements import Agreed
from crm.services.documents import issue_booking_summary
from crm.services.lines import LineWish
from crm.services.papers import Paper
from crm.services.preflight.reading import read_facts
from crm.store.models import (
    InsertionReport,
    Line,
    LineSpace,
    MaterialReminder,
    OptionQueue,
    Team,
    User,
)
from tests.ads import make_ad
from tests.factories import (
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SECRET = "Zanzibar"
PAUL = "Paul Ferrand"


@dataclass(frozen=True, slots=True)
class TwoReps:
    """The ids of what Paul has, and the people who look."""

    desk: Desk
    paul: Actor
    company_id: int
    agency_id: int
    contact_id: int
    booking_id: int
    option_id: int
    issue_id: int
    pool_id: int
    document_id: int
    mandate_id: int
    activity_id: int
    follow_up_id: int
    opportunity_id: int
    price: int
    askers: dict[str, Actor]
    sold_line_id: int
    held_line_id: int
    report_id: int


SEES = {
    "rep": False,
    "other team": False,
    "same team": True,
    "owner": True,
    "reader": True,
    "manager": True,
    "administrator": True,
}
"""Who looks, and whether they see what is Paul's."""


def make_two_reps(session: Session) -> TwoReps:
    """Make the desk; Camille has an advertiser and a booking of her own."""
    desk = make_desk(session)
    team, others = Team(name="Paris"), Team(name="Lyon")
    session.add_all([team, others])
    session.flush()

    def person(name: str, role: RoleCode, team_id: int | None = None) -> Actor:
        wish = users.UserWish(
            name, f"{name.split(maxsplit=1)[0].lower()}@team.example", role
        )
        user_id = users.add_user(session, make_actor(), wish)
        session.get_one(User, user_id).team_id = team_id
        return replace(make_actor(user_id, role, name=name), team_id=team_id)

    def of_team(actor: Actor) -> Actor:
        return replace(actor, standing=replace(actor.standing, reach=Reach.TEAM))

    paul = person(PAUL, RoleCode.REP, team.id)
    his = replace(desk, rep=replace(paul, door=Door.SCREEN))
    issue_id = make_issue(session, desk)
    hers = make_quote(session, desk, LineWish(issue_id, desk.half))
    agreed = Agreed("A. L.", MORNING.date(), "mail")
    bookings.confirm(session, desk.rep, hers, agreed)

    company_id = make_company(session, paul, f"{SECRET} SA", town="Brest")
    his = replace(his, advertiser_id=company_id)
    contact_id = companies.add_contact(
        session,
        paul,
        companies.ContactWish(
            company_id, SECRET, "Zoé", phone="06 39 98 77 77", email="z@zanzi.example"
        ),
    )
    agency_id = make_company(session, paul, "Agence Paul", is_agency=True)
    mandate_id = companies.add_mandate(
        session,
        paul,
        companies.MandateWish(
            company_id, agency_id, SECRET, date(2027, 1, 1), date(2027, 12, 31)
        ),
    )
    line = LineWish(issue_id, desk.page, desk.c4, exceptional=137, reason=SECRET)
    booking_id = make_quote(session, his, line, contact_id=contact_id)
    bookings.confirm(session, paul, booking_id, agreed)
    later = make_issue(
        session, desk, "63", closes_on=date(2027, 3, 10), published_on=date(2027, 4, 5)
    )
    asked = LineWish(later, desk.page, desk.c4, exceptional=200, reason=SECRET)
    option_id = make_quote(session, his, asked)
    bookings.option(session, paul, option_id)
    document_id = issue_booking_summary(session, paul, booking_id).id
    activity_id = activities.log_activity(
        session,
        paul,
        activities.ActivityWish(
            company_id, contact_id=contact_id, kind=ActivityKind.CALL, note=SECRET
        ),
    )
    follow_up_id = activities.plan(
        session, paul, company_id, activities.NextStep(SECRET, MORNING.date())
    )
    activities.put_off(session, paul, follow_up_id, MORNING.date(), SECRET)
    opportunity_id = opportunities.open_opportunity(
        session,
        paul,
        opportunities.OpportunityWish(
            company_id, SECRET, Money(5_000_00), expected_close=date(2027, 4, 1)
        ),
    )
    lost = opportunities.OpportunityWish(
        company_id, SECRET, Money(7_000_00), expected_close=date(2027, 3, 1)
    )
    opportunities.lose_opportunity(
        session,
        paul,
        opportunities.open_opportunity(session, paul, lost),
        None,
        SECRET,
    )
    for actor, cents in ((desk.rep, 10_000_00), (paul, 22_222_00)):
        targets.set_target(
            session,
            desk.manager,
            date(2027, 3, 1),
            Money(cents),
            user_id=actor.user_id,
        )
    sold = session.query(Line).filter_by(booking_id=booking_id).one()
    held = session.query(Line).filter_by(booking_id=option_id).one()
    ad = make_ad(words=SECRET)
    paper = Paper(f"{SECRET}.pdf", ad)
    materials.receive_file(session, paul, held.id, paper, read_facts(ad))
    report = InsertionReport(
        line_id=sold.id,
        booking_id=booking_id,
        due_on=date(2027, 6, 3),
        page_number=SECRET,
    )
    session.add(report)
    session.add(
        MaterialReminder(line_id=sold.id, activity_id=activity_id, sent_at=MORNING)
    )
    pool_id = session.query(LineSpace).filter_by(line_id=sold.id).first()
    assert pool_id is not None
    session.add(OptionQueue(pool_id=pool_id.pool_id, line_id=sold.id, asked_at=MORNING))
    held.booked_after_closing = True
    held.approval = Approval.WAITING
    session.flush()
    return TwoReps(
        desk,
        paul,
        company_id,
        agency_id,
        contact_id,
        booking_id,
        option_id,
        issue_id,
        pool_id.pool_id,
        document_id,
        mandate_id,
        activity_id,
        follow_up_id,
        opportunity_id,
        sold.net_net_cents,
        {
            "rep": desk.rep,
            "other team": of_team(person("Lina Motte", RoleCode.REP, others.id)),
            "same team": of_team(person("Marc Olin", RoleCode.REP, team.id)),
            "owner": paul,
            "reader": person("Rémi Sand", RoleCode.READER),
            "manager": desk.manager,
            "administrator": person("Ada Quint", RoleCode.ADMINISTRATOR),
        },
        sold.id,
        held.id,
        report.id,
    )
