"""Add a contact to a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import ContactRole
from crm.language import _
from crm.language.vocabulary import word
from crm.services.companies import PHONE, ContactWish, add_contact
from crm.store.queries.contact_duplicates import Person, possible_contacts
from crm.ui import acting, asking
from crm.ui.contact_parts import likeness_marks
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import pair

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.contact_duplicates import ContactLike

PLACES = 5
"""How many telephones, and how many e-mails, a form holds."""


def contact_inputs(form: str) -> None:
    """Draw the inputs of a contact."""
    salutation, first, last = st.columns([1, 2, 2])
    salutation.text_input(
        _("Courtesy"), key=f"contact_salutation_{form}", max_chars=20, placeholder="Mme"
    )
    first.text_input(_("First name"), key=f"contact_first_{form}", max_chars=100)
    last.text_input(_("Last name"), key=f"contact_last_{form}", max_chars=200)
    st.text_input(_("Job"), key=f"contact_job_{form}", max_chars=200)
    _reach(form)
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


def _reach(form: str) -> None:
    """Draw the numbers and addresses that are typed, and one empty place after them."""
    phone, email = st.columns(2)
    for place in _places(form, "phone"):
        phone.text_input(
            _("Telephone"),
            key=f"contact_phone{place}_{form}",
            type="phone",
            max_chars=60,
            placeholder=PHONE,
        )
    for place in _places(form, "email"):
        email.text_input(_("E-mail"), key=f"contact_email{place}_{form}", max_chars=200)


def _places(form: str, field: str) -> list[str]:
    """Return the ends of the keys of the inputs that are drawn; the first has none."""
    places = ["", *(str(place) for place in range(1, PLACES))]
    filled = [
        place
        for place, end in enumerate(places)
        if str(st.session_state.get(f"contact_{field}{end}_{form}") or "").strip()
    ]
    return places[: min(max(filled, default=-1) + 2, PLACES)]


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
        more_phones=tuple(text(f"phone{end}") for end in range(1, PLACES)),
        more_emails=tuple(text(f"email{end}") for end in range(1, PLACES)),
    )


def open_add_contact(company_id: int, company: str) -> None:
    """Open the drawer that adds a contact to a company.

    Who may be there already is shown first; a second click adds them all the same.
    """
    name = f"contact_{company_id}"
    form = acting.form_id(name)
    shown: set[int] = set()

    def save() -> None:
        wish, me = contact_wish(form, company_id), asking.me()
        likes = {like.id for like in _likes(wish)}
        if not likes <= shown:
            return

        def action(session: Session) -> None:
            add_contact(session, me, wish)

        person = f"{wish.first_name} {wish.last_name}".strip()
        acting.save(action, form, done=_("{name} added.").format(name=person))

    def draw() -> None:
        pair("contact_company", bold(company))
        contact_inputs(form)
        likes = _likes(contact_wish(form, company_id))
        shown.clear()
        shown.update(like.id for like in likes)
        for mark in likeness_marks(likes):
            st.markdown(mark)
        label = _("Add them all the same") if likes else ""
        drawer_foot("contact", form, save, label=label)

    acting.aside(form)["about"] = company
    way = ("contact", company_id, company)
    open_drawer(name, _("Add a contact"), "person_add", draw, way=way)


def _likes(wish: ContactWish) -> list[ContactLike]:
    """Look for who may be the person that is typed so far."""
    name = f"{wish.first_name} {wish.last_name}".strip()
    person = Person(wish.company_id, name, wish.all_phones, wish.all_emails)
    if not (name or person.phones or person.emails):
        return []
    with asking.reading() as session:
        return possible_contacts(session, asking.me(), [person])[0]
