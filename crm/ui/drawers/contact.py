"""Add a contact to a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import ContactRole
from crm.domain.mailboxes import MailboxKind
from crm.domain.reaching import PhoneUse
from crm.language import _
from crm.language.vocabulary import word
from crm.services.companies import ContactWish, add_contact
from crm.store.queries.contact_duplicates import Person, possible_contacts
from crm.ui import acting, asking
from crm.ui.contact_parts import likeness_marks
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold
from crm.ui.parts import pair
from crm.ui.reach_inputs import (
    PLACES,
    mail_input,
    phone_input,
    places_drawn,
    typed_reach,
)

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from crm.store.queries.contact_duplicates import ContactLike


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
    for field, drawn in (("phone", phone_input), ("email", mail_input)):
        texts = [str(st.session_state.get(key) or "") for key in _keys(form, field)]
        places = range(places_drawn(texts))
        for place, key, kind_key in zip(
            places, _keys(form, field), _keys(form, field, "_kind"), strict=False
        ):
            drawn(key, kind_key, first=place == 0)


def _keys(form: str, field: str, end: str = "") -> list[str]:
    """Return the keys of a field’s inputs, drawn or not; the first has no place."""
    places = ["", *map(str, range(1, PLACES))]
    return [f"contact_{field}{place}{end}_{form}" for place in places]


def contact_wish(form: str, company_id: int) -> ContactWish:
    """Read the inputs of a contact."""
    typed = st.session_state

    def text(field: str) -> str:
        return str(typed.get(f"contact_{field}_{form}") or "")

    def reach(field: str, kinds: type[StrEnum]) -> list[str]:
        pairs = zip(_keys(form, field), _keys(form, field, "_kind"), strict=True)
        return [typed_reach(key, kind_key, kinds) for key, kind_key in pairs]

    phones, emails = reach("phone", PhoneUse), reach("email", MailboxKind)
    return ContactWish(
        company_id=company_id,
        last_name=text("last"),
        first_name=text("first"),
        salutation=text("salutation"),
        job=text("job"),
        phone=phones[0],
        email=emails[0],
        roles=tuple(typed.get(f"contact_roles_{form}") or ()),
        source=text("source"),
        more_phones=tuple(phones[1:]),
        more_emails=tuple(emails[1:]),
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
