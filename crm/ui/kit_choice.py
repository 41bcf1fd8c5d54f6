"""What a media kit shows: its language, its pages, its offers, what is still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.documents.media_kit import PAGES
from crm.ui import parts
from crm.ui.kit_parts import page_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

LANGUAGE_WORDS = {"fr": "français", "en": "English"}
OFFERS = tuple(code for code in ("branded", "events", "packages") if code in PAGES)
"""Pages that each offer something to buy beside the pages of the magazine."""
USUAL = tuple(code for code in PAGES if code not in OFFERS)


def language(choices: Sequence[str], usual: str, company_id: int) -> str:
    """Draw the choice of a language; `each` is each company's own."""
    chosen = st.segmented_control(
        _("Language"),
        choices,
        default=usual if usual in choices else choices[0],
        format_func=lambda code: LANGUAGE_WORDS.get(code, _("each its own")),
        required=True,
        key=f"kit_language_{'each' if 'each' in choices else company_id}",
    )
    return chosen or usual


def pages(_session: Session, _me: Actor, _title_id: int) -> tuple[str, ...]:
    """Draw the choice of pages and of offers; return their codes as they are bound."""
    shown = [
        *st.session_state.get("kit_pages", USUAL),
        *st.session_state.get("kit_offers", OFFERS),
    ]
    note = _("{number} of {total}").format(number=len(shown), total=len(PAGES))
    with (
        parts.section(_("What it shows"), note, key="kit-pages"),
        st.container(key="filters-kit-pages", gap="small"),
    ):
        chosen = st.pills(
            _("Pages"),
            USUAL,
            selection_mode="multi",
            default=USUAL,
            format_func=page_word,
            key="kit_pages",
            label_visibility="collapsed",
        )
        offers: list[str] = []
        if OFFERS:
            offers = st.pills(
                _("Offers"),
                OFFERS,
                selection_mode="multi",
                default=OFFERS,
                format_func=page_word,
                key="kit_offers",
            )
    return tuple(code for code in PAGES if code in {*chosen, *offers})


def all_pages() -> None:
    """Show every page again."""
    for key in ("kit_pages", "kit_offers"):
        st.session_state.pop(key, None)
