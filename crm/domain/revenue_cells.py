"""The smallest sums a revenue page needs, and how they fold into its cuts.

One question gives the cells of a period; every cut is a sum over the same cells, so
that the parts of each cut add up to one whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import EURO, Money, divide
from crm.domain.revenue import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """What one rep has booked for one issue in a month, direct or by an agency.

    `month` is the month it counts in (year × 100 + month), `published_on` None where
    there is no issue; ids are 0 where there is none, and the rep's where the asker
    may not follow each rep. Cents of one currency; `many` rows of the ledger.
    """

    month: int
    issue_id: int
    support_id: int
    title_id: int
    rep_id: int
    by_agency: bool
    card_cents: int
    gross_cents: int
    net_cents: int
    net_net_cents: int
    many: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Part of a figure: booked net, its card rate, and how many rows it sums."""

    net_net: Money = Money(0)
    card: Money = Money(0)
    gross: Money = Money(0)
    net: Money = Money(0)
    many: int = 0

    @property
    def given(self) -> Money:
        """What discounts and commissions took off the gross."""
        return self.gross - self.net_net

    @property
    def discount(self) -> int | None:
        """Discounts as a share of the gross, in basis points; None without a gross."""
        if self.gross.cents <= 0:
            return None
        return divide((self.gross - self.net).cents * 10_000, self.gross.cents)

    @property
    def yield_(self) -> int | None:
        """Booked net as a share of the card rate; None without a card rate."""
        if self.card.cents <= 0:
            return None
        return divide(self.net_net.cents * 10_000, self.card.cents)


def key_of(cell: Cell, cut: Cut) -> int:
    """Return the key of the part of a cut a cell belongs to."""
    match cut:
        case Cut.MONTH:
            return cell.month
        case Cut.REP:
            return cell.rep_id
        case Cut.TITLE:
            return cell.title_id
        case Cut.SUPPORT:
            return cell.support_id
        case Cut.ISSUE:
            return cell.issue_id
        case Cut.AGENCY:
            return int(cell.by_agency)
        case _:
            raise ValueError(f"cells do not tell {cut} apart")


def fold(cells: Iterable[Cell], cut: Cut, currency: str = EURO) -> dict[int, Sum]:
    """Sum cells by the parts of a cut; the parts add up to the whole."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * 5)
    for cell in cells:
        _add(sums[key_of(cell, cut)], cell)
    return {key: _sum(found, currency) for key, found in sums.items()}


def whole(cells: Iterable[Cell], currency: str = EURO) -> Sum:
    """Sum all cells."""
    found = [0] * 5
    for cell in cells:
        _add(found, cell)
    return _sum(found, currency)


def month_key(day: date) -> int:
    """Return the key of a day's month: year × 100 + month."""
    return day.year * 100 + day.month


def _add(found: list[int], cell: Cell) -> None:
    found[0] += cell.net_net_cents
    found[1] += cell.card_cents
    found[2] += cell.gross_cents
    found[3] += cell.net_cents
    found[4] += cell.many


def _sum(found: list[int], currency: str) -> Sum:
    net_net, card, gross, net = (Money(cents, currency) for cents in found[:4])
    return Sum(net_net, card, gross, net, found[4])
