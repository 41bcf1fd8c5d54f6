"""The charts of a revenue report, put into places and heights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.clock import add_months, month_start
from crm.domain.money import Money, divide
from crm.language import _
from crm.language.formats import date_short, money, month, month_short, thousands
from crm.language.revenue_words import month_of, pages_count
from mediakit.model.report import Bar, BarChart, Curve, CurveChart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.domain.revenue import Period, Standing
    from crm.store.queries.standing import BesideRow, DaySum
    from crm.store.queries.unsold import Fill

WHOLE = 10_000
HEADROOM = 11
"""Tenths of the highest value that the axis reaches."""
EARLIER = 3
"""Months before a period from which its curve may begin."""
DAYS_NAMED = 8
NAMED = 9
"""How many bars are named before the others are put together."""


def curve_chart(
    period: Period,
    now: Sequence[DaySum],
    before: Sequence[DaySum],
    stands: Standing,
    today: date,
) -> CurveChart:
    """Draw a period filling up, the year before, the target and the forecast."""
    first = min([period.since, *(point.day for point in now)])
    start = max(first, add_months(period.since, -EARLIER))
    end = min(max(today, start), period.until)
    highest = max(
        1_000_00,
        *(amount.cents for amount in (stands.target, stands.forecast, stands.net)),
        stands.last_year.cents,
        *(point.net_net.cents for point in (*now, *before)),
    )
    highest = divide(highest * HEADROOM, 10)
    days = max(1, (period.until - start).days)

    def at(day: date, amount: Money) -> tuple[int, int]:
        place = divide((day - start).days * WHOLE, days)
        return place, divide(max(0, amount.cents) * WHOLE, highest)

    last, here = period.until, at(end, stands.net)
    year, none = period.since.year - 1, Money(0, stands.net.currency)
    drawn = [
        Curve(
            "before",
            f"{year} · {thousands(stands.last_year)}" if stands.last_year else "",
            tuple(at(*step) for step in _steps(before, (start, last), 12, none)),
        ),
        Curve(
            "now", "", tuple(at(*step) for step in _steps(now, (start, end), 0, none))
        ),
    ]
    if stands.target:
        said = _("Target {amount}").format(amount=thousands(stands.target))
        goal = (at(start, stands.target), at(last, stands.target))
        drawn.append(Curve("target", said, goal))
    if end < last:
        said = _("Forecast {amount}").format(amount=thousands(stands.forecast))
        drawn.append(Curve("forecast", said, (here, at(last, stands.forecast))))
    return CurveChart(
        tuple(drawn),
        _days(start, last, days),
        amounts_axis(highest, stands.net.currency),
        f"{date_short(end)} · {thousands(stands.net)}",
        _("Booked net so far: {net}; a year ago: {before}").format(
            net=money(stands.net), before=money(stands.same_day)
        ),
    )


def _steps(
    points: Sequence[DaySum], span: tuple[date, date], months: int, nothing: Money
) -> list[tuple[date, Money]]:
    """Move points by months; begin with what stood by then, end level.

    `span` is where they begin and end.
    """
    start, end = span
    moved = [(add_months(point.day, months), point.net_net) for point in points]
    opening = [amount for day, amount in moved if day <= start]
    told = [(start, opening[-1] if opening else nothing)]
    told += [(day, amount) for day, amount in moved if start < day <= end]
    return [*told, (end, told[-1][1])]


def _days(start: date, last: date, days: int) -> tuple[tuple[int, str], ...]:
    """Name months along the time axis, eight at most, none at its very edges."""
    firsts = []
    day = add_months(month_start(start), 1)
    while day <= last:
        firsts.append(day)
        day = add_months(day, 1)
    every = -(-len(firsts) // DAYS_NAMED) if firsts else 1
    return tuple(
        (divide((first - start).days * WHOLE, days), month_short(first))
        for first in firsts[::every]
        if (first - start).days * 50 > days and (last - first).days * 50 > days
    )


def amounts_axis(highest: int, currency: str) -> tuple[tuple[int, str], ...]:
    """Name three to five round amounts along the axis; `highest` is in cents."""
    step = 100_00
    while highest // step > 4:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return tuple(
        (divide(value * WHOLE, highest), thousands(Money(value, currency)))
        for value in range(0, highest + 1, step)
    )


def month_chart(rows: Sequence[BesideRow], says: str, today: date) -> BarChart:
    """Draw months upright, what they are held against as a short rule."""
    highest = _highest(rows)
    bars = tuple(
        Bar(
            month_short(month_of(row.key)),
            thousands(row.net_net) if row.net_net else "",
            divide(row.net_net.cents * WHOLE, highest),
            divide(row.beside.cents * WHOLE, highest) if row.beside else None,
            is_told=month_of(row.key) <= today,
        )
        for row in rows
    )
    spoken = "; ".join(f"{month(month_of(r.key))} {money(r.net_net)}" for r in rows)
    return BarChart(bars, f"{says}: {spoken}", is_upright=True)


def named_chart(rows: Sequence[BesideRow], says: str) -> BarChart:
    """Draw named bars, the largest first, what they are held against behind them."""
    first, rest = list(rows[:NAMED]), rows[NAMED:]
    currency = rows[0].net_net.currency
    highest = _highest(rows)
    bars = [_named(row.name, row.net_net, row.beside, highest) for row in first]
    if rest:
        others = _("{number} others").format(number=len(rest))
        net = sum(row.net_net.cents for row in rest)
        beside = sum(row.beside.cents for row in rest)
        highest_rest = max(highest, abs(net), abs(beside))
        bars.append(
            _named(others, Money(net, currency), Money(beside, currency), highest_rest)
        )
    spoken = "; ".join(f"{row.name or '–'} {money(row.net_net)}" for row in first)
    return BarChart(tuple(bars), f"{says}: {spoken}")


def _named(name: str, net: Money, beside: Money, highest: int) -> Bar:
    return Bar(
        name or "–",
        money(net),
        divide(net.cents * WHOLE, highest),
        divide(beside.cents * WHOLE, highest) if beside.cents > 0 else None,
    )


def fill_chart(fills: Sequence[Fill], says: str) -> BarChart:
    """Draw what is sold of each printed issue, its whole page budget behind it."""
    whole = max(one.capacity for one in fills)
    bars = tuple(
        Bar(
            f"{one.name} · {month_short(one.published_on)}",
            _("{sold} of {pages} pages").format(
                sold=pages_count(one.sold), pages=pages_count(one.capacity)
            ),
            divide(one.sold * WHOLE, whole),
            divide(one.capacity * WHOLE, whole),
        )
        for one in fills
    )
    return BarChart(bars, says)


def _highest(rows: Sequence[BesideRow]) -> int:
    amounts = [
        abs(amount.cents) for row in rows for amount in (row.net_net, row.beside)
    ]
    return max([*amounts, 1])
