"""The flatplan over the store: placing, taking off, pages, copying, who may what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from crm.domain import flatplan_errors as refused
from crm.domain.errors import (
    ChangedError,
    NotYoursError,
    UnchangedError,
    UnknownError,
)
from crm.domain.flatplan import PageKind
from crm.domain.roles import RoleCode
from crm.services import bookings, issue_moves
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.flatplan import (
    PageWish,
    copy_plan,
    describe_page,
    place,
    said_of,
    set_page_count,
    take_off,
)
from crm.services.lines import LineWish
from crm.store.models import Company, FlatplanPage, Issue, Line, Placement, Sector
from crm.store.queries.flatplan import flatplan
from tests.factories import (
    ITSELF,
    MORNING,
    Desk,
    make_actor,
    make_company,
    make_desk,
    make_issue,
    make_quote,
)
from tests.postgres import both_engines
from tests.store.test_statements import counted as counted_statements
from tests.two_reps import PAUL, SECRET, make_two_reps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.database import Store
    from crm.store.queries.flatplan import Flatplan

AGREED = Agreed("A. L.", MORNING.date(), "mail")
LONG_AFTER = date(2027, 3, 4)


def counted(session: Session, desk: Desk, issue_id: int, pages: int = 16) -> None:
    version = session.get_one(Issue, issue_id).version
    set_page_count(session, desk.manager, issue_id, pages, version=version)


def sold(session: Session, desk: Desk, issue_id: int, *format_: Any) -> int:
    booking_id = make_quote(session, desk, LineWish(issue_id, *format_))
    bookings.confirm(session, desk.rep, booking_id, AGREED)
    return session.scalars(select(Line.id).filter_by(booking_id=booking_id)).one()


def read(session: Session, desk: Desk, issue_id: int) -> Flatplan:
    session.flush()
    session.expire_all()
    found = flatplan(session, desk.manager, issue_id)
    assert found is not None
    return found


def where(session: Session, desk: Desk, issue_id: int) -> dict[int, int]:
    found = read(session, desk, issue_id)
    return {ad.line_id: ad.box.folio for ad in found.placed if ad.box}


@pytest.fixture
def laid(session: Session) -> tuple[Session, Desk, int]:
    desk = make_desk(session)
    issue_id = make_issue(session, desk)
    counted(session, desk, issue_id)
    return session, desk, issue_id


def test_an_ad_is_placed_moved_and_taken_off(laid: tuple[Session, Desk, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    assert [ad.line_id for ad in read(session, desk, issue_id).waiting] == [line]
    place(session, desk.rep, issue_id, line, 7)
    ad = read(session, desk, issue_id).ad(line)
    assert ad
    assert ad.box
    assert (ad.box.folio, ad.box.x, ad.box.y, ad.version) == (7, 0, 1_510, 1)
    place(session, desk.rep, issue_id, line, 9, spot=(0, 0), version=1)
    assert where(session, desk, issue_id) == {line: 9}
    take_off(session, desk.rep, issue_id, line, version=2)
    assert where(session, desk, issue_id) == {}


def test_what_does_not_fit_is_refused_and_nothing_is_changed(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    page, half = (sold(session, desk, issue_id, f) for f in (desk.page, desk.half))
    place(session, desk.rep, issue_id, half, 7)
    with pytest.raises(refused.PageFullError) as told:
        place(session, desk.rep, issue_id, page, 7)
    assert "beside Lumicité SAS" in str(told.value)
    with pytest.raises(refused.PromisedPageError):
        place(session, desk.rep, issue_id, page, 16)
    with pytest.raises(refused.FrontPageError):
        place(session, desk.rep, issue_id, page, 1)
    assert where(session, desk, issue_id) == {half: 7}


def test_a_cover_places_itself_and_stays(laid: tuple[Session, Desk, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.page, desk.c4)
    assert where(session, desk, issue_id) == {line: 16}
    with pytest.raises(refused.OwnPageError):
        place(session, desk.rep, issue_id, line, 5)
    with pytest.raises(refused.OwnPageError):
        take_off(session, desk.rep, issue_id, line)


def test_a_position_is_given_its_page_and_its_ad_stands_there(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.page, desk.facing)
    assert where(session, desk, issue_id) == {}
    wish = PageWish("Dossier", PageKind.OPEN, desk.facing)
    describe_page(session, desk.manager, issue_id, 5, wish, PageWish())
    assert where(session, desk, issue_id) == {line: 5}
    page = read(session, desk, issue_id).pages[4]
    assert (page.section, page.position) == ("Dossier", "Facing the dossier")
    assert said_of(page) == wish
    with pytest.raises(refused.PositionPagedError):
        describe_page(session, desk.manager, issue_id, 6, wish, PageWish())
    other = PageWish(position_id=desk.c4)
    with pytest.raises(refused.PositionPagedError):
        describe_page(session, desk.manager, issue_id, 6, other, PageWish())


def test_what_is_cancelled_leaves_the_plan_by_itself(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 7)
    booking_id = session.get_one(Line, line).booking_id
    bookings.cancel(session, desk.manager, booking_id, "withdrawn")
    found = read(session, desk, issue_id)
    assert (found.placed, found.waiting) == ((), ())
    assert session.scalars(select(Placement.line_id)).all() == [line]


def test_what_moves_or_changes_its_size_is_to_be_placed_again(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 7)
    session.get_one(Line, line).format_id = desk.page
    assert [ad.line_id for ad in read(session, desk, issue_id).waiting] == [line]
    later = make_issue(session, desk, "63", published_on=date(2027, 7, 1))
    counted(session, desk, later)
    session.get_one(Line, line).issue_id = later
    assert read(session, desk, issue_id).ads == ()
    place(session, desk.rep, later, line, 9)
    assert where(session, desk, later) == {line: 9}


def test_fewer_pages_send_ads_back_to_be_placed(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 14)
    counted(session, desk, issue_id, 12)
    assert [ad.line_id for ad in read(session, desk, issue_id).waiting] == [line]
    version = session.get_one(Issue, issue_id).version
    with pytest.raises(refused.PageCountError):
        set_page_count(session, desk.manager, issue_id, 14, version=version)
    with pytest.raises(ChangedError):
        set_page_count(session, desk.manager, issue_id, 16, version=version - 1)


def test_who_was_overtaken_is_told(laid: tuple[Session, Desk, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 7)
    with pytest.raises(ChangedError):
        place(session, desk.manager, issue_id, line, 9)
    with pytest.raises(ChangedError):
        take_off(session, desk.manager, issue_id, line)
    wish = PageWish("Dossier")
    describe_page(session, desk.manager, issue_id, 5, wish, PageWish())
    with pytest.raises(ChangedError):
        describe_page(session, desk.manager, issue_id, 5, PageWish("A"), PageWish())
    with pytest.raises(UnchangedError):
        describe_page(session, desk.manager, issue_id, 5, wish, wish)
    describe_page(session, desk.manager, issue_id, 5, PageWish(), wish)
    assert session.scalars(select(FlatplanPage.id)).all() == []


def test_an_editorial_page_takes_no_ad(laid: tuple[Session, Desk, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    kept = PageWish("Sommaire", PageKind.EDITORIAL)
    describe_page(session, desk.manager, issue_id, 8, kept, PageWish())
    with pytest.raises(refused.EditorialPageError):
        place(session, desk.rep, issue_id, line, 8)


def test_the_plan_of_the_issue_before_is_copied_without_its_ads(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 7)
    for folio, wish in (
        (5, PageWish("Dossier", PageKind.ADVERTISING, desk.facing, "en haut")),
        (8, PageWish("Sommaire", PageKind.EDITORIAL)),
    ):
        describe_page(session, desk.manager, issue_id, folio, wish, PageWish())
    later = make_issue(session, desk, "63", published_on=date(2027, 7, 1))
    assert copy_plan(session, desk.manager, later) == issue_id
    before, after = (read(session, desk, n) for n in (issue_id, later))
    assert after.pages == before.pages
    assert after.ads == ()
    with pytest.raises(refused.PlanBegunError):
        copy_plan(session, desk.manager, later)
    with pytest.raises(refused.PlanBegunError):
        copy_plan(session, desk.manager, issue_id)
    first = make_issue(
        *(session, desk, "61"), closes_on=LONG_AFTER, published_on=LONG_AFTER
    )
    with pytest.raises(refused.NothingToCopyError):
        copy_plan(session, desk.manager, first)


def test_a_printed_plan_stays_as_it_is(laid: tuple[Session, Desk, int]) -> None:
    session, desk, issue_id = laid
    line = sold(session, desk, issue_id, desk.half)
    place(session, desk.rep, issue_id, line, 7)
    session.get_one(Issue, issue_id).published_on = MORNING.date()
    session.get_one(Issue, issue_id).closes_on = MORNING.date()
    session.get_one(Issue, issue_id).materials_due_on = MORNING.date()
    issue_moves.publish_issue(session, desk.manager, issue_id)
    assert where(session, desk, issue_id) == {line: 7}
    with pytest.raises(refused.PrintedError):
        take_off(session, desk.rep, issue_id, line, version=1)


def test_the_pages_are_for_who_manages_titles(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    for refusal in (
        lambda: set_page_count(session, desk.rep, issue_id, 32, version=2),
        lambda: describe_page(
            session, desk.rep, issue_id, 5, PageWish("A"), PageWish()
        ),
        lambda: copy_plan(session, desk.rep, issue_id),
        lambda: place(session, make_actor(9, RoleCode.READER), issue_id, 1, 5),
    ):
        with pytest.raises(NotYoursError):
            refusal()


def test_competitors_who_face_each_other_are_flagged_not_refused(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    sector = Sector(code="light", name_fr="Éclairage", name_en="Lighting")
    session.add(sector)
    rival = make_company(session, desk.rep, "Halogis")
    one = sold(session, desk, issue_id, desk.half)
    other_booking = bookings.quote(
        session,
        desk.rep,
        BookingWish(desk.title_id, rival, (LineWish(issue_id, desk.half),)),
    )
    bookings.confirm(session, desk.rep, other_booking, AGREED)
    other = session.scalars(select(Line.id).filter_by(booking_id=other_booking)).one()
    session.flush()
    for company_id in (rival, desk.advertiser_id):
        session.get_one(Company, company_id).sector_id = sector.id
    place(session, desk.rep, issue_id, one, 6)
    place(session, desk.rep, issue_id, other, 7)
    assert read(session, desk, issue_id).rivals == ((one, other),)
    place(session, desk.rep, issue_id, other, 8, version=1)
    assert read(session, desk, issue_id).rivals == ()


def test_another_rep_sees_that_a_page_is_taken_and_by_whom(store: Store) -> None:
    with store.writing(ITSELF) as session:
        ids = make_two_reps(session)
        counted(session, ids.desk, ids.issue_id)
    with store.reading(ids.desk.rep) as session:
        found = flatplan(session, ids.desk.rep, ids.issue_id)
        assert found
        [taken] = found.placed
        assert (taken.holder, taken.name, taken.booking_id) == ("", PAUL, None)
        assert taken.ad.advertiser_id is None
        assert SECRET not in repr(found)
    with (
        store.writing(ids.desk.rep) as session,
        pytest.raises(UnknownError),
    ):
        place(session, ids.desk.rep, ids.issue_id, taken.line_id, 5)


@both_engines
def test_a_line_has_one_place_whatever_by_passes_the_services(store: Store) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        issue_id = make_issue(session, desk)
        counted(session, desk, issue_id)
        line = sold(session, desk, issue_id, desk.half)
        place(session, desk.rep, issue_id, line, 7)
    row = {
        "line_id": line,
        "issue_id": issue_id,
        "folio": 9,
        "version": 1,
        "x": 0,
        "y": 0,
        "width": 2_100,
        "height": 1_460,
    }
    with pytest.raises(IntegrityError), store.writing(ITSELF) as session:
        session.execute(insert(Placement).values(row))
    with pytest.raises(IntegrityError), store.writing(ITSELF) as session:
        session.execute(
            insert(FlatplanPage),
            [
                {"issue_id": issue_id, "folio": 5, "section": s, "note": ""}
                for s in ("A", "B")
            ],
        )
    with store.reading(ITSELF) as session:
        assert where(session, desk, issue_id) == {line: 7}


def test_a_plan_is_read_in_a_few_statements(
    laid: tuple[Session, Desk, int],
) -> None:
    session, desk, issue_id = laid
    for folio in (6, 7, 8):
        place(
            *(session, desk.rep, issue_id),
            sold(session, desk, issue_id, desk.half),
            folio,
        )
    with counted_statements(session) as sent:
        flatplan(session, desk.manager, issue_id)
    assert len(sent) <= 7, sent
