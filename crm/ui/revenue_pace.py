"""How the next issue fills up: its curve beside those before it, and its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from crm.domain.clock import in_days
from crm.domain.money import Money
from crm.domain.pacing import FARTHEST, LAST_STRETCH
from crm.language import _
from crm.language.formats import date_short, money, thousands
from crm.services.revenue_told import (
    free_places,
    free_told,
    missing_told,
    pacing_told,
)
from crm.ui import charts
from crm.ui.charts import Label
from crm.ui.drawers.revenue_more import open_ledger, open_missing, open_places
from crm.ui.revenue_parts import linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.pacing import Pace, Pacing
    from crm.domain.revenue import Period
    from crm.store.queries.revenue_advertisers import AdvertiserSum
    from crm.store.queries.unsold import PremiumPlace


def issue_switch(issues: Sequence[tuple[int, str]], chosen: int | None) -> None:
    """Draw the issues whose pace can be looked at."""
    names = dict(issues)
    if len(names) > 1:
        if st.session_state.get("revenue_issue") not in names:
            st.session_state["revenue_issue"] = chosen
        st.segmented_control(
            _("Issue"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key="revenue_issue",
            label_visibility="collapsed",
        )


def pace_curve(pace: Pacing) -> None:
    """Draw the issues before thin and grey, their mean dotted, this one thick."""
    colours = charts.palette()
    curves = [pace.issue, *pace.before]
    last = max(0, min(pace.distance, FARTHEST))
    highest = max([*(one.whole for one in curves), 100_000]) * 11 // 10
    scale = alt.Scale(domain=[0, highest], nice=False)
    x = alt.X(
        "at:Q",
        scale=alt.Scale(domain=[-FARTHEST, 0], nice=False),
        axis=alt.Axis(
            values=[-90, -60, -30, 0],
            labelExpr=_axis_words(),
            grid=False,
            labelFlush=True,
        ),
    )
    y = alt.Y("cents:Q", axis=_amounts(_tops(highest), pace.currency), scale=scale)
    bare = alt.Y("cents:Q", axis=None, scale=scale)
    empty = alt.Chart(alt.InlineData(values=[{"at": 0, "cents": 0}]))
    layers: list[alt.Chart] = [empty.mark_point(opacity=0).encode(x=x, y=y)]
    layers += [
        _steps(_points(one, 0, pace.currency), colours.mist, 1.0).encode(
            x=x, y=bare, tooltip=_tip(one)
        )
        for one in pace.before
    ]
    labels = [
        Label(one.whole, one.name, colours.slate) for one in pace.before if one.whole
    ]
    if len(pace.before) > 1:
        mean = [
            {"at": -distance, "cents": one.cents if one else 0}
            for distance in range(FARTHEST, -1, -1)
            for one in (pace.mean_at(distance),)
        ]
        layers.append(
            alt.Chart(alt.InlineData(values=mean))
            .mark_line(strokeDash=[2, 3], color=colours.ink, strokeWidth=1.6)
            .encode(x=x, y=bare)
        )
        labels.append(Label(mean[-1]["cents"], _("average"), colours.ink))
    own = _points(pace.issue, last, pace.currency)
    layers.append(
        _steps(own, colours.cobalt, 2.8).encode(x=x, y=bare, tooltip=_tip(pace.issue))
    )
    here = [{"at": -last, "cents": pace.booked.cents}]
    dot = alt.Chart(alt.InlineData(values=here))
    layers.append(
        dot.mark_point(
            size=90,
            filled=True,
            fill=colours.lime,
            stroke=colours.cobalt,
            strokeWidth=3,
            opacity=1,
        ).encode(x=x, y=bare)
    )
    near = last < LAST_STRETCH
    layers.append(
        charts.haloed(
            dot,
            x,
            bare,
            f"{pace.issue.name} · {thousands(pace.booked)}",
            align="right" if near else "left",
            dx=-10 if near else 10,
            dy=22,
        )
    )
    if labels:
        spread = charts.spread(labels, highest // 15)
        layers.append(charts.right_labels(spread, scale))
    charts.chart(
        alt.layer(*layers).resolve_axis(y="independent"),
        key="chart_pace",
        height=290,
        alt_text=_("Booked net by days before closing: {issue} holds {booked}").format(
            issue=pace.issue.name, booked=money(pace.booked)
        ),
    )


def sentences(
    pace: Pacing,
    premium: Sequence[PremiumPlace],
    missing: Sequence[AdvertiserSum],
    period: Period,
    *,
    may_open: bool,
) -> None:
    """Say where the issue stands and what may be behind it, each leading to its rows.

    What is behind it: the premium places free, and who has not come back.
    """
    name = pace.issue.name
    if linked(pacing_told(pace), "pace", may_open=may_open):
        definition = _("Rows of the ledger for this issue, whenever they were booked.")
        whole = replace(
            period,
            since=date.min.replace(year=1990),
            until=date.max.replace(year=2199),
            issue_id=pace.issue.issue_id,
        )
        open_ledger(name, definition, whole, "pace")
    free = free_told(pace, premium)
    if free and linked(free, "free", may_open=may_open):
        definition = _("Premium places of this issue that nobody holds.")
        open_places(free_places(pace, premium), definition)
    behind = missing_told(missing)
    if behind and linked(behind, "missing", may_open=may_open):
        open_missing(missing, name)


def _tops(highest: int) -> list[int]:
    """Return three to five round amounts up to the highest."""
    step = next(
        unit * 10**power
        for power in range(3, 15)
        for unit in (1, 2, 5)
        if highest // (unit * 10**power) <= 4
    )
    return [step * n for n in range(highest // step + 1)]


def _points(one: Pace, last: int, currency: str) -> list[dict[str, Any]]:
    values = [
        {
            "at": -distance,
            "cents": cents,
            "told": money(Money(cents, currency)),
            "day": date_short(in_days(one.closes_on, -distance)),
        }
        for distance, cents in one.steps
        if distance >= last
    ]
    if values:
        values.append({**values[-1], "at": -last})
    return values


def _steps(values: list[dict[str, Any]], colour: str, width: float) -> alt.Chart:
    marks: alt.Chart = alt.Chart(alt.InlineData(values=values)).mark_line(
        interpolate="step-after", color=colour, strokeWidth=width
    )
    return marks


def _tip(one: Pace) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("day:N", title=one.name),
        alt.Tooltip("told:N", title=_("Booked net")),
    ]


def _axis_words() -> str:
    closing, day = _("closing"), _("D−")
    return f"datum.value == 0 ? '{closing}' : '{day}' + abs(datum.value)"


def _amounts(tops: Sequence[int], currency: str) -> alt.Axis:
    words_ = "''"
    for top in tops:
        told = thousands(Money(top, currency)).replace("'", "’")
        words_ = f"abs(datum.value-{top})<1?'{told}':{words_}"
    return alt.Axis(values=list(tops), labelExpr=words_, grid=True)
