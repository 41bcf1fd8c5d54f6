"""The pieces of the revenue page: its conclusion, its figures, what was picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import money, thousands
from crm.ui import acting, parts
from crm.ui.escape import tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.delta_generator import DeltaGenerator

    from crm.domain.money import Money
    from crm.domain.pacing import Pacing
    from crm.domain.revenue import Cut, Standing
    from crm.services.revenue_told import Told


def abs_of(amount: Money) -> Money:
    """Return an amount without its sign."""
    return amount if amount.cents >= 0 else -amount


def conclusion(stands: Standing, year: int, pace: Pacing | None = None) -> str:
    """Say in a title where the year stands, and how the next issue fills up."""
    if not stands.net and not stands.same_day:
        return _("Nothing booked for {year} yet.").format(year=year)
    lead = abs_of(stands.lead)
    facts = {"amount": thousands(lead), "year": year - 1}
    gap = pace.lead if pace is not None else None
    if pace is not None and gap and stands.same_day and lead:
        ahead, faster = stands.lead.cents > 0, gap.cents > 0
        told = {
            (True, True): _("{amount} ahead of {year}, and {issue} is {gap} ahead."),
            (True, False): _("{amount} ahead of {year}, but {issue} is {gap} behind."),
            (False, True): _("{amount} behind {year}, but {issue} is {gap} ahead."),
            (False, False): _("{amount} behind {year}, and {issue} is {gap} behind."),
        }[ahead, faster]
        gap_ = thousands(abs_of(gap))
        return told.format(**facts, issue=pace.issue.name, gap=gap_)
    first = _("{amount} booked for {year}.").format(
        amount=thousands(stands.net), year=year
    )
    if stands.same_day:
        if stands.lead.cents > 0:
            first = _("{amount} ahead of {year}.")
        elif stands.lead.cents < 0:
            first = _("{amount} behind {year}.")
        else:
            first = _("Level with {year}.")
        first = first.format(**facts)
    if not stands.target:
        return first
    if stands.to_find.cents > 0:
        rest = _("{amount} left to find.").format(amount=thousands(stands.to_find))
    else:
        rest = _("The target is passed by {amount}.").format(
            amount=thousands(-stands.to_find)
        )
    return f"{first} {rest}"


def apart(barter: Money, others: Sequence[Money]) -> None:
    """Say what is outside booked net: the barter, and other currencies."""
    told = []
    if barter:
        told.append(_("{amount} of barter").format(amount=money(barter)))
    told += [money(amount) for amount in others]
    if told:
        said = _("Counted apart from booked net: {amounts}.")
        st.markdown(parts.muted(said.format(amounts=" · ".join(told))))


def told(title: str, note: str, key: str) -> DeltaGenerator:
    """Return a section for a sentence and its chart, with air above them."""
    with parts.section(title, note, key=key):
        return st.container(key=f"told-{key}", gap="small")


def last_picked(picks: Mapping[Cut, int | None]) -> Cut | None:
    """Return the cut whose bar was clicked last, None where none is picked.

    Each chart keeps its own pick; the one that has just changed is meant.
    """
    kept = acting.state()
    known: dict[Cut, int | None] = kept.get("revenue_picks", {})
    meant: Cut | None = kept.get("revenue_meant")
    for cut, key in picks.items():
        if key != known.get(cut):
            meant = cut if key is not None else None
    if meant is not None and picks.get(meant) is None:
        meant = None
    kept["revenue_picks"], kept["revenue_meant"] = dict(picks), meant
    return meant


def hint() -> None:
    """Say that the bars can be clicked."""
    told_ = _("Click a bar: its rows open here, and their sum is the bar’s figure.")
    st.markdown(parts.icon("ads_click", "gray") + " " + parts.muted(told_))


def rows_button(key: str, label: str, *, help_: str | None = None) -> bool:
    """Draw the way to some rows; say whether it was taken just now."""
    return st.button(
        label,
        key=f"rows_{key}",
        help=help_,
        type="tertiary",
        icon=":material/arrow_forward:",
        icon_position="right",
    )


def linked(
    said: Told, key: str, *, may_open: bool = True, help_: str | None = None
) -> bool:
    """Draw a sentence that leads to its rows; say whether it was taken just now.

    Where the reader may not open them it is a sentence alone.
    """
    if not may_open:
        st.markdown(tell(said), help=help_)
        return False
    with st.container(key=f"says-{key}"):
        return rows_button(key, tell(said), help_=help_)


def is_new_pick(chart: str, picked: str | None) -> bool:
    """Say whether a bar was picked just now: a chart keeps its pick between runs."""
    kept = acting.state().setdefault("revenue_opened", {})
    before = kept.get(chart)
    kept[chart] = picked
    return picked is not None and picked != before
