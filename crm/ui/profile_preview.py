"""The kit's page beside a profile's form, drawn as the form stands: not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _, current_language
from crm.services.documents import draw_media_kit
from crm.services.documents.media_kit import PAGES, KitWish
from crm.services.profile_edits import seller_with
from crm.ui import asking, parts
from crm.ui.escape import md
from crm.ui.kit_parts import page_word
from mediakit import page_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value
    from crm.store.queries.publishing import SellerCard

BESIDE = {
    "words": ("cover", "contact"),
    "look": ("cover", "rates"),
    "promise": ("promise", "cover"),
    "branded": ("branded", "cover"),
    "rules": ("technical", "formats"),
    "figures": ("audience", "readers"),
    "columns": ("columns", "cover"),
    "voices": ("promise", "columns"),
    "pictures": ("cover", "contact"),
}
"""The pages of a kit that show a part of the profile."""
WIDTH = 900
MOST = 2


def beside(part: str, title_id: int, held: Mapping[str, Value] | None = None) -> None:
    """Draw the kit's pages a part is printed on, as the form stands.

    What is typed and not yet saved is drawn too; what cannot be drawn says why.
    """
    me, spoken = asking.me(), current_language()
    codes = tuple(code for code in BESIDE[part] if code in PAGES)

    def as_if(seller: SellerCard) -> SellerCard:
        return seller_with(seller, held, spoken) if held is not None else seller

    wish = KitWish(None, spoken, codes, title_id)
    answer = asking.attempt(
        lambda session: draw_media_kit(session, me, wish, as_if=as_if)
    )
    with st.container(key="sheet", gap="medium"):
        if answer.value is None:
            st.markdown(md(answer.refusal))
            st.markdown(parts.muted(_("The page is drawn again once this is mended.")))
            return
        drawn = answer.value
        for number, code in enumerate(drawn.pages[:MOST]):
            st.image(
                _picture(drawn.keys[number], number, drawn.content),
                width="stretch",
                alt=_("Page {page} of the kit").format(page=page_word(code)),
            )
            st.markdown(parts.muted(page_word(code)))


# The page is named by its key: the underscores keep the rest out of the cache's own.
@st.cache_data(max_entries=64, show_spinner=False)
def _picture(key: str, _number: int, _pdf: bytes) -> bytes:  # noqa: ARG001  it is the key
    return page_pictures(_pdf, width=WIDTH, pages=[_number])[0]
