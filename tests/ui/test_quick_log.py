"""The line at the top of the drawer: previewed, saved once, taken back in one click."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from crm.domain.money import Money
from crm.domain.opportunities import Stage
from crm.services import companies, opportunities
from crm.store.models import Activity, Contact, FollowUp, Opportunity
from tests import factories
from tests.domain.test_quick_log import EXAMPLE, THURSDAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "R&D *[x](http://e.example)* ![i](http://e.example/b.png) $a$ <b>b</b>"


@pytest.fixture
def busy_desk(real_desk: RealDesk) -> RealDesk:
    """Add issue 62 and a contact at the advertiser."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        factories.make_issue(session, ids)
        wish = companies.ContactWish(ids.advertiser_id, "Lefèvre", "Anaïs")
        companies.add_contact(session, ids.rep, wish)

    real_desk.writing(fill)
    return real_desk


def form_of(page: AppTest) -> str:
    return str(next(iter(page.session_state["ui"]["forms"].values())))


def typed(desk: RealDesk, line: str) -> AppTest:
    """Open the drawer from the frame, and type a line in it."""
    page = again(desk.open())
    page.text_input(key=f"call_line_{form_of(page)}").set_value(line)
    return again(page)


def again(page: AppTest) -> AppTest:
    """Open the drawer; a whole run of the page, as in these tests, closes it."""
    return page.button(key="call_log").click().run()


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def save(page: AppTest) -> AppTest:
    return page.button(key="call_save").click().run()


def count(desk: RealDesk, table: type) -> int:
    with desk.reading() as session:
        return session.query(table).filter(table.archived_at.is_(None)).count()


def test_the_example_is_previewed_piece_by_piece(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, EXAMPLE)
    assert not page.exception
    said = texts(page)
    for piece in (
        "Call, outbound, reached",
        "read “Lumicité”",
        "Lumicité SAS",
        "Anaïs Lefèvre",
        "4e de couv, no\\. 62, €4,500",
        "Thursday\u00a011\u00a0March\u00a02027, 14\\:00",
        "intéressée 4e de couv n°62",
    ):
        assert piece in said, piece
    assert not page.selectbox
    assert count(busy_desk, Activity) == 0


def test_the_line_is_saved_whole_and_undone_in_one_click(busy_desk: RealDesk) -> None:
    page = save(typed(busy_desk, EXAMPLE))
    assert not page.exception
    assert [toast.value for toast in page.toast] == ["Logged with Lumicité SAS\\."]
    with busy_desk.reading() as session:
        (call,) = session.query(Activity).all()
        (step,) = session.query(FollowUp).all()
        (found,) = session.query(Opportunity).all()
    assert call.note == "intéressée 4e de couv n°62"
    assert call.contact_id
    assert (step.due_on, step.due_time) == (THURSDAY, time(14))
    assert (found.amount_cents, found.stage) == (4_500_00, Stage.IDENTIFIED)
    page = page.button(key="log_undo").click().run()
    assert not page.exception
    assert [toast.value for toast in page.toast] == [
        "Undone\\: nothing of it is left\\."
    ]
    assert not [b for b in page.button if b.key == "log_undo"]
    for table in (Activity, FollowUp, Opportunity):
        assert count(busy_desk, table) == 0


def test_what_cannot_be_undone_says_why_and_the_offer_may_go(
    busy_desk: RealDesk,
) -> None:
    page = save(typed(busy_desk, EXAMPLE))

    def finish(session: Session) -> None:
        step = session.query(FollowUp).one()
        step.done_at = factories.MORNING

    busy_desk.writing(finish)
    page = page.button(key="log_undo").click().run()
    assert "somebody has worked on it since" in page.error[0].value
    assert count(busy_desk, Activity) == 1
    page = page.button(key="log_keep").click().run()
    assert not [b for b in page.button if b.key == "log_undo"]


def test_a_line_saved_twice_is_saved_once(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, EXAMPLE)
    forms = dict(page.session_state["ui"]["forms"])
    save(page)
    page.session_state["ui"]["forms"].update(forms)
    page.run()
    assert count(busy_desk, Activity) == 1


def test_the_form_below_is_undone_too(busy_desk: RealDesk) -> None:
    page = busy_desk.open("advertiser", id=busy_desk.ids.advertiser_id)
    log = next(
        b for b in page.button if b.label == "Log a call" and b.key != "call_log"
    )
    page = save(log.click().run())
    assert count(busy_desk, Activity) == count(busy_desk, FollowUp) == 1
    page.button(key="log_undo").click().run()
    assert count(busy_desk, Activity) == count(busy_desk, FollowUp) == 0


def test_hostile_text_is_shown_inert_and_kept_as_typed(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, f"appel Lumicité, {HOSTILE}")
    assert not page.exception
    said = texts(page)
    assert "![i]" not in said
    assert "\\!\\[i\\]" in said
    assert "<b>" not in said
    save(page)
    with busy_desk.reading() as session:
        assert session.query(Activity).one().note == HOSTILE


def test_six_thousand_characters_are_refused_in_a_sentence(
    busy_desk: RealDesk,
) -> None:
    page = typed(busy_desk, "a" * 5_001)
    assert (
        page.error[0].value == "“The line” is too long\\: 5,000 characters at most\\."
    )
    page = typed(busy_desk, "Lumicité, " + "b" * 4_990)
    save(page)
    with busy_desk.reading() as session:
        assert session.query(Activity).one().note == "b" * 4_990


def test_an_unknown_company_is_looked_up_by_hand(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, "appel Introuvable, 5 min")
    assert [box for box in page.text_input if box.key.startswith("call_company_")]
    page = save(page)
    assert "Company" in page.error[0].value
    assert count(busy_desk, Activity) == 0


def test_only_what_is_doubtful_is_an_input(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, "appel Lumi, rappeler jeudi ou vendredi, 4.500 €")
    assert {box.label.split(" ")[0] for box in page.selectbox} == {
        *("Amount", "Company", "Follow-up"),
    }
    for label, choice in (("Company", "Lumicité SAS"), ("Amount", "€4,500.00")):
        box = next(b for b in page.selectbox if b.label.startswith(label))
        box.select(choice)
        page = again(page)
    box = next(b for b in page.selectbox if b.label.startswith("Follow-up"))
    box.select_index(0)
    page = save(again(page))
    assert not page.exception
    with busy_desk.reading() as session:
        (step,) = session.query(FollowUp).all()
        (found,) = session.query(Opportunity).all()
        note = session.query(Activity).one().note
    assert (step.due_on, found.amount_cents) == (THURSDAY, 4_500_00)
    assert note == "rappeler jeudi ou vendredi, 4.500 €"


def test_a_doubt_left_open_stays_in_the_note(busy_desk: RealDesk) -> None:
    save(typed(busy_desk, "appel Lumicité, rappeler le 31 février, 4.500 €"))
    assert count(busy_desk, FollowUp) == count(busy_desk, Opportunity) == 0
    with busy_desk.reading() as session:
        note = session.query(Activity).one().note
    assert note == "rappeler le 31 février, 4.500 €"


def test_an_opportunity_moves_and_says_why_it_is_lost(busy_desk: RealDesk) -> None:
    ids = busy_desk.ids

    def fill(session: Session) -> None:
        wish = opportunities.OpportunityWish(
            ids.advertiser_id, "Halo", Money(9_000_00), THURSDAY
        )
        opportunities.open_opportunity(session, ids.rep, wish)

    busy_desk.writing(fill)
    page = typed(busy_desk, "appel Lumicité, perdue")
    assert "identified → lost" in texts(page)
    page.text_input(key=f"call_lost_{form_of(page)}").set_value("budget")
    save(page)
    with busy_desk.reading() as session:
        found = session.query(Opportunity).one()
    assert (found.stage, found.lost_reason) == (Stage.LOST, "budget")


def test_an_opposition_needs_its_contact(busy_desk: RealDesk) -> None:
    page = typed(busy_desk, "appel Lumicité, ne plus appeler")
    assert "Kept in the note: no contact is named" in texts(page).replace("\\", "")
    save(typed(busy_desk, "appel Lumicité, Anaïs Lefèvre, ne plus appeler"))
    with busy_desk.reading() as session:
        assert session.query(Contact).one().opposed_to == "all"


def test_which_opportunity_is_asked_where_one_is_open(busy_desk: RealDesk) -> None:
    ids = busy_desk.ids
    wish = opportunities.OpportunityWish(
        ids.advertiser_id, "Halo", Money(9_000_00), THURSDAY
    )
    busy_desk.writing(lambda s: opportunities.open_opportunity(s, ids.rep, wish))
    page = typed(busy_desk, "appel Lumicité, C4 n°62, 4 500 €")
    [box] = page.selectbox
    assert box.options == ["Halo, €9,000, identified", "A new one, €4,500"]
    box.select_index(1)
    page = again(again(page))
    save(page)
    with busy_desk.reading() as session:
        found = session.query(Opportunity).order_by(Opportunity.id).all()
        note = session.query(Activity).one().note
    assert [one.amount_cents for one in found] == [9_000_00, 4_500_00]
    assert note == "C4 n°62"
