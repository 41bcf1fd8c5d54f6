"""From an empty desk to a signed insertion order, as its screens would do it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.editing import Edit
from crm.domain.errors import (
    AlreadyThereError,
    ConflictError,
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    RangeError,
    UnchangedError,
)
from crm.domain.roles import Door
from crm.domain.space import SpaceState
from crm.services import bookings, setup
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish
from crm.services.card_prices import TypedCard, start_card
from crm.services.companies import CompanyWish, add_company
from crm.services.documents import issue_booking_summary, issue_media_kit
from crm.services.documents.media_kit import KitWish
from crm.services.issue_moves import publish_issue
from crm.services.issues import IssueWish, plan_issue, standard_pools
from crm.services.lines import LineWish
from crm.services.publishers import change_publisher
from crm.services.rate_cards import publish_card
from crm.services.setup import OwnDesk
from crm.store.queries.editable import open_publisher
from crm.store.queries.issues import issue_years, list_supports
from crm.store.queries.magazine import (
    list_formats,
    list_positions,
    list_titles,
    space_left,
)
from crm.store.queries.publishers import list_vat, publisher_of
from crm.store.queries.users import acting_as
from tests.factories import MORNING, make_actor, make_desk
from tests.services.test_documents import words_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ANSWERS = OwnDesk("Ville Demain", "Éditions d’essai", "Inès Marchal", "i@desk.example")
DATES = {
    "closes_on": date(2027, 4, 2),
    "materials_due_on": date(2027, 4, 9),
    "published_on": date(2027, 5, 3),
}


def test_a_desk_of_one_s_own_sells_a_page(session: Session) -> None:
    user_id = setup.start_own(session, make_actor(), ANSWERS)
    me = acting_as(session, user_id, Door.SCREEN, MORNING)
    [title] = list_titles(session, me)
    formats = {row.code: row for row in list_formats(session, me, title.id)}
    positions = {row.code: row for row in list_positions(session, me, title.id)}
    assert formats["page"].units == 12
    assert formats["double_page"].width == 4_200
    assert (formats["half_vertical"].bleed, formats["half_vertical"].safe) == (50, 80)
    assert all(row.is_exclusive and not row.takes_page for row in positions.values())

    card_id = start_card(
        session,
        me,
        TypedCard(
            title.id,
            "Tarif 2027",
            date(2027, 1, 1),
            date(2027, 12, 31),
            {formats["page"].id: "4 000", formats["newsletter_banner"].id: "690"},
            {positions["C4"].id: "30"},
        ),
    )
    publish_card(session, me, card_id)
    magazine = list_supports(session, me, title.id)[0]
    issue_id = plan_issue(
        session, me, IssueWish(magazine.id, "1", "n° 1", "", **DATES), ad_pages=24
    )
    spaces = {
        row.code: row.space for row in space_left(session, me, [issue_id])[issue_id]
    }
    assert spaces["pages"].capacity == 24 * 12
    assert {code for code in spaces if code != "pages"} == {"C4", "C2", "C3"}

    advertiser = add_company(session, me, CompanyWish("Lumicité SAS"))
    line = LineWish(issue_id, formats["page"].id, positions["C4"].id)
    booking = bookings.quote(session, me, BookingWish(title.id, advertiser, (line,)))
    agreed = Agreed("Anaïs Lefèvre", MORNING.date(), "mail")
    bookings.confirm(session, me, booking, agreed)
    spaces = {
        row.code: row.space for row in space_left(session, me, [issue_id])[issue_id]
    }
    assert spaces["C4"].state is SpaceState.SOLD
    assert spaces["pages"].left == 24 * 12
    told = words_of(issue_booking_summary(session, me, booking, language="fr").content)
    assert "5 200,00 €" in told
    assert "6 240,00 €" in told
    assert "Lumicité" in words_of(
        issue_media_kit(session, me, KitWish(advertiser)).content
    )
    assert publish_issue(session, me, issue_id, is_out=True) == 1


@pytest.mark.parametrize(
    ("other", "pages", "refusal"),
    [
        ({"code": " "}, 24, MissingError),
        ({"code": "62"}, 24, AlreadyThereError),
        ({"closes_on": date(2027, 6, 1)}, 24, DateOrderError),
        ({}, 401, RangeError),
        ({}, -1, RangeError),
    ],
)
def test_an_issue_is_refused_before_anything_is_planned(
    other: dict[str, object], pages: int, refusal: type[Exception], session: Session
) -> None:
    desk = make_desk(session)
    first = IssueWish(desk.print_id, "62", "n° 62", "no. 62", **DATES)
    plan_issue(session, desk.manager, first, ad_pages=24)
    told = {"code": "63", "name_fr": "", "name_en": "", **DATES, **other}
    with pytest.raises(refusal):
        plan_issue(
            session, desk.manager, IssueWish(desk.print_id, **told), ad_pages=pages
        )
    with pytest.raises(NotYoursError):
        plan_issue(session, desk.rep, IssueWish(desk.print_id, **told))


def test_each_support_has_its_own_space(session: Session) -> None:
    desk = make_desk(session)
    printed = standard_pools(session, desk.print_id, 16)
    assert [(pool.code, pool.capacity) for pool in printed] == [
        ("pages", 192),
        ("C4", 1),
    ]
    [banner] = standard_pools(session, desk.newsletter_id, 16)
    assert (banner.format_id, banner.capacity) == (desk.banner, 1)
    assert issue_years(session, desk.manager, desk.title_id) == [2027]


def test_the_publisher_is_changed_against_the_version_that_was_read(
    session: Session,
) -> None:
    desk = make_desk(session)
    before = publisher_of(session, desk.manager, desk.title_id)

    def over(**typed: str) -> Edit:
        found = open_publisher(session, desk.manager, before.id)
        assert found is not None
        return Edit(found.version, found.values, typed)

    first = over(siret="732 829 320 00074", vat_number="FR44 732829320")
    other = over(siret="552 100 554 00013", town="Rennes")
    change_publisher(session, desk.manager, before.id, first)
    after = publisher_of(session, desk.manager, desk.title_id)
    assert (after.siret, after.vat_number) == ("73282932000074", "FR44732829320")
    assert after.version == before.version + 1
    with pytest.raises(ConflictError) as conflict:
        change_publisher(session, desk.manager, before.id, other)
    assert [found.field for found in conflict.value.clash.differences] == [
        "siret",
        "vat_number",
    ]
    for wanted, field in (
        (over(name=" "), "name"),
        (over(siret="123"), "siret"),
        (over(vat_number="FR00"), "vat_number"),
    ):
        with pytest.raises((MissingError, NotUnderstoodError)) as refused:
            change_publisher(session, desk.manager, before.id, wanted)
        assert refused.value.field == field
    with pytest.raises(UnchangedError):
        change_publisher(session, desk.manager, before.id, over(town=" "))
    with pytest.raises(NotYoursError):
        change_publisher(session, desk.rep, before.id, first)
    assert len(list_vat(session, desk.manager, before.id)) == 5
