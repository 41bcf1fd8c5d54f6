"""What can be done with a card from its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.reports.rate_cards import card_workbook
from crm.ui import asking, lists, parts
from crm.ui.drawers.rate_card_draft import open_publish, open_rules
from crm.ui.drawers.rate_card_import import open_import
from crm.ui.escape import bold, join
from crm.ui.rate_card_words import card_name

if TYPE_CHECKING:
    from crm.store.queries.rate_cards import Card


def draft_line(card: Card) -> None:
    """Say that a card is a draft, and offer what may be done with one."""
    with parts.row("draft"):
        st.markdown(parts.icon("edit_note", "violet"), width="content")
        named = bold(_("{name} is a draft").format(name=card_name(card)))
        note = parts.muted(_("no quote is priced by it before it is published"))
        st.markdown(join((named, note), " "), width="stretch")
    with st.container(horizontal=True, gap="small", key="draft-actions"):
        if st.button(_("Import a file"), key="card_import", icon=":material/upload:"):
            open_import(card)
        if st.button(_("Rules"), key="card_rules", icon=":material/rule:"):
            open_rules(card.id)
        if st.button(_("Publish"), key="card_publish", icon=":material/lock:"):
            open_publish(card)


def export_card(card: Card) -> None:
    """Draw the way out of a card: a workbook in the tables it is imported from."""
    lists.export_button(
        "card_export",
        lambda: _workbook(card.id),
        _("rate-card-{year}.xlsx").format(year=card.valid_from.year),
    )


def _workbook(card_id: int) -> bytes:
    with asking.reading() as session:
        return card_workbook(session, asking.me(), card_id)
