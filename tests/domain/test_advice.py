"""DOMAIN 3: what one more insertion saves, on the lines already there."""

from __future__ import annotations

from crm.domain.advice import advise, rewarded
from crm.domain.money import Money
from crm.domain.prices import Exceptional, Fee, Share, price_line
from crm.domain.rate_cards import Cumulation, Tier, TierKind

TIERS = (Tier(2, 4, 500), Tier(4, 6, 1_000), Tier(6, None, 1_500))


def test_the_saving_is_counted_on_the_lines_at_hand() -> None:
    # Two pages at 4 000: 5 % is 200 each, 10 % is 400 each. The two more that
    # reach the tier of four save nothing themselves.
    lines = [price_line(Money(4_000_00), frequency=Share("2-4", 500))] * 2
    found = advise(lines, kind=TierKind.FREQUENCY, tiers=TIERS, reached=2)
    assert found is not None
    assert (found.missing, found.rate_now, found.rate_then) == (2, 500, 1_000)
    assert found.saving == Money(400_00)


def test_a_tier_the_volume_discount_outweighs_is_passed_over() -> None:
    line = price_line(
        Money(4_000_00), volume=Share("v", 1_200), frequency=Share("f", 500)
    )
    found = advise([line], kind=TierKind.FREQUENCY, tiers=TIERS, reached=2)
    assert found is not None
    assert (found.missing, found.rate_now, found.rate_then) == (4, 1_200, 1_500)
    assert found.saving == Money(120_00)
    assert advise([line], kind=TierKind.FREQUENCY, tiers=TIERS, reached=6) is None


def test_where_the_card_adds_both_the_other_reward_stays() -> None:
    line = price_line(
        Money(1_000_00),
        volume=Share("v", 1_000),
        frequency=Share("f", 500),
        rule=Cumulation.BOTH,
    )
    found = advise(
        [line], kind=TierKind.FREQUENCY, tiers=TIERS, reached=2, rule=Cumulation.BOTH
    )
    assert found is not None
    # 1 000 − 100 = 900; then −45 now, −90 with the next tier.
    assert found.saving == Money(45_00)


def test_a_line_priced_again_with_its_own_rate_is_the_same() -> None:
    line = price_line(
        Money(4_000_00),
        premiums=[Share("facing", 1_000)],
        volume=Share("v", 1_000),
        exceptional=Exceptional("lancement", rate=500),
        professional=Share("Trait d’Union", 1_500),
        fees=[Fee("layout", Money(150_00))],
    )
    assert line.total == Money(3_347_70)
    assert rewarded(line, TierKind.VOLUME, 1_000).total == line.total
    # The worked example one tier up, −15 % for −10 %: 4 400 → 3 740 → 3 553 → 3 020.05
    assert rewarded(line, TierKind.VOLUME, 1_500).total == Money(3_170_05)


def test_a_discount_agreed_as_an_amount_keeps_it() -> None:
    line = price_line(
        Money(1_000_00), exceptional=Exceptional("geste", amount=Money(33_33))
    )
    again = rewarded(line, TierKind.FREQUENCY, 1_000)
    assert again.net == Money(866_67)


def test_a_make_good_saves_nothing() -> None:
    line = price_line(Money(690_00), make_good="réparation")
    assert advise([line], kind=TierKind.FREQUENCY, tiers=TIERS, reached=1) is None
