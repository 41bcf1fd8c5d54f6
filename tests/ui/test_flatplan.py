"""The flatplan's screen over a real store: placing by clicks, refusals, its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.language import use_language
from crm.services import bookings
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.flatplan import PageWish, describe_page, set_page_count
from crm.services.lines import LineWish
from crm.store.models import Issue
from crm.store.queries.flatplan import flatplan
from crm.ui import board, calendar_pages, flatplan_board, flatplan_parts
from crm.ui.flatplan_board import Drawn, drawing
from tests import factories
from tests.factories import ITSELF, MORNING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from streamlit.testing.v1 import AppTest

    from crm.store.queries.flatplan import Flatplan
    from tests.ui.conftest import RealDesk

AGREED = Agreed("A. L.", MORNING.date(), "mail")


class Clicks:
    """Stands in for the drawing: tells the next click, keeps what was drawn."""

    def __init__(self) -> None:
        self.next: str | None = None
        self.drawn: dict[str, str] = {}

    def board(self, drawn: str, key: str) -> str | None:
        """Keep a drawing; tell the click that waits for the flatplan, once."""
        self.drawn[key] = drawn
        if key != "flatplan_board":
            return None
        told, self.next = self.next, None
        return told

    def click(self, page: AppTest, part: str) -> AppTest:
        """Click a part of the flatplan."""
        self.next = part
        return page.run()

    @property
    def plan(self) -> str:
        """What the flatplan shows."""
        return self.drawn["flatplan_board"]


@pytest.fixture
def clicks(monkeypatch: pytest.MonkeyPatch) -> Clicks:
    made = Clicks()
    monkeypatch.setattr(board, "board", made.board)
    monkeypatch.setattr(flatplan_parts, "board", made.board)
    return made


def lay(real_desk: RealDesk, name: str = "Lumicité SAS", *, pages: int = 16) -> int:
    """Plan an issue with one half page sold, to be placed; return the line's id."""
    lines: list[int] = []

    def plan(session: Session) -> None:
        desk = real_desk.ids
        issue_id = factories.make_issue(session, desk)
        if pages:
            set_page_count(session, desk.manager, issue_id, pages, version=1)
        company = factories.make_company(session, desk.rep, name)
        wish = BookingWish(desk.title_id, company, (LineWish(issue_id, desk.half),))
        booking_id = bookings.quote(session, desk.rep, wish)
        bookings.confirm(session, desk.rep, booking_id, AGREED)
        session.flush()
        found = flatplan(session, ITSELF, issue_id)
        assert found
        lines.extend(ad.line_id for ad in found.ads)

    real_desk.writing(plan)
    return lines[0]


def read(real_desk: RealDesk) -> Flatplan:
    with real_desk.reading() as session:
        issue_id = session.query(Issue.id).order_by(Issue.id.desc()).limit(1).scalar()
        found = flatplan(session, ITSELF, issue_id or 0)
    assert found is not None
    return found


def stands(real_desk: RealDesk) -> list[int]:
    return [ad.box.folio for ad in read(real_desk).placed if ad.box]


def test_it_opens_without_an_issue(real_desk: RealDesk) -> None:
    page = real_desk.open("flatplan")
    assert not page.exception
    assert page.title[0].value == "No issue is planned in print\\."


def test_the_pages_are_counted_first(real_desk: RealDesk, clicks: Clicks) -> None:
    lay(real_desk, pages=0)
    page = real_desk.open("flatplan")
    assert not page.exception
    assert "its pages are not counted yet" in page.title[0].value
    assert [b.key for b in page.button if b.key in {"pages_count", "plan_copy"}] == []
    real_desk.seat = real_desk.ids.manager.user_id
    page = real_desk.open("flatplan")
    page = page.button(key="plan_copy").click().run()
    assert "has a flatplan to copy" in page.error[0].value
    assert "flatplan_board" not in clicks.drawn


def test_an_ad_is_picked_then_put_where_one_clicks(
    real_desk: RealDesk, clicks: Clicks
) -> None:
    line = lay(real_desk)
    page = real_desk.open("flatplan")
    assert page.title[0].value == "24 pages to sell\\."
    assert 'class="lit"' not in clicks.plan
    page = page.button(key=f"ad_pick_{line}").click().run()
    assert 'data-id="spot-5-0-1510"' in clicks.plan
    assert f'data-escape="ad-{line}"' in clicks.plan
    assert clicks.plan.count("data-first") == 1
    page = clicks.click(page, "spot-5-0-0")
    assert not page.exception
    assert stands(real_desk) == [5]
    assert 'class="lit"' not in clicks.plan
    assert f"ad_pick_{line}" not in {button.key for button in page.button}


def test_a_page_takes_an_ad_where_it_first_fits(
    real_desk: RealDesk, clicks: Clicks
) -> None:
    line = lay(real_desk)
    page = clicks.click(real_desk.open("flatplan"), "page-7")
    assert stands(real_desk) == []
    page = page.button(key=f"ad_pick_{line}").click().run()
    page = clicks.click(page, "page-7")
    assert stands(real_desk) == [7]
    page = clicks.click(page, f"ad-{line}")
    page = clicks.click(page, "page-10")
    assert stands(real_desk) == [10]
    page = clicks.click(page, f"ad-{line}")
    page.button(key="ad_take_off").click().run()
    assert stands(real_desk) == []


def test_a_refusal_is_told_at_the_page_and_the_ad_stays_picked(
    real_desk: RealDesk, clicks: Clicks
) -> None:
    line = lay(real_desk)
    page = real_desk.open("flatplan").button(key=f"ad_pick_{line}").click().run()
    page = clicks.click(page, "page-1")
    assert not page.exception
    assert '<p class="no" role="alert">Page 1 is the front cover' in clicks.plan
    assert 'class="lit"' in clicks.plan
    page = page.run()
    assert 'class="no"' not in clicks.plan
    clicks.click(page, f"ad-{line}")
    assert 'class="lit"' not in clicks.plan


@pytest.mark.parametrize("part", ["", "page-", "page-999", "spot-5", "ad-x", "x-1"])
def test_a_click_on_nothing_does_nothing(
    real_desk: RealDesk, clicks: Clicks, part: str
) -> None:
    lay(real_desk)
    page = clicks.click(real_desk.open("flatplan"), part)
    assert not page.exception
    assert stands(real_desk) == []


def test_who_reads_alone_places_nothing(real_desk: RealDesk, clicks: Clicks) -> None:
    line = lay(real_desk)

    def close(session: Session) -> None:
        issue = session.query(Issue).order_by(Issue.id.desc()).first()
        assert issue
        issue.status = issue.status.CANCELLED

    real_desk.writing(close)
    issue_id = read(real_desk).issue_id
    page = real_desk.open("flatplan", id=issue_id)
    assert f"ad_pick_{line}" not in {button.key for button in page.button}
    clicks.click(page, f"ad-{line}")
    assert 'class="lit"' not in clicks.plan


def test_one_reads_it_large(real_desk: RealDesk, clicks: Clicks) -> None:
    lay(real_desk)
    page = clicks.click(real_desk.open("flatplan"), flatplan_board.READ)
    assert 'class="fp read"' in clicks.plan
    clicks.click(page, flatplan_board.WHOLE)
    assert 'class="fp"' in clicks.plan


def test_typed_text_is_inert_and_every_part_has_its_words(real_desk: RealDesk) -> None:
    lay(real_desk, "<script>x</script> & co")

    def describe(session: Session) -> None:
        issue_id = read(real_desk).issue_id
        wish = PageWish("<b>Dossier</b>", note="“x” <i>")
        describe_page(session, real_desk.ids.manager, issue_id, 7, wish, PageWish())

    real_desk.writing(describe)
    found = read(real_desk)
    with use_language("en"):
        drawn = drawing(found, Drawn(refused=(7, "<u>no</u>")))
    assert "<script" not in drawn
    assert "<b>Dossier" not in drawn
    assert "<u>" not in drawn
    assert 'aria-label="Page 7, &lt;b&gt;Dossier' in drawn
    assert drawn.count('data-id="page-') == 16


def test_the_calendar_opens_an_issue_s_flatplan() -> None:
    assert calendar_pages.plan_asked("plan-12") == 12
    for other in (None, "", "12-4", "plan-", "plan-x"):
        assert calendar_pages.plan_asked(other) is None


def test_the_booking_tells_the_page(real_desk: RealDesk, clicks: Clicks) -> None:
    line = lay(real_desk)
    page = real_desk.open("flatplan").button(key=f"ad_pick_{line}").click().run()
    clicks.click(page, "page-7")
    booking_id = read(real_desk).ads[0].booking_id
    page = real_desk.open("booking", id=booking_id)
    assert any("p\\. 7" in text.value for text in page.markdown)
