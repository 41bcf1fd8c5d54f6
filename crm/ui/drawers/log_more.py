"""What a logged call may bring along: its opportunity's stage, an opposition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.opportunities import CLOSED, PATH, Stage
from crm.language import _
from crm.language.formats import money
from crm.language.vocabulary import word
from crm.services.quick_log import QuickLog
from crm.ui.parts import muted
from crm.ui.quick_words import opposition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.activities import ActivityWish
    from crm.store.queries.companies import ContactRow
    from crm.store.queries.quick_log import OpportunityFound
    from crm.ui.quick_understanding import Call

NONE = 0
"""Chosen where a call is about no opportunity in particular."""
STAYS = "stays"


@dataclass(frozen=True, slots=True)
class More:
    """What stands in the inputs beside the call itself."""

    opportunity_id: int | None
    stage: Stage | None
    lost_reason: str
    opposes: str | None

    def log(self, wish: ActivityWish) -> QuickLog:
        """Return what is to be logged, in one transaction."""
        return QuickLog(
            wish,
            moves=self.opportunity_id,
            stage=self.stage,
            lost_reason=self.lost_reason,
            opposes=self.opposes,
        )


def draw_about(
    call: Call, opened: Sequence[OpportunityFound], likely: int | None
) -> None:
    """Draw which opportunity the call is about, and where it stands after it.

    `likely` is chosen beforehand: the one the call was logged from, or that a
    follow-up now due is about.
    """
    found = {one.id: one for one in opened}
    if not found:
        return
    ids = [NONE, *found]

    def shown(id_: int) -> str:
        if id_ == NONE:
            return _("None in particular")
        return f"{found[id_].name}, {money(found[id_].amount, cents=False)}"

    about, stage = st.columns([3, 2])
    chosen = about.selectbox(
        _("About the opportunity"),
        ids,
        ids.index(likely) if likely in found else 0,
        format_func=shown,
        key=call.key("about"),
    )
    one = found.get(chosen or NONE)
    if one is None or one.stage in CLOSED:
        return
    others = [other for other in (*PATH, *CLOSED) if other is not one.stage]
    stays = _("Stays {stage}").format(stage=word(one.stage))
    moved = stage.selectbox(
        _("Its stage"),
        [STAYS, *others],
        format_func=lambda option: (
            stays if option == STAYS else _capital(Stage(option))
        ),
        key=call.key(f"stage_{one.id}"),
    )
    if moved == Stage.LOST:
        st.text_input(_("Why it was lost"), key=call.key("lost"), max_chars=380)


def draw_opposition(call: Call, person: ContactRow | None) -> None:
    """Draw what the person may have asked not to get any more."""
    if person is None or (person.opposed_on and person.opposed_to == "all"):
        return
    with st.expander(
        _("They ask not to be approached"), key="call_opposition", type="compact"
    ):
        st.pills(
            _("What they oppose"),
            ["all", "mailing"],
            format_func=opposition,
            key=call.key(f"opposes_{person.id}"),
            label_visibility="collapsed",
        )
        said = _("Noted with the call, as of today (GDPR, art. 21).")
        st.markdown(muted(said))


def read_more(call: Call, contact_id: int | None) -> More:
    """Read what stands in these inputs; what was not drawn is as the call knows it."""
    chosen = call.typed("about")
    about = call.opportunity_id if chosen is None else chosen or None
    moved = call.typed(f"stage_{about}") if about else None
    stage = Stage(moved) if moved and moved != STAYS else None
    return More(
        about,
        stage,
        str(call.typed("lost") or ""),
        call.typed(f"opposes_{contact_id}") if contact_id else None,
    )


def _capital(stage: Stage) -> str:
    said = word(stage)
    return said[:1].upper() + said[1:]
