"""Until when a booking can be cancelled, and at what cost: rules turned into dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.domain.bookings import LineStatus
from crm.domain.penalties import PenaltyRow
from crm.language import _, current_language
from crm.language.formats import date_long, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.store.queries.bookings import LineCard
    from crm.store.queries.publishing import TermsRow

MOST_DATES = 4
"""So many dates are named in one sentence; more are named with their lines."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What is said of cancelling: one sentence; with many dates, some by line.

    A day that had passed when the document was issued is not promised.
    """

    sentence: str = ""
    scale: tuple[PenaltyRow, ...] = ()
    issued_on: date = date.min

    def of(self, lines: Sequence[LineCard]) -> str:
        """Say until when lines that are printed as one can be cancelled."""
        rows = _cancelled(lines)
        return _joined(list(_steps(self.scale, rows, self.issued_on, named=False)))


def cancellation(
    lines: Sequence[LineCard], conditions: TermsRow | None, issued_on: date
) -> Cancellation:
    """Say what cancelling a line costs until which day, by its own closing date."""
    if conditions is None:
        return Cancellation()
    scale = conditions.scale or _of_notice(conditions.cancellation_notice_days)
    cancelled = _cancelled(lines)
    if not scale or not cancelled:
        return Cancellation()
    days = {closing for line in cancelled if (closing := line.closes_on)}
    if len(days) > MOST_DATES:
        said = _("Cancellation: until the days printed with each line; {rest}.")
        sentence = said.format(rest=_last(conditions))
        return Cancellation(sentence, scale, issued_on)
    steps = list(_steps(scale, cancelled, issued_on, named=len(days) > 1))
    if not steps:
        return Cancellation(_now(conditions))
    said = _joined([*steps, _last(conditions)])
    return Cancellation(_("Cancellation of a line: {steps}.").format(steps=said))


def _cancelled(lines: Sequence[LineCard]) -> list[LineCard]:
    """Return what cancelling costs something: not what ran, nor what is free."""
    return [
        line
        for line in lines
        if line.closes_on
        and line.status is not LineStatus.RAN
        and not (line.is_penalty or line.is_make_good)
    ]


def _of_notice(days: int) -> tuple[PenaltyRow, ...]:
    return (PenaltyRow(days, 0), PenaltyRow(0, 10_000)) if days else ()


def _steps(
    scale: Sequence[PenaltyRow],
    lines: Sequence[LineCard],
    issued_on: date,
    *,
    named: bool,
) -> Iterator[str]:
    """Say each row of a scale but the last, with the days it ends on."""
    for row in scale[:-1]:
        until: dict[date, list[str]] = {}
        for line in lines:
            if line.closes_on is None:
                continue
            last = line.closes_on - timedelta(days=row.from_days)
            if last >= issued_on and line.issue not in until.setdefault(last, []):
                until[last].append(line.issue)
        told = [
            f"{date_long(day)} ({', '.join(issues)})" if named else date_long(day)
            for day, issues in sorted(until.items())
            if issues
        ]
        if told:
            yield _cost(row.rate).format(days=", ".join(told))


def _cost(rate: int) -> str:
    if not rate:
        return _("free of charge until {days} inclusive")
    said = _("{rate} of its net net until {days} inclusive")
    return said.replace("{rate}", percent(rate))


def _now(conditions: TermsRow) -> str:
    """Say what is owed when every day had passed."""
    if not conditions.scale:
        return _("A cancellation follows the rule of the terms of sale from now on.")
    said = _("A cancellation owes {rate} of the line’s net net from now on.")
    return said.format(rate=percent(conditions.scale[-1].rate))


def _last(conditions: TermsRow) -> str:
    """Say what is owed after the last of the days."""
    if not conditions.scale:
        return _("after that the rule of the terms of sale applies")
    return _("{rate} after that").format(rate=percent(conditions.scale[-1].rate))


def _joined(steps: list[str]) -> str:
    return ("\u202f; " if current_language() == "fr" else "; ").join(steps)
