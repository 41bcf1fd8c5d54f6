"""What a media kit shows: its language, its pages, its offers, what is still free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.magazine import IssueStatus, SupportKind
from crm.language import _, use_language
from crm.services.documents.drafts import whom
from crm.services.documents.media_kit import LONGEST_GREETING, PAGES
from crm.store.queries.magazine import list_issues
from crm.ui import parts
from crm.ui.kit_parts import FREE, OFFERS, page_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.documents.kit_facts import Prices
    from crm.store.queries.companies import CompanyCard

LANGUAGE_WORDS = {"fr": "français", "en": "English"}
USUAL = tuple(code for code in PAGES if code not in {*OFFERS, FREE})
OF_ONE = "yours"
"""The page that has something to say to one advertiser alone."""


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


def pages(
    session: Session, me: Actor, title_id: int, *, for_market: bool = False
) -> tuple[str, ...]:
    """Draw the choice of pages, of offers, of what is free; return their codes."""
    for key, usual in (
        ("kit_pages", [c for c in USUAL if c != OF_ONE] if for_market else USUAL),
        ("kit_offers", OFFERS),
        ("kit_free", True),
    ):
        st.session_state.setdefault(key, usual)
    shown = [
        *st.session_state["kit_pages"],
        *st.session_state["kit_offers"],
        *([FREE] if st.session_state["kit_free"] else []),
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
            format_func=page_word,
            key="kit_pages",
            label_visibility="collapsed",
        )
        offers = st.pills(
            _("Offers"),
            OFFERS,
            selection_mode="multi",
            format_func=page_word,
            key="kit_offers",
        )
        free = st.toggle(_free_words(session, me, title_id), key="kit_free")
    kept = {*chosen, *offers, *([FREE] if free else [])}
    return tuple(code for code in PAGES if code in kept)


def prices(company: CompanyCard | None, *, for_list: bool) -> Prices:
    """Draw which prices the kit tells: the card's, the advertiser's net, or none."""
    named: dict[Prices, str] = {"card": _("card rate")}
    if company is not None:
        named["net"] = _("its own net")
    elif for_list:
        named["net"] = _("each one’s net")
    named["none"] = _("no price")
    chosen: Prices | None = st.segmented_control(
        _("Prices"),
        list(named),
        default="card",
        format_func=named.__getitem__,
        required=True,
        key=f"kit_prices_{company.id if company else for_list:d}",
    )
    return chosen or "card"


def greeting(company: CompanyCard | None, language: str) -> str:
    """Draw the line under whom the kit is for; its contact's name unless written."""
    if company is None:
        return ""
    reader = whom(company)
    with use_language(language):
        usual = _("for {name}").format(name=reader.name) if reader else ""
    typed = st.text_input(
        _("Greeting"),
        usual,
        max_chars=LONGEST_GREETING,
        key=f"kit_greeting_{company.id}_{language}",
        help=_("Printed on the cover, under the advertiser’s name."),
    )
    return typed or ""


def _free_words(session: Session, me: Actor, title_id: int) -> str:
    """Name what is still free by the issue that closes next."""
    for issue in list_issues(session, me, title_id, since=me.today):
        is_next = issue.support_kind is SupportKind.PRINT and (
            issue.closes_on >= me.today
        )
        if is_next and issue.status is IssueStatus.PLANNED:
            return _("What is still free, from {issue} on").format(issue=issue.name)
    return _("What is still free")
