"""Which pools a line takes units of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES = "pages"
"""The code of an issue's page budget, counted in twelfths of a page."""


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """A pool of an issue, as far as the choice needs it."""

    id: int
    code: str
    capacity: int
    position_id: int | None
    format_id: int | None


@dataclass(frozen=True, slots=True)
class Need:
    """Units of a pool; `unit` names the place in a pool of one."""

    pool_id: int
    units: int
    unit: int | None


def needs(
    pools: Iterable[PoolFacts],
    *,
    format_id: int,
    format_units: int,
    position_id: int | None,
    takes_page: bool,
    quantity: int,
) -> list[Need]:
    """Return what a line takes, in the order of the pools' ids.

    A position with a pool of its own takes one of it; a format with a pool of its
    own takes its quantity; an ad on a page of the budget takes its twelfths. The
    order is the one every writer takes them in, so that two never wait for each
    other.
    """
    found: list[Need] = []
    for pool in sorted(pools, key=lambda pool: pool.id):
        if pool.position_id is not None:
            units = 1 if pool.position_id == position_id else 0
        elif pool.format_id is not None:
            units = quantity if pool.format_id == format_id else 0
        elif pool.code == PAGES:
            units = format_units * quantity if takes_page else 0
        else:
            units = 0
        if units:
            found.append(Need(pool.id, units, 1 if pool.capacity == 1 else None))
    return found
