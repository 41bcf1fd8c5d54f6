"""The bars of the revenue page; a wide bar that is not seen takes the clicks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import altair as alt

from crm.language import _
from crm.language.formats import money, month_short, percent, thousands
from crm.ui import charts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.money import Money
    from crm.store.queries.standing import BesideRow


NO_FIGURE = re.compile(r"[^\d.,−\u202f]")


def month_bars(rows: Sequence[BesideRow], key: str) -> int | None:
    """Draw the months, last year's as ticks; return the month picked, or None."""
    colours = charts.palette()
    highest = max(max(row.net_net.cents, row.beside.cents) for row in rows)
    lowest = min(0, *(row.net_net.cents for row in rows))
    values = [
        {
            "key": row.key,
            "month": _month(row.key),
            "cents": row.net_net.cents,
            "beside": row.beside.cents,
            "told": _short(row.net_net),
            "whole": money(row.net_net),
            "last": money(row.beside),
            "top": _top(row, highest),
            "reach": max(row.net_net.cents, row.beside.cents, highest // 4),
        }
        for row in rows
    ]
    scale = alt.Scale(domain=[lowest, max(highest * 23 // 20, 100_00)], nice=False)
    x = alt.X(
        "month:N",
        sort=None,
        axis=alt.Axis(labelAngle=0, grid=False, labelOverlap=False, labelFontSize=11),
    )
    base = alt.Chart(alt.InlineData(values=values))
    pick = alt.selection_point(name="pick", fields=["key"])
    y = alt.Y("cents:Q", axis=None, scale=scale)
    drawing = alt.layer(
        base.mark_bar(size=16, color=colours.cobalt).encode(
            x=x, y=y, opacity=alt.condition(pick, alt.value(1), alt.value(0.35))
        ),
        base.mark_tick(thickness=2, size=22, color=colours.slate)
        .encode(x=x, y=alt.Y("beside:Q", axis=None, scale=scale))
        .transform_filter("datum.beside > 0"),
        base.mark_text(dy=-10, fontSize=12, fontWeight=700, color=colours.ink).encode(
            x=x, y=alt.Y("top:Q", axis=None, scale=scale), text="told:N"
        ),
        base.mark_bar(size=30, opacity=0, cursor="pointer")
        .encode(x=x, y=alt.Y("reach:Q", axis=None, scale=scale), tooltip=_pair_tip())
        .add_params(pick),
    )
    picked = charts.chart(
        drawing,
        key=key,
        height=250,
        pick="pick",
        alt_text=_("Booked net by month, beside last year"),
    )
    return int(picked["key"]) if "key" in picked else None


def named_bars(
    rows: Sequence[BesideRow], key: str, beside: str, words: str
) -> int | None:
    """Draw a bar a row on a grey bar of what it is held against; return the one picked.

    `beside` says in the tooltip what the grey bar is, `words` what the chart shows.
    """
    colours = charts.palette()
    highest = max(max(row.net_net.cents, row.beside.cents, 1) for row in rows)
    values = [
        {
            "key": row.key,
            "name": row.name,
            "cents": max(row.net_net.cents, 0),
            "beside": row.beside.cents,
            "told": _told(row),
            "whole": money(row.net_net),
            "last": money(row.beside),
            "full": highest,
            "zero": 0,
        }
        for row in rows
    ]
    scale = alt.Scale(domain=[0, highest], nice=False)
    base = alt.Chart(alt.InlineData(values=values))
    pick = alt.selection_point(name="pick", fields=["key"])
    y = alt.Y("key:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, padding=0))

    def across(name: str) -> alt.X:
        return alt.X(f"{name}:Q", axis=None, scale=scale)

    drawing = alt.layer(
        base.mark_bar(height=10, yOffset=10, color=colours.line).encode(
            x=across("beside"), y=y
        ),
        base.mark_bar(height=10, yOffset=10, color=colours.cobalt).encode(
            x=across("cents"),
            y=y,
            opacity=alt.condition(pick, alt.value(1), alt.value(0.35)),
        ),
        base.mark_text(align="left", dy=-8, fontSize=13, color=colours.ink).encode(
            x=across("zero"), y=y, text="name:N"
        ),
        base.mark_text(
            align="right", dy=-8, fontSize=13, fontWeight=700, color=colours.ink
        ).encode(x=across("full"), y=y, text="told:N"),
        base.mark_bar(height=40, opacity=0, cursor="pointer")
        .encode(x=across("full"), y=y, tooltip=_pair_tip(beside))
        .add_params(pick),
    )
    picked = charts.chart(
        drawing, key=key, height=52 * len(rows) + 14, pick="pick", alt_text=words
    )
    return int(picked["key"]) if "key" in picked else None


def _month(key: int) -> str:
    return month_short(date(key // 100, key % 100, 1))


def _short(amount: Money) -> str:
    """Write what stands over a bar: nothing for nothing, else thousands alone."""
    if not amount:
        return ""
    return NO_FIGURE.sub("", thousands(amount)).strip()


def _top(row: BesideRow, highest: int) -> int:
    """Return where a bar's figure stands: clear of a tick that would cross it."""
    near = row.beside.cents - row.net_net.cents
    return row.beside.cents if 0 <= near < highest // 9 else row.net_net.cents


def _told(row: BesideRow) -> str:
    share = row.share
    told = thousands(row.net_net)
    return told if share is None else f"{told} · {percent(share // 100 * 100)}"


def _pair_tip(beside: str = "") -> list[alt.Tooltip]:
    return [
        alt.Tooltip("whole:N", title=_("Booked net")),
        alt.Tooltip("last:N", title=beside or _("Last year")),
    ]
