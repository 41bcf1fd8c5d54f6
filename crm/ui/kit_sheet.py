"""The media kit as it will be: its pages as pictures, issued, sent, saved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import weight
from crm.services.documents import issue_media_kit
from crm.services.documents.media_kit import drawn_of
from crm.ui import acting, asking, parts
from crm.ui.escape import bold, join
from crm.ui.kit_parts import page_word
from crm.ui.paper_parts import draft_button
from mediakit import page_pictures

if TYPE_CHECKING:
    from crm.services.documents import Issued
    from crm.services.documents.media_kit import Composed, Drawn, KitWish

FORM = "kit"
COVER_WIDTH, PAGE_WIDTH = 1_080, 620
PICTURES_KEPT, KITS_KEPT = 320, 12
"""About two dozen kits; a picture of a page is some 40 kB, a kit some 300."""


def issue_row(wish: KitWish, drawn: Drawn | None) -> None:
    """Draw the one primary button, what the kit weighs, and what it issued."""
    if asking.may(Right.WRITE):
        form = acting.form_id(FORM)
        acting.refusal(form)
        st.container(key="kit-foot").button(
            _("Issue this kit"),
            key="kit_issue",
            type="primary",
            icon=":material/verified:",
            disabled=drawn is None,
            on_click=issue,
            args=(wish, form),
        )
    issued = st.session_state.get("kit_issued")
    if issued is not None and issued[0] == wish:
        _issued(issued[1])
    if drawn is not None:
        pages = ngettext("{number} page", "{number} pages", len(drawn.pages))
        st.markdown(
            parts.muted(
                _(
                    "{pages}, {weight}: a tagged PDF. The copy issued is kept as it "
                    "is, with the figures it tells."
                ).format(
                    pages=pages.format(number=len(drawn.pages)),
                    weight=weight(len(drawn.content)),
                )
            )
        )


def _issued(kept: Issued) -> None:
    with parts.row("kit-issued", wrap=True):
        kept_as = _("Kept as edition {edition}").format(edition=kept.edition)
        facts = join((weight(len(kept.content)), f"SHA-256 {kept.sha256[:12]}…"))
        st.markdown(join((bold(kept_as), parts.muted(facts)), "  \n"), width="stretch")
        st.link_button(
            _("Download"),
            f"/documents/{kept.id}.pdf",
            key="kit_download",
            icon=":material/download:",
            type="tertiary",
        )
        draft_button(kept.id, "kit", label=_("E-mail draft"))


def issue(wish: KitWish, form: str) -> None:
    """Keep the kit as it stands now."""
    me = asking.me()
    kept: list[Issued] = []
    acting.speak()
    done = _("The kit is issued and kept.")
    if acting.save(
        lambda session: kept.append(issue_media_kit(session, me, wish)),
        form,
        done=done,
    ):
        acting.fresh_form(FORM)
        if kept:
            st.session_state["kit_issued"] = (wish, kept[-1])


def drawn_once(composed: Composed) -> Drawn:
    """Draw a kit; the same words at the same minute are not drawn a second time."""
    said = repr((composed.kit, composed.lang, composed.look, composed.issued_at))
    return _drawn(sha256(said.encode()).hexdigest(), composed)


# Named by its words: the underscore keeps the rest out of the cache's own.
@st.cache_data(max_entries=KITS_KEPT, show_spinner=False)
def _drawn(key: str, _composed: Composed) -> Drawn:  # noqa: ARG001  it is the key
    return drawn_of(_composed)


def sheet(drawn: Drawn) -> None:
    """Draw the pages as they are: the cover first and large, the others two by two."""
    with st.container(key="sheet", gap="medium"):
        _page(drawn, 0, COVER_WIDTH)
        if len(drawn.pages) > 1:
            with st.grid(2, min_column_width=240, gap="medium", key="sheet-pages"):
                for number in range(1, len(drawn.pages)):
                    _page(drawn, number, PAGE_WIDTH)


def _page(drawn: Drawn, number: int, width: int) -> None:
    caption = f"{number + 1} · {page_word(drawn.pages[number])}"
    with st.container(key=f"sheet-page-{number}", gap="xsmall"):
        st.image(
            _picture(drawn.keys[number], width, number, drawn.content),
            width="stretch",
            alt=_("Page {page} of the kit").format(page=caption),
        )
        st.markdown(parts.muted(caption))


# The page is named by its key: the underscores keep the rest out of the cache's own.
@st.cache_data(max_entries=PICTURES_KEPT, show_spinner=False)
def _picture(key: str, width: int, _number: int, _pdf: bytes) -> bytes:  # noqa: ARG001  it is the key
    return page_pictures(_pdf, width=width, pages=[_number], kind="JPEG")[0]
