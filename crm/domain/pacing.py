"""How an issue fills up: what was booked so many days before it closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.money import EURO, Money, divide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

FARTHEST = 90
"""Days before closing at which a curve begins; all that was booked by then is in."""
COMPARED = 4
"""As many issues before it an issue is held against."""
LAST_STRETCH = 30
"""The last days before closing, in which much is booked."""


@dataclass(frozen=True, slots=True)
class Pace:
    """An issue's bookings by how far its closing is; `steps` in the order of days.

    Each step is days before closing (`FARTHEST` … 0) and what was booked by the end
    of that day, in cents. What is booked after closing is not in.
    """

    issue_id: int
    name: str
    closes_on: date
    steps: tuple[tuple[int, int], ...]

    def at(self, distance: int) -> int:
        """Return what was booked so many days before closing, in cents."""
        booked = 0
        for days, cents in self.steps:
            if days < distance:
                break
            booked = cents
        return booked

    @property
    def whole(self) -> int:
        """What was booked by closing, in cents."""
        return self.steps[-1][1] if self.steps else 0


@dataclass(frozen=True, slots=True)
class Pacing:
    """An issue still open beside those before it, at the same distance."""

    issue: Pace
    before: tuple[Pace, ...]
    distance: int
    currency: str = EURO

    @property
    def booked(self) -> Money:
        """What the issue holds today."""
        return Money(self.issue.at(min(max(self.distance, 0), FARTHEST)), self.currency)

    def mean_at(self, distance: int) -> Money | None:
        """Return what the issues before held on average; None where there is none."""
        if not self.before:
            return None
        sums = sum(one.at(distance) for one in self.before)
        return Money(divide(sums, len(self.before)), self.currency)

    @property
    def lead(self) -> Money | None:
        """What the issue is ahead of their average today; negative: behind."""
        mean = self.mean_at(min(self.distance, FARTHEST))
        return None if mean is None else self.booked - mean

    @property
    def still_to_come(self) -> Money | None:
        """What the issues before booked on average from this distance to closing."""
        mean, last = self.mean_at(min(self.distance, FARTHEST)), self.mean_at(0)
        return None if mean is None or last is None else last - mean

    def behind_at(self, other: Pace) -> Money:
        """Return what the issue is behind another at the same distance."""
        then = other.at(min(self.distance, FARTHEST))
        return Money(then, self.currency) - self.booked


def steps_of(
    posted: Sequence[tuple[date, int]], closes_on: date
) -> tuple[tuple[int, int], ...]:
    """Return the steps of an issue from what each day has posted, in cents.

    Days farther than `FARTHEST` are counted in the first step.
    """
    steps: dict[int, int] = {FARTHEST: 0}
    so_far = 0
    for day, cents in sorted(posted):
        distance = (closes_on - day).days
        if distance < 0:
            break
        so_far += cents
        steps[min(distance, FARTHEST)] = so_far
    return tuple(sorted(steps.items(), reverse=True))
