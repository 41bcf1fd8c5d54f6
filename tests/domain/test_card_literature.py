"""Prices as rate cards print them: the examples of the trade, to the cent.

Each is a rule that a careless reckoning breaks: the thousand rounded up, VAT rounded
line by line, two discounts added where one is taken from what the other left.
"""

from __future__ import annotations

import pytest

from crm.domain.money import Money, total
from crm.domain.prices import Exceptional, Fee, Share, price_line
from crm.domain.rate_cards import (
    Cumulation,
    RateUnit,
    Tier,
    card_amount,
    raised,
    tier_for,
)
from crm.domain.vat import VatCategory, vat_rows

AGENCY = Share("agence", 1_500)
DEGRESSIVE = (
    Tier(2, 4, 500),
    Tier(4, 6, 1_000),
    Tier(6, 8, 1_500),
    Tier(8, None, 2_000),
)


@pytest.mark.parametrize(
    ("thousand", "copies", "cents", "less_fifteen"),
    [
        (140_00, 9_950, 1_393_00, 1_184_05),  # never 1 194.00, ten thousand’s price
        (140_00, 10_000, 1_400_00, 1_190_00),
        (98_50, 12_345, 1_215_98, 1_033_58),
        (115_00, 1, 12, 10),
        (35_50, 33_333, 1_183_32, 1_005_82),
    ],
)
def test_inserts_are_priced_by_the_piece_at_the_thousand(
    thousand: int, copies: int, cents: int, less_fifteen: int
) -> None:
    card = card_amount(Money(thousand), RateUnit.THOUSAND, copies)
    assert card == Money(cents)
    assert price_line(card, professional=AGENCY).net_net == Money(less_fifteen)


def test_impressions_are_priced_by_the_thousand() -> None:
    assert card_amount(Money(18_00), RateUnit.THOUSAND, 125_000) == Money(2_250_00)
    assert card_amount(Money(12_50), RateUnit.THOUSAND, 80_000) == Money(1_000_00)


@pytest.mark.parametrize(
    ("unit", "quantity", "cents"),
    [
        (RateUnit.SEND, 6, 4_140_00),
        (RateUnit.MONTH, 3, 2_070_00),
        (RateUnit.INSERTION, 2, 1_380_00),
        (RateUnit.PACKAGE, 1, 690_00),
    ],
)
def test_sends_months_and_insertions_are_multiplied(
    unit: RateUnit, quantity: int, cents: int
) -> None:
    assert card_amount(Money(690_00), unit, quantity) == Money(cents)


def test_vat_is_counted_once_on_the_sum_of_its_bases() -> None:
    """10 % on 1.24 + 1.24 is 0.25 (of 2.48), never 0.12 + 0.12 = 0.24."""
    reduced = VatCategory.REDUCED
    [row] = vat_rows([(reduced, 1_000, Money(1_24)), (reduced, 1_000, Money(1_24))])
    assert (row.base, row.amount) == (Money(2_48), Money(25))
    assert Money(1_24).share(1_000) * 2 == Money(24)


def test_rates_of_vat_are_kept_apart() -> None:
    rows = vat_rows(
        [
            (VatCategory.STANDARD, 2_000, Money(3_347_70)),
            (VatCategory.REDUCED, 550, Money(99_99)),
            (VatCategory.STANDARD, 2_000, Money(3)),
        ]
    )
    assert [(row.base.cents, row.amount.cents) for row in rows] == [
        (3_347_73, 669_55),
        (99_99, 5_50),
    ]
    assert total(row.amount for row in rows) == Money(675_05)


@pytest.mark.parametrize(
    ("insertions", "cents"),
    [
        *((1, 4_000_00), (2, 3_800_00), (3, 3_800_00), (4, 3_600_00)),
        *((6, 3_400_00), (8, 3_200_00), (40, 3_200_00)),
    ],
)
def test_a_degressive_scale_is_the_one_printed(insertions: int, cents: int) -> None:
    tier = tier_for(DEGRESSIVE, insertions)
    frequency = Share("", tier.rate) if tier else None
    assert price_line(Money(4_000_00), frequency=frequency).net == Money(cents)


def test_discounts_are_taken_one_from_what_the_other_left_never_added() -> None:
    """4 000 − 10 % − 5 % − 15 % is 2 907.00, not 4 000 − 30 % = 2 800.00."""
    price = price_line(
        Money(4_000_00),
        volume=Share("", 1_000),
        combination=Share("", 500),
        professional=AGENCY,
    )
    assert price.net_net == Money(2_907_00)


@pytest.mark.parametrize(
    ("rule", "net"),
    [
        (Cumulation.BETTER, 3_230_00),  # −15 %, then −5 %
        (Cumulation.BOTH, 2_907_00),  # −10 %, then −15 %, then −5 %
        (Cumulation.ONE, 3_400_00),  # −15 % alone
    ],
)
def test_a_rule_of_cumulation_is_worth_its_price(rule: Cumulation, net: int) -> None:
    price = price_line(
        Money(4_000_00),
        volume=Share("", 1_000),
        frequency=Share("", 1_500),
        combination=Share("", 500),
        rule=rule,
    )
    assert price.net == Money(net)


def test_the_combination_may_be_the_best_one_alone() -> None:
    price = price_line(
        Money(1_000_00),
        volume=Share("", 300),
        combination=Share("", 500),
        rule=Cumulation.ONE,
    )
    assert [step.kind.value for step in price.steps] == ["card", "combination"]
    tie = price_line(
        Money(1_000_00),
        volume=Share("", 500),
        combination=Share("", 500),
        rule=Cumulation.ONE,
    )
    assert [step.kind.value for step in tie.steps] == ["card", "volume"]


def test_premiums_are_each_of_the_card_rate_never_of_each_other() -> None:
    price = price_line(
        Money(4_000_00), premiums=[Share("C4", 3_000), Share("g", 1_000)]
    )
    assert price.gross == Money(5_600_00)


def test_fees_are_never_discounted() -> None:
    price = price_line(
        Money(1_000_00),
        exceptional=Exceptional("salon", rate=10_000),
        professional=AGENCY,
        fees=[Fee("layout", Money(150_00))],
    )
    assert (price.net_net, price.total) == (Money(0), Money(150_00))


@pytest.mark.parametrize(
    ("before", "rate", "after"),
    [
        (4_000_00, 250, 4_100_00),
        (2_330_00, 300, 2_400_00),  # 2 399.90
        (690_00, 350, 714_00),  # 714.15
        (1_450_00, 310, 1_495_00),  # 1 494.95
        (100_00, 50, 101_00),  # 100.50: half a euro goes up
        (140_50, -1_000, 126_00),  # 126.45
    ],
)
def test_next_year_s_price_is_a_round_one(before: int, rate: int, after: int) -> None:
    assert raised(Money(before), rate) == Money(after)
