"""The cascade, step by step, to the cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.errors import RangeError, ReasonError
from crm.domain.money import Money, total
from crm.domain.prices import (
    Exceptional,
    Fee,
    LinePrice,
    Share,
    Step,
    StepKind,
    Sum,
    price_line,
)
from crm.domain.rate_cards import Cumulation, RateUnit, card_amount

FIVE = Exceptional("lancement « Halo »", rate=500)
TRADE = Share("Agence Trait d’Union", 1_500)


def amounts(price: LinePrice) -> list[tuple[str, int]]:
    return [(step.kind.value, step.amount.cents) for step in price.steps]


def test_the_worked_example() -> None:
    price = price_line(
        Money(4_000_00),
        premiums=[Share("facing", 1_000)],
        volume=Share("2027", 1_000),
        exceptional=FIVE,
        professional=TRADE,
        fees=[Fee("layout", Money(150_00))],
    )
    assert amounts(price) == [
        ("card", 4_000_00),
        ("premium", 400_00),
        ("volume", -440_00),
        ("exceptional", -198_00),
        ("professional", -564_30),
        ("fee", 150_00),
    ]
    assert [step.base and step.base.cents for step in price.steps] == [
        None,
        4_000_00,
        4_400_00,
        3_960_00,
        3_762_00,
        None,
    ]
    assert price.card == Money(4_000_00)
    assert price.gross == Money(4_400_00)
    assert price.net == Money(3_762_00)
    assert price.net_net == Money(3_197_70)
    assert price.fees == Money(150_00)
    assert price.total == Money(3_347_70)
    vat = price.total.share(2_000)
    assert (vat, price.total + vat) == (Money(669_54), Money(4_017_24))


def test_the_price_of_a_thousand_is_not_rounded_up_to_a_thousand() -> None:
    """9 950 inserts at 140 € a thousand, less 15 %: 1 184.05, never 1 194.00."""
    card = card_amount(Money(140_00), RateUnit.THOUSAND, 9_950)
    price = price_line(card, professional=TRADE)
    assert price.card == Money(1_393_00)
    assert price.net_net == Money(1_184_05)


def test_each_step_is_rounded_once() -> None:
    price = price_line(
        Money(333_33), premiums=[Share("a", 333), Share("b", 333)], professional=TRADE
    )
    assert amounts(price) == [
        ("card", 333_33),
        ("premium", 11_10),
        ("premium", 11_10),
        ("professional", -53_33),
    ]


def test_the_better_of_volume_and_frequency_is_taken() -> None:
    def reward(
        volume: int, frequency: int, *, rule: Cumulation = Cumulation.BETTER
    ) -> list[str]:
        price = price_line(
            Money(1_000_00),
            volume=Share("v", volume),
            frequency=Share("f", frequency),
            rule=rule,
        )
        return [step.kind.value for step in price.steps[1:]]

    assert reward(1_000, 1_500) == ["frequency"]
    assert reward(1_500, 1_000) == ["volume"]
    assert reward(1_000, 1_000) == ["volume"]
    assert reward(0, 1_000) == ["frequency"]
    assert reward(0, 0) == []
    assert reward(1_000, 1_500, rule=Cumulation.BOTH) == ["volume", "frequency"]


def test_both_are_taken_one_after_the_other() -> None:
    price = price_line(
        Money(1_000_00),
        volume=Share("v", 1_000),
        frequency=Share("f", 1_000),
        rule=Cumulation.BOTH,
        combination=Share("c", 500),
    )
    assert amounts(price)[1:] == [
        ("volume", -100_00),
        ("frequency", -90_00),
        ("combination", -40_50),
    ]
    assert price.net == Money(769_50)


def test_an_amount_that_was_agreed_has_no_rate() -> None:
    agreed = Exceptional("fin de série", amount=Money(123_45), approver="H. V.")
    price = price_line(Money(1_000_00), exceptional=agreed)
    step = price.steps[-1]
    assert (step.rate, step.amount, step.base) == (
        None,
        Money(-123_45),
        Money(1_000_00),
    )
    assert (step.reason, step.approver) == ("fin de série", "H. V.")
    assert price.net == Money(876_55)


def test_a_make_good_is_free_with_its_fees() -> None:
    price = price_line(
        Money(4_000_00),
        premiums=[Share("facing", 1_000)],
        volume=Share("2027", 1_000),
        make_good="page, n° 61",
        professional=TRADE,
        fees=[Fee("layout", Money(150_00))],
    )
    assert price.gross == Money(4_400_00)
    assert price.net == price.net_net == price.total == Money(0)
    repaired = next(s for s in price.steps if s.kind is StepKind.MAKE_GOOD)
    assert (repaired.detail, repaired.rate) == ("page, n° 61", 10_000)


def test_fees_stand_outside_every_discount() -> None:
    fees = [Fee("layout", Money(150_00)), Fee("translation", Money(90_00))]
    price = price_line(Money(1_000_00), professional=TRADE, fees=fees)
    assert price.net_net == Money(850_00)
    assert price.fees == Money(240_00)
    assert price.total == Money(1_090_00)


def test_a_price_is_printed_with_its_sums() -> None:
    printed = price_line(
        Money(1_000_00),
        premiums=[Share("facing", 1_000)],
        exceptional=FIVE,
        professional=TRADE,
    ).printed()
    assert [row.kind if isinstance(row, Step) else row for row in printed] == [
        StepKind.CARD,
        StepKind.PREMIUM,
        (Sum.GROSS, Money(1_100_00)),
        StepKind.EXCEPTIONAL,
        (Sum.NET, Money(1_045_00)),
        StepKind.PROFESSIONAL,
        (Sum.NET_NET, Money(888_25)),
        (Sum.TOTAL, Money(888_25)),
    ]


@pytest.mark.parametrize("rate", [-1, 10_001, 100_000])
@pytest.mark.parametrize(
    "place", ["premiums", "volume", "frequency", "combination", "professional"]
)
def test_a_percentage_stays_between_nothing_and_all(place: str, rate: int) -> None:
    share = Share("x", rate)
    with pytest.raises(RangeError) as refused:
        price_line(
            Money(1_000_00),
            **{place: [share] if place == "premiums" else share},  # type: ignore[arg-type]
        )
    assert refused.value.field == "rate"


@pytest.mark.parametrize("rate", [-1, 10_001])
def test_an_exceptional_rate_stays_between_nothing_and_all(rate: int) -> None:
    with pytest.raises(RangeError):
        price_line(Money(1_000_00), exceptional=Exceptional("geste", rate=rate))


@pytest.mark.parametrize("cents", [-1, 1_000_01])
def test_an_agreed_amount_is_no_more_than_what_stands(cents: int) -> None:
    agreed = Exceptional("geste", amount=Money(cents))
    with pytest.raises(RangeError) as refused:
        price_line(Money(1_000_00), exceptional=agreed)
    assert refused.value.field == "amount"
    assert refused.value.facts["highest"] == Money(1_000_00)


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_an_exceptional_discount_says_why(reason: str) -> None:
    with pytest.raises(ReasonError):
        price_line(Money(1_000_00), exceptional=Exceptional(reason, rate=500))


rates = st.one_of(st.none(), st.integers(0, 10_000).map(lambda rate: Share("x", rate)))


@given(
    card=st.integers(0, 10**10),
    premiums=st.lists(st.integers(0, 10_000), max_size=3),
    volume=rates,
    frequency=rates,
    rule=st.sampled_from(Cumulation),
    combination=rates,
    exceptional=st.one_of(st.none(), st.integers(0, 10_000)),
    make_good=st.sampled_from(("", "page, n° 61")),
    professional=rates,
    fees=st.lists(st.integers(0, 10**7), max_size=3),
)
def test_every_sum_is_the_sum_of_what_is_printed_above_it(
    card: int,
    premiums: list[int],
    volume: Share | None,
    frequency: Share | None,
    rule: Cumulation,
    combination: Share | None,
    exceptional: int | None,
    make_good: str,
    professional: Share | None,
    fees: list[int],
) -> None:
    price = price_line(
        Money(card),
        premiums=[Share("p", rate) for rate in premiums],
        volume=volume,
        frequency=frequency,
        rule=rule,
        combination=combination,
        exceptional=(
            None if exceptional is None else Exceptional("geste", rate=exceptional)
        ),
        make_good=make_good,
        professional=professional,
        fees=[Fee("f", Money(cents)) for cents in fees],
    )
    above: list[Money] = []
    for row in price.printed():
        if isinstance(row, Step):
            above.append(row.amount)
        else:
            assert row[1] == total(above)
    kinds = list(StepKind)
    order = [kinds.index(step.kind) for step in price.steps]
    assert order == sorted(order)
    assert Money(0) <= price.net_net <= price.net <= price.gross
    assert price.card <= price.gross
    for step in price.steps:
        if step.rate is not None and step.base and step.kind is not StepKind.MAKE_GOOD:
            assert step.amount == step.base.share(step.rate)
