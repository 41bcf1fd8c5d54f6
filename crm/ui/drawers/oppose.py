"""Note that a contact opposes prospecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long
from crm.services.privacy import oppose
from crm.ui import acting, asking
from crm.ui.contact_parts import opposed_word
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import muted, pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def open_oppose(contact_id: int, contact: str) -> None:
    """Open the drawer that notes what a contact opposes, as of today."""
    name = f"oppose_{contact_id}"
    form = acting.form_id(name)
    me = asking.me()
    key = f"oppose_to_{form}"

    def save() -> None:
        to = str(st.session_state.get(key) or "all")

        def action(session: Session) -> None:
            oppose(session, me, contact_id, to)

        acting.save(action, form, done=_("The objection is noted."))

    def draw() -> None:
        pair("oppose_contact", bold(contact), date_long(me.today))
        st.segmented_control(
            _("What they oppose"),
            ["all", "mailing"],
            default="all",
            required=True,
            format_func=opposed_word,
            key=key,
        )
        st.markdown(
            muted(
                _(
                    "From here on they are in no mailing and no send, and a mark "
                    "stands beside their numbers (GDPR, art. 21)."
                )
            )
        )
        drawer_foot("oppose", form, save, label=_("Note the objection"))

    acting.aside(form)["about"] = contact
    way = ("oppose", contact_id, contact)
    open_drawer(name, _("Opposed to prospecting"), "block", draw, way=way)
