"""What an insertion report computes: the unit price and the rate of clicks."""

from __future__ import annotations

from crm.domain.money import Money, divide

PER_MILLE = 1_000
WHOLE = 10_000


def price_per_thousand(price: Money, impressions: int | None) -> Money | None:
    """Return the price of a thousand impressions, None where none was counted.

    The unit price the decree 2017-159 asks for; half a cent away from zero.
    """
    if not impressions:
        return None
    return Money(divide(price.cents * PER_MILLE, impressions), price.currency)


def price_per_insertion(price: Money, quantity: int) -> Money:
    """Return the price of one insertion of several, half a cent away from zero."""
    return Money(divide(price.cents, max(quantity, 1)), price.currency)


def click_rate(clicks: int | None, impressions: int | None) -> int | None:
    """Return clicks by impressions, in basis points; None where one is not known."""
    if clicks is None or not impressions:
        return None
    return divide(clicks * WHOLE, impressions)
