"""The list of bookings: its conclusion, its filters, its table and its cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.column_config import ButtonColumn, MultiselectColumn, TextColumn

from crm.domain.bookings import BookingStatus
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import day_short, money, number
from crm.language.vocabulary import word
from crm.ui import asking, parts
from crm.ui.cards import Card, cards, wide
from crm.ui.statuses import STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.store.queries.booking_figures import StatusFigures
    from crm.store.queries.booking_rows import BookingRow
    from crm.store.queries.users import UserRow

ALL, WAITING = "all", "waiting"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; no status: all of them."""

    search: str
    rep_id: int | None
    status: BookingStatus | None
    waiting: bool = False

    @property
    def statuses(self) -> tuple[BookingStatus, ...]:
        """The statuses to keep, none meaning all."""
        return (self.status,) if self.status else ()


def conclusion(figures: Mapping[BookingStatus, StatusFigures]) -> str:
    """Say what waits for an answer: how many quotes and options, for how much."""
    options, quotes = figures[BookingStatus.OPTIONED], figures[BookingStatus.QUOTED]
    if not options.count and not quotes.count:
        return _("No quote and no option waits for an answer.")
    held = ngettext("{number} option", "{number} options", options.count)
    quoted = ngettext("{number} quote", "{number} quotes", quotes.count)
    counted = [
        said.format(number=number(found.count))
        for said, found in ((held, options), (quoted, quotes))
        if found.count
    ]
    what = _(" and ").join(counted)
    return _("{what} waiting for an answer, {amount}.").format(
        what=what, amount=money(options.net_net + quotes.net_net, cents=False)
    )


def searched() -> str:
    """Draw the search box of the list; return what is typed in it."""
    typed = st.text_input(
        _("Search"),
        key="bookings_search",
        type="search",
        live="300ms",
        max_chars=80,
        label_visibility="collapsed",
        placeholder=_("Number, advertiser, campaign…"),
        persist_state="session",
    )
    return (typed or "").strip()


def chosen_rep(reps: Sequence[UserRow]) -> int | None:
    """Draw the choice of a rep; return whose bookings to list, None for all."""
    names = {rep.id: rep.name for rep in reps}
    picked: int = st.selectbox(
        _("Followed by"),
        [0, *names],
        format_func=lambda rep_id: names.get(rep_id, _("All reps")),
        key="bookings_rep",
        label_visibility="collapsed",
        persist_state="session",
    )
    return picked or None


def chosen_status(
    figures: Mapping[BookingStatus, StatusFigures], waiting: int = 0
) -> tuple[BookingStatus | None, bool]:
    """Draw the statuses with their counts; return the one chosen, None for all.

    `waiting` counts those whose discount waits for an approval, a choice of its own:
    whether it is chosen is returned beside.
    """
    counts = {status.value: found.count for status, found in figures.items()}
    shown = [status.value for status in BookingStatus if counts[status.value]]
    if waiting:
        shown.append(WAITING)

    def label(code: str) -> str:
        if code == ALL:
            return _("All") + f" · {number(sum(counts.values()))}"
        if code == WAITING:
            return _("Discount to approve") + f" · {number(waiting)}"
        name = word(BookingStatus(code))
        return f"{name[:1].upper()}{name[1:]} · {number(counts[code])}"

    kept = st.session_state.get("bookings_status")
    if kept not in {None, ALL, *shown}:
        st.session_state["bookings_status"] = ALL
    picked = st.pills(
        _("Status"),
        [ALL, *shown],
        default=None if kept else ALL,
        required=True,
        format_func=label,
        key="bookings_status",
        label_visibility="collapsed",
        persist_state="session",
    )
    if picked == WAITING:
        return None, True
    return (BookingStatus(picked) if picked and picked != ALL else None), False


def table(rows: Sequence[BookingRow]) -> int | None:
    """Draw the rows, as a table or as cards; return the booking picked just now."""
    with wide("bookings"):
        _table(rows)
    opened = st.session_state.pop("booking_to_open", None)
    return opened or cards([_card(row) for row in rows], "bookings_cards")


def _table(rows: Sequence[BookingRow]) -> None:
    missing, waits, barter = (
        _("mandate missing"),
        _("discount to approve"),
        _("barter"),
    )
    words = [word(status) for status in BookingStatus]
    st.dataframe(
        {
            "number": [row.number for row in rows],
            "advertiser": [row.advertiser for row in rows],
            "campaign": [row.campaign for row in rows],
            "status": [
                [
                    word(row.status),
                    *([missing] if row.mandate_missing else []),
                    *([waits] if row.waiting else []),
                    *([barter] if row.barter else []),
                ]
                for row in rows
            ],
            "published": [_published(row) for row in rows],
            "until": [
                day_short(x.option_until) if x.option_until else "" for x in rows
            ],
            "net": [money(row.net_net) for row in rows],
            "rep": [row.rep for row in rows],
        },
        hide_index=True,
        height="content",
        row_height=34,
        key="bookings_table",
        placeholder="",
        alt=_("Bookings"),
        column_config={
            "number": ButtonColumn(
                _("Number"),
                type="tertiary",
                alignment="left",
                key="booking_row",
                on_click=_open,
                args=([row.id for row in rows],),
                width=116,
                pinned=True,
            ),
            "advertiser": TextColumn(_("Advertiser"), width=128),
            "campaign": TextColumn(_("Campaign"), width=146),
            "status": MultiselectColumn(
                _("Status"),
                options=[*words, missing, waits, barter],
                color=[
                    *(STATUS[status].colour for status in BookingStatus),
                    *("red", "orange", "gray"),
                ],
                width=232,
            ),
            "published": TextColumn(_("Publication"), alignment="right", width=92),
            "until": TextColumn(_("Until"), alignment="right", width=92),
            "net": TextColumn(_("Net net"), alignment="right", width=88),
            "rep": TextColumn(_("Followed by"), width=96),
        },
    )


def _open(ids: Sequence[int]) -> None:
    st.session_state["booking_to_open"] = ids[st.session_state["booking_row"].row]


def _card(row: BookingRow) -> Card:
    return Card(
        id=row.id,
        name=row.advertiser,
        note=row.campaign or row.number,
        amount=money(row.net_net, cents=False),
        under=_published(row),
        status=word(row.status),
        tone=STATUS[row.status].colour,
        flag=_flag(row),
    )


def _flag(row: BookingRow) -> str:
    if row.waiting:
        return _("discount to approve")
    return _("mandate missing") if row.mandate_missing else ""


def _published(row: BookingRow) -> str:
    day = row.first_published_on
    return day_short(day) if day else ""


def nothing(chosen: Chosen) -> bool:
    """Say that the list is empty; return whether the first step was asked for."""
    if chosen.search or chosen.rep_id or chosen.status or chosen.waiting:
        sentence = _("Nothing matches: take a filter off, or type less.")
        parts.empty_state("bookings", _("No booking like this"), sentence)
        return False
    sentence = _("Quotes, options and confirmed bookings will be listed here.")
    with parts.empty_state("bookings", _("No booking yet"), sentence):
        return asking.may(Right.WRITE) and st.button(
            _("Quote the first one"), key="bookings_first"
        )
