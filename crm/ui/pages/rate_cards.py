"""Rate cards: which one prices, what it asks, how it moved; drafts and publishing."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.services.documents import issue_technical_sheet
from crm.store.queries.card_values import known, terms_choices
from crm.store.queries.magazine import list_formats, list_titles
from crm.store.queries.packages import list_packages
from crm.store.queries.rate_cards import list_cards
from crm.ui import asking, parts, rate_card_parts
from crm.ui.drawers.rate_card import open_new_card
from crm.ui.history_parts import history_section
from crm.ui.issuing import paper_button
from crm.ui.rate_card_actions import draft_line, export_card
from crm.ui.rate_card_compare import comparison
from crm.ui.rate_card_editors import draft_tables
from crm.ui.rate_card_packages import packages_section
from crm.ui.rate_card_terms import terms_section
from crm.ui.rate_card_words import is_draft

me = asking.me()
may_change = me.may(Right.CHANGE_RATE_CARDS)
with asking.reading() as session:
    titles = {row.id: row.name for row in list_titles(session, me)}
    title_id = st.session_state.get("card_title") or next(iter(titles))
    cards = list_cards(session, title_id)
    formats = list_formats(session, me, title_id)
    names = known(session, me, title_id)
    versions = terms_choices(session, me, title_id)

left, actions = parts.top()
with left:
    parts.head(_("Rate cards"), rate_card_parts.conclusion(cards, me.today))
with actions:
    if len(titles) > 1:
        st.selectbox(
            _("Title"), list(titles), format_func=titles.__getitem__, key="card_title"
        )
    if cards and me.may(Right.EXPORT):
        export_card(rate_card_parts.shown(cards, me.today))
    if formats:
        paper_button(
            f"formats_{title_id}",
            _("Technical sheets"),
            lambda session, language: issue_technical_sheet(
                session, me, title_id, language=language
            ),
            icon="straighten",
        )
    if (
        may_change
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
        if may_change and st.button(
            _("New card"),
            key="card_new",
            type="primary",
            icon=":material/add:",
        ):
            open_new_card(title_id)
else:
    card = rate_card_parts.shown(cards, me.today)
    wide, narrow = parts.halves(1.9)
    with wide:
        edited = is_draft(card) and may_change
        if edited:
            draft_line(card)
        written, beside = st.tabs([_("The card"), _("Compared with another")])
        with written:
            if edited:
                draft_tables(card, names)
            else:
                last = rate_card_parts.before(card, cards)
                rate_card_parts.rates(card, last, formats)
        with beside:
            comparison(card, cards)
        history_section("rate_card", card.id)
    with narrow:
        rate_card_parts.card_list(cards, card)
        rate_card_parts.rules(card)
        with asking.reading() as session:
            packages = list_packages(session, me, [card.id])
        packages_section(card, packages, edited=is_draft(card) and may_change)
        terms_section(card, versions, title_id)
