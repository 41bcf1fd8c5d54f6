"""Who to call today, and why: the reasons of each company, and their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.call_signals import OWED, Signal
from crm.domain.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, time

    from crm.domain.call_signals import Quiet

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
