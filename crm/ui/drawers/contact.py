"""Add a contact to a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import ContactRole
from crm.language import _
from crm.language.vocabulary import word
from crm.services.companies import PHONE, ContactWish, add_contact
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def contact_inputs(form: str) -> None:
    """Draw the inputs of a contact."""
    salutation, first, last = st.columns([1, 2, 2])
    salutation.text_input(
        _("Courtesy"), key=f"contact_salutation_{form}", max_chars=20, placeholder="Mme"
    )
    first.text_input(_("First name"), key=f"contact_first_{form}", max_chars=100)
    last.text_input(_("Last name"), key=f"contact_last_{form}", max_chars=200)
    st.text_input(_("Job"), key=f"contact_job_{form}", max_chars=200)
    phone, email = st.columns(2)
    phone.text_input(
        _("Telephone"),
        key=f"contact_phone_{form}",
        type="phone",
        max_chars=60,
        placeholder=PHONE,
    )
    email.text_input(_("E-mail"), key=f"contact_email_{form}", max_chars=200)
    st.pills(
        _("Roles"),
        list(ContactRole),
        selection_mode="multi",
        default=[ContactRole.COMMERCIAL],
        format_func=word,
        key=f"contact_roles_{form}",
    )
    st.text_input(
        _("Where this comes from"),
        key=f"contact_source_{form}",
        max_chars=200,
        placeholder=_("business card, inbound call, site…"),
        help=_("Kept with the record: the law wants its source known (GDPR, art. 14)."),
    )


def contact_wish(form: str, company_id: int) -> ContactWish:
    """Read the inputs of a contact."""
    typed = st.session_state

    def text(field: str) -> str:
        return str(typed.get(f"contact_{field}_{form}") or "")

    return ContactWish(
        company_id=company_id,
        last_name=text("last"),
        first_name=text("first"),
        salutation=text("salutation"),
        job=text("job"),
        phone=text("phone"),
        email=text("email"),
        roles=tuple(typed.get(f"contact_roles_{form}") or ()),
        source=text("source"),
    )


def open_add_contact(company_id: int, company: str) -> None:
    """Open the drawer that adds a contact to a company."""
    name = f"contact_{company_id}"
    form = acting.form_id(name)
    me = asking.me()

    def save() -> None:
        wish = contact_wish(form, company_id)

        def action(session: Session) -> None:
            add_contact(session, me, wish)

        person = f"{wish.first_name} {wish.last_name}".strip()
        acting.save(action, form, done=_("{name} added.").format(name=person))

    def draw() -> None:
        pair("contact_company", bold(company))
        contact_inputs(form)
        drawer_foot("contact", form, save)

    acting.aside(form)["about"] = company
    way = ("contact", company_id, company)
    open_drawer(name, _("Add a contact"), "person_add", draw, way=way)
