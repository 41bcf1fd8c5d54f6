"""The pieces of the list of advertisers: its filters, its table, its cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from crm.domain.companies import CompanyRole, CompanyStatus
from crm.language import _, ngettext
from crm.language.formats import day_short, money, number, percent
from crm.language.vocabulary import word
from crm.store.queries.advertisers import Filters
from crm.ui import parts
from crm.ui.cards import Card, cards, wide
from crm.ui.lists import open_record
from crm.ui.statuses import STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.money import Money
    from crm.store.queries.advertisers import AdvertiserRow

ALL, MINE, DUE = "all", "mine", "due"
VIEWS = (ALL, MINE, DUE)


def conclusion(many: int, due: int) -> str:
    """Say how many there are, and how many wait for something."""
    if not many:
        return _("No advertiser here.")
    if not due:
        said = ngettext(
            "One advertiser, nothing due.", "{many} advertisers, nothing due.", many
        )
    else:
        said = ngettext(
            "One advertiser, to follow up.",
            "{many} advertisers, {due} to follow up.",
            many,
        )
    return said.format(many=number(many), due=number(due))


def choose_filters(
    sectors: Mapping[int, str],
    team: Mapping[int, str],
    mine: int | None,
    count: Callable[[Filters], int],
) -> Filters:
    """Draw the search, the filters and the views with their counts; return them.

    What is chosen is kept while one goes elsewhere.
    """
    with parts.panel("advertisers_find"):
        left, right = st.columns([4, 1], gap="small")
        typed = left.text_input(
            _("Search"),
            key="advertisers_search",
            type="search",
            live="300ms",
            max_chars=80,
            label_visibility="collapsed",
            placeholder=_("Name, town, telephone, SIREN…"),
            persist_state="session",
        )
        with right.popover(
            _("Sector, rep"),
            icon=":material/tune:",
            key="advertisers_tune",
            width="stretch",
        ):
            filters = _tuned(sectors, team, (typed or "").strip())
        counts = {
            ALL: filters,
            MINE: replace(filters, owner_id=mine),
            DUE: replace(filters, due=True),
        }
        said = {ALL: _("All"), MINE: _("Mine"), DUE: _("To follow up")}
        label = {
            view: f"{said[view]} · {number(count(counts[view]))}" for view in VIEWS
        }
        view = st.pills(
            _("View"),
            VIEWS,
            default=ALL,
            format_func=lambda option: label[option],
            key="advertisers_view",
            label_visibility="collapsed",
            persist_state="session",
        )
    return counts[view or ALL]


def _tuned(sectors: Mapping[int, str], team: Mapping[int, str], search: str) -> Filters:
    role = st.segmented_control(
        _("Role"),
        [CompanyRole.ADVERTISER, CompanyRole.AGENCY],
        default=CompanyRole.ADVERTISER,
        format_func=word,
        key="advertisers_role",
        persist_state="session",
    )
    sector_id = st.selectbox(
        _("Sector"),
        [None, *sectors],
        format_func=lambda id_: sectors[id_] if id_ else _("All sectors"),
        key="advertisers_sector",
        persist_state="session",
    )
    owner_id = st.selectbox(
        _("Followed by"),
        [None, *team],
        format_func=lambda id_: team[id_] if id_ else _("Everybody"),
        key="advertisers_owner",
        persist_state="session",
    )
    return Filters(
        search=search,
        role=role or CompanyRole.ADVERTISER,
        sector_id=sector_id,
        owner_id=owner_id,
    )


def advertisers_table(rows: Sequence[AdvertiserRow], year: int) -> None:
    """Draw the list: a table, and on a phone cards."""
    with wide("advertisers"):
        _table(rows, year)
    picked = cards([_card(row) for row in rows], "advertisers_cards")
    if picked is not None:
        open_record("advertiser", picked)


def _table(rows: Sequence[AdvertiserRow], year: int) -> None:
    config = st.column_config
    words = {status: _capital(word(status)) for status in CompanyStatus}
    frame = pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "status": [[words[row.status]] for row in rows],
            "next": [_next(row) for row in rows],
            "sector": [row.sector for row in rows],
            "town": [row.town for row in rows],
            "owner": [row.owner for row in rows],
            "net": [_amount(row.net) for row in rows],
            "before": [_amount(row.net_before) for row in rows],
            "change": [_change(row) for row in rows],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        row_height=34,
        key="advertisers_list",
        placeholder="",
        alt=_("List of advertisers"),
        column_config={
            "name": config.ButtonColumn(
                _("Advertiser"),
                type="tertiary",
                alignment="left",
                width=180,
                pinned=True,
                key="advertisers_open",
                on_click=open_row,
                args=(tuple(row.id for row in rows),),
            ),
            "status": config.MultiselectColumn(
                _("Status"),
                options=list(words.values()),
                color=[STATUS[status].colour for status in CompanyStatus],
                width=104,
            ),
            "next": config.TextColumn(_("Next step"), width=210),
            "sector": config.TextColumn(_("Sector"), width=120),
            "town": config.TextColumn(_("Town"), width=90),
            "owner": config.TextColumn(_("Followed by"), width=110),
            "net": config.TextColumn(
                _("Net {year}").format(year=year),
                alignment="right",
                width=76,
                help=_("Booked net by publication day, this year whole."),
            ),
            "before": config.TextColumn(
                _("Net {year}").format(year=year - 1),
                alignment="right",
                width=76,
                help=_("Last year’s, as it stood a year ago today."),
            ),
            "change": config.TextColumn(_("Difference"), alignment="right", width=66),
        },
    )


def open_row(ids: Sequence[int]) -> None:
    """Go to the record of the row whose name was clicked."""
    open_record("advertiser", ids[st.session_state["advertisers_open"].row])


def _card(advertiser: AdvertiserRow) -> Card:
    return Card(
        advertiser.id,
        advertiser.name,
        _next(advertiser) or advertiser.sector,
        _amount(advertiser.net),
        advertiser.town,
        _capital(word(advertiser.status)),
        STATUS[advertiser.status].colour,
    )


def _next(row: AdvertiserRow) -> str:
    if row.next_step is None:
        return ""
    return f"{day_short(row.next_step.due_on)}, {row.next_step.reason}"


def _amount(amount: Money) -> str:
    return money(amount, cents=False) if amount else ""


def _change(row: AdvertiserRow) -> str:
    return "" if row.change is None else percent(row.change, plus=True)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
