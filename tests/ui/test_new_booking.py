"""The drawer that quotes: the price at every change, saved once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from crm.store.queries.booking_rows import list_bookings
from crm.ui.drawers import new_booking
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.booking_rows import BookingRow
    from tests.ui.conftest import RealDesk


def drawer() -> None:
    from crm.ui import acting, booking_draft
    from crm.ui.drawers.new_booking import draw

    acting.speak("en")
    if booking_draft.current() is None:
        booking_draft.start(None, None, None)
    draw()


@pytest.fixture
def opened(real_desk: RealDesk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Plan two issues; collect which booking the drawer goes to."""

    def plan(session: Session) -> None:
        factories.make_issue(session, real_desk.ids)
        factories.make_issue(session, real_desk.ids, "63")

    real_desk.writing(plan)
    went: list[int] = []
    monkeypatch.setattr(new_booking, "open_record", lambda _page, id_: went.append(id_))
    return went


def widget(page: AppTest, kind: str, name: str) -> AppTest:
    found = [box for box in page.get(kind) if (box.key or "").startswith(name)]
    return found[-1]


def begun(desk: RealDesk) -> AppTest:
    """Open the drawer and choose the advertiser: two touches."""
    page = AppTest.from_function(drawer, default_timeout=30).run()
    widget(page, "text_input", "booking_advertiser").set_value("lumi").run()
    page.button(key=f"booking_for_{desk.ids.advertiser_id}").click().run()
    assert not page.exception
    return page


def rows(desk: RealDesk) -> list[BookingRow]:
    with desk.reading() as session:
        return list_bookings(session, desk.ids.rep)


def said(page: AppTest) -> str:
    return "\n".join(text.value for text in page.markdown)


def test_two_lines_are_quoted_in_few_touches(
    real_desk: RealDesk, opened: list[int]
) -> None:
    page = begun(real_desk)
    assert page.button(key="booking_save").disabled
    widget(page, "button_group", "booking_format_0").set_value(real_desk.ids.page).run()
    assert "€4,320\\.00" in said(page)  # 4 000 − 10 % of volume, + 20 % of VAT
    widget(page, "button_group", "booking_position_0").set_value(real_desk.ids.c4).run()
    assert "€5,616\\.00" in said(page)
    widget(page, "button", "booking_add").click().run()
    widget(page, "button_group", "booking_format_1").set_value(real_desk.ids.half).run()
    assert "€8,208\\.00" in said(page)
    page.button(key="booking_save").click().run()
    [row] = rows(real_desk)
    assert (row.lines, row.net_net.cents) == (2, 6_840_00)
    assert opened[0] == row.id


def test_a_discount_over_the_limit_says_that_it_waits(
    real_desk: RealDesk, opened: list[int]
) -> None:
    page = begun(real_desk)
    widget(page, "button_group", "booking_format_0").set_value(real_desk.ids.page).run()
    widget(page, "text_input", "booking_discount").set_value("12,5 %").run()
    assert "needs a reason" in page.error[0].value
    assert page.button(key="booking_save").disabled
    widget(page, "text_input", "booking_discount").set_value("beaucoup").run()
    assert "not understood" in page.error[0].value
    widget(page, "text_input", "booking_discount").set_value("12.5").run()
    widget(page, "text_input", "booking_reason").set_value("launch").run()
    assert not page.error
    assert "12\\.5% is over the 5% you may grant" in said(page)
    page.button(key="booking_save").click().run()
    (row,) = rows(real_desk)
    assert row.waiting
    assert opened == [row.id]


def test_a_second_click_saves_once(real_desk: RealDesk, opened: list[int]) -> None:
    page = begun(real_desk)
    widget(page, "button_group", "booking_format_0").set_value(real_desk.ids.page).run()
    page.button(key="booking_save").click().run()
    page.button(key="booking_save").click().run()
    assert len(rows(real_desk)) == 1
    assert set(opened) == {rows(real_desk)[0].id}


def test_an_agency_without_a_mandate_is_said_at_once(
    real_desk: RealDesk, opened: list[int]
) -> None:
    page = begun(real_desk)
    agency = widget(page, "selectbox", "booking_agency")
    agency.set_value(real_desk.ids.agency_id).run()
    assert "Mandate missing" in said(page)
    assert opened == []
