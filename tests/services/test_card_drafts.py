"""A card is copied, typed, corrected, then frozen; two never price the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import (
    MissingError,
    NotUnderstoodError,
    NotYoursError,
    OverlapError,
    RangeError,
)
from crm.domain.money import Money
from crm.domain.rate_cards import RateCardStatus, change, raised
from crm.language.formats import tell
from crm.services.card_copies import copy_card
from crm.services.card_prices import TypedCard, start_card
from crm.services.rate_cards import publish_card
from crm.store.models import Package, PackageItem
from crm.store.queries.rate_cards import card, card_on
from tests.factories import make_desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import Desk


def typed(desk: Desk, **other: object) -> TypedCard:
    told = TypedCard(
        desk.title_id,
        "Tarif 2028",
        date(2028, 1, 1),
        date(2028, 12, 31),
        {desk.page: "4 200,50", desk.half: " ", desk.banner: "690"},
        {desk.c4: "30"},
        "10",
    )
    return replace(told, **other)


@pytest.mark.parametrize(
    ("cents", "rate", "expected"),
    [
        (4_000_00, 300, 4_120_00),
        (2_450_00, 310, 2_526_00),
        (150_00, 100, 152_00),
        (99, 0, 1_00),
        (49, 0, 49),  # rounded to nothing it would be a gift
        (12, 300, 12),
        (4_000_00, -500, 3_800_00),
    ],
)
def test_a_price_rises_to_the_whole_euro(cents: int, rate: int, expected: int) -> None:
    assert raised(Money(cents), rate) == Money(expected)


def test_a_change_from_nothing_is_no_percentage() -> None:
    assert change(Money(0), Money(5_00)) is None
    assert change(Money(4_000_00), Money(4_120_00)) == 300


def test_a_card_is_copied_to_the_next_year(session: Session) -> None:
    desk = make_desk(session)
    package = Package(
        rate_card_id=desk.card_id, code="duo", name_fr="Duo", name_en="Duo", cents=99_00
    )
    session.add(package)
    session.flush()
    session.add(PackageItem(package_id=package.id, format_id=desk.page, quantity=2))
    copied_id = copy_card(session, desk.manager, desk.card_id, rate=300)
    before, copied = card(session, desk.card_id), card(session, copied_id)
    assert before is not None
    assert copied is not None
    assert copied.name == "Tarif 2028"
    assert copied.status is RateCardStatus.DRAFT
    assert (copied.valid_from, copied.valid_until) == (
        date(2028, 1, 1),
        date(2028, 12, 31),
    )
    assert [rate.amount.cents for rate in copied.rates] == [
        4_120_00,
        2_472_00,
        4_120_00,
        711_00,
    ]
    assert copied.premiums == before.premiums
    assert copied.tiers == before.tiers
    assert [fee.amount.cents for fee in copied.fees] == [155_00]
    [duo] = session.query(Package).filter_by(rate_card_id=copied_id)
    assert duo.cents == 102_00
    publish_card(session, desk.manager, copied_id)
    assert card_on(session, desk.title_id, date(2028, 6, 1)) is not None


def test_a_card_starts_from_what_is_typed_and_blank_is_not_sold(
    session: Session,
) -> None:
    desk = make_desk(session)
    found = card(session, start_card(session, desk.manager, typed(desk)))
    assert found is not None
    assert {rate.format_id: rate.amount.cents for rate in found.rates} == {
        desk.page: 4_200_50,
        desk.banner: 690_00,
    }
    assert [(p.code, p.rate) for p in found.premiums] == [
        ("C4", 3_000),
        ("guaranteed", 1_000),
    ]
    assert len(found.tiers) == 4


@pytest.mark.parametrize(
    ("other", "refusal", "field"),
    [
        ({"name": " "}, MissingError, "name"),
        ({"prices": {1: "beaucoup"}}, NotUnderstoodError, "price_1"),
        ({"prices": {1: "-5"}}, RangeError, "price_1"),
        ({"guaranteed": "dix"}, NotUnderstoodError, "guaranteed"),
    ],
)
def test_a_typed_card_is_refused_by_its_field(
    other: dict[str, object], refusal: type[Exception], field: str, session: Session
) -> None:
    desk = make_desk(session)
    with pytest.raises(refusal) as refused:
        start_card(session, desk.manager, typed(desk, **other))
    assert refused.value.field == field


def test_two_published_cards_never_cover_one_day_but_a_newer_edition_replaces(
    session: Session,
) -> None:
    desk = make_desk(session)
    dates = {"valid_from": date(2027, 7, 1), "valid_until": date(2028, 6, 30)}
    other = start_card(session, desk.manager, typed(desk, **dates))
    with pytest.raises(OverlapError) as refused:
        publish_card(session, desk.manager, other)
    assert tell(refused.value).startswith("“Tarif 2027” is already published for")
    newer = start_card(session, desk.manager, typed(desk, name="Tarif 2027", **dates))
    publish_card(session, desk.manager, newer)
    found = card_on(session, desk.title_id, date(2027, 9, 1))
    assert found is not None
    assert found.id == newer


def test_a_rep_changes_no_prices(session: Session) -> None:
    desk = make_desk(session)
    draft = start_card(session, desk.manager, typed(desk))
    for action in (
        lambda: start_card(session, desk.rep, typed(desk)),
        lambda: copy_card(session, desk.rep, desk.card_id),
        lambda: publish_card(session, desk.rep, draft),
    ):
        with pytest.raises(NotYoursError):
            action()
    with pytest.raises(RangeError):
        copy_card(session, desk.manager, desk.card_id, rate=10_001)
