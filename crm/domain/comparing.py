"""One amount beside another: how much more, how far along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import divide

if TYPE_CHECKING:
    from crm.domain.money import Money


def change(now: Money, before: Money) -> int | None:
    """Return what an amount gained on another, in basis points of whole percents.

    None where there was nothing before: no percentage says that.
    """
    if before.cents <= 0:
        return None
    return divide((now.cents - before.cents) * 100, before.cents) * 100


def attained(now: Money, target: Money) -> int | None:
    """Return the part of a target that is reached, in basis points of whole percents.

    None where no target is set; what was taken back counts as nothing reached.
    """
    if target.cents <= 0:
        return None
    return divide(max(now.cents, 0) * 100, target.cents) * 100


def still_missing(now: Money, target: Money) -> Money:
    """Return what is missing to a target, nothing once it is reached."""
    missing = target - now
    return missing if missing.cents > 0 else target - target
