"""What is done with a booking's lines from their drawers, over a real store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.approvals import Approval
from crm.domain.bookings import BookingStatus
from crm.domain.money import Money
from crm.domain.pools import PAGES
from crm.services import bookings, rate_cards
from crm.services.agreements import Agreed
from crm.services.card_copies import copy_card
from crm.services.lines import LineWish
from crm.services.packages import NewPackage, add_package
from crm.store.models import Booking, Issue, Pool
from crm.store.queries.booking_rows import list_bookings
from crm.store.queries.bookings import booking_card
from crm.store.queries.packages import list_packages
from crm.store.queries.rate_cards import list_cards
from crm.ui.drawers import new_booking, repeat
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from crm.store.queries.bookings import BookingCard
    from tests.ui.conftest import RealDesk

SIGNED = Agreed("A. Lefèvre", factories.MORNING.date(), "mail")


def quoted(desk: RealDesk, **wish: object) -> int:
    """Quote a half page in no. 62; no. 63 is open too."""
    made: list[int] = []

    def quote(session: Session) -> None:
        issue = factories.make_issue(session, desk.ids)
        factories.make_issue(session, desk.ids, "63", published_on=date(2027, 6, 3))
        line = LineWish(issue, desk.ids.half, **wish)  # type: ignore[arg-type]  a wish
        made.append(factories.make_quote(session, desk.ids, line))

    desk.writing(quote)
    return made[0]


def card_of(desk: RealDesk, booking_id: int) -> BookingCard:
    with desk.reading() as session:
        card = booking_card(session, desk.ids.manager, booking_id)
    assert card is not None
    return card


def said(page: AppTest) -> str:
    texts = [*page.markdown, *page.title, *page.error]
    return "\n".join(text.value for text in texts)


def issue_of(desk: RealDesk, code: str) -> int:
    with desk.reading() as session:
        return session.query(Issue).filter_by(code=code).one().id


def box(page: AppTest, kind: str, name: str) -> AppTest:
    return next(one for one in page.get(kind) if (one.key or "").startswith(name))


def test_a_line_is_repeated_in_its_drawer(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk)
    (line,) = card_of(real_desk, booking_id).lines
    page = real_desk.open("booking", id=booking_id)
    page.button(key=f"line_repeat_{line.id}").click().run()
    assert page.button(key="repeat_save").disabled
    drawn = real_desk.drawer("repeat", booking_id, line.id)
    other = issue_of(real_desk, "63")
    box(drawn, "multiselect", "repeat_issues").set_value([other]).run()
    drawn.button(key="repeat_save").click().run()
    assert not drawn.exception
    assert "closed" in said(drawn)
    lines = card_of(real_desk, booking_id).lines
    assert [one.issue_id for one in lines] == [line.issue_id, other]


def test_a_repetition_without_a_place_is_refused_by_its_issue(
    real_desk: RealDesk,
) -> None:
    booking_id = quoted(real_desk, position_id=None)
    (line,) = card_of(real_desk, booking_id).lines
    other = issue_of(real_desk, "63")

    def sell_out(session: Session) -> None:
        session.query(Pool).filter_by(issue_id=other, code=PAGES).one().capacity = 1

    real_desk.writing(sell_out)
    drawn = real_desk.drawer("repeat", booking_id, line.id)
    box(drawn, "multiselect", "repeat_issues").set_value([other]).run()
    drawn.button(key="repeat_save").click().run()
    assert "no\\. 63 \\(Inside pages, taken\\)" in drawn.error[0].value
    assert len(card_of(real_desk, booking_id).lines) == 1


def test_a_discount_waits_is_granted_and_says_so(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk, exceptional=900, reason="lancement")
    mine = real_desk.open("booking", id=booking_id)
    assert "over your limit" in said(mine)
    assert not [one for one in mine.button if one.key == "discount_approve"]
    real_desk.seat = real_desk.ids.manager.user_id
    listed = real_desk.open("bookings")
    assert "discount to approve" in listed.dataframe[0].value["status"][0]
    assert "lancement" in said(real_desk.open("today"))
    page = real_desk.open("booking", id=booking_id)
    assert "waits for your answer" in said(page)
    assert page.button(key="discount_approve")
    drawn = real_desk.drawer("approve", booking_id)
    box(drawn, "text_input", "approve_rate").set_value("7 %").run()
    drawn.button(key="approve_save").click().run()
    assert not drawn.exception
    (line,) = card_of(real_desk, booking_id).lines
    assert line.approval is Approval.GRANTED
    assert line.price.net_net == Money(2_232_00)
    assert "lancement" not in said(real_desk.open("today"))


def test_the_list_keeps_what_waits(real_desk: RealDesk) -> None:
    quoted(real_desk, exceptional=900, reason="lancement")
    real_desk.writing(
        lambda s: factories.make_quote(
            s, real_desk.ids, LineWish(issue_of(real_desk, "63"), real_desk.ids.page)
        )
    )
    page = real_desk.open("bookings")
    assert len(page.dataframe[0].value) == 2
    page.get("button_group")[0].set_value("waiting").run()
    assert len(page.dataframe[0].value) == 1


def test_a_refusal_needs_its_reason(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk, exceptional=900, reason="lancement")
    real_desk.seat = real_desk.ids.manager.user_id
    drawn = real_desk.drawer("refuse_discount", booking_id)
    drawn.button(key="approve_save").click().run()
    assert "needs a reason" in said(drawn)
    box(drawn, "text_area", "approve_note").set_value("hors barème").run()
    drawn.button(key="approve_save").click().run()
    (line,) = card_of(real_desk, booking_id).lines
    assert line.approval is Approval.REFUSED
    assert "hors barème" in said(real_desk.open("booking", id=booking_id))


def test_credit_is_shared_and_must_add_up(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk)
    rep, manager = real_desk.ids.rep.user_id, real_desk.ids.manager.user_id
    drawn = real_desk.drawer("credit", booking_id)
    box(drawn, "multiselect", "credit_users").set_value([rep, manager]).run()
    box(drawn, "text_input", f"credit_share_{rep}").set_value("60").run()
    drawn.button(key="credit_save").click().run()
    assert "must add up to 100%" in said(drawn)
    box(drawn, "text_input", f"credit_share_{manager}").set_value("40").run()
    assert "In all\\: 100%" in said(drawn)
    drawn.button(key="credit_save").click().run()
    shares = [row.share for row in card_of(real_desk, booking_id).credits]
    assert shares == [6_000, 4_000]
    assert "€960\\.00" in said(real_desk.open("booking", id=booking_id))


def test_references_are_changed(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk)
    drawn = real_desk.drawer("edit_booking", booking_id)
    box(drawn, "text_input", "booking_edit_purchase_order").set_value("PO-7").run()
    drawn.button(key="booking_edit_save").click().run()
    assert not drawn.exception
    assert card_of(real_desk, booking_id).purchase_order == "PO-7"
    assert "PO-7" in said(real_desk.open("booking", id=booking_id)).replace("\\", "")


def confirmed(desk: RealDesk, **wish: object) -> int:
    booking_id = quoted(desk, **wish)
    desk.writing(lambda s: bookings.confirm(s, desk.ids.rep, booking_id, SIGNED))
    return booking_id


def test_a_make_good_is_given_and_held(real_desk: RealDesk) -> None:
    booking_id = confirmed(real_desk)
    (line,) = card_of(real_desk, booking_id).lines
    page = real_desk.open("booking", id=booking_id)
    assert page.button(key=f"line_repair_{line.id}")
    drawn = real_desk.drawer("make_good", booking_id, line.id)
    drawn.button(key="make_good_save").click().run()
    assert "needs a reason" in said(drawn)
    box(drawn, "text_area", "make_good_reason").set_value("impression floue").run()
    drawn.button(key="make_good_save").click().run()
    failed, free = card_of(real_desk, booking_id).lines
    assert (free.repairs_line_id, free.price.total) == (failed.id, Money(0))
    assert "Make\\-good" in said(real_desk.open("booking", id=booking_id))


def test_a_booking_is_carried_into_next_year(
    real_desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking_id = confirmed(real_desk)

    def next_year(session: Session) -> None:
        ids = real_desk.ids
        card = copy_card(session, ids.manager, ids.card_id)
        rate_cards.publish_card(session, ids.manager, card)
        factories.make_issue(
            session,
            ids,
            "72",
            closes_on=date(2028, 4, 2),
            published_on=date(2028, 5, 3),
        )

    real_desk.writing(next_year)
    went: list[int] = []
    monkeypatch.setattr(repeat, "open_record", lambda _page, id_: went.append(id_))
    drawn = real_desk.drawer("duplicate", booking_id)
    assert "Has a place" in said(drawn)
    drawn.button(key="duplicate_save").click().run()
    assert not drawn.exception
    assert len(went) == 1
    with real_desk.reading() as session:
        rows = list_bookings(session, real_desk.ids.manager)
    assert [row.status for row in rows] == [
        BookingStatus.QUOTED,
        BookingStatus.CONFIRMED,
    ]


def test_an_expired_booking_is_quoted_again(real_desk: RealDesk) -> None:
    booking_id = quoted(real_desk)

    def expire(session: Session) -> None:
        booking = session.get_one(Booking, booking_id)
        booking.quote_valid_until = date(2027, 3, 3)
        session.flush()
        bookings.expire_due(session, real_desk.ids.rep)

    real_desk.writing(expire)
    page = real_desk.open("booking", id=booking_id)
    page.button(key="booking_release").click().run()
    assert not page.error
    assert card_of(real_desk, booking_id).status is BookingStatus.QUOTED


def packaged(desk: RealDesk) -> Callable[[Session], None]:
    def write(session: Session) -> None:
        draft = copy_card(session, desk.ids.manager, desk.ids.card_id)
        held = {desk.ids.page: 1, desk.ids.half: 1}
        wish = NewPackage("Duo", "Pair", 5_000_00, held)
        add_package(session, desk.ids.manager, draft, wish)

    return write


def test_a_package_is_written_on_the_draft_s_page(real_desk: RealDesk) -> None:
    real_desk.writing(packaged(real_desk))
    real_desk.seat = real_desk.ids.manager.user_id
    with real_desk.reading() as session:
        cards = [row.id for row in list_cards(session, real_desk.ids.title_id)]
    page = real_desk.open("rate_cards")
    page.button(key=f"card_show_{cards[0]}").click().run()
    assert "Pair" in said(page)
    assert page.button(key="package_add")
    drawn = real_desk.drawer("package", cards[0])
    box(drawn, "text_input", "package_name_fr").set_value("Trio").run()
    box(drawn, "text_input", "package_price").set_value("6000").run()
    formats = box(drawn, "multiselect", "package_formats")
    formats.set_value([real_desk.ids.page, real_desk.ids.half]).run()
    drawn.button(key="package_save").click().run()
    assert not drawn.exception
    with real_desk.reading() as session:
        rows = list_packages(session, real_desk.ids.manager, cards)
    assert [row.name_fr for row in rows] == ["Duo", "Trio"]
    assert rows[1].price == Money(6_000_00)
    page = real_desk.open("rate_cards")
    page.button(key=f"card_show_{cards[0]}").click().run()
    page.button(key=f"package_remove_{rows[0].id}").click().run()
    with real_desk.reading() as session:
        rows = list_packages(session, real_desk.ids.manager, cards)
    assert [row.name_fr for row in rows] == ["Trio"]


def test_a_package_and_its_references_are_quoted(
    real_desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish(session: Session) -> None:
        packaged(real_desk)(session)
        (draft, *_older) = list_cards(session, real_desk.ids.title_id)
        rate_cards.publish_card(session, real_desk.ids.manager, draft.id)
        for rank, code in enumerate(("72", "73")):
            factories.make_issue(
                session,
                real_desk.ids,
                code,
                closes_on=date(2028, 4 + rank, 2),
                published_on=date(2028, 5 + rank, 3),
            )

    real_desk.writing(publish)
    monkeypatch.setattr(new_booking, "open_record", lambda _page, _id: None)
    drawn = real_desk.drawer("booking", real_desk.ids.advertiser_id, None, None)
    with real_desk.reading() as session:
        (row,) = list_packages(session, real_desk.ids.manager, [2])
    box(drawn, "selectbox", "booking_package").set_value(row.id).run()
    box(drawn, "text_input", "booking_purchase_order").set_value("PO-9").run()
    assert "€6,000\\.00" in said(drawn)  # 5 000 with 20 % of VAT
    drawn.button(key="booking_save").click().run()
    assert not drawn.exception
    with real_desk.reading() as session:
        (found,) = list_bookings(session, real_desk.ids.manager)
    card = card_of(real_desk, found.id)
    assert (card.purchase_order, card.net_net) == ("PO-9", Money(5_000_00))
    assert {line.package for line in card.lines} == {"Pair"}
    assert len({line.issue_id for line in card.lines}) == 2
