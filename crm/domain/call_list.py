"""Who to call today, and why: signals, when they are silent, and their order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from crm.domain.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import time

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
_ORDER = {signal: place for place, signal in enumerate(Signal)}
_TIER = {s: 0 if s in OWED else place for s, place in _ORDER.items()}


@dataclass(frozen=True, slots=True)
class Stake:
    """Euros that are at stake, named so that they are counted once."""

    what: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Place:
    """A free premium position of an issue, at its card price."""

    pool_id: int
    name: str
    price: Money


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason to call a company, with the facts its sentence tells.

    `day` is when the option falls, the materials or the follow-up were due, the
    issue closes, or the last exchange took place. `days_late` is negative for what
    is still to fall, nought where nothing is late. `reason` is what somebody typed;
    `before` the issue of last year and `others` how many more of its support;
    `worth` the company's net of the last 12 months, in cents.
    """

    signal: Signal
    company_id: int
    company: str
    day: date | None = None
    hour: time | None = None
    days_late: int = 0
    reason: str = ""
    issue_id: int | None = None
    issue: str = ""
    theme: str = ""
    before: str = ""
    others: int = 0
    place: str = ""
    places: int = 0
    stakes: tuple[Stake, ...] = ()
    worth: int = 0
    follow_up_id: int | None = None
    contact_id: int | None = None
    owner_id: int | None = None


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


@dataclass(frozen=True, slots=True)
class Call:
    """A company to call: its reasons, the main one first, and the euros at stake."""

    company_id: int
    company: str
    causes: tuple[Cause, ...]
    stake: Money

    @property
    def main(self) -> Cause:
        """The reason that puts it where it is."""
        return self.causes[0]

    @property
    def follow_ups(self) -> tuple[int, ...]:
        """The follow-ups that are due, the longest due first."""
        return tuple(c.follow_up_id for c in self.causes if c.follow_up_id)


def rank(
    causes: Iterable[Cause],
    quiet: Quiet,
    today: date,
    places: Mapping[int, Sequence[Place]] | None = None,
) -> list[Call]:
    """Make one row a company, silent signals left out, the most urgent first.

    Within a tier by days late, then by the euros at stake, then by name. A row's
    euros are those of its most urgent tier, each counted once. `places` are the free
    premium positions of issues: each is proposed to one company, the dearest first to
    who is worth most, and a theme without a place left is no reason to call.
    """
    found: dict[int, list[Cause]] = {}
    for cause in causes:
        if not quiet.silences(cause.signal, cause.company_id, today, cause.day):
            found.setdefault(cause.company_id, []).append(cause)
    ordered = [sorted(of_one, key=_urgency) for of_one in found.values()]
    themed = [row for row in ordered if row[0].signal is Signal.THEME]
    calls = [_call(row) for row in ordered if row[0].signal is not Signal.THEME]
    calls += _proposed(themed, places or {})
    return sorted(calls, key=_rank)


def _proposed(
    themed: list[list[Cause]], places: Mapping[int, Sequence[Place]]
) -> list[Call]:
    """Give each company the dearest place that is left in an issue of its theme."""
    left = [(place, issue) for issue, of_issue in places.items() for place in of_issue]
    left.sort(key=lambda pair: (-pair[0].price.cents, pair[0].pool_id))
    calls = []
    for row in sorted(themed, key=lambda row: (-row[0].worth, _name(row[0].company))):
        if not left:
            break
        mine = {cause.issue_id: cause for cause in row if cause.signal is Signal.THEME}
        pair = next((pair for pair in left if pair[1] in mine), None)
        if pair is None:
            continue
        left.remove(pair)
        place, issue = pair
        stake = Stake(f"pool {place.pool_id}", place.price)
        main = replace(mine[issue], place=place.name, stakes=(stake,))
        calls.append(_call([main, *(c for c in row if c is not mine[issue])]))
    return calls


def _call(row: list[Cause]) -> Call:
    tier = _TIER[row[0].signal]
    stakes: Iterable[Stake] = row[0].stakes
    if len(row) > 1:
        stakes = {s for c in row if _TIER[c.signal] == tier for s in c.stakes}
    stake = total(stake.amount for stake in stakes)
    return Call(row[0].company_id, row[0].company, tuple(row), stake)


def _urgency(cause: Cause) -> tuple[int, int, int, int]:
    place = _ORDER[cause.signal]
    return _TIER[cause.signal], -cause.days_late, place, cause.follow_up_id or 0


def _rank(call: Call) -> tuple[int, int, int, str, int]:
    main = call.main
    name = _name(call.company)
    late = -main.days_late
    return _TIER[main.signal], late, -call.stake.cents, name, call.company_id


def _name(company: str) -> str:
    return company.casefold()
