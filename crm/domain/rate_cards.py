"""What a rate card grants: prices by quantity, tiers, rules of cumulation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from crm.domain.card_errors import QuantitiesError
from crm.domain.errors import RangeError, TiersError, words
from crm.domain.money import NONE_TO_ALL, Money, divide

if TYPE_CHECKING:
    from collections.abc import Sequence


LARGEST_QUANTITY = 10_000_000


class RateUnit(StrEnum):
    """What a rate is the price of."""

    INSERTION = "insertion"
    SEND = "send"
    THOUSAND = "thousand"
    MONTH = "month"
    PACKAGE = "package"


class TierKind(StrEnum):
    """What a tier rewards."""

    FREQUENCY = "frequency"
    VOLUME = "volume"
    COMBINATION = "combination"


class Cumulation(StrEnum):
    """Which of its discounts a card grants together.

    Each is computed on what the one before it left, in the cascade's order.
    """

    BETTER = "better"
    """Volume or frequency, the better one; then the combination discount."""
    BOTH = "both"
    """Volume, then frequency, then the combination discount."""
    ONE = "one"
    """The best one of the three, alone."""


class RateCardStatus(StrEnum):
    """A card is written, then frozen for good."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the scale: from `lower` (inside) to `upper` (outside, None: open).

    Insertions for frequency, cents of yearly gross for volume, titles or supports
    for combination; `rate` in basis points.
    """

    lower: int
    upper: int | None
    rate: int


def tier_for(tiers: Sequence[Tier], reached: int) -> Tier | None:
    """Return the tier a number of insertions or a gross amount falls in."""
    for tier in tiers:
        if tier.lower <= reached and (tier.upper is None or reached < tier.upper):
            return tier
    return None


def next_tier(tiers: Sequence[Tier], reached: int) -> Tier | None:
    """Return the nearest tier not yet reached."""
    ahead = [tier for tier in tiers if tier.lower > reached]
    return min(ahead, key=lambda tier: tier.lower, default=None)


def check_tiers(tiers: Sequence[Tier]) -> None:
    """Refuse holes, overlaps, bounds below nothing, percentages outside 0 to 100."""
    ordered = sorted(tiers, key=lambda tier: tier.lower)
    for tier in ordered:
        if not 0 <= tier.rate <= 10_000:
            raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
        if tier.lower < 0 or (tier.upper is not None and tier.upper <= tier.lower):
            raise TiersError(lower=tier.lower)
    for first, second in pairwise(ordered):
        if first.upper != second.lower:
            raise TiersError(lower=second.lower)


def check_quantities(lowers: Sequence[int]) -> None:
    """Refuse quantities that a format is priced from twice, or none can reach."""
    for lower in lowers:
        if not 1 <= lower <= LARGEST_QUANTITY:
            raise RangeError(
                field="from_quantity",
                label=words("The quantity"),
                lowest=1,
                highest=LARGEST_QUANTITY,
            )
        if lowers.count(lower) > 1:
            raise QuantitiesError(field="from_quantity", quantity=lower)


def card_amount(rate: Money, unit: RateUnit, quantity: int) -> Money:
    """Return the card amount of a quantity; a thousand is priced by the piece."""
    if not 1 <= quantity <= LARGEST_QUANTITY:
        raise RangeError(
            field="quantity",
            label=words("The quantity"),
            lowest=1,
            highest=LARGEST_QUANTITY,
        )
    if unit is RateUnit.THOUSAND:
        return rate.per_thousand(quantity)
    return rate * quantity


def raised(amount: Money, basis_points: int) -> Money:
    """Raise a price by a share (negative: lower it), rounded to the whole euro once.

    A price under half a euro is rounded to the cent: it does not become a gift.
    """
    exact = amount.cents * (10_000 + basis_points)
    euros = divide(exact, 10_000 * 100)
    cents = euros * 100 if euros else divide(exact, 10_000)
    return Money(cents, amount.currency)


def change(before: Money, after: Money) -> int | None:
    """Return how much a price changed, in basis points; None from nothing."""
    if not before:
        return None
    return divide((after - before).cents * 10_000, before.cents)
