"""Why a line has no place in an issue, and where it goes a year later."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.clock import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Why(StrEnum):
    """What stands in the way."""

    NOT_THERE = "not_there"
    CLOSED = "closed"
    NO_PRICE = "no_price"
    TAKEN = "taken"


SLACK_DAYS = 45
"""How far from a year later an issue may be published and still stand for another."""


def nearest_year(
    old: Mapping[int, date], new: Mapping[int, date], today: date
) -> dict[int, int]:
    """Return, by issue, the one published nearest to the same day in a later year.

    Both by id, with their publication days. The year is the first after the issues'
    own in which one of them would still be ahead. No two go to the same issue: the
    nearest pair is taken first; what finds none within SLACK_DAYS is left out.
    """
    if not old:
        return {}
    years = 1
    while add_months(max(old.values()), 12 * years) < today:
        years += 1
    pairs = sorted(
        (abs((day - add_months(before, 12 * years)).days), issue, target)
        for issue, before in old.items()
        for target, day in new.items()
        if issue != target
    )
    found: dict[int, int] = {}
    for far, issue, target in pairs:
        if far <= SLACK_DAYS and issue not in found and target not in found.values():
            found[issue] = target
    return found
