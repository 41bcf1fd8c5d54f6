"""Follow-ups on screen: planned, changed, put off; what a call brings along."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.editing import Edit
from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.services import activities, companies, opportunities
from crm.services.activities import NextStep
from crm.services.follow_up_edits import change_follow_up
from crm.services.lines import LineWish
from crm.store.models import Activity, Contact, ContactPhone, FollowUp, Opportunity
from crm.store.queries.activities import open_follow_up
from tests import factories
from tests.factories import MORNING
from tests.ui.test_editing import press, read, texts

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def known_desk(real_desk: RealDesk) -> RealDesk:
    """Add a contact, an opportunity, and a follow-up in three days."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        who = companies.ContactWish(ids.advertiser_id, "Lefort", phone="01 99 00 12 34")
        companies.add_contact(session, ids.rep, who)
        wish = opportunities.OpportunityWish(
            ids.advertiser_id, "Halo", Money(9_000_00), SOON
        )
        opportunities.open_opportunity(session, ids.rep, wish)
        step = NextStep("Send the kit", SOON)
        activities.plan(session, ids.rep, ids.advertiser_id, step)

    real_desk.writing(fill)
    return real_desk


def field(page: AppTest, start: str) -> Any:
    return widget(page.text_input, start)


def widget(found: Any, start: str) -> Any:
    return next(one for one in found if one.key.startswith(start))


def one(desk: RealDesk, table: Any, number: int = 1) -> Any:
    with desk.reading() as session:
        return session.get_one(table, number)


def test_a_follow_up_is_changed_in_its_drawer(known_desk: RealDesk) -> None:
    page = known_desk.drawer("edit_follow_up", 1)
    assert not page.exception
    field(page, "follow_up_reason_").set_value("Send the *kit* <b>")
    widget(page.time_input, "follow_up_due_time_").set_value(time(14, 30))
    widget(page.date_input, "follow_up_due_on_").set_value(SOON + timedelta(days=4))
    widget(page.selectbox, "follow_up_opportunity_id_").select("Halo")
    widget(page.selectbox, "follow_up_contact_id_").select("Lefort")
    page = press(page, "follow_up_edit_save")
    assert not page.exception
    step = one(known_desk, FollowUp)
    assert (step.reason, step.due_time, step.opportunity_id, step.contact_id) == (
        *("Send the *kit* <b>", time(14, 30)),
        *(1, 1),
    )
    page = known_desk.drawer("edit_follow_up", 1)
    assert "changed by hand" in read(texts(page))
    shown = texts(known_desk.open("opportunities", id=1))
    assert "Send the \\*kit\\* \\<b\\>" in shown


def test_a_follow_up_changed_meanwhile_is_chosen_between(known_desk: RealDesk) -> None:
    page = known_desk.drawer("edit_follow_up", 1)
    field(page, "follow_up_reason_").set_value("Mine")
    ids = known_desk.ids

    def theirs(session: Session) -> None:
        opened = open_follow_up(session, ids.manager, 1)
        assert opened

        edit = Edit(opened.version, opened.values, {"reason": "Theirs"})
        change_follow_up(session, ids.manager, 1, edit)

    known_desk.writing(theirs)
    page = press(page, "follow_up_edit_save")
    assert not page.exception
    assert "saved this record" in read(texts(page))
    assert one(known_desk, FollowUp).reason == "Theirs"


def test_putting_off_takes_an_hour_and_a_reason(known_desk: RealDesk) -> None:
    page = known_desk.drawer("put_off", 1, "Lumicité SAS", "Send the kit")
    page = press(page, "put_off_save")
    assert "Say why" in page.error[0].value
    widget(page.time_input, "put_off_").set_value(time(9, 0))
    field(page, "put_off_").set_value("In a meeting")
    page = press(page, "put_off_save")
    assert one(known_desk, FollowUp).due_time == time(9, 0)
    page = known_desk.drawer("edit_follow_up", 1)
    assert "In a meeting" in read(texts(page))


def test_a_step_planned_from_an_opportunity_is_its_own(known_desk: RealDesk) -> None:
    page = known_desk.drawer("plan", 1, "Halo", 1, None)
    page = press(page, "plan_save")
    assert "Next step" in page.error[0].value
    field(page, "plan_").set_value("Call the buyer")
    page = press(page, "plan_save")
    assert not page.exception
    assert one(known_desk, FollowUp, 2).opportunity_id == 1
    board = read(texts(known_desk.open("opportunities")))
    assert "Call the buyer" in board
    assert "Send the kit" not in board


def called(desk: RealDesk, *about: int | None) -> AppTest:
    page = desk.drawer("call", *about)
    assert not page.exception
    return page


def test_one_call_moves_the_stage_plans_the_next_step_and_notes_an_objection(
    known_desk: RealDesk,
) -> None:
    page = called(known_desk, 1, 1, 1)
    widget(page.selectbox, "call_stage_1_").select("Proposed")
    widget(page.get("button_group"), "call_opposes_1_").set_value("mailing")
    widget(page.time_input, "call_next_").set_value(time(11, 0))
    page = press(page.run(), "call_save")
    assert not page.exception
    about = one(known_desk, Opportunity)
    step = one(known_desk, FollowUp, 2)
    assert about.stage is Stage.PROPOSED
    assert one(known_desk, Activity).opportunity_id == 1
    assert (step.opportunity_id, step.due_time) == (1, time(11, 0))
    assert one(known_desk, Contact).opposed_to == "mailing"


def test_a_lost_opportunity_wants_its_reason_and_nothing_is_half_saved(
    known_desk: RealDesk,
) -> None:
    page = called(known_desk, 1, 1, 1)
    widget(page.selectbox, "call_stage_1_").select("Lost")
    page = press(page.run(), "call_save")
    assert "Say why" in page.error[0].value
    with known_desk.reading() as session:
        assert session.query(Activity).count() == 0
        assert session.query(FollowUp).count() == 1
    field(page, "call_lost_").set_value("Budget")
    press(page, "call_save")
    found = one(known_desk, Opportunity)
    assert (found.stage, found.lost_reason) == (Stage.LOST, "Budget")


def line(desk: RealDesk, typed: str) -> AppTest:
    page = called(desk, 1, 1, 1)
    field(page, "call_line_").set_value(typed)
    return page.run()


def test_a_line_about_an_opportunity_stays_with_it(known_desk: RealDesk) -> None:
    page = line(known_desk, "call, call back Thursday")
    assert "Halo, €9,000" in read(texts(page))
    widget(page.time_input, "call_next_").set_value(time(16, 0))
    press(page.run(), "call_save")
    step = one(known_desk, FollowUp, 2)
    assert (step.opportunity_id, step.due_time) == (1, time(16, 0))
    assert one(known_desk, Activity).opportunity_id == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("call, call back 31 February", "the calendar, the clock or the desk has none"),
        ("call, call back yesterday", "that moment has passed"),
        ("call, call back 1 March 2026", "that moment has passed"),
        ("call, lost", "say why it was lost"),
    ],
)
def test_what_a_line_gets_wrong_is_said(
    known_desk: RealDesk, typed: str, said: str
) -> None:
    page = line(known_desk, typed)
    assert not page.exception
    shown = read(texts(page)) + "".join(box.label for box in page.text_input)
    assert said in shown or (typed == "call, lost" and "Why it was lost" in shown)


def test_an_unknown_person_stays_in_the_note(known_desk: RealDesk) -> None:
    page = line(known_desk, "call, Nobody Known, call back Thursday")
    assert "Nobody Known" in read(texts(page))
    press(page, "call_save")
    assert "Nobody Known" in one(known_desk, Activity).note


def test_what_a_number_is_for_is_chosen_in_the_drawer(known_desk: RealDesk) -> None:
    page = known_desk.drawer("edit_contact", 1)
    kind = widget(page.selectbox, "contact_phones0_kind_")
    assert kind.options[0] == "Work (guessed)"
    kind.select("Switchboard")
    page = press(page, "contact_edit_save")
    assert not page.exception
    phone = one(known_desk, ContactPhone)
    assert (phone.raw, phone.use) == ("01 99 00 12 34", "switchboard")
    shown = read(texts(known_desk.open("advertiser", id=1)))
    assert "switchboard, landline" in shown


def test_both_years_are_told_plainly(known_desk: RealDesk) -> None:
    def buy(session: Session) -> None:
        desk = known_desk.ids
        issue = factories.make_issue(session, desk)
        factories.make_quote(session, desk, LineWish(issue, desk.page))

    known_desk.writing(buy)
    said = read(texts(known_desk.open("advertiser", id=1)))
    assert "net confirmed 2027" in said
    assert "net confirmed 2026" in said
