"""The terms of sale beside a card: the version it names, the others, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_long
from crm.ui import asking, parts
from crm.ui.drawers.terms import open_new_terms, open_terms
from crm.ui.escape import bold
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.card_values import TermsChoice
    from crm.store.queries.rate_cards import Card


def terms_section(card: Card, versions: Sequence[TermsChoice], title_id: int) -> None:
    """Draw the versions of the terms, the one the card names first."""
    with parts.section(_("Terms of sale"), key="card-terms"):
        if card.terms_id is None:
            sentence = _("This card names no terms: documents go without an annex.")
            st.markdown(parts.muted(sentence))
        for row in sorted(versions, key=lambda row: row.id != card.terms_id):
            with parts.row(f"terms-{row.id}", wrap=True):
                with st.container(gap=None, width="stretch"):
                    with st.container(key=f"name-terms-{row.id}", gap=None):
                        said = _("Version {version}").format(version=row.version)
                        if st.button(
                            bold(said), key=f"terms_open_{row.id}", type="tertiary"
                        ):
                            open_terms(row.id)
                    since = _("since {day}").format(day=date_long(row.valid_from))
                    st.markdown(parts.muted(since))
                if row.id == card.terms_id:
                    st.markdown(badge("ran", _("this card’s")), width="content")
        if asking.may(Right.MANAGE_TITLES) and st.button(
            _("New version"), key="terms_new", icon=":material/add:"
        ):
            open_new_terms(title_id)
