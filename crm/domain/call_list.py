"""Who to call today, and why: the reasons of each company, and their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.call_places import Themed, allot, name_key
from crm.domain.call_signals import OWED, Signal
from crm.domain.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, time

    from crm.domain.call_places import Allotted, Place
    from crm.domain.call_signals import Quiet

_ORDER = {signal: place for place, signal in enumerate(Signal)}
_TIER = {s: 0 if s in OWED else place for s, place in _ORDER.items()}


@dataclass(frozen=True, slots=True)
class Stake:
    """Euros that are at stake, named so that they are counted once."""

    what: str
    amount: Money


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
    heard = [
        cause
        for cause in causes
        if not quiet.silences(cause.signal, cause.company_id, today, cause.day)
    ]
    themed = [
        Themed(
            row[0].company_id,
            row[0].company,
            row[0].worth,
            frozenset(c.issue_id for c in row if c.signal is Signal.THEME),
        )
        for row in _rows(heard)
        if row[0].signal is Signal.THEME
    ]
    return in_order(heard, allot(themed, places or {}))


def in_order(causes: Iterable[Cause], allotted: Allotted) -> list[Call]:
    """Make one row a company of what is not silent, the most urgent first.

    `allotted` are the places proposed: who gets none is not called for a theme.
    """
    calls = []
    for row in _rows(causes):
        reasons = row
        if row[0].signal is Signal.THEME:
            reasons = _proposed(row, allotted.get(row[0].company_id))
        if reasons:
            calls.append(_call(reasons))
    return sorted(calls, key=_rank)


def _rows(causes: Iterable[Cause]) -> list[list[Cause]]:
    """Put each company's reasons together, the most urgent first."""
    found: dict[int, list[Cause]] = {}
    for cause in causes:
        found.setdefault(cause.company_id, []).append(cause)
    return [sorted(row, key=_urgency) for row in found.values()]


def _proposed(row: list[Cause], given: tuple[int, Place] | None) -> list[Cause]:
    """Say which place is proposed; without one, the reasons that are no theme."""
    if given is None:
        return [cause for cause in row if cause.signal is not Signal.THEME]
    issue_id, place = given
    mine = next(c for c in row if c.signal is Signal.THEME and c.issue_id == issue_id)
    stake = Stake(f"pool {place.pool_id}", place.price)
    main = replace(mine, place=place.name, stakes=(stake,))
    return [main, *(cause for cause in row if cause is not mine)]


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
    name = name_key(call.company)
    late = -main.days_late
    return _TIER[main.signal], late, -call.stake.cents, name, call.company_id
