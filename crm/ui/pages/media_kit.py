"""Media kit: for whom, what it shows, what it quotes; the pages as they will be."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm.language import LANGUAGES, _, ngettext
from crm.language.formats import number
from crm.services.documents.kit_facts import QUOTES_FIGURES
from crm.services.documents.media_kit import KitWish, compose_media_kit
from crm.store.queries.companies import company_card
from crm.store.queries.magazine import list_titles
from crm.ui import asking, kit_choice, kit_lists, kit_parts, kit_sheet, parts
from crm.ui.escape import join

me = asking.me()
left, right = st.columns([1, 2.05], gap="large")
with asking.reading() as session:
    titles = {row.id: row for row in list_titles(session, me)}
    title_id = st.session_state.get("kit_title") or next(iter(titles))
    for_list = kit_parts.whom() == "list"
    company = None if for_list else kit_parts.chosen_company(session, me)
    listed = None

    with left:
        heading = st.container(gap=None)
        with (
            parts.section(_("For whom"), key="kit-who"),
            st.container(key="filters-kit-who", gap="small"),
        ):
            kit_parts.one_or_many()
            if for_list:
                listed = kit_lists.chosen_list(session, me)
            else:
                kit_parts.for_whom(company)
            if len(titles) > 1:
                st.selectbox(
                    _("Title"),
                    list(titles),
                    format_func=lambda id_: titles[id_].name,
                    key="kit_title",
                )
            spoken = company.language if company else "fr"
            language = kit_choice.language(
                ("each", *LANGUAGES) if for_list else LANGUAGES,
                "each" if for_list else spoken,
                company.id if company else 0,
            )
            greeting = kit_choice.greeting(company, language)
        name = company.shown if company else _("the market")
        told = _("A kit for {name}.").format(name=name)
        if listed is not None:
            told = ngettext(
                "A kit for one advertiser.",
                "A kit for each of {number} advertisers.",
                listed.total,
            ).format(number=number(listed.total))
        with heading:
            about = (_("Media kit"), titles[title_id].name)
            parts.head(join(about), told)
        for_market = company is None and not for_list
        pages = kit_choice.pages(session, me, title_id, for_market=for_market)
        wish = KitWish(
            company.id if company else None,
            language,
            pages,
            title_id,
            kit_choice.prices(company, for_list=for_list),
            greeting,
        )
        shown = wish
        if listed is not None:
            first = listed.company_ids[0] if listed.company_ids else None
            sample = company_card(session, me, first) if first else None
            shown = replace(wish, company_id=first)
            if language == "each":
                wish = replace(wish, language="")
                shown = replace(shown, language=sample.language if sample else "fr")
        may_draw = bool(pages)
        if QUOTES_FIGURES.intersection(pages):
            may_draw = kit_parts.figures(session, me, title_id, shown.language)
        answer = asking.attempt(lambda asked: compose_media_kit(asked, me, shown))
        composed = answer.value if may_draw else None
        drawn = kit_sheet.drawn_once(composed) if composed is not None else None
        if listed is not None:
            kit_lists.run_row(listed, wish)
        else:
            kit_sheet.issue_row(wish, drawn)

    with right:
        if drawn is not None:
            kit_sheet.sheet(drawn)
        elif not pages:
            with parts.empty_state(
                "kit",
                _("No page chosen"),
                _("Choose at least one page: the kit is drawn here as you choose."),
            ):
                st.button(_("All pages"), key="kit_all", on_click=kit_parts.all_pages)
        else:
            parts.empty_state(
                "kit",
                _("This kit cannot be drawn yet"),
                answer.refusal
                or _(
                    "One of its figures is too old to be told. Renew it under "
                    "“Publisher & titles”, or leave the audience page out."
                ),
            )
