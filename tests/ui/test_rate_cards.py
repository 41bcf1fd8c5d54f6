from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.rate_cards import RateCardStatus
from crm.services import bookings
from crm.services.bookings import Agreed
from crm.services.lines import LineWish
from crm.store.models import Issue, Line, Rate, RateCard
from tests import factories
from tests.factories import MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def field(page: AppTest, start: str) -> str:
    """Return the key of the one input of a form that begins so."""
    keys = [
        widget.key
        for widget in [*page.text_input, *page.date_input, *page.selectbox]
        if widget.key and widget.key.startswith(start)
    ]
    assert len(keys) == 1, keys
    return keys[0]


def cards(desk: RealDesk) -> list[RateCard]:
    with desk.reading() as session:
        return session.query(RateCard).order_by(RateCard.id).all()


def test_a_rep_sees_the_card_in_force_and_changes_nothing(real_desk: RealDesk) -> None:
    page = real_desk.open("rate_cards")
    assert not page.exception
    assert "prices until 31" in page.title[0].value
    assert "card_new" not in {button.key for button in page.button}


def test_a_card_is_copied_corrected_and_published(real_desk: RealDesk) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("rate_cards")
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, "card_rise_")).set_value("trois")
    page.button(key="card_new_save").click().run()
    assert "is not understood as a percentage" in page.error[0].value
    assert len(cards(real_desk)) == 1
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, "card_rise_")).set_value("3")
    page.button(key="card_new_save").click().run()
    real_desk.open("rate_cards")
    assert [card.name for card in cards(real_desk)] == ["Tarif 2027", "Tarif 2028"]
    page.button(key=f"card_show_{cards(real_desk)[1].id}").click().run()
    assert "was €4,000" in texts(page)
    page.button(key="card_prices").click().run()
    key = field(page, f"card_price_{real_desk.ids.page}_")
    assert page.text_input(key=key).value == "4\u202f120"
    page.text_input(key=key).set_value("4 200,50")
    page.button(key="card_prices_save").click().run()
    with real_desk.reading() as session:
        rate = (
            session.query(Rate)
            .filter_by(
                rate_card_id=cards(real_desk)[1].id, format_id=real_desk.ids.page
            )
            .one()
        )
    assert rate.cents == 4_200_50
    page.button(key="card_publish").click().run()
    page.button(key="card_publish_save").click().run()
    assert cards(real_desk)[1].status is RateCardStatus.PUBLISHED
    assert "card_publish" not in {button.key for button in page.button}


def test_a_card_is_started_from_the_formats(real_desk: RealDesk) -> None:
    ids = real_desk.ids
    real_desk.seat = ids.manager.user_id

    def empty(session: Session) -> None:
        for card in session.query(RateCard):
            card.archived_at = MORNING

    real_desk.writing(empty)
    page = real_desk.open("rate_cards")
    assert page.title[0].value == "No rate card yet\\."
    page.button(key="card_new").click().run()
    page.text_input(key=field(page, f"card_price_{ids.page}_")).set_value("4 000")
    page.text_input(key=field(page, f"card_premium_{ids.c4}_")).set_value("30")
    page.button(key="card_new_save").click().run()
    assert [card.name for card in cards(real_desk)][-1] == "Rates 2027"
    assert "Full page" in texts(page)
    assert "+30%" in texts(page).replace("\\", "")


def test_an_issue_is_planned_with_its_space_and_refused_by_its_code(
    real_desk: RealDesk,
) -> None:
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("issues")
    assert page.title[0].value == "No issue planned for this year\\."
    page.button(key="issue_plan").click().run()
    page.button(key="issue_save").click().run()
    assert "Please fill in" in page.error[0].value
    page.button(key="issue_plan").click().run()
    page.text_input(key=field(page, "issue_code_")).set_value("62")
    page.text_input(key=field(page, "issue_name_fr_")).set_value("n° 62 *gras*")
    page.text_input(key=field(page, "issue_ad_pages_")).set_value("16")
    page.button(key="issue_save").click().run()
    assert not page.error
    with real_desk.reading() as session:
        [issue] = session.query(Issue).all()
    assert issue.code == "62"
    assert page.title[0].value.startswith("n° 62 \\*gras\\* closes in 45 days")
    assert "16 of 16 pages free" in texts(page)


def test_an_issue_is_published_after_a_confirmation(real_desk: RealDesk) -> None:
    ids = real_desk.ids

    def past(session: Session) -> None:
        issue = factories.make_issue(
            session,
            ids,
            closes_on=date(2027, 3, 4),
            published_on=date(2027, 3, 4),
        )
        booking = factories.make_quote(session, ids, LineWish(issue, ids.half))
        bookings.confirm(session, ids.rep, booking, Agreed("A", MORNING.date(), "mail"))

    real_desk.writing(past)
    page = real_desk.open("issues")
    key = next(
        (b.key for b in page.button if b.key and b.key.startswith("issue_publish_")), ""
    )
    assert key == ""
    real_desk.seat = ids.manager.user_id
    page = real_desk.open("issues")
    page.button(key="issue_publish_1").click().run()
    page.button(key="issue_publish_save").click().run()
    with real_desk.reading() as session:
        assert session.query(Line).one().status.value == "ran"
    assert "Published" in texts(page)
