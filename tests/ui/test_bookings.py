"""The list of bookings and one booking's record, over a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.bookings import BookingStatus
from crm.services import bookings, companies
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.services.reports.bookings import bookings_csv
from crm.store.models import TermsOfSale
from crm.store.queries.bookings import booking_card
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

HOSTILE = "![i](http://evil.example) <b>x</b>"


@pytest.fixture
def quoted(real_desk: RealDesk) -> tuple[RealDesk, int]:
    """Quote the back cover of no. 62, under a hostile campaign."""
    made: list[int] = []

    def quote(session: Session) -> None:
        issue = factories.make_issue(session, real_desk.ids)
        line = LineWish(issue, real_desk.ids.page, real_desk.ids.c4)
        made.append(
            factories.make_quote(session, real_desk.ids, line, campaign=HOSTILE)
        )

    real_desk.writing(quote)
    return real_desk, made[0]


def status(desk: RealDesk, booking_id: int) -> BookingStatus:
    with desk.reading() as session:
        card = booking_card(session, desk.ids.rep, booking_id)
    assert card is not None
    return card.status


def drawn(page: AppTest) -> str:
    return "\n".join(
        [*(t.value for t in page.markdown), *(t.value for t in page.title)]
    )


def test_empty_pages_say_what_will_be_there(real_desk: RealDesk) -> None:
    page = real_desk.open("bookings")
    assert not page.exception
    assert page.button(key="bookings_first")
    for query in ({}, {"id": 99}, {"id": "x"}):
        assert real_desk.open("booking", **query).button(key="bookings_open")


def test_the_list_concludes_counts_and_shows_text_inert(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, _booking = quoted
    page = desk.open("bookings")
    assert not page.exception
    assert page.title[0].value.startswith("1 quote waiting for an answer, €4,680")
    assert list(page.dataframe[0].value["number"]) == ["D-2027-0001"]
    page.text_input(key="bookings_search").set_value("nothing like it").run()
    assert not page.dataframe
    with desk.reading() as session:
        text = bookings_csv(session, desk.ids.manager).decode("utf-8-sig")
    assert text.count("\r\n") == 2


def test_the_export_is_inert(quoted: tuple[RealDesk, int]) -> None:
    desk, _booking = quoted

    def quote(session: Session) -> None:
        issue = factories.make_issue(session, desk.ids, "63")
        line = LineWish(issue, desk.ids.page)
        factories.make_quote(session, desk.ids, line, campaign="=HYPERLINK(1)")

    desk.writing(quote)
    with desk.reading() as session:
        text = bookings_csv(session, desk.ids.manager, search="hyper").decode(
            "utf-8-sig"
        )
    assert "'=HYPERLINK(1)" in text
    assert HOSTILE not in text


def test_the_record_explains_the_price_and_shows_text_inert(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted
    page = desk.open("booking", id=booking_id)
    assert not page.exception
    said = drawn(page)
    assert "![i]" not in said
    assert "\\!\\[i\\]" in page.title[0].value
    assert "€5,616\\.00" in said  # 4 000 + 30 % − 10 % = 4 680, with 20 % VAT
    assert "1 place free of 1" in said


def test_option_extend_and_confirm_from_their_drawers(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_option").click().run()
    page.button(key="option_save").click().run()
    assert status(desk, booking_id) is BookingStatus.OPTIONED
    page.button(key="booking_confirm").click().run()
    page.button(key="confirm_save").click().run()
    # Nobody is at this advertiser's: the refusal says so, and nothing is confirmed.
    assert [e.value for e in page.error] == ["Please fill in “Agreed by”\\."]
    assert status(desk, booking_id) is BookingStatus.OPTIONED


def test_a_release_frees_and_confirming_is_recorded(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted
    desk.writing(
        lambda session: companies.add_contact(
            session,
            desk.ids.rep,
            companies.ContactWish(desk.ids.advertiser_id, "Lefèvre", "Anaïs"),
        )
    )
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_option").click().run()
    page.button(key="option_save").click().run()
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_release").click().run()
    assert status(desk, booking_id) is BookingStatus.QUOTED
    page.button(key="booking_confirm").click().run()
    page.button(key="confirm_save").click().run()
    assert status(desk, booking_id) is BookingStatus.CONFIRMED
    with desk.reading() as session:
        card = booking_card(session, desk.ids.rep, booking_id)
    assert card is not None
    assert [row.agreed_by for row in card.agreements] == ["Anaïs Lefèvre"]


def test_a_place_taken_meanwhile_is_refused_in_a_sentence(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted

    def take(session: Session) -> None:
        card = booking_card(session, desk.ids.rep, booking_id)
        assert card is not None
        issue = card.lines[0].issue_id
        assert issue is not None
        line = LineWish(issue, desk.ids.page, desk.ids.c4)
        other = factories.make_quote(session, desk.ids, line)
        bookings.option(session, desk.ids.rep, other)

    page = desk.open("booking", id=booking_id)
    page.button(key="booking_option").click().run()
    desk.writing(take)
    page.button(key="option_save").click().run()
    assert "Back cover in no\\. 62 is taken" in page.error[0].value
    assert status(desk, booking_id) is BookingStatus.QUOTED


def test_cancelling_wants_a_reason(quoted: tuple[RealDesk, int]) -> None:
    desk, booking_id = quoted
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_cancel").click().run()
    page.button(key="cancel_save").click().run()
    assert "reason" in page.error[0].value
    assert status(desk, booking_id) is BookingStatus.QUOTED


def test_the_summary_is_issued_once_and_linked(quoted: tuple[RealDesk, int]) -> None:
    desk, booking_id = quoted
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_pdf_fr").click().run()
    page.button(key="booking_pdf_fr").click().run()
    assert not page.exception
    assert drawn(page).count("edition 1") == 2  # in the list, and in its history
    assert "edition 2" not in drawn(page)


def test_a_cancellation_shows_its_cost_before_it_is_done(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted

    def sign(session: Session) -> None:
        scale = {"steps": [{"from_days": 0, "penalty_bp": 5_000}]}
        session.query(TermsOfSale).one().penalty_rule = scale
        agreed = Agreed("A. L.", factories.MORNING.date(), "mail")
        bookings.confirm(session, desk.ids.rep, booking_id, agreed)

    desk.writing(sign)
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_cancel").click().run()
    said = drawn(page)
    assert "50% of €4,680\\.00" in said
    save = page.button(key="cancel_save")
    assert save.label == "Cancel, €2,340\\.00 owed"
    reason = next(x for x in page.text_area if "cancel_reason" in str(x.key))
    reason.set_value("budget frozen")
    page.button(key="cancel_save").click().run()
    assert not page.exception
    assert status(desk, booking_id) is BookingStatus.CANCELLED
    page = desk.open("booking", id=booking_id)
    assert "29 days before closing" in drawn(page)


def test_an_amendment_is_proposed_agreed_and_told(
    quoted: tuple[RealDesk, int],
) -> None:
    desk, booking_id = quoted
    agreed = Agreed("A. L.", factories.MORNING.date(), "mail")
    desk.writing(
        lambda session: bookings.confirm(session, desk.ids.rep, booking_id, agreed)
    )
    page = desk.open("booking", id=booking_id)
    page.button(key="booking_amend").click().run()
    assert page.button(key="amend_save").disabled
    page = desk.drawer("amend", booking_id)
    position = next(x for x in page.selectbox if "amend_position" in str(x.key))
    position.set_value(0).run()
    assert not page.exception
    said = drawn(page)
    assert "Position Back cover → ordinary position" in said
    assert "\u2212€1,080\\.00" in said
    reason = next(x for x in page.text_input if "amend_reason" in str(x.key))
    reason.set_value("no cover").run()
    page.button(key="amend_save").click().run()
    page = desk.open("booking", id=booking_id)
    page.button(key="amendment_agree_1").click().run()
    by = next(x for x in page.text_input if "amendment_by" in str(x.key))
    by.set_value("Anne Lefort")
    page.button(key="amendment_save").click().run()
    assert not page.exception
    page = desk.open("booking", id=booking_id)
    assert "agreed by Anne Lefort" in drawn(page)
    assert "amendment no\\. 1" in drawn(page)


def test_a_tier_lifted_since_is_listed_and_proposed(real_desk: RealDesk) -> None:
    made: list[int] = []

    def fill(session: Session) -> None:
        ids = real_desk.ids
        issue = factories.make_issue(session, ids)
        agreed = Agreed("A. L.", factories.MORNING.date(), "mail")
        for _each in range(2):
            line = LineWish(issue, ids.half)
            made.append(factories.make_quote(session, ids, line))
            bookings.confirm(session, ids.rep, made[-1], agreed)

    real_desk.writing(fill)
    page = real_desk.open("bookings")
    page.button(key="regularise_list").click().run()
    assert not page.exception
    assert "−€240\\.00" in drawn(page)
    page = real_desk.open("booking", id=made[0])
    assert "2 insertions in 2027" in drawn(page)
    page.button(key=f"regularise_propose_{made[0]}").click().run()
    page.button(key="amend_save").click().run()
    assert not page.error
    page = real_desk.open("booking", id=made[0])
    assert "Tier reached since" in drawn(page)
    assert f"regularise_propose_{made[0]}" not in {str(b.key) for b in page.button}
