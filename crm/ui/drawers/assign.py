"""Handing over the companies that were ticked in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import MissingError, words
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services.assigning import assign
from crm.store.queries.users import list_users
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, md

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def open_assign(company_ids: Sequence[int]) -> None:
    """Open the drawer that hands companies over to one person."""
    name = "assign"
    form = acting.fresh_form(name)
    way = ("assign", ",".join(map(str, company_ids)))
    open_drawer(
        name, _("Hand over"), "swap_horiz", lambda: _draw(company_ids, form), way=way
    )


def _draw(company_ids: Sequence[int], form: str) -> None:
    with asking.reading() as session:
        team = {row.id: row.name for row in list_users(session)}
    many = len(company_ids)
    said = ngettext("{number} advertiser", "{number} advertisers", many)
    parts.pair(
        "assign-what",
        bold(said.format(number=number(many))),
        _("with their open follow-ups, opportunities and bookings; credits stay"),
    )
    st.selectbox(
        _("Who takes over"),
        list(team),
        index=None,
        format_func=lambda id_: md(team[id_]),
        key=f"assign_heir_{form}",
        placeholder=_("Choose somebody"),
    )
    st.text_input(
        _("Why"),
        key=f"assign_reason_{form}",
        max_chars=400,
        placeholder=_("New sectors, maternity leave…"),
    )
    drawer_foot("assign", form, lambda: _save(company_ids, form), label=_("Hand over"))


def _save(company_ids: Sequence[int], form: str) -> None:
    me = asking.me()
    heir: int | None = st.session_state.get(f"assign_heir_{form}")
    reason = str(st.session_state.get(f"assign_reason_{form}") or "")

    def action(session: Session) -> None:
        if heir is None:
            raise MissingError(field="heir", label=words("Who takes over"))
        assign(session, me, company_ids, heir, reason=reason)

    acting.save(action, form, done=_("Handed over, with its history."))
