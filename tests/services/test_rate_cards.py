"""A rate card is checked when it is written, and never changes once published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.errors import (
    DateOrderError,
    FrozenError,
    RangeError,
    TiersError,
    UnknownError,
)
from crm.domain.rate_cards import RateCardStatus, RateUnit, Tier, TierKind
from crm.language.formats import tell
from crm.services.lines import LineWish
from crm.services.rate_cards import (
    FeeWish,
    PremiumWish,
    RateCardWish,
    RateWish,
    publish_card,
    write_card,
)
from crm.store.queries.bookings import booking_card
from crm.store.queries.rate_cards import card, card_on
from tests.factories import Desk, make_desk, make_issue, make_quote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

JUNE = date(2027, 6, 15)


def wish(desk: Desk, **other: Any) -> RateCardWish:
    told: dict[str, Any] = {
        "title_id": desk.title_id,
        "name": "Tarif 2027",
        "valid_from": date(2027, 1, 1),
        "valid_until": date(2027, 12, 31),
        "rates": [RateWish(desk.page, 4_200_00)],
        **other,
    }
    return RateCardWish(**told)


@pytest.mark.parametrize(
    ("other", "refusal", "sentence"),
    [
        (
            {"valid_until": date(2026, 12, 31)},
            DateOrderError,
            "The first day (Friday\u00a01\u00a0January\u00a02027) must not be after",
        ),
        (
            {"rates": [RateWish(1, -1)]},
            RangeError,
            "A price must be between €0.00 and €100,000,000.00.",
        ),
        ({"rates": [RateWish(1, 10**12)]}, RangeError, "A price must be"),
        ({"fees": [FeeWish("x", "x", "x", -1)]}, RangeError, "A price must be"),
        (
            {"premiums": [PremiumWish("x", "x", "x", 10_001)]},
            RangeError,
            "A percentage must be between 0% and 100%.",
        ),
        ({"professional_discount": 10_001}, RangeError, "A percentage"),
        ({"professional_discount": -1}, RangeError, "A percentage"),
        (
            {"tiers": {TierKind.FREQUENCY: [Tier(2, 4, 500), Tier(5, None, 900)]}},
            TiersError,
            "look at the one that starts at 5.",
        ),
        (
            {"tiers": {TierKind.VOLUME: [Tier(1, None, 10_001)]}},
            RangeError,
            "A percentage",
        ),
    ],
)
def test_a_card_with_a_fault_is_not_written(
    session: Session, other: dict[str, Any], refusal: type[Exception], sentence: str
) -> None:
    desk = make_desk(session)
    with pytest.raises(refusal) as refused:
        write_card(session, desk.manager, wish(desk, **other))
    assert sentence in tell(refused.value)  # type: ignore[arg-type]


def test_a_draft_prices_nothing_and_a_published_card_is_frozen(
    session: Session,
) -> None:
    desk = make_desk(session)
    draft = write_card(session, desk.manager, wish(desk))
    published = card_on(session, desk.title_id, JUNE)
    assert published is not None
    assert published.id == desk.card_id
    publish_card(session, desk.manager, draft)
    newer = card_on(session, desk.title_id, JUNE)
    assert newer is not None
    assert (newer.id, newer.edition) == (draft, 2)
    assert newer.status is RateCardStatus.PUBLISHED
    with pytest.raises(FrozenError):
        publish_card(session, desk.manager, draft)
    with pytest.raises(UnknownError):
        publish_card(session, desk.manager, 999)


def test_both_days_of_a_card_are_inside(session: Session) -> None:
    desk = make_desk(session)
    assert card_on(session, desk.title_id, date(2026, 12, 31)) is None
    assert card_on(session, desk.title_id, date(2027, 1, 1)) is not None
    assert card_on(session, desk.title_id, date(2027, 12, 31)) is not None
    assert card_on(session, desk.title_id, date(2028, 1, 1)) is None


def test_a_booking_keeps_the_card_it_was_quoted_from(session: Session) -> None:
    desk = make_desk(session)
    issue = make_issue(session, desk)
    before = make_quote(session, desk, LineWish(issue, desk.page))
    publish_card(session, desk.manager, write_card(session, desk.manager, wish(desk)))
    after = make_quote(session, desk, LineWish(issue, desk.page))
    prices = []
    for booking_id in (before, after):
        found = booking_card(session, desk.rep, booking_id)
        assert found is not None
        prices.append(found.lines[0].price.card.cents)
    assert prices == [4_000_00, 4_200_00]


def test_a_thousand_is_sold_by_the_piece(session: Session) -> None:
    desk = make_desk(session, tiers=False)
    thousand = wish(desk, rates=[RateWish(desk.page, 140_00, RateUnit.THOUSAND)])
    publish_card(session, desk.manager, write_card(session, desk.manager, thousand))
    issue = make_issue(session, desk)
    booking_id = make_quote(session, desk, LineWish(issue, desk.page, quantity=9_950))
    found = booking_card(session, desk.rep, booking_id)
    assert found is not None
    assert found.lines[0].price.card.cents == 1_393_00


def test_a_card_is_read_whole(session: Session) -> None:
    desk = make_desk(session)
    found = card(session, desk.card_id)
    assert found is not None
    assert [tier.rate for tier in found.tiers_of(TierKind.FREQUENCY)] == [
        *(500, 1_000, 1_500, 2_000)
    ]
    rate = found.rate_of(desk.half)
    assert rate is not None
    assert rate.amount.cents == 2_400_00
    assert found.rate_of(999) is None
    assert card(session, 999) is None
