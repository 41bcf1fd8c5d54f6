"""The calendar over a real store: its words, its drawings, its drawer's facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.magazine import SupportKind
from crm.domain.space import PlaceState, SpaceState
from crm.language import use_language
from crm.services import bookings, issues
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.lines import LineWish
from crm.store.queries.calendar import calendar
from crm.store.queries.magazine import space_left
from crm.ui import calendar_others, calendar_parts
from tests import factories
from tests.factories import ITSELF

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.ui.conftest import RealDesk

TODAY = date(2027, 3, 4)


def test_it_opens_empty(real_desk: RealDesk) -> None:
    page = real_desk.open("calendar")
    assert not page.exception
    assert page.title[0].value == "No issue is planned in 2027\\."


def test_it_opens_full_and_concludes(real_desk: RealDesk) -> None:
    def plan(session: Session) -> None:
        factories.make_issue(session, real_desk.ids)
        factories.make_issue(
            session,
            real_desk.ids,
            "63",
            closes_on=date(2027, 6, 4),
            published_on=date(2027, 7, 1),
        )

    real_desk.writing(plan)
    page = real_desk.open("calendar")
    assert not page.exception
    said = "2 premium positions free, 1 to sell before 2 April 2027\\."
    assert page.title[0].value.replace("\u00a0", " ") == said


def test_a_place_is_drawn_with_its_word_and_typed_text_inert(
    real_desk: RealDesk,
) -> None:
    with real_desk.front.store.writing(ITSELF) as session:
        _draw_a_place(session, real_desk.ids)


def _draw_a_place(session: Session, desk: factories.Desk) -> None:
    issue = factories.make_issue(session, desk)
    hostile = factories.make_company(session, desk.rep, "<script>x</script> & co")
    booking_id = bookings.quote(
        session,
        desk.rep,
        BookingWish(desk.title_id, hostile, (LineWish(issue, desk.page, desk.c4),)),
    )
    with use_language("en"):
        shown = calendar(session, desk.rep, desk.title_id, 2027)
        [place] = shown.premium(PlaceState.SELL_NOW)
        assert (place.price.cents if place.price else 0) == 5_200_00
        assert "€5,200" in calendar_parts.grid(shown, TODAY)

        bookings.option(session, desk.rep, booking_id)
        shown = calendar(session, desk.rep, desk.title_id, 2027)
        drawn = calendar_parts.grid(shown, TODAY)
        assert "<script>" not in drawn
        assert "&lt;script&gt;" in drawn
        assert "opt. → 9\u00a0Mar" in drawn
        assert shown.place(f"{issue}-{place.pool.pool_id}") is not None
        assert shown.place("1-999") is None
        assert calendar_parts.conclusion(shown, TODAY).startswith("Every premium")


def test_pages_are_as_many_in_sum_as_by_holder(real_desk: RealDesk) -> None:
    def fill(session: Session) -> None:
        desk = real_desk.ids
        issue = factories.make_issue(session, desk)
        for number in range(3):
            line = LineWish(issue, desk.half, quantity=number + 1)
            booking = factories.make_quote(session, desk, line)
            bookings.option(session, desk.rep, booking)
            if number:
                agreed = Agreed("A. L.", TODAY, "mail")
                bookings.confirm(session, desk.rep, booking, agreed)
        for whole in (True, False):
            left = space_left(session, desk.rep, [issue], pages_in_sum=whole)
            pages = left[issue][0].space
            assert (pages.left, pages.optioned) == (24 * 12 - 36, 6)
            assert (pages.state, pages.until) == (SpaceState.FREE, date(2027, 3, 9))

    real_desk.writing(fill)


def test_a_support_of_weeks_tells_what_is_left_of_each(real_desk: RealDesk) -> None:
    def fill(session: Session) -> None:
        desk = real_desk.ids
        for week in range(8):
            day = date(2027, 5, 3 + week)
            wish = issues.IssueWish(
                desk.newsletter_id,
                f"w{week}",
                f"Semaine {week}",
                f"Week {week}",
                closes_on=day,
                materials_due_on=day,
                published_on=day,
                pools=[issues.PoolWish("b", "Pavé", "Rectangle", 3, None, desk.banner)],
            )
            issue = issues.add_issue(session, desk.manager, wish)
            if week == 1:
                booked = factories.make_quote(
                    session, desk, LineWish(issue, desk.banner)
                )
                bookings.option(session, desk.rep, booked)
        with use_language("en"):
            [support] = calendar(session, desk.rep, desk.title_id, 2027).others
            assert support.is_frequent
            assert calendar_others.count_sentence(support) == "8 sends"
            drawn = calendar_others.drawing(support, TODAY)
            assert drawn.count('<i style="height:33%"></i>') == 1
            assert "2 places free of 3" in drawn
            assert calendar_others.share_of_voice(SupportKind.WEB, 3) == (
                "one view in 3 each"
            )
            assert calendar_others.share_of_voice(SupportKind.NEWSLETTER, 3) == ""

    real_desk.writing(fill)
    assert not real_desk.open("calendar").exception
