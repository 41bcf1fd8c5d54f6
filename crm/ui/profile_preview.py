"""The kit's page beside a profile's form, drawn as the form stands: not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _, current_language
from crm.services.documents import draw_media_kit
from crm.services.documents.kit_facts import AsIf
from crm.services.documents.media_kit import PAGES, KitWish
from crm.services.profile_edits import seller_with
from crm.services.profile_row_values import row_typed
from crm.ui import asking, parts
from crm.ui.escape import md
from crm.ui.kit_parts import page_word
from mediakit import page_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value
    from crm.services.documents.media_kit import Drawn
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
ROWS = {
    "audience_claim": "figures",
    "editorial_column": "columns",
    "testimonial": "voices",
}
"""The part of the profile each kind of row stands in."""
READERS = frozenset({"purchase", "job", "organisation"})
"""The clusters of figures that stand on the readers' page."""
FIRST = -1
"""Where a testimonial stands while it is typed: a page has room for one."""
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
        lambda session: draw_media_kit(session, me, wish, as_if=AsIf(as_if))
    )
    with st.container(key="sheet", gap="medium"):
        if answer.value is None:
            st.markdown(md(answer.refusal))
            st.markdown(parts.muted(_("The page is drawn again once this is mended.")))
            return
        for number in range(len(answer.value.pages[:MOST])):
            _page(answer.value, number)


def row_beside(
    kind: str, title_id: int, row_id: int | None, typed: Mapping[str, Value]
) -> None:
    """Draw the kit's page a row of the profile is printed on, as its form stands.

    What lacks before it can be printed is said; the page is drawn without the row.
    """
    me, spoken = asking.me(), current_language()
    codes = BESIDE[ROWS[kind]]
    wish = KitWish(None, spoken, codes, title_id)
    row = asking.attempt(lambda _session: row_typed(kind, row_id, title_id, typed))
    if kind == "testimonial" and row.value is not None:
        row.value.rank = FIRST
    answer = asking.attempt(
        lambda session: draw_media_kit(session, me, wish, as_if=AsIf(row=row.value))
    )
    with st.container(key=f"sheet-row-{kind}", gap="xsmall"):
        if answer.value is not None:
            shown, code = answer.value.pages, codes[typed.get("cluster") in READERS]
            _page(answer.value, shown.index(code) if code in shown else 0)
        elif not row.refusal:
            st.markdown(md(answer.refusal))
        if row.refusal:
            lacks = _("Not on this page yet. {why}").format(why=row.refusal)
            st.markdown(parts.muted(lacks))


def _page(drawn: Drawn, number: int) -> None:
    named = page_word(drawn.pages[number])
    with st.container(gap="xsmall"):
        st.image(
            _picture(drawn.keys[number], number, drawn.content),
            width="stretch",
            alt=_("Page {page} of the kit").format(page=named),
        )
        st.markdown(parts.muted(named))


# The page is named by its key: the underscores keep the rest out of the cache's own.
@st.cache_data(max_entries=64, show_spinner=False)
def _picture(key: str, _number: int, _pdf: bytes) -> bytes:  # noqa: ARG001  it is the key
    return page_pictures(_pdf, width=WIDTH, pages=[_number], kind="JPEG")[0]
