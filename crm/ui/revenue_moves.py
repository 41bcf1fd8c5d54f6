"""What moved the forecast in a week: bars from a line at nought, and their sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import streamlit as st

from crm.domain.money import Money, total
from crm.language import _
from crm.language.formats import date_short, money, thousands
from crm.language.revenue_words import mover_word
from crm.ui import charts, parts
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.domain.forecast import Mover


def mover_bars(moved: Mapping[Mover, Money], key: str) -> Mover | None:
    """Draw a bar a cause; return the one picked, or None."""
    colours = charts.palette()
    order = sorted(moved, key=lambda one: -moved[one].cents)
    reach = max(abs(amount.cents) for amount in moved.values())
    values = [
        {
            "key": mover.value,
            "name": mover_word(mover),
            "cents": moved[mover].cents,
            "told": thousands(moved[mover], plus=True),
            "whole": money(moved[mover], plus=True),
            "colour": colours.cobalt if moved[mover].cents > 0 else colours.coral,
            "at": moved[mover].cents,
            "low": -reach * 18 // 10,
            "high": reach * 18 // 10,
            "left": moved[mover].cents < 0,
        }
        for mover in order
    ]
    scale = alt.Scale(domain=[-reach * 18 // 10, reach * 18 // 10], nice=False)
    base = alt.Chart(alt.InlineData(values=values))
    pick = alt.selection_point(name="pick", fields=["key"])
    y = alt.Y(
        "name:N",
        sort=None,
        scale=alt.Scale(paddingInner=0, paddingOuter=0),
        axis=alt.Axis(labelLimit=190, labelFontSize=13, grid=False),
    )
    bare = alt.X("cents:Q", axis=None, scale=scale)
    drawing = alt.layer(
        base.mark_bar(height=18).encode(
            x=bare,
            y=y,
            color=alt.Color("colour:N", scale=None),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.4)),
        ),
        alt.Chart(alt.InlineData(values=[{"zero": 0}]))
        .mark_rule(color=colours.ink, strokeWidth=1.2)
        .encode(x=alt.X("zero:Q", axis=None, scale=scale)),
        *(
            base.transform_filter(f"datum.left == {str(left).lower()}")
            .mark_text(
                align="right" if left else "left",
                dx=-6 if left else 6,
                fontSize=12,
                fontWeight=700,
                color=colours.ink,
            )
            .encode(x=bare, y=y, text="told:N")
            for left in (False, True)
        ),
        base.mark_bar(height=30, opacity=0, cursor="pointer")
        .encode(
            x=alt.X("low:Q", axis=None, scale=scale),
            x2="high:Q",
            y=y,
            tooltip=[alt.Tooltip("whole:N", title=_("Effect on the forecast"))],
        )
        .add_params(pick),
    )
    picked = charts.chart(
        drawing,
        key=key,
        height=34 * len(values) + 20,
        pick="pick",
        alt_text=_("What moved the forecast, by cause"),
    )
    found = str(picked.get("key", ""))
    return next((mover for mover in moved if mover.value == found), None)


def before_and_now(moved: Mapping[Mover, Money], forecast: Money, since: date) -> None:
    """Draw the forecast a week ago, what moved, and what it is today."""
    whole = total(moved.values())
    three = (
        (date_short(since), money(forecast - whole, cents=False)),
        (_("movements"), money(whole, cents=False, plus=True)),
        (_("today"), money(forecast, cents=False)),
    )
    strip("forecast", three)


def strip(key: str, pairs: tuple[tuple[str, str], ...]) -> None:
    """Draw small figures side by side between two hairlines."""
    with st.container(key=f"strip-{key}"):
        for column, (label, shown) in zip(st.columns(len(pairs)), pairs, strict=True):
            column.markdown(join((parts.muted(label), bold(shown)), "  \n"))
