"""Which free premium position of an issue is proposed to whom, by its theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.domain.money import Money


@dataclass(frozen=True, slots=True)
class Place:
    """A free premium position of an issue, at its card price."""

    pool_id: int
    name: str
    price: Money


@dataclass(frozen=True, slots=True)
class Themed:
    """A company whose main reason is a theme: what it is worth, and of which issues."""

    company_id: int
    company: str
    worth: int
    issue_ids: frozenset[int | None]


Allotted = dict[int, tuple[int, Place]]
"""The issue and the premium position that are proposed to a company, by its id."""


def allot(themed: Iterable[Themed], places: Mapping[int, Sequence[Place]]) -> Allotted:
    """Give each company the dearest place that is left in an issue of its theme."""
    left = [(issue, place) for issue, of_issue in places.items() for place in of_issue]
    left.sort(key=lambda pair: (-pair[1].price.cents, pair[1].pool_id))
    found: Allotted = {}
    for one in sorted(
        themed, key=lambda one: (-one.worth, name_key(one.company), one.company_id)
    ):
        pair = next((pair for pair in left if pair[0] in one.issue_ids), None)
        if pair is not None:
            left.remove(pair)
            found[one.company_id] = pair
        if not left:
            break
    return found


def name_key(company: str) -> str:
    """Return what companies are ordered by where all else is equal."""
    return company.casefold()
