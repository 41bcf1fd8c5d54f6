"""Money in whole cents. There is no float in this file, nor in any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EURO = "EUR"


def divide(numerator: int, denominator: int) -> int:
    """Divide whole numbers; half a unit rounds away from zero.

    The one rounding of the desk: EN 16931 asks for two decimals on every amount
    and its checks round absolute values half up.
    """
    quotient, remainder = divmod(abs(numerator), denominator)
    quotient += 2 * remainder >= denominator
    return quotient if numerator >= 0 else -quotient


@dataclass(frozen=True, slots=True, order=True)
class Percent:
    """A share in basis points, as a fact a sentence tells in its language."""

    basis_points: int

    def __str__(self) -> str:
        """Write it in plain English, for a log."""
        whole, rest = divmod(abs(self.basis_points), 100)
        sign = "-" if self.basis_points < 0 else ""
        return f"{sign}{whole}.{rest:02d}%"


NONE_TO_ALL = {"lowest": Percent(0), "highest": Percent(10_000)}
"""The bounds of a percentage, as the facts of a RangeError."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the smallest unit of its currency (ISO 4217)."""

    cents: int
    currency: str = EURO

    def __add__(self, other: Money) -> Money:
        """Add two amounts of one currency."""
        self._same_as(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Take one amount from another of its currency."""
        self._same_as(other)
        return Money(self.cents - other.cents, self.currency)

    def __neg__(self) -> Money:
        """Turn a charge into a credit."""
        return Money(-self.cents, self.currency)

    def __mul__(self, quantity: int) -> Money:
        """Repeat the amount a whole number of times."""
        return Money(self.cents * quantity, self.currency)

    def __bool__(self) -> bool:
        """Tell whether there is any money at all."""
        return self.cents != 0

    def share(self, basis_points: int) -> Money:
        """Take a share in basis points (1 500 = 15 %), rounded to the cent once."""
        return Money(divide(self.cents * basis_points, 10_000), self.currency)

    def per_thousand(self, quantity: int) -> Money:
        """Price a quantity at this amount a thousand, rounded to the cent once."""
        return Money(divide(self.cents * quantity, 1_000), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Divide in proportion to the weights; the parts add up to the amount.

        Odd cents go to the largest remainders, a tie to the earlier part
        (DOMAIN: discounts agreed for a whole booking). Weights are not negative;
        when they are all zero the parts are equal.
        """
        if not weights or min(weights) < 0:
            raise ValueError("a split needs weights, none of them negative")
        if not sum(weights):
            weights = [1] * len(weights)
        whole = sum(weights)
        amount = abs(self.cents)
        shares = [amount * weight // whole for weight in weights]
        by_remainder = sorted(
            range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i)
        )
        for i in by_remainder[: amount - sum(shares)]:
            shares[i] += 1
        sign = 1 if self.cents >= 0 else -1
        return [Money(sign * cents, self.currency) for cents in shares]

    def _same_as(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")


def total(amounts: Iterable[Money], currency: str = EURO) -> Money:
    """Add amounts up; nothing at all is zero of the given currency."""
    cents, of = 0, None
    for amount in amounts:
        if of is not None and amount.currency != of:
            raise ValueError(f"cannot add {amount.currency} to {of}")
        cents, of = cents + amount.cents, amount.currency
    return Money(cents, of or currency)
