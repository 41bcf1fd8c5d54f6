"""What a part of a figure holds beside its net: the card rate, the gross, the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import Money, divide

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the ledger sums, of one currency; `many` rows of it."""

    net_net: Money
    card: Money
    gross: Money
    net: Money
    many: int

    @property
    def given(self) -> Money:
        """What discounts took off the gross."""
        return self.gross - self.net

    @property
    def discount(self) -> int | None:
        """Discounts as a share of the gross, in basis points; None without a gross."""
        if self.gross.cents <= 0:
            return None
        return divide(self.given.cents * 10_000, self.gross.cents)

    @property
    def yield_(self) -> int | None:
        """Booked net as a share of the card rate; None without a card rate."""
        if self.card.cents <= 0:
            return None
        return divide(self.net_net.cents * 10_000, self.card.cents)


def month_key(day: date) -> int:
    """Return the key of a day's month: year × 100 + month."""
    return day.year * 100 + day.month
