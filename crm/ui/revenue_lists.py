"""The lists of the revenue page: premium places, full issues, who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.space import PlaceState
from crm.language import _
from crm.language.formats import (
    date_short,
    money,
    month_short,
    number,
    percent,
)
from crm.language.revenue_words import pages_count
from crm.services.revenue_told import fill_told, premium_told
from crm.ui import parts
from crm.ui.board import board
from crm.ui.drawers.revenue_more import open_places, premium_definition
from crm.ui.escape import html, tell
from crm.ui.map import page_file
from crm.ui.revenue_parts import linked, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.revenue_page import RevenuePage
    from crm.store.queries.unsold import Fill, PremiumPlace

PRESSING_DAYS = 30
ROOM = 6
"""A part of a bar under a sixth of it has no room for words."""


def premium_list(places: Sequence[PremiumPlace], today: date, key: str) -> int | None:
    """Draw the places left; return the issue of the one picked, or None."""
    rows = []
    for place in places:
        days = (place.closes_on - today).days
        if place.until is not None:
            until = _("option → {day}").format(day=date_short(place.until))
            state = (
                f'<i class="tag orange">{html(until)}</i>'
                f"<span>{html(place.holder)}</span>"
            )
        else:
            soon = place.state is PlaceState.SELL_NOW
            kind = "sell_now" if soon else "free"
            free = html(_("free"))
            state = f'<i class="tag {kind}">{free}</i>'
        hot = " hot" if days < PRESSING_DAYS else ""
        left = _("D−{days}").format(days=number(days))
        rows.append(
            f'<div class="pr" role="button" tabindex="0" data-id="{place.issue_id}">'
            f"<b>{html(place.name)}</b><span>{html(place.issue)}</span>"
            f'<div>{state}</div><em class="dl{hot}">{html(left)}</em>'
            f"<strong>{html(money(place.price, cents=False))}</strong></div>"
        )
    picked = board(f'<div class="prs">{"".join(rows)}</div>', key)
    return int(picked) if picked else None


def fill_bars(fills: Sequence[Fill], key: str) -> int | None:
    """Draw how full each issue is; return the issue picked, or None."""
    rows = []
    for one in fills:
        left = "lost" if one.is_closed else "left"
        soon = (
            " soon" if one is next((f for f in fills if not f.is_closed), None) else ""
        )
        told = (
            ("sold", one.sold, _("{pages} sold")),
            ("opt", one.optioned, _("{pages} opt.")),
            (
                f"{left}{soon}",
                one.left,
                _("{pages} unsold") if one.is_closed else _("{pages} free"),
            ),
        )
        bars = "".join(
            segment(kind, units, one.capacity, pages_count(units), words_)
            for kind, units, words_ in told
            if units > 0
        )
        share = percent((one.share or 0) // 100 * 100)
        rows.append(
            f'<div class="fr" role="button" tabindex="0" data-id="{one.issue_id}">'
            f"<b>{html(one.name)}</b><span>{html(month_short(one.published_on))}</span>"
            f'<div class="bar">{bars}</div><strong>{html(share)}</strong></div>'
        )
    picked = board(f'<div class="frs">{"".join(rows)}</div>', key)
    return int(picked) if picked else None


def segment(kind: str, many: int, of: int, count: str, words_: str) -> str:
    """Draw a part of a bar: its count in words, alone where words have no room."""
    whole = words_.format(pages=count)
    said = whole if many * ROOM >= of else count
    flex = f'style="flex:{many}" title="{html(whole)}"'
    return f'<i class="{kind}" {flex}><span>{html(said)}</span></i>'


def none_yet(sentence: str) -> None:
    """Say in a chart's place why there is none."""
    st.markdown(parts.muted(sentence))


def go_to_issue(issue_id: int) -> None:
    """Open the flatplan of an issue that was picked."""
    st.switch_page(page_file("flatplan"), query_params={"id": str(issue_id)})


def fill_part(page: RevenuePage) -> None:
    """Draw how full the printed issues are."""
    with told(_("How full the issues are"), _("pages"), "fill"):
        if not page.fills:
            none_yet(_("No printed issue has a page budget yet."))
            return
        st.markdown(tell(fill_told(page.fills, page.today)))
        filled = fill_bars(page.fills, "board_fill")
        if filled is not None:
            go_to_issue(filled)


def premium_part(page: RevenuePage, *, may_open: bool) -> None:
    """Draw the premium places that are left."""
    note = _("card rate, days to closing")
    with told(_("Premium still to sell"), note, "unsold"):
        said = premium_told(page.premium, page.today)
        may_open = may_open and bool(page.premium)
        if linked(said, "places", may_open=may_open):
            open_places(page.premium, premium_definition())
        issue_id = premium_list(page.premium, page.today, "board_premium")
        if issue_id is not None:
            go_to_issue(issue_id)
