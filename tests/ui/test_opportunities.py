"""The board of opportunities and one opportunity's record, over a real store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm.domain.money import Money
from crm.domain.opportunities import LostReason, Stage, read_reason
from crm.domain.roles import RoleCode
from crm.services import activities, bookings, opportunities, users
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish
from crm.services.reports.opportunities import opportunities_csv
from crm.store.models import User
from crm.store.queries.opportunities import (
    OpportunityFilters,
    bookings_for,
    list_opportunities,
    opportunity,
)
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from crm.store.queries.opportunity_rows import OpportunityRow
    from tests.ui.conftest import RealDesk

HOSTILE = "![i](http://evil.example) <b>x</b> :material/home:"


def intend(desk: RealDesk, name: str = "Automne", **wish: Any) -> int:
    made: list[int] = []
    asked = {
        "company_id": desk.ids.advertiser_id,
        "amount": Money(10_000_00),
        "expected_close": date(2027, 5, 1),
        **wish,
    }

    def open_(session: Session) -> None:
        made.append(
            opportunities.open_opportunity(
                session, desk.ids.rep, OpportunityWish(name=name, **asked)
            )
        )

    desk.writing(open_)
    return made[0]


def stands(desk: RealDesk, opportunity_id: int) -> OpportunityRow:
    with desk.reading() as session:
        row = opportunity(session, desk.ids.rep, opportunity_id)
    assert row is not None
    return row


def drawn(page: AppTest) -> str:
    return "\n".join(
        [*(t.value for t in page.markdown), *(t.value for t in page.title)]
    )


def widget(page: AppTest, kind: str, name: str) -> Any:
    return next(box for box in page.get(kind) if (box.key or "").startswith(name))


def act(page: AppTest, opportunity_id: int, what: str) -> AppTest:
    key = f"opportunity_act_{opportunity_id}"
    return page.menu_button(key=key).set_value(what).run()


def test_an_empty_board_offers_the_first_step(real_desk: RealDesk) -> None:
    page = real_desk.open("opportunities")
    assert not page.exception
    assert page.title[0].value == "No opportunity is open\\."
    assert page.button(key="opportunities_first")
    for query in ("99", "x", ""):
        page = real_desk.open("opportunities", id=query)
        assert not page.exception
        assert page.title[0].value == "This record is not there\\."


def test_the_board_concludes_and_says_what_stalls(real_desk: RealDesk) -> None:
    intend(real_desk)
    page = real_desk.open("opportunities")
    assert page.title[0].value == (
        "One open opportunity, €1,000 weighted; one stalls\\."
    )
    intend(real_desk, stage=Stage.PROPOSED, expected_close=date(2027, 3, 1))
    page = real_desk.open("opportunities")
    assert page.title[0].value == (
        "Two open opportunities, €6,000 weighted; two stall\\."
    )
    said = drawn(page)
    assert "No next step" in said
    assert "3 days past its date" in said
    real_desk.writing(
        lambda session: activities.plan(
            session,
            real_desk.ids.rep,
            real_desk.ids.advertiser_id,
            activities.NextStep("Rappeler", date(2027, 3, 9)),
        )
    )
    page = real_desk.open("opportunities")
    assert page.title[0].value.endswith("one stalls\\.")
    assert "Rappeler · 9\u00a0Mar" in drawn(page)


def test_a_step_on_a_double_click_moves_one_stage(real_desk: RealDesk) -> None:
    id_ = intend(real_desk)
    page = real_desk.open("opportunities")
    twin = real_desk.open("opportunities")
    page.button(key=f"opportunity_step_{id_}").click().run()
    assert not page.exception
    assert stands(real_desk, id_).stage is Stage.QUALIFIED
    twin.button(key=f"opportunity_step_{id_}").click().run()
    assert "Somebody changed this record" in twin.error[0].value
    assert stands(real_desk, id_).stage is Stage.QUALIFIED
    act(page, id_, "back")
    assert stands(real_desk, id_).stage is Stage.IDENTIFIED


def test_losing_wants_a_reason_and_keeps_what_was_typed(real_desk: RealDesk) -> None:
    id_ = intend(real_desk)
    page = real_desk.drawer("lose", id_)
    page.button(key="lose_save").click().run()
    assert "reason" in page.error[0].value
    assert stands(real_desk, id_).stage is Stage.IDENTIFIED
    widget(page, "button_group", "lose_reason").set_value(LostReason.OTHER).run()
    page.button(key="lose_save").click().run()
    assert "reason" in page.error[0].value
    assert widget(page, "button_group", "lose_reason").value is LostReason.OTHER
    widget(page, "text_area", "lose_words").set_value(HOSTILE).run()
    page.button(key="lose_save").click().run()
    lost = stands(real_desk, id_)
    assert lost.stage is Stage.LOST
    assert read_reason(lost.lost_reason) == (LostReason.OTHER, HOSTILE)
    page = real_desk.open("opportunities")
    assert "![i]" not in drawn(page)
    act(page, id_, "reopen")
    assert stands(real_desk, id_).stage is Stage.NEGOTIATED


def test_winning_names_the_booking_it_became(real_desk: RealDesk) -> None:
    id_ = intend(real_desk, stage=Stage.NEGOTIATED)

    def option(session: Session) -> None:
        issue = factories.make_issue(session, real_desk.ids)
        line = LineWish(issue, real_desk.ids.page)
        booking = factories.make_quote(session, real_desk.ids, line)
        bookings.option(session, real_desk.ids.rep, booking)

    real_desk.writing(option)
    page = real_desk.drawer("win", id_)
    with real_desk.reading() as session:
        [found] = bookings_for(
            session, real_desk.ids.rep, real_desk.ids.advertiser_id, id_
        )
    widget(page, "selectbox", "win_booking").set_value(found.id).run()
    page.button(key="win_save").click().run()
    assert not page.exception
    won = stands(real_desk, id_)
    assert (won.stage, won.booked) == (Stage.WON, found.net_net)
    page = real_desk.open("opportunities", id=id_)
    assert not page.exception
    assert page.button(key=f"opportunity_booking_{found.id}_open")
    page.button(key="opportunity_reopen").click().run()
    assert stands(real_desk, id_).stage is Stage.NEGOTIATED


def test_the_filters_narrow_the_board(real_desk: RealDesk) -> None:
    first = intend(real_desk)
    page = real_desk.open("opportunities")
    page.selectbox(key="opportunities_when").set_value("past").run()
    assert page.title[0].value == "No opportunity is open\\."
    assert not page.exception
    page.selectbox(key="opportunities_when").set_value("next_quarter").run()
    assert page.button(key=f"opportunity_step_{first}")
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("opportunities")
    page.selectbox(key="opportunities_whose").set_value("mine").run()
    assert page.title[0].value == "No opportunity is open\\."
    whose = f"rep-{real_desk.ids.rep.user_id}"
    page.selectbox(key="opportunities_whose").set_value(whose).run()
    assert page.button(key=f"opportunity_step_{first}")


def test_hostile_names_are_inert_on_the_board_and_in_the_export(
    real_desk: RealDesk,
) -> None:
    id_ = intend(real_desk, HOSTILE, note=HOSTILE)
    intend(real_desk, "=HYPERLINK(1)")
    for page in (
        real_desk.open("opportunities"),
        real_desk.open("opportunities", id=id_),
        real_desk.open("advertiser", id=real_desk.ids.advertiser_id),
    ):
        assert not page.exception
        said = drawn(page)
        assert "![i]" not in said
        assert ":material/home:" not in said
    with real_desk.reading() as session:
        text = opportunities_csv(
            session, real_desk.ids.manager, OpportunityFilters()
        ).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert text.count("\r\n") == 3


def test_the_drawer_opens_one_and_keeps_what_it_could_not_read(
    real_desk: RealDesk,
) -> None:
    page = real_desk.drawer("opportunity", None)
    widget(page, "text_input", "opportunity_company").set_value("lumi").run()
    page.button(key=f"opportunity_for_{real_desk.ids.advertiser_id}").click().run()
    widget(page, "text_input", "opportunity_name").set_value("Salon").run()
    widget(page, "text_input", "opportunity_amount").set_value("beaucoup").run()
    page.button(key="opportunity_save").click().run()
    assert page.error
    assert widget(page, "text_input", "opportunity_name").value == "Salon"
    widget(page, "text_input", "opportunity_amount").set_value("4 500,50").run()
    widget(page, "text_input", "opportunity_probability").set_value("60 %").run()
    page.button(key="opportunity_save").click().run()
    assert not page.exception
    with real_desk.reading() as session:
        [row] = list_opportunities(session, real_desk.ids.rep, OpportunityFilters())
    assert (row.name, row.amount, row.chance) == ("Salon", Money(4_500_50), 6_000)


def test_two_people_at_one_opportunity_choose_field_by_field(
    real_desk: RealDesk,
) -> None:
    id_ = intend(real_desk)
    mine = real_desk.drawer("edit_opportunity", id_)
    theirs = real_desk.drawer("edit_opportunity", id_)
    for page, typed in ((theirs, "6 000"), (mine, "5 000")):
        widget(page, "text_input", "opportunity_amount").set_value(typed).run()
        page.button(key="opportunity_edit_save").click().run()
    assert stands(real_desk, id_).amount == Money(6_000_00)
    said = " ".join(piece.value for piece in mine.warning)
    assert "while you were writing" in said


def test_it_is_quoted_and_the_booking_is_linked(real_desk: RealDesk) -> None:
    id_ = intend(real_desk)
    real_desk.writing(lambda session: factories.make_issue(session, real_desk.ids))
    page = real_desk.drawer("booking", real_desk.ids.advertiser_id, None, None, id_)
    assert not page.exception
    assert "Automne" in drawn(page)
    page_format = real_desk.ids.page
    widget(page, "button_group", "booking_format_0").set_value(page_format).run()
    page.button(key="booking_save").click().run()
    with real_desk.reading() as session:
        found = bookings_for(
            session, real_desk.ids.rep, real_desk.ids.advertiser_id, id_
        )
    assert [row.opportunity_id for row in found] == [id_]


def test_the_advertisers_page_lists_and_opens_them(real_desk: RealDesk) -> None:
    id_ = intend(real_desk)
    page = real_desk.open("advertiser", id=real_desk.ids.advertiser_id)
    assert not page.exception
    assert page.button(key=f"opportunity_{id_}_open")
    assert page.button(key="opportunity_add")


def test_who_only_reads_is_offered_no_move(real_desk: RealDesk) -> None:
    id_ = intend(real_desk)
    made: list[int] = []

    def reader(session: Session) -> None:
        wish = users.UserWish("Rémi Sand", "r@desk.example", RoleCode.READER)
        made.append(users.add_user(session, real_desk.ids.manager, wish))
        session.get_one(User, made[0]).language = "en"

    real_desk.writing(reader)
    real_desk.seat = made[0]
    for query in ({}, {"id": id_}):
        page = real_desk.open("opportunities", **query)
        assert not page.exception
        keys = {button.key for button in page.button}
        assert not keys & {
            *("opportunities_new", "opportunity_edit", "opportunity_quote"),
            *("opportunity_win", f"opportunity_step_{id_}"),
        }
        assert not page.get("menu_button")
        assert not page.get("download_button")
