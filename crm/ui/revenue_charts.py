"""The year filling up, drawn from rows; its sentence stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from crm.domain.clock import add_months
from crm.domain.money import Money
from crm.language import _
from crm.language.formats import date_short, money, thousands
from crm.ui import charts
from crm.ui.charts import Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.domain.revenue import Period, Standing
    from crm.store.queries.standing import DaySum

LATE = 120
"""Days before the end from which the day's label stands left of its dot."""
HEADROOM = 11
"""Tenths of the highest value that the axis reaches."""


def year_curve(
    period: Period,
    now: Sequence[DaySum],
    before: Sequence[DaySum],
    stands: Standing,
    today: date,
) -> None:
    """Draw the year filling up, the year before, the target, and the forecast."""
    colours = charts.palette()
    start = min([period.since, *(point.day for point in now)])
    start = max(start, add_months(period.since, -3))
    end = min(today, period.until)
    this_year = _line(now, start, max(end, start), 0, period.currency)
    last_year = _line(before, start, period.until, 12, period.currency)
    heights = [stands.target.cents, stands.forecast.cents, stands.last_year.cents]
    highest = max([*heights, stands.net.cents, 1_000_00]) * HEADROOM // 10
    scale = alt.Scale(domain=[0, highest], nice=False)
    x = alt.X(
        "day:T",
        axis=alt.Axis(format="%b", tickCount=6, grid=False, labelOverlap=True),
        scale=alt.Scale(domain=[_moment(start), _moment(period.until)], nice=False),
    )
    y = alt.Y("cents:Q", axis=_amounts(highest, period.currency), scale=scale)
    bare = alt.Y("cents:Q", axis=None, scale=scale)
    layers = [
        _steps(last_year, colours.mist, 1.6).encode(x=x, y=y),
        alt.Chart(alt.InlineData(values=this_year))
        .mark_area(interpolate="step-after", color=colours.cobalt, opacity=0.1)
        .encode(x=x, y=bare),
        _steps(this_year, colours.cobalt, 2.6).encode(x=x, y=bare, tooltip=_tip()),
    ]
    labels = [
        Label(
            stands.last_year.cents,
            f"{period.since.year - 1} · {thousands(stands.last_year)}",
            colours.slate,
        )
    ]
    if stands.target:
        edges = [
            {"day": _moment(day), "cents": stands.target.cents}
            for day in (start, period.until)
        ]
        layers.append(
            alt.Chart(alt.InlineData(values=edges))
            .mark_line(color=colours.ink, strokeWidth=1.2)
            .encode(x=x, y=bare)
        )
        target = _("Target {amount}").format(amount=thousands(stands.target))
        labels.append(Label(stands.target.cents, target, colours.ink))
    if end < period.until:
        dots = [
            {"day": _moment(max(end, start)), "cents": stands.net.cents},
            {"day": _moment(period.until), "cents": stands.forecast.cents},
        ]
        layers.append(
            alt.Chart(alt.InlineData(values=dots))
            .mark_line(color=colours.cobalt, strokeWidth=2, strokeDash=[3, 4])
            .encode(x=x, y=bare)
        )
        forecast = _("Forecast {amount}").format(amount=thousands(stands.forecast))
        labels.append(Label(stands.forecast.cents, forecast, colours.cobalt))
        layers.append(
            alt.Chart(alt.InlineData(values=dots[:1]))
            .mark_point(
                size=90,
                filled=True,
                fill=colours.ground,
                stroke=colours.cobalt,
                strokeWidth=3,
                opacity=1,
            )
            .encode(x=x, y=bare)
        )
        here = f"{date_short(max(end, start))} · {thousands(stands.net)}"
        layers.append(
            charts.haloed(
                alt.Chart(alt.InlineData(values=dots[:1])),
                x,
                bare,
                here,
                align="right" if (period.until - end).days < LATE else "left",
                dx=-12 if (period.until - end).days < LATE else 10,
                dy=28,
            )
        )
    layers.append(charts.right_labels(charts.spread(labels, highest // 17), scale))
    charts.chart(
        alt.layer(*layers).resolve_axis(y="independent"),
        key="chart_year",
        height=330,
        alt_text=_("Booked net so far: {net}; a year ago: {before}").format(
            net=money(stands.net), before=money(stands.same_day)
        ),
    )


def _line(
    points: Sequence[DaySum], start: date, end: date, months: int, currency: str
) -> list[dict[str, Any]]:
    """Move points by months, begin with what stood at `start`, end level at `end`."""
    moved = [(add_months(point.day, months), point.net_net.cents) for point in points]
    opening = [cents for day, cents in moved if day <= start]
    told = [(start, opening[-1] if opening else 0)]
    told += [(day, cents) for day, cents in moved if start < day <= end]
    told.append((end, told[-1][1]))
    return [
        {"day": _moment(day), "cents": cents, "said": money(Money(cents, currency))}
        for day, cents in told
    ]


def _moment(day: date) -> str:
    """Write a day so that the browser reads it in its own zone, not at midnight UTC."""
    return f"{day.isoformat()}T00:00:00"


def _steps(values: list[dict[str, Any]], colour: str, width: float) -> alt.Chart:
    line: alt.Chart = alt.Chart(alt.InlineData(values=values)).mark_line(
        color=colour, strokeWidth=width, interpolate="step-after"
    )
    return line


def _amounts(highest: int, currency: str) -> alt.Axis:
    """Return an axis of three to five round amounts, written by our formatter."""
    step = 100_00
    while highest // step > 4:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    values = list(range(0, highest + 1, step))
    words = "''"
    for value in values:
        words = f"datum.value=={value}?'{thousands(Money(value, currency))}':{words}"
    return alt.Axis(values=values, labelExpr=words)


def _tip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("day:T", title=_("Day"), format="%e %B"),
        alt.Tooltip("said:N", title=_("Booked net")),
    ]
