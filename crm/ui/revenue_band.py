"""The five figures of the revenue page, each with its definition and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.revenue import Segment
from crm.language import _, ngettext
from crm.language.formats import money, number, percent, thousands
from crm.store.queries.unsold import worth
from crm.ui import parts
from crm.ui.drawers.revenue_more import (
    open_advertisers,
    open_places,
    premium_definition,
)
from crm.ui.drawers.revenue_rows import open_rows

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from crm.store.queries.revenue_page import RevenuePage


def band(page: RevenuePage, *, may_open: bool) -> None:
    """Draw the five figures; `may_open`: the reader may see who booked what."""
    with parts.panel("revenue"), parts.figures("revenue", 5):
        _net(page, may_open=may_open)
        _target(page, may_open=may_open)
        _forecast(page, may_open=may_open)
        _premium(page, may_open=may_open)
        _retention(page, may_open=may_open)


def _net(page: RevenuePage, *, may_open: bool) -> None:
    stands = page.standing
    period = page.period
    year = page.period.since.year
    net = _("booked net")
    definition = _(
        "Sum of the ledger: lines confirmed or ran, net net without fees, barter "
        "left out."
    )
    growth = stands.growth
    note = _("nothing on the same day of {year}").format(year=year - 1)
    if growth is not None:
        note = _("{change} on the same day of {year}").format(
            change=percent(growth // 10 * 10, plus=True), year=year - 1
        )
    many = ngettext("{number} row", "{number} rows", stands.many)
    with _tile("net", net, money(stands.net, cents=False), note, definition):
        if _opens("net", many.format(number=number(stands.many)), may_open):
            open_rows("net", net, definition, period, stands)


def _target(page: RevenuePage, *, may_open: bool) -> None:
    stands = page.standing
    period = page.period
    year = page.period.since.year
    goal = _("of the target")
    definition = _("Booked net divided by the sum of the monthly targets.")
    share, rest = stands.attainment, stands.to_find
    if share is None:
        note = _("no target set for {year}").format(year=year)
    elif rest.cents > 0:
        note = _("{rest} left of {target}").format(
            rest=thousands(rest), target=thousands(stands.target)
        )
    else:
        note = _("{target} passed").format(target=thousands(stands.target))
    shown = "–" if share is None else percent(share // 10 * 10)
    with _tile("target", goal, shown, note, definition):
        if _opens("target", _("by rep"), may_open):
            open_rows("target", goal, definition, period, stands)


def _forecast(page: RevenuePage, *, may_open: bool) -> None:
    stands = page.standing
    period = page.period
    year = page.period.since.year
    forecast = _("forecast {year}").format(year=year)
    definition = _(
        "Confirmed, plus options × 70 %, plus what open opportunities have not "
        "yet booked × their chances."
    )
    moved = total(page.movers.values())
    note = _("{amount} to come, by its chances").format(
        amount=thousands(stands.weighted)
    )
    if moved:
        note = _("{change} in seven days").format(change=thousands(moved, plus=True))
    options = ngettext("{number} option", "{number} options", stands.options_many)
    told = options.format(number=number(stands.options_many))
    with _tile(
        "forecast", forecast, money(stands.forecast, cents=False), note, definition
    ):
        if _opens("forecast", told, may_open):
            open_rows("forecast", forecast, definition, period, stands)


def _premium(page: RevenuePage, *, may_open: bool) -> None:

    premium = _("premium to sell")
    definition = premium_definition()
    issues = list(dict.fromkeys(place.issue for place in page.premium))
    note = _("no premium place left")
    if issues:
        note = _("in {issues}").format(issues=" · ".join(issues))
    places = ngettext("{number} place", "{number} places", len(page.premium))
    worth_ = money(worth(page.premium, page.period.currency), cents=False)
    with _tile("premium", premium, parts.accent(worth_), note, definition):
        if _opens("premium", places.format(number=number(len(page.premium))), may_open):
            open_places(page.premium, definition)


def _retention(page: RevenuePage, *, may_open: bool) -> None:
    period = page.period
    year = page.period.since.year
    kept = page.retention
    loyal = _("retention")
    definition = _(
        "Share of the advertisers published last year up to the same day that have "
        "net this year; in the note, of all of last year’s."
    )
    shown = "–" if kept.share is None else percent(kept.share // 100 * 100)
    note = _("{kept} of the {base} advertisers of {year}").format(
        kept=number(kept.full_kept), base=number(kept.full_base), year=year - 1
    )
    missing = kept.full_base - kept.full_kept
    many = ngettext("{number} missing", "{number} missing", missing)
    with _tile("retention", loyal, shown, note, definition):
        if _opens("retention", many.format(number=number(missing)), may_open):
            open_advertisers(Segment.LAPSED, period)


def _tile(
    key: str, label: str, shown: object, note: str, definition: str
) -> DeltaGenerator:
    return parts.figure(label, shown, note, key=key, definition=definition)


def _opens(key: str, label: str, may_open: bool = True) -> bool:  # noqa: FBT001, FBT002  as it is read
    return may_open and st.button(
        label,
        key=f"rows_{key}",
        type="tertiary",
        icon=":material/arrow_forward:",
        icon_position="right",
    )
