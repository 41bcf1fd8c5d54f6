"""How reps share the credit of a booking: basis points that add up to all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import RangeError, SharesError, words
from crm.domain.money import NONE_TO_ALL, Percent

if TYPE_CHECKING:
    from collections.abc import Iterable

Shares = tuple[tuple[int, int], ...]
"""(user, basis points) pairs."""


def together(shares: Iterable[tuple[int, int]]) -> Shares:
    """Add up what one rep is credited with twice."""
    found: dict[int, int] = {}
    for user_id, share in shares:
        found[user_id] = found.get(user_id, 0) + share
    return tuple(found.items())


def check_shares(shares: Shares) -> None:
    """Refuse shares that do not add up to all of it. Raises RangeError, SharesError."""
    for _user, share in shares:
        if not 0 < share <= 10_000:
            raise RangeError(
                field="credits", label=words("A percentage"), **NONE_TO_ALL
            )
    if (whole := sum(share for _user, share in shares)) != 10_000:
        raise SharesError(field="credits", total=Percent(whole))
