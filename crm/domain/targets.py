"""What the months of a year are to bring, cell by cell. Targets add up.

A target for one title or support stands beside the one for all of them, not inside it:
what a rep is to book is the sum of every one of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.domain.money import Money, Percent, divide

LARGEST = Money(100_000_000_00)
LEAST_GROWTH, MOST_GROWTH = -10_000, 99_900
GROWTH_BOUNDS = {"lowest": Percent(LEAST_GROWTH), "highest": Percent(MOST_GROWTH)}
MONTHS = range(1, 13)
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class About:
    """What targets are about: a title, one of its supports, or (empty) everything."""

    title_id: int | None = None
    support_id: int | None = None


def target_field(user_id: int, month: int) -> str:
    """Return the field of a rep's month (1 to 12)."""
    return f"{user_id}.{month}"


def target_place(field: str) -> tuple[int, int]:
    """Return the rep and the month (1 to 12) of a field."""
    user_id, _dot, month = field.partition(".")
    return int(user_id), int(month)


def grown(amount: Money, growth: int) -> Money:
    """Return an amount that grew by a share in basis points, to the whole euro."""
    euros = divide(amount.cents * (10_000 + growth), 10_000 * 100)
    return Money(euros * 100, amount.currency)
