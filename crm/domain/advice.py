"""What one more insertion, or a larger year, would change in a price.

The ruling: the saving is counted on the lines already in the booking, never on the
added one. Only the reward changes; every other step keeps its rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.prices import Exceptional, Fee, LinePrice, Share, StepKind, price_line
from crm.domain.rate_cards import Cumulation, TierKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.prices import Step
    from crm.domain.rate_cards import Tier


@dataclass(frozen=True, slots=True)
class Advice:
    """The nearest tier that would lower the price of the lines at hand.

    `missing` is in insertions, or in cents of yearly gross; `threshold` is where the
    tier begins; both rates are in basis points, what is granted now and then.
    """

    kind: TierKind
    missing: int
    threshold: int
    rate_now: int
    rate_then: int
    saving: Money


def advise(
    prices: Sequence[LinePrice],
    *,
    kind: TierKind,
    tiers: Sequence[Tier],
    reached: int,
    rule: Cumulation = Cumulation.BETTER,
) -> Advice | None:
    """Find the nearest tier ahead that saves something on these lines.

    `reached` is what counts today, these lines included; `rule` is the card's. A
    make-good is free already. None where nothing is saved.
    """
    for tier in sorted(tiers, key=lambda tier: tier.lower):
        if tier.lower <= reached:
            continue
        saving = total(
            price.total - rewarded(price, kind, tier.rate, rule=rule).total
            for price in prices
        )
        if saving.cents > 0:
            return Advice(
                kind=kind,
                missing=tier.lower - reached,
                threshold=tier.lower,
                rate_now=max((_granted(price, rule) for price in prices), default=0),
                rate_then=tier.rate,
                saving=saving,
            )
    return None


def rewarded(
    price: LinePrice,
    kind: TierKind,
    rate: int,
    *,
    rule: Cumulation = Cumulation.BETTER,
) -> LinePrice:
    """Price a line again with another volume or frequency rate, in basis points.

    Discounts agreed as an amount keep their amount.
    """
    of = {step_kind: _steps(price, step_kind) for step_kind in StepKind}
    rates = {
        TierKind.VOLUME: _rate(of[StepKind.VOLUME]),
        TierKind.FREQUENCY: _rate(of[StepKind.FREQUENCY]),
        kind: rate,
    }
    return price_line(
        price.card,
        premiums=[Share(s.detail, s.rate or 0) for s in of[StepKind.PREMIUM]],
        volume=Share("", rates[TierKind.VOLUME]),
        frequency=Share("", rates[TierKind.FREQUENCY]),
        rule=rule,
        combination=Share("", _rate(of[StepKind.COMBINATION])),
        exceptional=next(
            (
                Exceptional(
                    s.reason,
                    rate=None if s.rate is None else -s.rate,
                    amount=-s.amount if s.rate is None else None,
                )
                for s in of[StepKind.EXCEPTIONAL]
            ),
            None,
        ),
        make_good=next((s.detail or "-" for s in of[StepKind.MAKE_GOOD]), ""),
        professional=Share("", _rate(of[StepKind.PROFESSIONAL])),
        fees=[Fee(s.detail, s.amount) for s in of[StepKind.FEE]],
    )


def _steps(price: LinePrice, kind: StepKind) -> list[Step]:
    return [step for step in price.steps if step.kind is kind]


def _rate(steps: list[Step]) -> int:
    return sum(abs(step.rate or 0) for step in steps)


def _granted(price: LinePrice, rule: Cumulation) -> int:
    """Return what the discounts that compete with the next tier take off today."""
    kinds = [StepKind.VOLUME, StepKind.FREQUENCY]
    if rule is Cumulation.ONE:
        kinds.append(StepKind.COMBINATION)
    return _rate([step for kind in kinds for step in _steps(price, kind)])
