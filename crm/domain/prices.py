"""The cascade: from the card rate to the net net, step by step.

The order is the trade's and a rate card states it: card rate, premiums = gross,
volume or frequency discount, combination discount, exceptional discount = net,
professional discount = net net, technical fees = total without VAT. Each step's
amount is rounded once, in cents, half a cent away from zero, then added; a sum is
the sum of what is printed above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.errors import RangeError, ReasonError, words
from crm.domain.money import NONE_TO_ALL, Money, total
from crm.domain.rate_cards import Cumulation

if TYPE_CHECKING:
    from collections.abc import Sequence


class StepKind(StrEnum):
    """What a step is; the order of the members is the order of the cascade."""

    CARD = "card"
    PREMIUM = "premium"
    VOLUME = "volume"
    FREQUENCY = "frequency"
    COMBINATION = "combination"
    EXCEPTIONAL = "exceptional"
    MAKE_GOOD = "make_good"
    PROFESSIONAL = "professional"
    FEE = "fee"


class Sum(StrEnum):
    """The sums printed between the steps."""

    GROSS = "gross"
    NET = "net"
    NET_NET = "net_net"
    TOTAL = "total"


BEFORE_GROSS = frozenset({StepKind.CARD, StepKind.PREMIUM})
BEFORE_NET = frozenset(StepKind) - {StepKind.PROFESSIONAL, StepKind.FEE}
BEFORE_NET_NET = frozenset(StepKind) - {StepKind.FEE}


@dataclass(frozen=True, slots=True)
class Step:
    """One named amount; `rate` in basis points, None when agreed as an amount."""

    kind: StepKind
    detail: str
    base: Money | None
    rate: int | None
    amount: Money
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with its name: a premium or a discount, in basis points."""

    detail: str
    rate: int


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A discount outside the card: a rate, or its part of an agreed amount."""

    reason: str
    rate: int | None = None
    amount: Money | None = None
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """A technical fee, outside every discount."""

    detail: str
    amount: Money


@dataclass(frozen=True, slots=True)
class LinePrice:
    """A price that can explain itself."""

    steps: tuple[Step, ...]

    @property
    def card(self) -> Money:
        """The card rate, before anything."""
        return self._sum(frozenset({StepKind.CARD}))

    @property
    def gross(self) -> Money:
        """The card rate with its premiums."""
        return self._sum(BEFORE_GROSS)

    @property
    def net(self) -> Money:
        """What stands before the professional discount."""
        return self._sum(BEFORE_NET)

    @property
    def net_net(self) -> Money:
        """What the space is sold for: booked net, everywhere."""
        return self._sum(BEFORE_NET_NET)

    @property
    def fees(self) -> Money:
        """The technical fees."""
        return self._sum(frozenset({StepKind.FEE}))

    @property
    def total(self) -> Money:
        """Space and fees, without VAT."""
        return self._sum(frozenset(StepKind))

    def _sum(self, kinds: frozenset[StepKind]) -> Money:
        return total(
            (step.amount for step in self.steps if step.kind in kinds),
            self.steps[0].amount.currency,
        )

    def printed(self) -> list[Step | tuple[Sum, Money]]:
        """Return the steps with the sums between them, as they are printed."""
        rows: list[Step | tuple[Sum, Money]] = []
        sums = (
            (BEFORE_GROSS, Sum.GROSS, self.gross),
            (BEFORE_NET, Sum.NET, self.net),
            (BEFORE_NET_NET, Sum.NET_NET, self.net_net),
            (frozenset(StepKind), Sum.TOTAL, self.total),
        )
        seen: frozenset[StepKind] = frozenset()
        for kinds, name, amount in sums:
            rows += [s for s in self.steps if s.kind in kinds - seen]
            rows.append((name, amount))
            seen = kinds
        return rows


def price_line(
    card_rate: Money,
    *,
    card_detail: str = "",
    premiums: Sequence[Share] = (),
    volume: Share | None = None,
    frequency: Share | None = None,
    rule: Cumulation = Cumulation.BETTER,
    combination: Share | None = None,
    exceptional: Exceptional | None = None,
    make_good: str = "",
    professional: Share | None = None,
    fees: Sequence[Fee] = (),
) -> LinePrice:
    """Price one line; every rate is in basis points of what the step is taken from.

    `rule` says which discounts of the card are granted together; of equal ones the
    earlier in the cascade is taken. A make-good, named by what it repairs, is free.
    """
    steps = [Step(StepKind.CARD, card_detail, None, None, card_rate)]
    steps += [_taken(StepKind.PREMIUM, premium, card_rate, 1) for premium in premiums]
    stands = total(step.amount for step in steps)
    for kind, share in _rewards(volume, frequency, combination, rule):
        steps.append(_taken(kind, share, stands, -1))
        stands += steps[-1].amount
    if exceptional:
        steps.append(_exceptional(exceptional, stands))
        stands += steps[-1].amount
    if make_good:
        steps.append(Step(StepKind.MAKE_GOOD, make_good, stands, 10_000, -stands))
        stands += steps[-1].amount
    if professional and professional.rate:
        steps.append(_taken(StepKind.PROFESSIONAL, professional, stands, -1))
    steps += [
        Step(StepKind.FEE, fee.detail, None, None, fee.amount)
        for fee in fees
        if not make_good
    ]
    return LinePrice(tuple(steps))


def gross(card_rate: Money, premiums: Sequence[Share] = ()) -> Money:
    """Return a card rate with its premiums, as `price_line` does."""
    taken = (_taken(StepKind.PREMIUM, premium, card_rate, 1) for premium in premiums)
    return total([card_rate, *(step.amount for step in taken)])


def _rewards(
    volume: Share | None,
    frequency: Share | None,
    combination: Share | None,
    rule: Cumulation,
) -> list[tuple[StepKind, Share]]:
    """Return what the card grants, in the order in which it is taken."""
    found = [
        (kind, share)
        for kind, share in (
            (StepKind.VOLUME, volume),
            (StepKind.FREQUENCY, frequency),
            (StepKind.COMBINATION, combination),
        )
        if share and share.rate
    ]
    if rule is Cumulation.BOTH:
        return found
    competing = [
        pair
        for pair in found
        if rule is Cumulation.ONE or pair[0] is not StepKind.COMBINATION
    ]
    best = max(competing, key=lambda pair: pair[1].rate, default=None)
    return [pair for pair in found if pair is best or pair not in competing]


def _taken(kind: StepKind, share: Share, base: Money, sign: int) -> Step:
    if not 0 <= share.rate <= 10_000:
        raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
    rate = sign * share.rate
    return Step(kind, share.detail, base, rate, base.share(rate))


def _exceptional(discount: Exceptional, stands: Money) -> Step:
    if not discount.reason.strip():
        raise ReasonError(field="reason")
    if discount.amount is not None:
        amount, rate = -discount.amount, None
    else:
        rate = -(discount.rate or 0)
        amount = stands.share(rate)
    if not 0 <= -amount.cents <= max(stands.cents, 0):
        if rate is not None:
            raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
        none = Money(0, stands.currency)
        raise RangeError(
            field="amount", label=words("The discount"), lowest=none, highest=stands
        )
    return Step(
        StepKind.EXCEPTIONAL,
        "",
        stands,
        rate,
        amount,
        discount.reason.strip(),
        discount.approver,
    )
