"""The laws of money: nothing is lost, nothing is rounded twice."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.money import Money, Percent, divide, total

cents = st.integers(-(10**13), 10**13)
basis_points = st.integers(0, 10_000)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("numerator", "denominator", "quotient"),
    [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (49, 100, 0), (50, 100, 1), (-50, 100, -1)],
)
def test_half_goes_away_from_zero(
    numerator: int, denominator: int, quotient: int
) -> None:
    assert divide(numerator, denominator) == quotient


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**7))
def test_dividing_is_what_decimal_calls_half_up(
    numerator: int, denominator: int
) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    assert divide(numerator, denominator) == int(
        exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    )


@given(cents, weights)
def test_a_split_loses_no_cent(amount: int, weights: list[int]) -> None:
    parts = Money(amount).split(weights)
    assert total(parts) == Money(amount)
    assert len(parts) == len(weights)


@given(cents, weights)
def test_a_part_is_within_a_cent_of_its_share(amount: int, weights: list[int]) -> None:
    if not any(weights):
        weights = [1] * len(weights)
    for part, weight in zip(Money(amount).split(weights), weights, strict=True):
        assert abs(part.cents * sum(weights) - amount * weight) < sum(weights)


@given(cents, weights)
def test_a_credit_is_split_as_its_charge(amount: int, weights: list[int]) -> None:
    there = Money(amount).split(weights)
    back = (-Money(amount)).split(weights)
    assert [-part for part in there] == back


@given(st.integers(0, 10**9), weights)
def test_nobody_pays_a_part_of_another_sign(amount: int, weights: list[int]) -> None:
    assert all(part.cents >= 0 for part in Money(amount).split(weights))


def test_odd_cents_go_to_the_largest_remainder_then_to_the_earlier() -> None:
    def split(amount: int, *weights: int) -> list[int]:
        return [part.cents for part in Money(amount).split(weights)]

    assert split(100_00, 1, 1, 1) == [33_34, 33_33, 33_33]
    assert split(-100_00, 1, 1, 1) == [-33_34, -33_33, -33_33]
    assert split(1, 1, 1) == [1, 0]
    assert split(10, 1, 2, 4) == [1, 3, 6]
    assert split(10, 0, 1) == [0, 10]
    assert split(10, 0, 0) == [5, 5]
    assert split(3_197_70, 6_667, 3_333) == [2_131_91, 1_065_79]


def test_a_split_needs_weights() -> None:
    for weights in ([], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            Money(100).split(weights)


@given(cents, basis_points)
def test_a_share_of_a_credit_mirrors_that_of_its_charge(amount: int, rate: int) -> None:
    assert (-Money(amount)).share(rate) == -(Money(amount).share(rate))
    assert Money(amount).share(-rate) == -(Money(amount).share(rate))


@given(cents)
def test_nothing_and_everything(amount: int) -> None:
    assert Money(amount).share(0) == Money(0)
    assert Money(amount).share(10_000) == Money(amount)


@given(cents, cents, cents)
def test_adding_is_adding(a: int, b: int, c: int) -> None:
    first, second, third = Money(a), Money(b), Money(c)
    assert (first + second) + third == first + (second + third)
    assert first + second - second == first
    assert first + (-first) == Money(0)
    assert first * 3 == first + first + first
    assert bool(first) == (a != 0)


def test_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="CHF"):
        _ = Money(1) + Money(1, "CHF")
    with pytest.raises(ValueError, match="CHF"):
        _ = Money(1) - Money(1, "CHF")
    with pytest.raises(ValueError, match="CHF"):
        total([Money(1), Money(1, "CHF")])


def test_the_total_of_nothing_has_a_currency() -> None:
    assert total([]) == Money(0, "EUR")
    assert total([], "CHF") == Money(0, "CHF")
    assert total([Money(1, "CHF")]) == Money(1, "CHF")


def test_a_thousand_is_priced_by_the_piece() -> None:
    assert Money(140_00).per_thousand(9_950) == Money(1_393_00)
    assert Money(140_00).per_thousand(1) == Money(14)
    assert Money(1).per_thousand(500) == Money(1)
    assert Money(1).per_thousand(499) == Money(0)


@pytest.mark.parametrize(
    ("basis_points", "said"),
    [(1_250, "12.50%"), (10_000, "100.00%"), (-5, "-0.05%"), (0, "0.00%")],
)
def test_a_percentage_says_itself(basis_points: int, said: str) -> None:
    assert str(Percent(basis_points)) == said
