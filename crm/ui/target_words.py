"""What is said of targets: their sums, what they are about, how a year compares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import Money
from crm.domain.revenue import share_of
from crm.language import _
from crm.language.formats import money, percent, thousands

if TYPE_CHECKING:
    from crm.domain.editing import Value
    from crm.store.queries.target_grid import AboutRow


def plain_euros(value: Value) -> str:
    """Write cents for a cell, without their sign; cents only where there are any."""
    if not isinstance(value, int):
        return ""
    said = money(Money(value), cents=value % 100 != 0)
    return said.strip("€ \u202f\u00a0")


def about_name(row: AboutRow) -> str:
    """Name what targets are about."""
    if not row.title:
        return _("All titles")
    if not row.support:
        return _("{title}, all supports").format(title=row.title)
    return _("{title}, {support}").format(title=row.title, support=row.support)


def conclusion(year: int, now: Money, last: Money) -> str:
    """Say what a year is to bring, against the year before."""
    if not now:
        return _("No target for {year} yet.").format(year=year)
    said = _("{amount} to book in {year}.").format(amount=thousands(now), year=year)
    change = share_of(now - last, last)
    if change is None:
        return said
    if not change:
        return said + " " + _("As much as in {year}.").format(year=year - 1)
    than = (
        _("{percent} more than in {year}.")
        if change > 0
        else _("{percent} less than in {year}.")
    )
    return said + " " + than.format(percent=percent(abs(change)), year=year - 1)
