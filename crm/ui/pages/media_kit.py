"""Media kit: for whom, what it shows, what it quotes; the pages as they will be."""

from __future__ import annotations

import streamlit as st

from crm.language import LANGUAGES, _
from crm.services.documents import draw_media_kit
from crm.services.documents.media_kit import PAGES, KitWish
from crm.store.queries.magazine import list_titles
from crm.store.queries.rate_cards import card_on
from crm.ui import asking, kit_parts, parts
from crm.ui.escape import join

LANGUAGE_WORDS = {"fr": "français", "en": "English"}

me = asking.me()
left, right = st.columns([1, 2.05], gap="large")
with asking.reading() as session:
    titles = {row.id: row for row in list_titles(session, me)}
    title_id = st.session_state.get("kit_title") or next(iter(titles))
    company = kit_parts.chosen_company(session, me)
    card = card_on(session, title_id, me.today)

    with left:
        eyebrow = join((_("Media kit"), card.name if card else titles[title_id].name))
        name = company.shown if company else _("the market")
        parts.head(eyebrow, _("A kit for {name}.").format(name=name))
        with (
            parts.section(_("For whom"), key="kit-who"),
            st.container(key="filters-kit-who", gap="small"),
        ):
            kit_parts.for_whom(company)
            if len(titles) > 1:
                st.selectbox(
                    _("Title"),
                    list(titles),
                    format_func=lambda id_: titles[id_].name,
                    key="kit_title",
                )
            language = st.segmented_control(
                _("Language"),
                LANGUAGES,
                default=company.language if company else "fr",
                format_func=LANGUAGE_WORDS.__getitem__,
                required=True,
                key=f"kit_language_{company.id if company else 0}",
            )
        shown = st.session_state.get("kit_pages", PAGES)
        note = _("{number} of {total}").format(number=len(shown), total=len(PAGES))
        with (
            parts.section(_("What it shows"), note, key="kit-pages"),
            st.container(key="filters-kit-pages"),
        ):
            chosen = st.pills(
                _("Pages"),
                PAGES,
                selection_mode="multi",
                default=PAGES,
                format_func=kit_parts.page_word,
                key="kit_pages",
                label_visibility="collapsed",
            )
        pages = tuple(code for code in PAGES if code in chosen)
        wish = KitWish(
            company.id if company else None, language or "fr", pages, title_id
        )
        may_draw = bool(pages)
        if "audience" in pages:
            may_draw = kit_parts.figures(session, me, title_id, wish.language)
        drawn = draw_media_kit(session, me, wish) if may_draw else None
        kit_parts.issue_row(wish, drawn)

    with right:
        if drawn is not None:
            kit_parts.sheet(drawn)
        elif not pages:
            with parts.empty_state(
                "kit",
                _("No page chosen"),
                _("Choose at least one page: the kit is drawn here as you choose."),
            ):
                st.button(
                    _("All pages"),
                    key="kit_all",
                    on_click=lambda: st.session_state.pop("kit_pages", None),
                )
        else:
            parts.empty_state(
                "kit",
                _("This kit cannot be drawn yet"),
                _(
                    "One of its figures is too old to be told. Renew it under "
                    "“Publisher & titles”, or leave the audience page out."
                ),
            )
