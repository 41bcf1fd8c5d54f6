"""Which issue of this year is the same as one of last year: by its day, its theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.clock import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

SAME_ISSUE_DAYS = 21
"""An issue is the same as last year's when published so near to a year later."""
SAME_THEME_MONTHS = 15
"""How long ago an issue of the same theme may have been published."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An issue, as far as the comparison needs it; `theme` is folded."""

    id: int
    support_id: int
    theme: str
    published_on: date


def seasons(past: Iterable[Slot], coming: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Return the issues of now that each past issue compares to, the nearest first.

    The same support within `SAME_ISSUE_DAYS` of a year later; else any later issue of
    the same theme within `SAME_THEME_MONTHS`. Past issues that compare to none are
    left out.
    """
    by_support: dict[int, list[Slot]] = {}
    by_theme: dict[str, list[Slot]] = {}
    for slot in coming:
        by_support.setdefault(slot.support_id, []).append(slot)
        if slot.theme:
            by_theme.setdefault(slot.theme, []).append(slot)
    found = {}
    for slot in past:
        a_year_later = add_months(slot.published_on, 12)
        last = add_months(slot.published_on, SAME_THEME_MONTHS)
        same = [
            other
            for other in by_support.get(slot.support_id, [])
            if abs((other.published_on - a_year_later).days) <= SAME_ISSUE_DAYS
        ] or [
            other
            for other in by_theme.get(slot.theme, [])
            if slot.published_on < other.published_on <= last
        ]
        if same:
            found[slot.id] = sorted(
                same,
                key=lambda other: (
                    abs((other.published_on - a_year_later).days),
                    other.published_on,
                    other.id,
                ),
            )
    return found
