"""Opportunities as they are shown, and their sums by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import Money, total
from crm.domain.opportunities import PATH, Stage, Stall, chance, to_book

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """An opportunity; `booked` is held or confirmed, `own` its own probability.

    The next step is its own, or one planned with its company.
    """

    id: int
    version: int
    company_id: int
    advertiser: str
    name: str
    stage: Stage
    amount: Money
    booked: Money
    own: int | None
    expected_close: date
    owner_id: int
    owner: str
    contact_id: int | None
    contact: str
    issue_id: int | None
    issue: str
    closes_on: date | None
    lost_reason: str
    note: str
    next_step: str = ""
    next_step_on: date | None = None
    stalls: tuple[Stall, ...] = ()

    @property
    def chance(self) -> int:
        """How likely it is, in basis points."""
        return chance(self.stage, self.own)

    @property
    def left(self) -> Money:
        """What is not yet booked of it."""
        return to_book(self.amount, self.booked)

    @property
    def weighted(self) -> Money:
        """What it weighs in the forecast."""
        return self.left.share(self.chance)


@dataclass(frozen=True, slots=True)
class StageSum:
    """The opportunities of a stage: how many, for how much, what they weigh."""

    stage: Stage
    rows: tuple[OpportunityRow, ...]

    @property
    def amount(self) -> Money:
        """What they come to."""
        return total(row.amount for row in self.rows)

    @property
    def weighted(self) -> Money:
        """What they weigh in the forecast."""
        return total(row.weighted for row in self.rows)


@dataclass(frozen=True, slots=True)
class ClosedSum:
    """What was won or lost: how many, for how much, and the latest of them."""

    many: int
    amount: Money
    latest: tuple[OpportunityRow, ...]


@dataclass(frozen=True, slots=True)
class BookingChoice:
    """A booking of the advertiser's that an opportunity may have become."""

    id: int
    number: str
    campaign: str
    net_net: Money
    opportunity_id: int | None


def by_stage(rows: Iterable[OpportunityRow]) -> list[StageSum]:
    """Part open opportunities by stage, in the order of the path, empty ones too."""
    kept = list(rows)
    return [
        StageSum(stage, tuple(row for row in kept if row.stage is stage))
        for stage in PATH
    ]
