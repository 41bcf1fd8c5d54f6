"""Scales without holes, bounds on the right side, quantities within reason."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import RangeError, TiersError
from crm.domain.money import Money
from crm.domain.rate_cards import (
    RateUnit,
    Tier,
    card_amount,
    check_tiers,
    next_tier,
    tier_for,
)
from tests.factories import FREQUENCY, VOLUME


@pytest.mark.parametrize(
    ("insertions", "rate"),
    [
        *((0, 0), (1, 0), (2, 500), (3, 500), (4, 1_000), (5, 1_000)),
        *((6, 1_500), (7, 1_500), (8, 2_000), (1_000, 2_000)),
    ],
)
def test_a_lower_bound_is_inside_and_an_upper_one_outside(
    insertions: int, rate: int
) -> None:
    tier = tier_for(FREQUENCY, insertions)
    assert (tier.rate if tier else 0) == rate


def test_a_volume_is_reached_at_its_cent() -> None:
    assert tier_for(VOLUME, 2_999_99) is None
    assert tier_for(VOLUME, 3_000_00) == VOLUME[0]
    assert tier_for(VOLUME, 29_999_99) == VOLUME[0]
    assert tier_for(VOLUME, 30_000_00) == VOLUME[1]


def test_the_next_tier_is_the_nearest_ahead() -> None:
    assert next_tier(FREQUENCY, 0) == FREQUENCY[0]
    assert next_tier(FREQUENCY, 2) == FREQUENCY[1]
    assert next_tier(tuple(reversed(FREQUENCY)), 3) == FREQUENCY[1]
    assert next_tier(FREQUENCY, 8) is None
    assert next_tier((), 0) is None


@pytest.mark.parametrize(
    ("tiers", "lower"),
    [
        ([Tier(2, 4, 500), Tier(5, None, 1_000)], 5),  # a hole
        ([Tier(2, 5, 500), Tier(4, None, 1_000)], 4),  # an overlap
        ([Tier(2, None, 500), Tier(4, None, 1_000)], 4),  # an open one before
        ([Tier(2, 2, 500)], 2),  # nothing inside
        ([Tier(4, 2, 500)], 4),  # turned round
        ([Tier(2, 4, 500), Tier(2, 4, 500)], 2),  # twice
        ([Tier(-2, 4, 500)], -2),  # below nothing
    ],
)
def test_a_scale_with_a_fault_is_refused_where_it_starts(
    tiers: list[Tier], lower: int
) -> None:
    with pytest.raises(TiersError) as refused:
        check_tiers(tiers)
    assert refused.value.facts["lower"] == lower


@pytest.mark.parametrize("rate", [-1, 10_001])
def test_a_tier_grants_a_percentage(rate: int) -> None:
    with pytest.raises(RangeError):
        check_tiers([Tier(2, None, rate)])


def test_good_scales_pass_in_any_order() -> None:
    check_tiers([])
    check_tiers(FREQUENCY)
    check_tiers(tuple(reversed(VOLUME)))
    check_tiers([Tier(2, 4, 0), Tier(4, 6, 10_000)])


@given(
    st.lists(st.integers(0, 1_000), min_size=2, max_size=8, unique=True),
    st.integers(0, 1_100),
)
def test_a_checked_scale_gives_one_answer(bounds: list[int], reached: int) -> None:
    edges = sorted(bounds)
    tiers = [Tier(a, b, 100) for a, b in pairwise(edges)]
    check_tiers(tiers)
    found = [t for t in tiers if t.upper and t.lower <= reached < t.upper]
    assert len(found) <= 1
    assert tier_for(tiers, reached) == (found[0] if found else None)


@pytest.mark.parametrize(
    ("unit", "quantity", "cents"),
    [
        (RateUnit.INSERTION, 1, 140_00),
        (RateUnit.INSERTION, 3, 420_00),
        (RateUnit.MONTH, 2, 280_00),
        (RateUnit.PACKAGE, 1, 140_00),
        (RateUnit.THOUSAND, 9_950, 1_393_00),
    ],
)
def test_a_quantity_has_its_card_amount(
    unit: RateUnit, quantity: int, cents: int
) -> None:
    assert card_amount(Money(140_00), unit, quantity) == Money(cents)


@pytest.mark.parametrize("quantity", [0, -1, 10_000_001])
def test_a_quantity_has_bounds(quantity: int) -> None:
    with pytest.raises(RangeError) as refused:
        card_amount(Money(1), RateUnit.INSERTION, quantity)
    assert refused.value.field == "quantity"
