from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crm.services import activities, bookings
from crm.services.activities import ActivityWish, NextStep
from crm.services.companies import ContactWish, add_contact
from crm.services.lines import LineWish
from crm.store.models import Activity, Company, Contact, FollowUp
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()
HOSTILE = "# R&D *[x](http://e.example)* ![i](http://e.example/b.png)"


@pytest.fixture
def known_desk(real_desk: RealDesk) -> RealDesk:
    """Add a contact, eleven calls, a follow-up and an option without a mandate."""
    ids = real_desk.ids

    def fill(session: Session) -> None:
        person = add_contact(
            session,
            ids.rep,
            ContactWish(
                ids.advertiser_id,
                "Lefèvre",
                "Anaïs",
                job=HOSTILE,
                phone="06 39 98 12 34",
                email="a@lumicite.example",
                opposed_on=TODAY,
                opposed_to="mailings",
            ),
        )
        for number in range(11):
            activities.log_activity(
                session,
                ids.rep,
                ActivityWish(
                    ids.advertiser_id,
                    contact_id=person,
                    note=HOSTILE if number else "The oldest",
                    happened_at=MORNING - timedelta(days=11 - number),
                ),
            )
        step = NextStep("Send the rates", TODAY)
        activities.plan(session, ids.rep, ids.advertiser_id, step, contact_id=person)
        issue = factories.make_issue(session, ids)
        made = factories.make_quote(
            session, ids, LineWish(issue, ids.half), agency_id=ids.agency_id
        )
        bookings.option(session, ids.rep, made)

    real_desk.writing(fill)
    return real_desk


def opened(desk: RealDesk, company_id: int | None = None) -> AppTest:
    return desk.open("advertiser", id=company_id or desk.ids.advertiser_id)


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


@pytest.mark.parametrize("number", ["", "999", "x", "-1"])
def test_an_address_without_an_advertiser_leads_back_to_the_list(
    number: str, real_desk: RealDesk
) -> None:
    page = real_desk.open("advertiser", id=number)
    assert not page.exception
    assert page.title[0].value == "This record is not there\\."
    assert [b.key for b in page.main.button] == []


def test_a_record_without_anything_opens(real_desk: RealDesk) -> None:
    page = opened(real_desk)
    assert not page.exception
    assert page.title[0].value == "Lumicité SAS"
    assert "Nothing is planned" in texts(page)


def test_it_shows_who_what_and_what_to_know(known_desk: RealDesk) -> None:
    page = opened(known_desk)
    assert not page.exception
    said = texts(page)
    assert "[06\u00a039\u00a098\u00a012\u00a034](tel:+33639981234)" in said
    assert "fictional" in said
    assert "(mailto:a@lumicite.example)" in said
    assert "**Mandate missing**" in said
    assert "opposed on" in said
    assert "1 option, D−5" in said
    assert "![i]" not in said


def test_the_timeline_grows_and_is_filtered(known_desk: RealDesk) -> None:
    page = opened(known_desk)
    assert "15 entries" in texts(page)
    assert "The oldest" not in texts(page)
    number = known_desk.ids.advertiser_id
    page.button(key=f"timeline_more_{number}").click().run()
    assert "The oldest" in texts(opened_again(page))
    page.pills(key=f"timeline_filter_{number}").set_value("bookings").run()
    assert "1 entry" in texts(opened_again(page))


def opened_again(page: AppTest) -> AppTest:
    return page.run()


def test_the_next_step_is_done_on_the_spot(known_desk: RealDesk) -> None:
    page = opened(known_desk)
    done = next(b for b in page.button if b.key.startswith("follow_up_done_"))
    page = done.click().run()
    assert [toast.value for toast in page.toast] == ["Follow\\-up done\\."]
    with known_desk.reading() as session:
        assert session.query(FollowUp).one().done_at == MORNING


def test_a_call_saved_twice_is_logged_once(known_desk: RealDesk) -> None:
    page = opened(known_desk).button(key="advertiser_log").click().run()
    forms = dict(page.session_state["ui"]["forms"])
    page = page.button(key="call_save").click().run()
    page.session_state["ui"]["forms"].update(forms)
    page = page.run().button(key="advertiser_log").click().run()
    assert page.session_state["ui"]["forms"] == forms
    page.button(key="call_save").click().run()
    with known_desk.reading() as session:
        assert session.query(Activity).count() == 12


def test_a_contact_is_added_or_refused_with_its_sentence(
    known_desk: RealDesk,
) -> None:
    page = opened(known_desk).button(key="contact_add").click().run()
    page = page.button(key="contact_save").click().run()
    assert "Please fill in “Last name”" in page.error[0].value
    page = page.button(key="contact_add").click().run()
    last = next(b for b in page.text_input if b.key.startswith("contact_last"))
    last.set_value("Kervella")
    page = page.button(key="contact_save").click().run()
    assert [toast.value for toast in page.toast] == ["Kervella added\\."]
    with known_desk.reading() as session:
        assert session.query(Contact).count() == 2


def test_an_unpaid_invoice_is_said(known_desk: RealDesk) -> None:
    def mark(session: Session) -> None:
        company = session.get(Company, known_desk.ids.advertiser_id)
        assert company is not None
        company.is_unpaid = True

    known_desk.writing(mark)
    assert "**An invoice is unpaid**" in texts(opened(known_desk))


def test_an_agency_has_its_advertisers_and_their_mandates(
    known_desk: RealDesk,
) -> None:
    known_desk.writing(lambda s: factories.make_mandate(s, known_desk.ids))
    page = opened(known_desk, known_desk.ids.agency_id)
    assert not page.exception
    assert "Its advertisers" in [header.value for header in page.header]
    said = texts(page)
    assert "LUM\\-27" in said
    assert "gavel: Valid]" in said
    assert "no paper kept" in said
    assert "€2,160" in said or "€2,400" in said
