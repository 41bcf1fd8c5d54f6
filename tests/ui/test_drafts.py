"""A form half filled is offered again: to its writer, in any browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.activities import ActivityKind, Outcome
from crm.store.models import Activity, Company, Draft
from crm.store.queries.drafts import list_drafts
from tests.ui.test_editing import (
    HOSTILE,
    field,
    meanwhile,
    open_edit,
    press,
    read,
    texts,
)

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from crm.store.queries.drafts import DraftRow
    from tests.ui.conftest import RealDesk


def log_a_call(desk: RealDesk) -> AppTest:
    return desk.drawer("call", desk.ids.advertiser_id, None)


def half_filled(desk: RealDesk, note: str = "Rappeler après le salon") -> AppTest:
    page = log_a_call(desk)
    outcome = field(page, "call_outcome_", "button_group")
    outcome.set_value(Outcome.LEFT_MESSAGE)
    return field(page, "call_note_", "text_area").set_value(note).run()


def kept(desk: RealDesk) -> list[DraftRow]:
    with desk.reading() as session:
        return list_drafts(session, desk.ids.rep)


def test_a_form_that_is_only_opened_leaves_no_draft(real_desk: RealDesk) -> None:
    page = log_a_call(real_desk)
    assert not page.exception
    assert kept(real_desk) == []


def test_half_a_call_is_offered_again_and_saved_whole(real_desk: RealDesk) -> None:
    half_filled(real_desk, HOSTILE)
    (draft,) = kept(real_desk)
    assert draft.label == "Log a call · Lumicité SAS"
    page = log_a_call(real_desk)  # another browser: nothing of the first session
    assert not page.exception
    said = texts(page)
    assert "You began this on 4 March 2027 at 09:00 and did not" in read(said)
    assert "![i]" not in said
    assert not page.text_area
    page = press(page, "draft_take")
    assert not page.exception
    assert field(page, "call_note_", "text_area").value == HOSTILE
    page = press(page, "call_save")
    assert not page.exception
    with real_desk.reading() as session:
        (call,) = session.query(Activity).all()
    assert (call.kind, call.outcome) == (ActivityKind.CALL, Outcome.LEFT_MESSAGE)
    assert call.note == HOSTILE
    assert kept(real_desk) == []
    assert field(log_a_call(real_desk), "call_note_", "text_area").value == ""


def test_nobody_else_is_offered_it(real_desk: RealDesk) -> None:
    half_filled(real_desk)
    real_desk.seat = real_desk.ids.manager.user_id
    page = log_a_call(real_desk)
    assert field(page, "call_note_", "text_area").value == ""
    assert "Unfinished" not in str([h.value for h in real_desk.open().header])


def test_it_is_thrown_away_when_it_is_offered(real_desk: RealDesk) -> None:
    half_filled(real_desk)
    page = press(log_a_call(real_desk), "draft_drop")
    assert field(page, "call_note_", "text_area").value == ""
    assert kept(real_desk) == []


def test_cancel_leaves_nothing_behind(real_desk: RealDesk) -> None:
    press(half_filled(real_desk), "call_cancel")
    assert kept(real_desk) == []


def test_typing_it_back_leaves_nothing_behind(real_desk: RealDesk) -> None:
    page = log_a_call(real_desk)
    page = field(page, "call_note_", "text_area").set_value("a").run()
    assert len(kept(real_desk)) == 1
    field(page, "call_note_", "text_area").set_value("").run()
    assert kept(real_desk) == []


def test_today_lists_what_is_unfinished(real_desk: RealDesk) -> None:
    half_filled(real_desk, HOSTILE)
    page = real_desk.open()
    assert "Unfinished" in str([header.value for header in page.header])
    assert "![i]" not in texts(page)
    page = press(page, "draft_open_0")
    assert "draft_take" in {button.key for button in page.button}
    page = press(real_desk.open(), "draft_throw_0")
    assert not page.exception
    assert kept(real_desk) == []
    assert "Unfinished" not in str([header.value for header in page.header])


def test_a_save_clicked_twice_saves_once_and_drops_the_draft(
    real_desk: RealDesk,
) -> None:
    page = half_filled(real_desk)
    forms = dict(page.session_state["ui"]["forms"])
    page = press(page, "call_save")
    assert not [b for b in page.button if b.key == "call_save"]
    again = log_a_call(real_desk)
    again.session_state["ui"]["forms"].update(forms)
    again = again.run()
    with real_desk.reading() as session:
        assert session.query(Activity).count() == 1
        assert session.query(Draft).count() == 0


def test_an_edit_taken_up_again_meets_what_was_saved_meanwhile(
    real_desk: RealDesk,
) -> None:
    page = open_edit(real_desk)
    field(page, "company_town_").set_value("Nantes").run()
    meanwhile(real_desk, town="Rennes")
    page = press(open_edit(real_desk), "draft_take")
    assert not page.exception
    assert field(page, "company_town_").value == "Nantes"
    page = press(page, "company_edit_save")
    assert "Hélène Vasseur: Rennes" in read(field(page, "clash_town_", "radio").options)
    with real_desk.reading() as session:
        company = session.get(Company, real_desk.ids.advertiser_id)
        assert company is not None
        assert company.version == 2


def test_a_session_that_ended_saves_nothing_and_loses_nothing(
    real_desk: RealDesk,
) -> None:
    page = half_filled(real_desk)
    rep = real_desk.seat
    real_desk.seat = None
    page = press(page, "call_save")
    assert not page.exception
    with real_desk.reading() as session:
        assert session.query(Activity).count() == 0
    real_desk.seat = rep
    page = press(log_a_call(real_desk), "draft_take")
    assert field(page, "call_note_", "text_area").value == "Rappeler après le salon"


def test_a_booking_half_composed_is_taken_up(real_desk: RealDesk) -> None:
    from tests import factories

    real_desk.writing(lambda s: factories.make_issue(s, real_desk.ids) and None)
    ids = real_desk.ids
    page = real_desk.drawer("booking", ids.advertiser_id, None, None)
    page = press(page, "booking_add")
    page = field(page, "booking_campaign_").set_value("Printemps").run()
    assert not page.exception
    page = real_desk.drawer("booking", ids.advertiser_id, None, None)
    page = press(page, "draft_take")
    assert not page.exception
    assert field(page, "booking_campaign_").value == "Printemps"
    assert "booking_remove_1" in {button.key for button in page.button}
