"""What else reads the flatplan: a booking's pages, what is for sale, two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from crm.domain import flatplan_errors as refused
from crm.domain.errors import DeskError, RangeError
from crm.domain.flatplan import PageKind
from crm.domain.magazine import FormatKind
from crm.services import bookings, titles
from crm.services.documents import draw_flatplan
from crm.services.flatplan import PageWish, describe_page, place, set_page_count
from crm.services.lines import LineWish
from crm.store.models import Issue, Line, Pool, Support
from crm.store.queries.flatplan import flatplan, page_prices
from crm.store.queries.flatplan_pages import line_pages
from tests.factories import ITSELF, Desk, make_desk, make_issue, make_quote
from tests.mediakit.reading import texts
from tests.postgres import both_engines
from tests.services.test_flatplan import counted, read, sold
from tests.two_reps import make_two_reps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store

    Laid = tuple[Session, Desk, int]

SALE = PageWish(kind=PageKind.ADVERTISING)


@pytest.fixture
def laid(session: Session) -> Laid:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    counted(session, desk, issue_id)
    return session, desk, issue_id


def kept_for_ads(laid: Laid, *folios: int) -> None:
    session, desk, issue_id = laid
    for folio in folios:
        describe_page(session, desk.manager, issue_id, folio, SALE, PageWish())


def test_a_booking_reads_its_pages_off_the_plan(laid: Laid) -> None:
    session, desk, issue_id = laid
    half, cover = (
        sold(session, desk, issue_id, desk.half),
        sold(session, desk, issue_id, desk.page, desk.c4),
    )
    assert line_pages(session, desk.rep, [half, cover]) == {cover: (16,)}
    place(session, desk.rep, issue_id, half, 7)
    assert line_pages(session, desk.rep, [half, cover]) == {half: (7,), cover: (16,)}
    found = read(session, desk, issue_id)
    assert {ad.line_id: found.folios_of(ad) for ad in found.placed} == line_pages(
        session, desk.rep, [half, cover]
    )
    booking_id = session.get_one(Line, half).booking_id
    bookings.cancel(session, desk.manager, booking_id, "withdrawn")
    assert line_pages(session, desk.rep, [half]) == {}
    assert line_pages(session, desk.rep, []) == {}


def test_of_anothers_line_no_page_is_told(store: Store) -> None:
    with store.writing(ITSELF) as session:
        ids = make_two_reps(session)
        counted(session, ids.desk, ids.issue_id)
        found = flatplan(session, ITSELF, ids.issue_id)
        assert found
        lines = [ad.line_id for ad in found.placed]
        assert line_pages(session, ITSELF, lines) == {lines[0]: (16,)}
    with store.reading(ids.desk.rep) as session:
        assert line_pages(session, ids.desk.rep, lines) == {}


def test_no_more_pages_are_for_sale_than_the_budget_has(laid: Laid) -> None:
    session, desk, issue_id = laid
    pool = session.query(Pool).filter_by(issue_id=issue_id, code="pages").one()
    kept_for_ads(laid, 5, 7, 9)
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [5, 7, 9, 16]
    assert read(session, desk, issue_id).left_to_sell == 25
    pool.capacity = 24
    assert read(session, desk, issue_id).left_to_sell == 3
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [5, 7, 16]
    line = sold(session, desk, issue_id, desk.half)
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [5, 16]
    place(session, desk.rep, issue_id, line, 5)
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [7, 16]


def test_nothing_is_for_sale_once_the_issue_has_closed(laid: Laid) -> None:
    session, desk, issue_id = laid
    kept_for_ads(laid, 5)
    session.get_one(Issue, issue_id).closes_on = date(2027, 3, 4)
    assert read(session, desk, issue_id).for_sale
    session.get_one(Issue, issue_id).closes_on = date(2027, 3, 3)
    assert read(session, desk, issue_id).for_sale == ()


def test_a_page_for_sale_costs_what_the_card_says(laid: Laid) -> None:
    session, desk, issue_id = laid
    kept_for_ads(laid, 5)
    found = read(session, desk, issue_id)
    prices = page_prices(session, desk.rep, found)
    assert set(prices) == {5, 16}
    assert prices[16].cents > prices[5].cents > 0
    assert page_prices(session, desk.rep, replace(found, is_open=False)) == {}


def test_a_position_of_double_pages_takes_both_its_pages(laid: Laid) -> None:
    session, desk, issue_id = laid
    double = titles.add_format(
        *(session, desk.manager, desk.print_id, "double", FormatKind.PRINT),
        *("Double page", "Double page"),
        width=4_200,
        height=2_970,
        bleed=50,
        safe=80,
        units=24,
    )
    opening = titles.add_position(
        *(session, desk.manager, desk.print_id, "opening", "Ouverture", "Opening"),
        fits=("double",),
    )
    wish = PageWish(position_id=opening)
    describe_page(session, desk.manager, issue_id, 4, wish, PageWish())
    found = read(session, desk, issue_id)
    assert [page.folio for page in found.pages if page.position == "Opening"] == [4, 5]
    assert found.ground().homes == {opening: 4, desk.c4: 16}
    half = sold(session, desk, issue_id, desk.half)
    with pytest.raises(refused.PromisedPageError):
        place(session, desk.rep, issue_id, half, 5)
    assert double


@pytest.mark.parametrize("pages", [0, -4, 10**9, 404])
def test_a_number_of_pages_beyond_reason_is_refused(laid: Laid, pages: int) -> None:
    session, desk, issue_id = laid
    version = session.get_one(Issue, issue_id).version
    with pytest.raises(RangeError):
        set_page_count(session, desk.manager, issue_id, pages, version=version)


@pytest.mark.parametrize("folio", [0, -1, 17, 10**9])
def test_a_page_that_is_not_there_is_refused(laid: Laid, folio: int) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    with pytest.raises(refused.NoPageError):
        place(session, desk.rep, issue_id, line, folio)


@pytest.mark.parametrize("spot", [(1, 1), (-1, 0), (10**9, 0)])
def test_a_corner_beyond_the_page_is_refused(laid: Laid, spot: tuple[int, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    with pytest.raises(refused.PageFullError):
        place(session, desk.rep, issue_id, line, 5, spot=spot)


def test_a_format_larger_than_the_page_is_refused(laid: Laid) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.page)
    found = read(session, desk, issue_id).paper
    support = session.get_one(Support, desk.print_id)
    support.page_height = found.height - 1
    session.flush()
    with pytest.raises(refused.TooLargeError) as told:
        place(session, desk.rep, issue_id, line, 5)
    assert "larger than the page" in str(told.value)


def test_the_print_tells_each_ad_its_page_and_what_waits(laid: Laid) -> None:
    session, desk, issue_id = laid
    half = sold(session, desk, issue_id, desk.half)
    sold(session, desk, issue_id, desk.page)
    place(session, desk.rep, issue_id, half, 7)
    kept_for_ads(laid, 9)
    said = " ".join(texts(draw_flatplan(session, desk.manager, issue_id)))
    for word in ("Flatplan, no. 62", "16 pages", "Ads by page", "To place", "free"):
        assert word in said
    assert "Advertising 9%, editorial 91%" in said


@both_engines
def test_of_two_who_want_one_place_at_once_one_is_told_who_stands_there(
    store: Store,
) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue_id = make_issue(session, desk)
        counted(session, desk, issue_id)
        lines = [sold(session, desk, issue_id, desk.page) for _n in range(2)]
    told: list[str] = []
    ready = Barrier(2)

    def put(line: int) -> None:
        ready.wait()
        try:
            store.write(
                lambda session: place(session, desk.rep, issue_id, line, 7), desk.rep
            )
        except DeskError as refusal:
            told.append(type(refusal).__name__)
        else:
            told.append("placed")

    people = [Thread(target=put, args=(line,)) for line in lines]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(told) == ["PageFullError", "placed"]
    with store.reading(ITSELF) as session:
        found = read(session, desk, issue_id)
        assert [ad.box.folio for ad in found.placed if ad.box] == [7]
        assert found.covered == ()


def test_a_booking_into_a_place_leaves_fewer_for_sale(laid: Laid) -> None:
    session, desk, issue_id = laid
    kept_for_ads(laid, 5)
    make_quote(session, desk, LineWish(issue_id, desk.page, desk.c4))
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [5, 16]
    sold(session, desk, issue_id, desk.page, desk.c4)
    assert [p.folio for p in read(session, desk, issue_id).for_sale] == [5]
