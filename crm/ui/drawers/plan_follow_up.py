"""Plan what is to be done next, without a call to log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import MissingError, words
from crm.language import _
from crm.language.formats import day_short
from crm.services.activities import NextStep, plan
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.follow_ups import choose_day, choose_hour, chosen_day, chosen_hour
from crm.ui.parts import pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def open_plan_follow_up(
    company_id: int,
    about: str,
    opportunity_id: int | None = None,
    contact_id: int | None = None,
) -> None:
    """Open the drawer that plans a next step; of an opportunity, it belongs to it."""
    name = f"plan_{company_id}_{opportunity_id or ''}"
    form = acting.form_id(name)
    me = asking.me()
    key = f"plan_{form}"

    def save() -> None:
        day, hour = chosen_day(key, me.today), chosen_hour(key)
        reason = str(st.session_state.get(f"{key}_reason") or "")

        def action(session: Session) -> None:
            if day is None:
                raise MissingError(field="due_on", label=words("Due on"))
            plan(
                session,
                me,
                company_id,
                NextStep(reason, day, hour),
                contact_id=contact_id,
                opportunity_id=opportunity_id,
            )

        said = _("Planned for {day}.").format(day=day_short(day) if day else "")
        acting.save(action, form, done=said)

    def draw() -> None:
        pair("plan_about", bold(about))
        st.text_input(
            _("What for"),
            key=f"{key}_reason",
            max_chars=200,
            placeholder=_("Send the quote, call back…"),
        )
        choose_day(key, me.today, label=_("Due on"))
        choose_hour(key)
        drawer_foot("plan", form, save)

    acting.aside(form)["about"] = about
    way = ("plan", company_id, about, opportunity_id, contact_id)
    open_drawer(name, _("Plan the next step"), "event", draw, way=way)
