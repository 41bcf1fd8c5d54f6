"""What one began and did not save, at the top of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import moment, number
from crm.ui import drafts, parts
from crm.ui.drawers.again import can_reopen, reopen
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.store.queries.drafts import DraftRow


def unfinished_section(rows: Sequence[DraftRow]) -> None:
    """Draw the reader's drafts, each with the way back and the way out."""
    if not rows:
        return
    with parts.section(_("Unfinished"), number(len(rows)), key="unfinished"):
        for place, draft in enumerate(rows):
            with parts.row(f"draft-{place}", wrap=True):
                when = _("begun {when}").format(when=moment(draft.begun_at))
                said = join((parts.muted(when), drafts.excerpt(draft)))
                st.markdown(join((bold(draft.label), said), "  \n"), width="stretch")
                with st.container(horizontal=True, width="content", gap="xsmall"):
                    _buttons(place, draft)


def _buttons(place: int, draft: DraftRow) -> None:
    way = draft.typed.get("way", [])
    if can_reopen(way) and st.button(
        _("Open"), key=f"draft_open_{place}", icon=":material/edit_note:"
    ):
        reopen(way)
    st.button(
        "",
        key=f"draft_throw_{place}",
        icon=":material/delete:",
        type="tertiary",
        help=_("Throw it away"),
        on_click=drafts.throw_away,
        args=(draft.form,),
    )
