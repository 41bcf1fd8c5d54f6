"""Note that an invoice is unpaid, or that it was settled: with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.unpaid import clear_unpaid, flag_unpaid
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import muted, pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def open_unpaid(company_id: int, company: str) -> None:
    """Open the drawer that marks a company unpaid."""
    _open(company_id, company, settled=False)


def open_settled(company_id: int, company: str) -> None:
    """Open the drawer that notes that nothing is unpaid any more."""
    _open(company_id, company, settled=True)


def _open(company_id: int, company: str, *, settled: bool) -> None:
    name = f"unpaid_{company_id}_{settled}"
    form = acting.form_id(name)
    me = asking.me()

    def save() -> None:
        reason = str(st.session_state.get(f"unpaid_reason_{form}") or "")

        def action(session: Session) -> None:
            change = clear_unpaid if settled else flag_unpaid
            change(session, me, company_id, reason)

        acting.save(action, form, done=_("Noted."))

    def draw() -> None:
        pair("unpaid_company", bold(company))
        st.text_input(
            _("How it was settled") if settled else _("Which invoice, since when"),
            key=f"unpaid_reason_{form}",
            max_chars=300,
            placeholder=_("paid by transfer on 3 March")
            if settled
            else _("F-2027-018, 2 400 €, due 31 January"),
        )
        st.markdown(
            muted(_("Kept with the record, and shown to whoever books or calls."))
        )
        drawer_foot("unpaid", form, save)

    acting.aside(form)["about"] = company
    title = _("The invoice is settled") if settled else _("An invoice is unpaid")
    way = ("settled" if settled else "unpaid", company_id, company)
    open_drawer(name, title, "euro_symbol", draw, way=way)
