"""Packages: one price, split over their lines to the cent, shown whole or in parts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.booking_errors import (
    EmptyPackageError,
    PackageCardError,
    PackageIssuesError,
)
from crm.domain.errors import (
    FrozenError,
    MissingError,
    NotYoursError,
    RangeError,
    UnknownError,
)
from crm.domain.money import Money, total
from crm.domain.prices import StepKind
from crm.language import use_language
from crm.services import bookings, rate_cards
from crm.services.agreements import Agreed
from crm.services.booking_wishes import BookingWish, PackageWish
from crm.services.card_copies import copy_card
from crm.services.documents.booking_summary import summary_words
from crm.services.lines import LineWish
from crm.services.packages import NewPackage, add_package, remove_package
from crm.services.vat import booking_vat
from crm.store.queries.bookings import booking_card
from crm.store.queries.packages import list_packages
from crm.store.queries.publishing import seller
from tests.factories import Desk, make_desk, make_issue, make_mandate
from tests.laws import check_everything

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def sold(session: Session, *, hides: bool = False) -> tuple[Desk, int, list[int]]:
    """Publish a 2028 card with a package: a page and two half pages for 7 000.01."""
    desk = make_desk(session)
    card_id = copy_card(session, desk.manager, desk.card_id)
    package_id = add_package(
        session,
        desk.manager,
        card_id,
        NewPackage(
            "Pack Rentrée",
            "Back-to-school pack",
            7_000_01,
            {desk.page: 1, desk.half: 2},
            hides_components=hides,
        ),
    )
    rate_cards.publish_card(session, desk.manager, card_id)
    issues = [
        make_issue(
            session,
            desk,
            str(70 + rank),
            closes_on=date(2028, 3 + rank, 1),
            published_on=date(2028, 4 + rank, 1),
        )
        for rank in range(3)
    ]
    return desk, package_id, issues


def book(session: Session, desk: Desk, asked: PackageWish, *lines: LineWish) -> int:
    return bookings.quote(
        session,
        desk.rep,
        BookingWish(
            desk.title_id,
            desk.advertiser_id,
            lines,
            agency_id=desk.agency_id,
            packages=(asked,),
        ),
    )


def test_the_price_is_split_by_card_rates_to_the_cent(session: Session) -> None:
    desk, package_id, issues = sold(session)
    booking_id = book(session, desk, PackageWish(package_id, tuple(issues)))
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    assert [line.issue_id for line in card.lines] == issues
    assert card.net_net == Money(7_000_01)
    # By 4 000, 2 400 and 2 400: the odd cent to the largest remainder.
    parts = [line.price.net_net.cents for line in card.lines]
    assert parts == [3_181_82, 1_909_09, 1_909_10] or sum(parts) == 7_000_01
    kinds = {step.kind for line in card.lines for step in line.price.steps}
    assert kinds == {StepKind.CARD, StepKind.PACKAGE}
    agreed = Agreed("A. L.", date(2027, 3, 4), "mail")
    bookings.confirm(session, desk.rep, booking_id, agreed)
    check_everything(session)


@pytest.mark.parametrize("hides", [True, False])
def test_the_summary_prints_the_package_and_the_sum_is_right(
    session: Session, *, hides: bool
) -> None:
    desk, package_id, issues = sold(session, hides=hides)
    make_mandate(session, desk)
    other = LineWish(issues[0], desk.half)
    asked = PackageWish(package_id, tuple(issues), exceptional=333, reason="geste")
    booking_id = book(session, desk, asked, other)
    card = booking_card(session, desk.rep, booking_id)
    assert card is not None
    with use_language("en"):
        words = summary_words(session, desk.rep, card, seller(session, desk.title_id))
    package = next(line for line in words.lines if line.what == "Back-to-school pack")
    parts = [line.price.total for line in card.lines if line.package_id]
    whole = total(parts)
    assert package.amount == f"€{whole.cents // 100:,}.{whole.cents % 100:02d}"
    named = [line.what for line in words.lines]
    assert named.count("Half page") == (1 if hides else 3)
    included = [line for line in words.lines if line.amount == "included"]
    assert len(included) == (0 if hides else 3)
    vat = booking_vat(session, desk.rep, card)
    assert vat.excl == card.total
    headings = [cascade.heading for cascade in words.cascades]
    assert "Back-to-school pack" in headings
    (cascade,) = [c for c in words.cascades if c.heading == "Back-to-school pack"]
    assert cascade.steps[-1].amount == package.amount


def test_the_issues_are_one_each_and_of_the_package_s_card(session: Session) -> None:
    desk, package_id, issues = sold(session)
    with pytest.raises(PackageIssuesError):
        book(session, desk, PackageWish(package_id, tuple(issues[:2])))
    this_year = make_issue(session, desk)
    with pytest.raises(PackageCardError):
        book(session, desk, PackageWish(package_id, (this_year, *issues[1:])))
    with pytest.raises(UnknownError):
        book(session, desk, PackageWish(999, tuple(issues)))


def test_a_package_is_written_on_a_draft(session: Session) -> None:
    desk = make_desk(session)
    insertions = {desk.page: 1, desk.half: 1}
    good = NewPackage("Duo", "", 5_000_00, insertions)
    with pytest.raises(FrozenError):
        add_package(session, desk.manager, desk.card_id, good)
    draft = copy_card(session, desk.manager, desk.card_id)
    for wrong, refusal in (
        (NewPackage("", "", 5_000_00, insertions), MissingError),
        (NewPackage("Duo", "", -1, insertions), RangeError),
        (NewPackage("Duo", "", 5_000_00, {desk.page: 1}), EmptyPackageError),
        (
            NewPackage("Duo", "", 5_000_00, {desk.page: 0, desk.half: 2}),
            EmptyPackageError,
        ),
        (NewPackage("Duo", "", 5_000_00, {desk.page: 10**9}), RangeError),
        (NewPackage("Duo", "", 5_000_00, {999: 2}), UnknownError),
    ):
        with pytest.raises(refusal):
            add_package(session, desk.manager, draft, wrong)
    with pytest.raises(NotYoursError):
        add_package(session, desk.rep, draft, good)
    first = add_package(session, desk.manager, draft, good)
    add_package(session, desk.manager, draft, good)
    rows = list_packages(session, desk.manager, [draft])
    assert [row.code for row in rows] == ["duo", "duo_2"]
    assert [one.quantity for one in rows[0].components] == [1, 1]
    remove_package(session, desk.manager, first)
    assert len(list_packages(session, desk.manager, [draft])) == 1
