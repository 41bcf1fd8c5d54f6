"""Move a contact to another company; what was said stays where it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.reaching import goes_along
from crm.language import _
from crm.services.contact_moves import move_contact
from crm.store.queries.companies import contact_row
from crm.ui import acting, asking
from crm.ui.company_pick import pick_company, picked
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join
from crm.ui.parts import muted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.companies import ContactRow


def open_move_contact(contact_id: int) -> None:
    """Open the drawer that moves a contact."""
    name = f"move_{contact_id}"
    form = acting.form_id(name)
    open_drawer(
        name,
        _("Move to another company"),
        "move_up",
        lambda: _draw(form, contact_id),
        way=("move_contact", contact_id),
    )


def _draw(form: str, contact_id: int) -> None:
    with asking.reading() as session:
        person = contact_row(session, asking.me(), contact_id)
    if person is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    acting.aside(form)["about"] = person.name
    st.markdown(join((bold(person.name), person.job), ", "))
    to = pick_company(form, _("To which company"), but=person.company_id)
    st.text_input(_("Job there"), key=f"move_job_{form}", max_chars=200)
    _kept(form, person)
    st.markdown(
        muted(
            _(
                "Calls, follow-ups and bookings stay with the company they were had "
                "with; the new company’s page tells them too."
            )
        )
    )
    drawer_foot(
        "move",
        form,
        lambda: _save(form, person),
        label=_("Move"),
        waits_for="" if to else _("Choose the company first."),
    )


def _kept(form: str, person: ContactRow) -> None:
    landlines = [p.raw for p in person.phones if not goes_along(p.said, p.kind)]
    if landlines:
        st.toggle(
            _("Keep the desk numbers"),
            key=f"move_landlines_{form}",
            help=_("Mobile numbers go along in any case."),
        )
    if person.emails:
        st.toggle(_("Keep the e-mail addresses"), key=f"move_emails_{form}")


def _save(form: str, person: ContactRow) -> None:
    to, me, typed = picked(form), asking.me(), st.session_state
    if to is None:
        return
    landlines = bool(typed.get(f"move_landlines_{form}"))
    emails = bool(typed.get(f"move_emails_{form}"))
    job = str(typed.get(f"move_job_{form}") or "")

    def action(session: Session) -> None:
        move_contact(
            session,
            me,
            person.id,
            to.id,
            keep_landlines=landlines,
            keep_emails=emails,
            job=job,
        )

    done = _("{name} is at {company} now.").format(name=person.name, company=to.name)
    acting.save(action, form, done=done)
