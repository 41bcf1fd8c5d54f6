"""Rate cards: which one prices, what it asks, how it moved; drafts and publishing."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.magazine import list_formats, list_titles
from crm.store.queries.rate_cards import list_cards
from crm.ui import asking, parts, rate_card_parts
from crm.ui.drawers.rate_card import open_new_card
from crm.ui.drawers.rate_card_draft import open_prices, open_publish
from crm.ui.history_parts import history_section
from crm.ui.rate_card_words import is_draft

me = asking.me()
with asking.reading() as session:
    titles = {row.id: row.name for row in list_titles(session, me)}
    title_id = st.session_state.get("card_title") or next(iter(titles))
    cards = list_cards(session, title_id)
    formats = list_formats(session, me, title_id)

left, actions = parts.top()
with left:
    parts.head(_("Rate cards"), rate_card_parts.conclusion(cards, me.today))
with actions:
    if len(titles) > 1:
        st.selectbox(
            _("Title"), list(titles), format_func=titles.__getitem__, key="card_title"
        )
    if (
        me.may(Right.CHANGE_RATE_CARDS)
        and cards
        and st.button(
            _("New card"),
            key="card_new",
            type="primary",
            icon=":material/add:",
        )
    ):
        open_new_card(title_id)

if not cards:
    sentence = _(
        "A rate card gives each format its price for the publications of a year. It is "
        "written as a draft, then published: from then on it is frozen, and quotes are "
        "priced by it."
    )
    with parts.empty_state("cards", _("Write the first card"), sentence):
        if me.may(Right.CHANGE_RATE_CARDS) and st.button(
            _("New card"),
            key="card_new",
            type="primary",
            icon=":material/add:",
        ):
            open_new_card(title_id)
else:
    card = rate_card_parts.shown(cards, me.today)
    wide, narrow = parts.halves(1.5)
    with wide:
        if is_draft(card) and me.may(Right.CHANGE_RATE_CARDS):
            with parts.warning(
                "draft",
                parts.icon("edit_note", "violet"),
                _("This card is a draft"),
                _("no quote is priced by it before it is published"),
            ).container(horizontal=True, gap="small"):
                if st.button(
                    _("Change prices"), key="card_prices", icon=":material/edit:"
                ):
                    open_prices(card.id)
                if st.button(_("Publish"), key="card_publish", icon=":material/lock:"):
                    open_publish(card)
        rate_card_parts.rates(card, rate_card_parts.before(card, cards), formats)
        history_section("rate_card", card.id)
    with narrow:
        rate_card_parts.card_list(cards, card)
        rate_card_parts.rules(card)
