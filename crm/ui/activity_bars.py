"""The bars of the team's activity, drawn from rows; a sentence stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import streamlit as st

from crm.language import _
from crm.language.formats import date_short, number
from crm.ui import charts, parts
from crm.ui.activity_parts import by_rep, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.activity_figures import Done, Week
    from crm.store.queries.team_activity import RepWeek


def week_bars(team: Mapping[Week, Done]) -> None:
    """Draw the team's calls by week, those that reached somebody in cobalt."""
    values = [
        {
            "week": date_short(week.first),
            "calls": done.calls,
            "reached": done.reached,
            "told": number(done.calls) if done.calls else "",
        }
        for week, done in team.items()
    ]
    colours = charts.palette()
    base = alt.Chart(alt.InlineData(values=values))
    axis = alt.Axis(labelAngle=0, grid=False, labelOverlap=True)
    x = alt.X("week:N", sort=None, axis=axis)
    tip = [
        alt.Tooltip("week:N", title=_("Week of")),
        alt.Tooltip("calls:Q", title=_("Calls")),
        alt.Tooltip("reached:Q", title=_("Reached")),
    ]
    most = max(done.calls for done in team.values())
    scale = alt.Scale(domain=[0, max(most * 23 // 20, 1)], nice=False)

    def high(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", axis=None, scale=scale)

    drawing = alt.layer(
        base.mark_bar(size=18, color=colours.sky).encode(x=x, y=high("calls")),
        base.mark_bar(size=18, color=colours.cobalt).encode(x=x, y=high("reached")),
        base.mark_text(dy=-9, fontSize=12, fontWeight=700, color=colours.ink).encode(
            x=x, y=high("calls"), text="told:N"
        ),
        base.mark_bar(size=30, opacity=0).encode(x=x, y=high("calls"), tooltip=tip),
    )
    charts.chart(
        drawing,
        key="chart_activity",
        height=210,
        alt_text=_("Calls of the team by week, and how many reached somebody"),
    )


def rep_bars(rows: Sequence[RepWeek]) -> int | None:
    """Draw each rep's calls; return the rep whose bar was clicked, or None."""
    sums = by_rep(rows)
    if not sums:
        st.markdown(parts.muted(_("Nothing of yours in these weeks.")))
        return None
    most = max(max(done.calls, 1) for _name, done in sums.values())
    values = [
        {
            "key": id_,
            "name": name,
            "calls": done.calls,
            "reached": done.reached,
            "told": f"{number(done.calls)} · {share(done)}",
            "full": most,
            "zero": 0,
        }
        for id_, (name, done) in sums.items()
    ]
    colours = charts.palette()
    scale = alt.Scale(domain=[0, most], nice=False)
    base = alt.Chart(alt.InlineData(values=values))
    pick = alt.selection_point(name="pick", fields=["key"])
    y = alt.Y("key:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, padding=0))

    def across(name: str) -> alt.X:
        return alt.X(f"{name}:Q", axis=None, scale=scale)

    faded = alt.condition(pick, alt.value(1), alt.value(0.35))
    drawing = alt.layer(
        base.mark_bar(height=10, yOffset=10, color=colours.sky).encode(
            x=across("calls"), y=y, opacity=faded
        ),
        base.mark_bar(height=10, yOffset=10, color=colours.cobalt).encode(
            x=across("reached"), y=y, opacity=faded
        ),
        base.mark_text(align="left", dy=-8, fontSize=13, color=colours.ink).encode(
            x=across("zero"), y=y, text="name:N"
        ),
        base.mark_text(
            align="right", dy=-8, fontSize=13, fontWeight=700, color=colours.ink
        ).encode(x=across("full"), y=y, text="told:N"),
        base.mark_bar(height=40, opacity=0, cursor="pointer")
        .encode(x=across("full"), y=y)
        .add_params(pick),
    )
    picked = charts.chart(
        drawing,
        key="chart_reps",
        height=52 * len(values) + 14,
        pick="pick",
        alt_text=_("Calls by rep, and the share that reached somebody"),
    )
    return int(picked["key"]) if "key" in picked else None
