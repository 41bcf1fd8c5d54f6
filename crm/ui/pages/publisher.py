"""Publisher & titles: what documents say of their seller, and what titles tell."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.issues import list_supports
from crm.store.queries.magazine import list_formats, list_titles
from crm.store.queries.publishers import list_terms, list_vat, publisher_of
from crm.store.queries.publishing import list_claims, seller
from crm.ui import asking, lists, parts, publisher_parts, seal_parts
from crm.ui.drawers.publisher import open_publisher
from crm.ui.escape import bold
from crm.ui.history_parts import history_section

me = asking.me()
with asking.reading() as session:
    titles = list_titles(session, me)
    named = {row.id: row.name for row in titles}
    title_id = st.session_state.get("publisher_title") or titles[0].id
    publisher = publisher_of(session, me, title_id)
    claims = list_claims(session, title_id)
    title = seller(session, title_id)
    rules = list_vat(session, me, publisher.id)
    versions = list_terms(session, me, publisher.id)
    supports = list_supports(session, me, title_id)
    formats = list_formats(session, me, title_id)

left, actions = parts.top()
with left:
    parts.head(
        _("Publisher & titles"),
        publisher_parts.conclusion(publisher, claims, me.today),
    )
with actions:
    if len(named) > 1:
        st.selectbox(
            _("Title"),
            list(named),
            format_func=named.__getitem__,
            key="publisher_title",
        )
    if me.may(Right.MANAGE_TITLES) and st.button(
        _("Change the publisher"),
        key="publisher_change",
        type="primary",
        icon=":material/edit:",
    ):
        open_publisher(publisher.id)

wide, narrow = parts.halves(1.3)
with wide:
    with parts.section(_("The seller"), title.title, key="seller"):
        publisher_parts.seller(publisher)
    seal_parts.seal(publisher.id)
    publisher_parts.figures(claims, me.today)
    history_section("publisher", publisher.id)
with narrow:
    with parts.section(_("The title"), key="title"):
        parts.pair("title-name", bold(title.title), title.tagline)
        if me.may(Right.MANAGE_TITLES):
            lists.page_button(
                "profile", _("What it says of itself…"), "profile", id=title_id
            )
    publisher_parts.vat(rules)
    publisher_parts.terms(versions)
    publisher_parts.formats(supports, formats)
