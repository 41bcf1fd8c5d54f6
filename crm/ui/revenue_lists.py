"""The lists of the revenue page: premium places, full issues, who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.space import UNITS_PER_PAGE, PlaceState
from crm.language import _, ngettext
from crm.language.formats import (
    date_short,
    money,
    month_short,
    number,
    percent,
)
from crm.ui import parts
from crm.ui.board import board
from crm.ui.escape import html, join, say
from crm.ui.map import page_file
from crm.ui.revenue_parts import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.revenue_page import RevenuePage
    from crm.store.queries.unsold import Fill, PremiumPlace
    from crm.ui.escape import Marked

PRESSING_DAYS = 30


def premium_sentence(places: Sequence[PremiumPlace], today: date) -> Marked:
    """Say what the places left are worth, and what presses."""
    if not places:
        return say(_("Every premium place of the next issues is sold."))
    worth = total(place.price for place in places)
    first = places[0]
    days = (first.closes_on - today).days
    free = [p for p in places if p.issue_id == first.issue_id and p.until is None]
    told = ngettext(
        "**{worth}** at the card rate. {issue} closes in **{days} day**; {free}.",
        "**{worth}** at the card rate. {issue} closes in **{days} days**; {free}.",
        days,
    )
    many = ngettext(
        "{number} of its places is free", "{number} of its places are free", len(free)
    ).format(number=number(len(free)))
    if not free:
        many = _("all its places left are under option")
    return say(
        told,
        worth=money(worth, cents=False),
        issue=first.issue,
        days=number(days),
        free=many,
    )


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


def fill_sentence(fills: Sequence[Fill], today: date) -> Marked:
    """Say what the last issue closed with, and what the next has left."""
    gone = [one for one in fills if one.is_closed]
    coming = [one for one in fills if not one.is_closed]
    said: list[Marked] = []
    if gone:
        last = gone[-1]
        lost = pages(last.left + last.optioned)
        if last.left + last.optioned > 0:
            said.append(
                say(
                    _("The last issue, {issue}, closed with **{pages}** unsold."),
                    issue=last.name,
                    pages=lost,
                )
            )
        else:
            said.append(
                say(_("The last issue, {issue}, closed **full**."), issue=last.name)
            )
    if coming:
        first = coming[0]
        days = (first.closes_on - today).days
        said.append(
            say(
                ngettext(
                    "The next, {issue}, has **{left}** free and {optioned} under "
                    "option, {days} day before it closes.",
                    "The next, {issue}, has **{left}** free and {optioned} under "
                    "option, {days} days before it closes.",
                    days,
                ),
                issue=first.name,
                left=pages(first.left),
                optioned=pages(first.optioned),
                days=number(days),
            )
        )
    return join(said, " ")


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
            f'<i class="{kind}" style="flex:{units}">'
            f"<span>{html(words_.format(pages=_count(units)))}</span></i>"
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


def pages(units: int) -> str:
    """Say how many pages some twelfths are, to the half."""
    halves = units * 2 // UNITS_PER_PAGE
    whole, half = divmod(halves, 2)
    if half:
        return _("{number}½ pages").format(number=number(whole) if whole else "")
    return ngettext("{number} page", "{number} pages", whole).format(
        number=number(whole)
    )


def _count(units: int) -> str:
    whole, half = divmod(units * 2 // UNITS_PER_PAGE, 2)
    return f"{whole or ''}½" if half else str(whole)


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
        st.markdown(fill_sentence(page.fills, page.today))
        filled = fill_bars(page.fills, "board_fill")
        if filled is not None:
            go_to_issue(filled)


def premium_part(page: RevenuePage) -> None:
    """Draw the premium places that are left."""
    note = _("card rate, days to closing")
    with told(_("Premium still to sell"), note, "unsold"):
        st.markdown(premium_sentence(page.premium, page.today))
        issue_id = premium_list(page.premium, page.today, "board_premium")
        if issue_id is not None:
            go_to_issue(issue_id)
