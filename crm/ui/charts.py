"""The house's charts: Altair, our colours, our locale, labels instead of legends."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt
import streamlit as st
from babel.dates import get_day_names, get_month_names

from crm.language import current_language

if TYPE_CHECKING:
    from collections.abc import Sequence


class Palette(NamedTuple):
    """The colours of a chart, by what they mean."""

    ink: str
    slate: str
    mist: str
    line: str
    cobalt: str
    sky: str
    lime: str
    coral: str
    green: str
    amber: str
    ground: str
    paper: str


LIGHT = Palette(
    ink="#0C1B2A",
    slate="#52606D",
    mist="#8A97A3",
    line="#D9DEE3",
    cobalt="#2438E0",
    sky="#C9D3FF",
    lime="#D7F25C",
    coral="#D9391B",
    green="#0E8A72",
    amber="#F0A92E",
    ground="#FFFFFF",
    paper="#F5F3EE",
)
DARK = Palette(
    ink="#E8EDF2",
    slate="#9FB0C0",
    mist="#6B7A88",
    line="#24323F",
    cobalt="#8B98FF",
    sky="#33418F",
    lime="#D7F25C",
    coral="#FF8A75",
    green="#4FD1B5",
    amber="#F2B84B",
    ground="#071019",
    paper="#0F1C29",
)


def is_dark() -> bool:
    """Say whether this visitor's theme is dark."""
    return bool(st.context.theme.type == "dark")


def palette() -> Palette:
    """Return the colours of this visitor's theme."""
    return DARK if is_dark() else LIGHT


@lru_cache
def _locale(language: str) -> alt.Locale:
    """Return how Vega writes numbers and days in a language, as Babel does."""
    french = language == "fr"
    months = get_month_names("wide", locale=language)
    short_months = get_month_names("abbreviated", "stand-alone", language)
    days = get_day_names("wide", locale=language)
    short_days = get_day_names("abbreviated", locale=language)
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return alt.Locale(
        number=alt.NumberLocale(
            decimal="," if french else ".",
            thousands="\u202f" if french else ",",
            grouping=[3],
            currency=["", "\u202f€"] if french else ["€", ""],
        ),
        time=alt.TimeLocale(
            dateTime="%A %e %B %Y, %H:%M",
            date="%d/%m/%Y",
            time="%H:%M",
            periods=["AM", "PM"],
            days=[days[day] for day in sunday_first],
            shortDays=[short_days[day] for day in sunday_first],
            months=[months[month] for month in range(1, 13)],
            shortMonths=[short_months[month] for month in range(1, 13)],
        ),
    )


def chart(
    drawing: alt.TopLevelMixin,
    *,
    key: str,
    height: int,
    alt_text: str,
    pick: str | None = None,
) -> dict[str, Any]:
    """Show a chart in the visitor's language and colours.

    `alt_text` says what it shows. `pick` names a selection (`alt.selection_point`) of
    the drawing: the fields of the mark that was clicked are returned, else nothing.
    """
    colours = palette()
    dressed = (
        drawing.configure(
            locale=_locale(current_language()),
            font="Instrument Sans, sans-serif",
            background="transparent",
        )
        .configure_view(strokeWidth=0)
        .configure_axis(
            domain=False,
            ticks=False,
            labelFontSize=12,
            labelColor=colours.slate,
            labelPadding=6,
            gridColor=colours.line,
            title=None,
        )
    )
    if pick is None:
        st.altair_chart(dressed, key=key, height=height, alt=alt_text)
        return {}
    answer = st.altair_chart(
        dressed,
        key=key,
        height=height,
        alt=alt_text,
        on_select="rerun",
        selection_mode=pick,
    )
    chosen = getattr(answer, "selection", {}).get(pick) or []
    return dict(chosen[0]) if chosen else {}


class Label(NamedTuple):
    """A word at a height of the value axis, in a colour."""

    height: int
    words: str
    colour: str


def spread(labels: Sequence[Label], gap: int) -> list[Label]:
    """Push labels apart until none stands closer than `gap`; their order is kept."""
    apart = sorted(labels)
    for _round in range(80):
        for place in range(1, len(apart)):
            below, above = apart[place - 1], apart[place]
            overlap = gap - (above.height - below.height)
            if overlap > 0:
                half = -(-overlap // 2)
                apart[place - 1] = below._replace(height=below.height - half)
                apart[place] = above._replace(height=above.height + half)
    return apart


def haloed(base: alt.Chart, x: alt.X, y: alt.Y, said: str, **mark: Any) -> Any:  # noqa: ANN401  settings; a layer
    """Write words over lines: the ground around them keeps them readable."""
    colours = palette()
    marks: dict[str, Any] = {"fontSize": 13, "fontWeight": 700, **mark}
    halo: dict[str, Any] = {
        "stroke": colours.ground,
        "strokeWidth": 5,
        "strokeJoin": "round",
    }
    told = {"x": x, "y": y, "text": alt.value(said)}
    return alt.layer(
        base.mark_text(color=colours.ground, **halo, **marks).encode(**told),
        base.mark_text(color=colours.cobalt, **marks).encode(**told),
    )


def right_labels(labels: Sequence[Label], scale: alt.Scale) -> alt.Chart:
    """Draw direct labels as an axis at the right, which reserves its own width.

    Layer it over a chart of the same `scale`, with `resolve_scale(y="shared")` and
    `resolve_axis(y="independent")`; marks of text would be clipped on a phone.
    """
    words, colours = "''", "'black'"
    for label in reversed(labels):
        near = f"abs(datum.value-{label.height})<1"
        quoted = label.words.replace("\\", "\\\\").replace("'", "\\'")
        words = f"{near}?'{quoted}':{words}"
        colours = f"{near}?'{label.colour}':{colours}"
    axis = alt.Axis(
        orient="right",
        values=[label.height for label in labels],
        labelExpr=words,
        labelColor=alt.ExprRef(colours),
        labelFontWeight=700,
        labelFontSize=13,
        labelLimit=220,
        labelOverlap=False,
        grid=False,
        title=None,
    )
    data = alt.InlineData(values=[{"height": label.height} for label in labels])
    marks: alt.Chart = alt.Chart(data).mark_point(opacity=0)
    return marks.encode(y=alt.Y("height:Q", axis=axis, scale=scale))
