"""The cuts of the revenue page: by month, by rep, and by whatever is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.revenue import SEGMENTS, Against, Cut
from crm.language import _
from crm.language.formats import percent
from crm.language.revenue_words import part_word
from crm.language.vocabulary import word
from crm.store.queries.standing import BesideRow
from crm.ui import revenue_bars, revenue_parts, revenue_words
from crm.ui.drawers.revenue_rows import ledger_rows
from crm.ui.revenue_moves import strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.revenue_amounts import Amounts
    from crm.store.queries.revenue import SumRow
    from crm.store.queries.revenue_page import RevenuePage

SHOWN = 9
"""As many bars as a cut shows: the largest."""


def cut_names() -> dict[Cut, str]:
    """Return what the third cut can be by, as its section is headed."""
    return {
        Cut.SUPPORT: _("By support"),
        Cut.TITLE: _("By title"),
        Cut.SECTOR: _("By sector"),
        Cut.AGENCY: _("Agencies or direct"),
        Cut.SEGMENT: _("New and renewed"),
        Cut.ISSUE: _("By issue"),
    }


def cut_now() -> Cut:
    """Return what the third cut is by, before it is drawn."""
    picked: Cut = st.session_state.get("revenue_cut") or Cut.SUPPORT
    return picked


def chosen_cut() -> Cut:
    """Draw what the third cut is by; return it."""
    names = cut_names()
    picked: Cut | None = st.selectbox(
        _("Cut by"),
        list(names),
        format_func=names.__getitem__,
        key="revenue_cut",
        label_visibility="collapsed",
        persist_state="session",
    )
    return picked or Cut.SUPPORT


def rows_of(page: RevenuePage, cut: Cut) -> list[BesideRow]:
    """Return the bars of a cut, named; the largest, or the issues in their order."""
    if cut is Cut.SEGMENT:
        nothing = page.standing.net - page.standing.net
        return [
            BesideRow(
                SEGMENTS.index(segment),
                word(segment).capitalize(),
                sums.net_net,
                nothing,
                sums.many,
            )
            for segment, (_many, sums) in page.segments.items()
        ]
    named = [
        replace(row, name=part_word(cut, row.key, row.name))
        for row in page.parts.get(cut, ())
    ]
    if cut is Cut.ISSUE:
        return named[-SHOWN:] if len(named) > SHOWN else named
    return named[:SHOWN]


def discounts(rows: Sequence[SumRow]) -> None:
    """Draw the average discount of the largest reps, and what is left of the card."""

    def told(sums: Amounts) -> str:
        return "–" if sums.discount is None else percent(sums.discount // 10 * 10)

    first = [row for row in rows if row.amounts.gross.cents > 0][:3]
    if first:
        st.markdown(_("Average discount given"))
        strip(
            "discounts",
            tuple((row.name.split(" ")[0], told(row.amounts)) for row in first),
        )


def cuts(page: RevenuePage, *, may_open: bool) -> None:
    """Draw the three cuts, and under them the rows of the bar that was clicked."""
    period, against = page.period, page.against
    year = period.since.year
    beside = _("Target") if against is Against.TARGET else _("Last year")
    picks: dict[Cut, int | None] = {}
    rows: dict[Cut, list[BesideRow]] = {Cut.REP: list(page.reps)}
    one, two, three = st.container(key="split-cuts").columns([1.3, 1, 1], gap="large")
    with (
        one,
        revenue_parts.told(revenue_words.by_month(period.basis), _("net"), "months"),
    ):
        st.markdown(revenue_words.months(page.months, year))
        if any(row.net_net or row.beside for row in page.months):
            picks[Cut.MONTH] = revenue_bars.month_bars(page.months, "chart_months")
    with two, revenue_parts.told(_("By rep"), beside.lower(), "reps"):
        st.markdown(revenue_words.reps(page.reps, against))
        if page.reps:
            said = _("Booked net by rep")
            picks[Cut.REP] = revenue_bars.named_bars(
                page.reps, "chart_reps", beside, said
            )
            discounts(page.rep_sums)
    title = cut_names()[cut_now()]
    with three, revenue_parts.told(title, beside.lower(), "sup"):
        cut = chosen_cut()
        rows[cut] = rows_of(page, cut)
        st.markdown(revenue_words.supports(rows[cut], year))
        if rows[cut]:
            said = _("Booked net by part")
            picks[cut] = revenue_bars.named_bars(
                rows[cut], f"chart_{cut.value}", beside, said
            )
    picked_rows(page, picks, rows, may_open=may_open)


def picked_rows(
    page: RevenuePage,
    picks: dict[Cut, int | None],
    rows: dict[Cut, list[BesideRow]],
    *,
    may_open: bool,
) -> None:
    """Draw the rows of the bar clicked last, or say that a bar can be clicked."""
    if not may_open:
        return
    picked = revenue_parts.last_picked(picks)
    key = picks[picked] if picked else None
    if picked is None or key is None:
        revenue_parts.hint()
        return
    name = revenue_words.name_of(picked, key, rows.get(picked, []))
    with revenue_parts.told(_("Rows of {name}").format(name=name), "", "picked"):
        ledger_rows(page.period.part(picked, key), key="picked")
