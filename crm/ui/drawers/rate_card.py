"""A new rate card: a copy for the next year, or prices typed format by format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import parse_percent
from crm.services.card_copies import copy_card
from crm.services.card_prices import TypedCard, start_card
from crm.store.queries.magazine import list_formats, list_positions
from crm.store.queries.publishers import current_terms_id, publisher_of
from crm.store.queries.rate_cards import list_cards
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md
from crm.ui.inputs import money_input
from crm.ui.rate_card_words import card_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.magazine import FormatRow, PositionRow
    from crm.store.queries.rate_cards import Card

NAME = "card_new"
COPY, START = "copy", "start"


@dataclass(slots=True)
class _Adding:
    """The drawer being filled in."""

    title_id: int
    form: str
    made: list[int] = field(default_factory=list)

    def text(self, name: str) -> str:
        return str(st.session_state.get(f"card_{name}_{self.form}") or "")


def open_new_card(title_id: int) -> None:
    """Open the drawer that copies a card to the next year, or starts one."""
    adding = _Adding(title_id, acting.form_id(NAME))
    open_drawer(
        NAME,
        _("New rate card"),
        "sell",
        lambda: _draw(adding),
        then=lambda: _show(adding),
        way=("card", title_id),
    )


def _show(adding: _Adding) -> None:
    if adding.made:
        st.session_state["card_shown"] = adding.made[-1]
    st.rerun()


def _draw(adding: _Adding) -> None:
    me = asking.me()
    with asking.reading() as session:
        cards = {card.id: card for card in list_cards(session, adding.title_id)}
        formats = list_formats(session, me, adding.title_id)
        positions = list_positions(session, me, adding.title_id)
    ways = {COPY: _("Copy a card"), START: _("Start from the formats")}
    way = START
    if cards:
        chosen = st.segmented_control(
            _("How"),
            list(ways),
            default=COPY,
            format_func=ways.__getitem__,
            required=True,
            key=f"card_way_{adding.form}",
            label_visibility="collapsed",
        )
        way = chosen or COPY
    if way == COPY:
        _copy_inputs(adding, cards)
        drawer_foot(
            "card_new", adding.form, lambda: _copy(adding), label=_("Make a draft")
        )
    else:
        _start_inputs(adding, formats, positions, me.today)
        drawer_foot(
            "card_new",
            adding.form,
            lambda: _start(adding, formats, positions),
            label=_("Make a draft"),
        )


def _copy_inputs(adding: _Adding, cards: dict[int, Card]) -> None:
    st.selectbox(
        _("Card"),
        list(cards),
        format_func=lambda id_: card_name(cards[id_]),
        key=f"card_source_{adding.form}",
    )
    st.text_input(
        _("Prices rise by, in %"),
        key=f"card_rise_{adding.form}",
        max_chars=8,
        placeholder="3",
        icon=":material/percent:",
    )
    st.markdown(
        parts.muted(
            _(
                "Prices, fees and packages are rounded to the whole euro; premiums, "
                "scales and rules stay. The draft is for the year after."
            )
        )
    )


def _start_inputs(
    adding: _Adding,
    formats: list[FormatRow],
    positions: list[PositionRow],
    today: date,
) -> None:
    year = today.year
    form = adding.form
    st.text_input(
        _("Name"),
        _("Rates {year}").format(year=year),
        key=f"card_name_{form}",
        max_chars=200,
    )
    since, until = st.columns(2)
    since.date_input(
        _("From publication on"),
        date(year, 1, 1),
        format="DD/MM/YYYY",
        key=f"card_from_{form}",
    )
    until.date_input(
        _("until"), date(year, 12, 31), format="DD/MM/YYYY", key=f"card_until_{form}"
    )
    with parts.section(_("Prices"), _("blank: not sold"), key="card-prices").container(
        gap="small"
    ):
        for row in formats:
            money_input(row.name, f"card_price_{row.id}_{form}")
    premium = [row for row in positions if row.is_premium]
    with parts.section(
        _("Premiums, in %"), _("blank: none"), key="card-prem"
    ).container(gap="small"):
        for position in premium:
            st.text_input(
                md(position.name),
                key=f"card_premium_{position.id}_{form}",
                max_chars=8,
                placeholder="30",
            )
        st.text_input(
            _("Guaranteed position"),
            "10",
            key=f"card_guaranteed_{form}",
            max_chars=8,
        )
        st.toggle(
            _("Frequency discounts of the trade: −5 % from 2, −10, −15, −20 % from 8"),
            value=True,
            key=f"card_frequency_{form}",
        )


def _copy(adding: _Adding) -> None:
    source = int(st.session_state[f"card_source_{adding.form}"])
    typed = adding.text("rise").strip()
    me = asking.me()
    acting.speak()

    def copied(session: Session) -> None:
        fall = typed.startswith(("-", "−"))
        rate = parse_percent(typed.lstrip("-−+")) if typed else 0
        adding.made.append(copy_card(session, me, source, rate=-rate if fall else rate))

    acting.save(copied, adding.form, done=_("The draft is there: look it through."))


def _start(
    adding: _Adding, formats: list[FormatRow], positions: list[PositionRow]
) -> None:
    me = asking.me()
    acting.speak()
    kept = st.session_state
    form = adding.form
    prices = {row.id: adding.text(f"price_{row.id}") for row in formats}
    premiums = {
        row.id: adding.text(f"premium_{row.id}") for row in positions if row.is_premium
    }
    since, until = kept[f"card_from_{form}"], kept[f"card_until_{form}"]
    frequency = bool(kept[f"card_frequency_{form}"])
    name, guaranteed = adding.text("name"), adding.text("guaranteed")

    def started(session: Session) -> None:
        publisher = publisher_of(session, me, adding.title_id)
        typed = TypedCard(
            adding.title_id,
            name,
            since,
            until,
            prices,
            premiums,
            guaranteed,
            with_frequency=frequency,
            terms_id=current_terms_id(session, publisher.id, since),
        )
        adding.made.append(start_card(session, me, typed))

    acting.save(started, form, done=_("The draft is there: look it through."))
