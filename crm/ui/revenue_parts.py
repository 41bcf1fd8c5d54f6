"""The pieces of the revenue page: its conclusion, its figures, what was picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.revenue import Basis
from crm.language import _, ngettext
from crm.language.formats import money, number, percent, thousands
from crm.ui import acting, parts
from crm.ui.drawers.revenue_rows import open_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.delta_generator import DeltaGenerator

    from crm.domain.money import Money
    from crm.domain.revenue import Cut, Period, Standing


TEAM = 0
"""Chosen in place of a rep's number."""


def conclusion(stands: Standing, year: int) -> str:
    """Say in a title where the year stands, ahead or behind."""
    if not stands.net and not stands.same_day:
        return _("Nothing booked for {year} yet.").format(year=year)
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
        lead = stands.lead if stands.lead.cents >= 0 else -stands.lead
        first = first.format(amount=thousands(lead), year=year - 1)
    if not stands.target:
        return first
    if stands.to_find.cents > 0:
        rest = _("{amount} left to find.").format(amount=thousands(stands.to_find))
    else:
        rest = _("The target is passed by {amount}.").format(
            amount=thousands(-stands.to_find)
        )
    return f"{first} {rest}"


def selectors(
    years: list[int], names: Mapping[int, str], today: int, *, alone: bool
) -> tuple[int, Basis, int | None]:
    """Draw what the figures count; `alone` puts one rep's own figures first."""
    bases = {Basis.PUBLISHED: _("publication"), Basis.POSTED: _("booking")}
    everyone = _("The whole team")
    year = st.selectbox(
        _("Year"),
        years,
        index=years.index(today),
        key="revenue_year",
        width=100,
        persist_state="session",
    )
    basis = st.segmented_control(
        _("Count by date of"),
        list(Basis),
        default=Basis.PUBLISHED,
        format_func=bases.__getitem__,
        required=True,
        key="revenue_basis",
        persist_state="session",
    )
    rep = st.selectbox(
        _("Rep"),
        [*names, TEAM] if alone else [TEAM, *names],
        format_func=lambda id_: names.get(id_, everyone),
        key="revenue_rep",
        width=180,
        persist_state="session",
    )
    return year or today, basis or Basis.PUBLISHED, rep or None


def apart(barter: Money) -> None:
    """Say what is outside booked net: the barter of the year, at its value."""
    if barter:
        said = _("Counted apart from booked net: {amount} of barter.")
        st.markdown(parts.muted(said.format(amount=money(barter))))


def band(stands: Standing, period: Period, *, may_open: bool) -> None:
    """Draw the five figures, each with its definition and the way to its rows."""
    year = period.since.year
    with parts.panel("revenue"), parts.figures("revenue", 5):
        net = _("booked net")
        definition = _(
            "Sum of the ledger: lines confirmed or ran, net net without fees, barter "
            "left out."
        )
        growth = stands.growth
        note = _("{change} on the same day of {year}").format(
            change=percent(growth // 10 * 10, plus=True) if growth is not None else "",
            year=year - 1,
        )
        if growth is None:
            note = _("nothing on the same day of {year}").format(year=year - 1)
        with parts.figure(
            net,
            money(stands.net, cents=False),
            note,
            key="net",
            definition=definition,
        ):
            _opens("net", net, definition, period, stands, may_open=may_open)

        goal = _("of the target")
        definition = _("Booked net divided by the sum of the reps’ monthly targets.")
        share = stands.attainment
        rest = stands.to_find
        if share is None:
            note = _("no target set for {year}").format(year=year)
        elif rest.cents > 0:
            note = _("{rest} left of {target}").format(
                rest=thousands(rest), target=thousands(stands.target)
            )
        else:
            note = _("{target} passed").format(target=thousands(stands.target))
        shown = "–" if share is None else percent(share // 10 * 10)
        with parts.figure(goal, shown, note, key="target", definition=definition):
            _opens("target", goal, definition, period, stands, may_open=may_open)

        forecast = _("forecast {year}").format(year=year)
        definition = _(
            "Confirmed, plus options × 70 %, plus what open opportunities have not "
            "yet booked × their chances."
        )
        note = _("{amount} to come, by its chances").format(
            amount=thousands(stands.weighted)
        )
        with parts.figure(
            forecast,
            money(stands.forecast, cents=False),
            note,
            key="forecast",
            definition=definition,
        ):
            _opens("forecast", forecast, definition, period, stands, may_open=may_open)

        option = _("under option")
        definition = _("Net net of the lines held under option, at their full amount.")
        note = ngettext("{number} option", "{number} options", stands.options_many)
        with parts.figure(
            option,
            parts.accent(money(stands.options, cents=False)),
            note.format(number=number(stands.options_many)),
            key="options",
            definition=definition,
        ):
            _opens("options", option, definition, period, stands, may_open=may_open)

        lines = _("lines")
        definition = _("Lines whose rows in the ledger do not cancel each other.")
        with parts.figure(
            lines,
            number(stands.many),
            _("{amount} a line").format(amount=_average(stands)),
            key="lines",
            definition=definition,
        ):
            _opens("lines", lines, definition, period, stands, may_open=may_open)


def _average(stands: Standing) -> str:
    if not stands.many:
        return money(stands.net, cents=False)
    return money(stands.net.split([1] * stands.many)[0], cents=False)


def _opens(
    kind: str,
    label: str,
    definition: str,
    period: Period,
    stands: Standing,
    *,
    may_open: bool,
) -> None:
    if may_open and st.button(
        _("rows"),
        key=f"rows_{kind}",
        type="tertiary",
        icon=":material/arrow_forward:",
        icon_position="right",
    ):
        open_rows(kind, label, definition, period, stands)


def told(title: str, note: str, key: str) -> DeltaGenerator:
    """Return a section for a sentence and its chart, with air above them."""
    with parts.section(title, note, key=key):
        return st.container(key=f"filters-{key}", gap="small")


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
