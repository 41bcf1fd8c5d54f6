"""Standing in line from a booking's record, first refusal, taking after closing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.bookings import BookingStatus
from crm.services import bookings, companies, option_queue
from crm.services.agreements import Agreed
from crm.services.lines import LineWish
from crm.store.models import Issue
from crm.store.queries.bookings import booking_card
from tests import factories
from tests.factories import ITSELF, MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import RealDesk

TODAY = MORNING.date()


def drawn(page: AppTest) -> str:
    return "\n".join(t.value for t in page.markdown).replace("\u00a0", " ")


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def status(desk: RealDesk, booking_id: int) -> BookingStatus:
    with desk.reading() as session:
        card = booking_card(session, desk.ids.rep, booking_id)
    assert card is not None
    return card.status


@pytest.fixture
def second(real_desk: RealDesk) -> tuple[RealDesk, int, int]:
    """Quote the back cover twice, the first under option; return both."""
    made: list[int] = []

    def fill(session: Session) -> None:
        desk = real_desk.ids
        issue = factories.make_issue(session, desk)
        line = LineWish(issue, desk.page, desk.c4)
        made.extend(factories.make_quote(session, desk, line) for _each in range(2))
        bookings.option(session, desk.rep, made[0])

    real_desk.writing(fill)
    return real_desk, made[0], made[1]


def only(page: AppTest, start: str) -> str:
    (found,) = (key for key in keys(page) if key.startswith(start))
    return found


def test_a_booking_stands_in_line_is_called_and_takes_the_place(
    second: tuple[RealDesk, int, int],
) -> None:
    desk, holder, waiting = second
    page = desk.open("booking", id=waiting)
    page.button(key=only(page, "queue_stand_")).click().run()
    assert not page.exception
    assert "1\\. This booking" in drawn(page)
    desk.writing(lambda session: bookings.release(session, desk.ids.rep, holder))
    desk.writing(lambda session: option_queue.call_next(session, ITSELF))
    page = desk.open("booking", id=waiting)
    assert "Kept → 7 Mar" in drawn(page)
    page.button(key="booking_option").click().run()
    page.button(key="option_save").click().run()
    assert status(desk, waiting) is BookingStatus.OPTIONED


def test_a_booking_leaves_the_line(second: tuple[RealDesk, int, int]) -> None:
    desk, _holder, waiting = second
    page = desk.open("booking", id=waiting)
    page.button(key=only(page, "queue_stand_")).click().run()
    page.button(key=only(page, "queue_leave_")).click().run()
    assert not page.exception
    assert "This booking" not in drawn(page)
    assert only(page, "queue_stand_")


def test_what_is_kept_for_others_is_refused_by_the_rep_s_name(
    second: tuple[RealDesk, int, int],
) -> None:
    desk, holder, waiting = second
    page = desk.open("booking", id=waiting)
    page.button(key=only(page, "queue_stand_")).click().run()
    desk.writing(lambda session: bookings.release(session, desk.ids.rep, holder))
    page = desk.open("booking", id=holder)
    page.button(key="booking_option").click().run()
    page.button(key="option_save").click().run()
    assert "is kept for Camille Roussel, next in line" in page.error[0].value
    assert status(desk, holder) is BookingStatus.QUOTED


def test_last_years_holder_is_given_first_refusal_until_a_day(
    real_desk: RealDesk,
) -> None:
    made: list[int] = []

    def fill(session: Session) -> None:
        desk = real_desk.ids
        last = factories.make_issue(session, desk, "58")
        sold = factories.make_quote(session, desk, LineWish(last, desk.page, desk.c4))
        agreed = Agreed("A. L.", TODAY, "mail")
        bookings.confirm(session, desk.rep, sold, agreed)
        year = timedelta(days=365)
        before = session.get_one(Issue, last)
        before.closes_on = before.materials_due_on = before.closes_on - year
        before.published_on -= year
        session.flush()
        issue = factories.make_issue(session, desk)
        line = LineWish(issue, desk.page, desk.c4)
        made.append(factories.make_quote(session, desk, line))

    real_desk.writing(fill)
    page = real_desk.open("booking", id=made[0])
    page.button(key=only(page, "queue_first_")).click().run()
    late = [field for field in page.date_input if "refusal_until" in str(field.key)]
    late[0].set_value(date(2027, 5, 1))
    page.button(key="refusal_save").click().run()
    assert "closing date" in page.error[0].value
    page = real_desk.open("booking", id=made[0])
    page.button(key=only(page, "queue_first_")).click().run()
    late = [field for field in page.date_input if "refusal_until" in str(field.key)]
    late[0].set_value(date(2027, 3, 19))
    page.button(key="refusal_save").click().run()
    assert not page.error
    said = drawn(real_desk.open("booking", id=made[0]))
    assert "first refusal" in said
    assert "Kept → 19 Mar" in said


def closed(desk: RealDesk) -> int:
    """Quote an issue and let it close; return the booking."""
    made: list[int] = []

    def fill(session: Session) -> None:
        ids = desk.ids
        issue = factories.make_issue(session, ids)
        made.append(factories.make_quote(session, ids, LineWish(issue, ids.page)))
        session.get_one(Issue, issue).closes_on = TODAY - timedelta(days=1)
        wish = companies.ContactWish(ids.advertiser_id, "Lefèvre", "Anaïs")
        companies.add_contact(session, ids.rep, wish)

    desk.writing(fill)
    return made[0]


def late_fields(page: AppTest) -> list[str]:
    return [str(field.key) for field in page.text_input if "_late_" in str(field.key)]


def test_a_manager_says_why_it_is_sold_after_closing(real_desk: RealDesk) -> None:
    booking = closed(real_desk)
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("booking", id=booking)
    page.button(key="booking_confirm").click().run()
    page.button(key="confirm_save").click().run()
    assert "closed" in page.error[0].value
    page = real_desk.open("booking", id=booking)
    page.button(key="booking_confirm").click().run()
    (field,) = late_fields(page)
    page.text_input(key=field).set_value("promis au téléphone")
    page.button(key="confirm_save").click().run()
    assert status(real_desk, booking) is BookingStatus.CONFIRMED
    said = drawn(real_desk.open("calendar"))
    assert "promis au téléphone" in said


def test_a_rep_is_not_asked_why_and_is_refused(real_desk: RealDesk) -> None:
    booking = closed(real_desk)
    page = real_desk.open("booking", id=booking)
    page.button(key="booking_confirm").click().run()
    assert late_fields(page) == []
    page.button(key="confirm_save").click().run()
    assert page.error
    assert status(real_desk, booking) is BookingStatus.QUOTED
