"""The demonstration desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crm.store.database import Store


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """How big the demonstration is: counted, never guessed."""

    advertisers: int
    years: int
    issues: int


def figures() -> DemoFigures:
    """Return how big the demonstration is."""
    return DemoFigures(0, 0, 0)


def load(store: Store, at: datetime, progress: Callable[[int, str], None]) -> None:
    """Load it."""
