from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.activities import ActivityKind, Outcome
from crm.domain.follow_ups import Later
from crm.services import activities, bookings
from crm.services.activities import NextStep
from crm.services.lines import LineWish
from crm.store.models import Activity, FollowUp, FollowUpMove, Target, User
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$"


@pytest.fixture
def busy_desk(real_desk: RealDesk) -> RealDesk:
    """Add a quote, an option about to fall, and two follow-ups, one overdue."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        issue = factories.make_issue(session, ids)
        factories.make_quote(session, ids, LineWish(issue, ids.half))
        option = factories.make_quote(session, ids, LineWish(issue, ids.page, ids.c4))
        bookings.option(session, ids.rep, option, until=TODAY + timedelta(days=3))
        plan_before(session, real_desk, HOSTILE, days=2)
        plan_before(session, real_desk, "Second reason", days=0)

    real_desk.writing(fill)
    return real_desk


def plan_before(session: Session, desk: RealDesk, reason: str, *, days: int) -> int:
    then = factories.make_actor(
        desk.ids.rep.user_id, at=MORNING - timedelta(days=days), name="Camille Roussel"
    )
    step = NextStep(reason, TODAY - timedelta(days=days))
    return activities.plan(session, then, desk.ids.advertiser_id, step)


def follow_ups(desk: RealDesk) -> list[FollowUp]:
    with desk.reading() as session:
        return session.query(FollowUp).order_by(FollowUp.id).all()


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def press(page: AppTest, start: str) -> AppTest:
    button = next(b for b in page.button if b.key and b.key.startswith(start))
    return button.click().run()


def save(page: AppTest, key: str) -> AppTest:
    """Press a button of a drawer."""
    return page.button(key=key).click().run()


def test_an_empty_desk_shows_the_first_steps_ticked_as_done(
    real_desk: RealDesk,
) -> None:
    page = real_desk.open()
    assert not page.exception
    assert page.title[0].value == "Nobody has to be called today\\."
    assert "2 of 5 done" in texts(page)
    assert {b.key for b in page.button} >= {"step_activity", "step_booking"}
    assert "step_advertiser" not in {b.key for b in page.button}


def test_the_title_is_the_conclusion_and_the_rows_add_up(busy_desk: RealDesk) -> None:
    page = busy_desk.open()
    assert not page.exception
    assert page.title[0].value == "One call, €7,080 at stake\\."
    said = texts(page)
    assert "Follow\\-up 2 days late" in said
    assert "\\+ Second reason" in said
    assert [a for a in said.splitlines() if a == "€7,080"] == ["€7,080"]


def test_what_people_typed_is_shown_as_typed(busy_desk: RealDesk) -> None:
    said = texts(busy_desk.open())
    assert "![i]" not in said
    assert "\\!\\[i\\]" in said


def test_the_month_stands_against_target_and_last_year(busy_desk: RealDesk) -> None:
    rep_id = busy_desk.ids.rep.user_id
    month = TODAY.replace(day=1)
    busy_desk.writing(
        lambda session: session.add(
            Target(month=month, user_id=rep_id, cents=10_000_00, currency="EUR")
        )
    )
    said = texts(busy_desk.open())
    assert ":blue[€10,000]" in said
    assert "of €10,000 aimed at in March" in said


def test_a_row_logs_the_call_in_one_click_after_opening(busy_desk: RealDesk) -> None:
    page = press(busy_desk.open(), "call_log_")
    page = save(page, "call_save")
    assert [toast.value for toast in page.toast] == ["Logged with Lumicité SAS\\."]
    with busy_desk.reading() as session:
        (call,) = session.query(Activity).all()
    assert (call.kind, call.outcome) == (ActivityKind.CALL, Outcome.REACHED)
    first, second, planned = follow_ups(busy_desk)
    assert first.done_activity_id == second.done_activity_id == call.id
    assert (planned.reason, planned.due_on) == (
        " ".join(HOSTILE.split()),
        TODAY + timedelta(days=7),
    )


def test_what_was_said_and_what_comes_next_are_kept(busy_desk: RealDesk) -> None:
    page = press(busy_desk.open(), "call_log_")
    form = next(iter(page.session_state["ui"]["forms"].values()))
    page.text_area(key=f"call_note_{form}").set_value("Wants a page.")
    page.text_input(key=f"call_minutes_{form}").set_value("6")
    chosen = page.session_state
    chosen[f"call_next_{form}_pill"] = Later.TOMORROW
    save(page, "call_save")
    with busy_desk.reading() as session:
        (call,) = session.query(Activity).all()
    assert (call.note, call.minutes) == ("Wants a page.", 6)
    assert follow_ups(busy_desk)[-1].due_on == TODAY + timedelta(days=1)


def test_a_call_saved_twice_is_saved_once(busy_desk: RealDesk) -> None:
    page = press(busy_desk.open(), "call_log_")
    forms = dict(page.session_state["ui"]["forms"])
    save(page, "call_save")
    page.session_state["ui"]["forms"].update(forms)
    page.run()
    with busy_desk.reading() as session:
        assert session.query(Activity).count() == 1


def has(page: AppTest, start: str) -> bool:
    return any(b.key and b.key.startswith(start) for b in page.button)


def test_a_number_of_minutes_that_is_none_is_refused_and_nothing_is_lost(
    busy_desk: RealDesk,
) -> None:
    page = press(busy_desk.open(), "call_log_")
    form = next(iter(page.session_state["ui"]["forms"].values()))
    page.text_input(key=f"call_minutes_{form}").set_value("long")
    page = save(page, "call_save")
    assert "“long” is not understood as a number of minutes" in page.error[0].value
    assert form in page.session_state["ui"]["forms"].values()
    with busy_desk.reading() as session:
        assert session.query(Activity).count() == 0


def test_the_frame_s_drawer_finds_the_company_as_one_types(
    busy_desk: RealDesk,
) -> None:
    page = busy_desk.open().button(key="today_log").click().run()
    box = next(b for b in page.text_input if b.key.startswith("call_company_"))
    assert box.label == "With whom"
    assert not has(page, "call_save")


def companies_listed(page: AppTest) -> list[str]:
    return [b.key for b in page.button if b.key and b.key.startswith("call_log_")]


def test_done_takes_the_row_off_the_list(busy_desk: RealDesk) -> None:
    page = busy_desk.open()
    key = f"call_move_{busy_desk.ids.advertiser_id}"
    page = page.menu_button(key=key).set_value("done").run()
    assert [step.done_at for step in follow_ups(busy_desk)] == [MORNING, MORNING]
    assert companies_listed(page) == []
    with busy_desk.reading() as session:
        (note,) = session.query(Activity).all()
    assert note.kind is ActivityKind.NOTE
    assert note.note.endswith("(Back cover, no. 62).")


def test_a_follow_up_is_ticked_by_itself(busy_desk: RealDesk) -> None:
    first, second = follow_ups(busy_desk)
    page = busy_desk.open().checkbox(key=f"step_done_{second.id}").check().run()
    assert not page.exception
    assert [step.done_at for step in follow_ups(busy_desk)] == [None, MORNING]
    assert f"step_done_{first.id}" in {box.key for box in page.checkbox}
    assert len(companies_listed(page)) == 1


def test_putting_off_needs_a_reason_and_keeps_it(busy_desk: RealDesk) -> None:
    key = f"call_move_{busy_desk.ids.advertiser_id}"
    page = busy_desk.open().menu_button(key=key).set_value("put_off").run()
    page = save(page, "call_off_save")
    assert "Say why" in page.error[0].value
    page = page.menu_button(key=key).set_value("put_off").run()
    why = next(b for b in page.text_input if b.key.endswith("_reason"))
    why.set_value("Budget in April")
    page = save(page, "call_off_save").run()
    later = TODAY + timedelta(days=7)
    assert [step.due_on for step in follow_ups(busy_desk)] == [later, later]
    assert companies_listed(page) == []
    with busy_desk.reading() as session:
        moves = session.query(FollowUpMove).all()
    assert {move.reason for move in moves} == {"Budget in April"}


def test_a_row_without_a_follow_up_is_put_off_as_one(busy_desk: RealDesk) -> None:
    busy_desk.writing(lambda session: session.query(FollowUp).delete())
    key = f"call_move_{busy_desk.ids.advertiser_id}"
    page = busy_desk.open().menu_button(key=key).set_value("put_off").run()
    next(b for b in page.text_input if b.key.endswith("_reason")).set_value("Away")
    page = save(page, "call_off_save").run()
    (planned,) = follow_ups(busy_desk)
    assert planned.due_on == TODAY + timedelta(days=7)
    assert planned.reason.endswith("(Back cover, no. 62).")
    assert companies_listed(page) == []


def test_ten_calls_in_a_row_each_in_three_touches(real_desk: RealDesk) -> None:
    def fill(session: Session) -> None:
        for number in range(10):
            name = f"{HOSTILE} {number}"
            company_id = factories.make_company(session, real_desk.ids.rep, name)
            step = NextStep("Call", TODAY)
            activities.plan(session, real_desk.ids.rep, company_id, step)

    real_desk.writing(fill)
    page = real_desk.open()
    assert page.title[0].value == "Ten calls\\."
    for left in range(10, 0, -1):
        listed = companies_listed(page)
        assert len(listed) == left
        page = page.button(key=listed[0]).click().run()
        page = save(page, "call_save").run()
        assert not page.exception
        assert listed[0] not in companies_listed(page)
    assert page.title[0].value == "Nobody has to be called today\\."
    with real_desk.reading() as session:
        assert session.query(Activity).count() == 10
    assert len(follow_ups(real_desk)) == 20


def test_a_manager_sees_the_team_or_one_rep(busy_desk: RealDesk) -> None:
    busy_desk.seat = busy_desk.ids.manager.user_id
    page = busy_desk.open()
    assert page.title[0].value.startswith("One call")
    assert "for Camille Roussel" in texts(page)
    page.selectbox(key="today_rep").set_value(busy_desk.seat).run()
    assert page.title[0].value == "Nobody has to be called today\\."


def test_a_rep_cannot_choose_another_s_desk(busy_desk: RealDesk) -> None:
    page = busy_desk.open()
    assert "today_rep" not in {box.key for box in page.selectbox}


def test_deadlines_stand_beside_the_calls(busy_desk: RealDesk) -> None:
    page = busy_desk.open()
    headers = [header.value for header in page.header]
    assert headers[-2:] == ["Options about to fall", "What falls due"]
    said = texts(page)
    assert "**Closing date**" in [button.label for button in page.button]
    assert "24 free pages of 24" in said
    assert "€4,680" in said


def test_what_is_said_of_a_save_is_in_the_language_of_who_sits_there(
    busy_desk: RealDesk,
) -> None:
    def in_french(session: Session) -> None:
        for person in session.query(User):
            person.language = "fr"

    busy_desk.writing(in_french)
    page = save(press(busy_desk.open(), "call_log_"), "call_save")
    assert [toast.value for toast in page.toast] == ["Noté chez Lumicité SAS\\."]
