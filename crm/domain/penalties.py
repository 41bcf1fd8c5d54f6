"""What a cancellation costs: the scale of the terms of sale, read and applied.

A scale is data kept with a version of the terms: from how many days before closing
which part of the net net is owed. The row with the most days that is reached applies;
a notice that reaches none of them, the row nearest to closing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.domain.errors import DeskError, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

FROM_DAYS, PENALTY = "from_days", "penalty_bp"
"""The names of a row's two figures, as the terms keep them."""
MOST_DAYS = 730


class ScaleError(DeskError):
    """A scale of cancellation cannot be read, or says two things of one day."""

    sentence = words(
        "The scale of cancellation is not understood: each row needs its days before "
        "closing, no two the same, and a share between 0% and 100%."
    )


class NoticeError(DeskError):
    """A notice came before the booking, or has not come yet."""

    sentence = words("The notice ({day}) must lie between {first} and today.")


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """A row of the scale: days before closing, inside; the share in basis points."""

    from_days: int
    rate: int


def scale_of(rule: Mapping[str, Any]) -> tuple[PenaltyRow, ...]:
    """Read the scale kept with the terms, the earliest notice first; none: empty.

    Raises ScaleError.
    """
    rows = rule.get("steps", ())
    try:
        found = [PenaltyRow(int(row[FROM_DAYS]), int(row[PENALTY])) for row in rows]
    except (KeyError, TypeError, ValueError) as unread:
        raise ScaleError(field="scale") from unread
    return check_scale(found)


def check_scale(rows: list[PenaltyRow]) -> tuple[PenaltyRow, ...]:
    """Put a scale in order, the earliest notice first. Raises ScaleError."""
    days = [row.from_days for row in rows]
    if len(set(days)) != len(days):
        raise ScaleError(field="scale")
    for row in rows:
        if not (0 <= row.from_days <= MOST_DAYS and 0 <= row.rate <= 10_000):
            raise ScaleError(field="scale")
    return tuple(sorted(rows, key=lambda row: -row.from_days))


def rule_of(scale: tuple[PenaltyRow, ...]) -> dict[str, Any]:
    """Return a scale as the terms keep it."""
    return {"steps": [{FROM_DAYS: x.from_days, PENALTY: x.rate} for x in scale]}


def penalty_rate(scale: tuple[PenaltyRow, ...], notice: date, closes_on: date) -> int:
    """Return what a notice costs, in basis points of the net net."""
    if not scale:
        return 0
    days = (closes_on - notice).days
    reached = (row.rate for row in scale if days >= row.from_days)
    return next(reached, scale[-1].rate)
