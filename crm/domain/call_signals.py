"""The signals that a company is to be called, and what keeps them silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

OPTION_DAYS = 5
"""An option that falls within so many days is worth a call."""
RENEWAL_DAYS = 60
"""An issue that closes within so many days can still be taken again."""
THEME_DAYS = 30
"""Premium space of an issue that closes within so many days is to be sold now."""
UNHEARD_DAYS = 60
"""An active advertiser with whom nothing was exchanged for so long is called."""
REST_DAYS = 7
"""After an exchange, nothing new is proposed to a company for so many days."""


class Signal(StrEnum):
    """Why a company is called, the most urgent first."""

    OPTION = "option"
    MATERIALS = "materials"
    FOLLOW_UP = "follow_up"
    RENEWAL = "renewal"
    THEME = "theme"
    UNHEARD = "unheard"


OWED = frozenset({Signal.OPTION, Signal.MATERIALS, Signal.FOLLOW_UP})
"""What ends by itself or was promised: one tier; each other signal is its own."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What keeps a company off the list, by its id.

    `followed`: it has an open follow-up; `spoken`: the day of its last activity, of
    the last days; `opposed`: each of its contacts opposed being approached; `put_off`:
    until when it was put off.
    """

    followed: AbstractSet[int] = frozenset()
    spoken: Mapping[int, date] = field(default_factory=dict)
    opposed: AbstractSet[int] = frozenset()
    put_off: Mapping[int, date] = field(default_factory=dict)

    def silences(
        self, signal: Signal, company_id: int, today: date, day: date | None = None
    ) -> bool:
        """Say whether a signal is silent today; `day` is when it falls.

        A follow-up never is. What ends by itself is on the day it was talked about,
        and until the day it was put off to, but not on the last day of an option.
        """
        if signal is Signal.FOLLOW_UP:
            return False
        spoken = self.spoken.get(company_id)
        if signal in OWED:
            if spoken == today:
                return True
            later = self.put_off.get(company_id, today)
            return later > today and (day != today or signal is Signal.MATERIALS)
        return (
            company_id in self.followed
            or company_id in self.opposed
            or (spoken is not None and spoken > today - timedelta(days=REST_DAYS))
        )
