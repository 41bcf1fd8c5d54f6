"""Change a contact: who they are, how one reaches them, what they asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import ContactRole
from crm.domain.mailboxes import MailboxKind
from crm.domain.reaching import PhoneUse
from crm.language import _
from crm.language.formats import date_long
from crm.language.vocabulary import reached, word
from crm.services.company_edits import CONTACT_FIELDS, change_contact
from crm.store.queries.editable import open_contact
from crm.ui import acting, conflict
from crm.ui.drawers.drawer import open_drawer
from crm.ui.drawers.edit_company import company_words, language_word
from crm.ui.edit_form import EditForm
from crm.ui.parts import muted, section
from crm.ui.reach_inputs import (
    PLACES,
    mail_input,
    phone_input,
    places_drawn,
    reach_widgets,
    typed_reach,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from crm.domain.editing import Value

SEVERAL: Mapping[str, type[StrEnum]] = {"phones": PhoneUse, "emails": MailboxKind}
"""Fields that hold several, and the kinds each of them may be."""
LINES = ("salutation", "first_name", "last_name", "job", "source", "opposed_to", "note")


def open_edit_contact(contact_id: int) -> None:
    """Open the drawer that changes a contact."""
    name = f"edit_contact_{contact_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the contact"),
        "edit",
        lambda: _draw(form, contact_id),
        way=("edit_contact", contact_id),
    )


def _draw(form: str, contact_id: int) -> None:
    editing = EditForm(form, "contact", CONTACT_FIELDS, _widgets, _shown)
    opened = editing.opened(lambda session, me: open_contact(session, me, contact_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    salutation, first, last = st.columns([1, 2, 2])
    for column, field, longest in (
        (salutation, "salutation", 20),
        (first, "first_name", 100),
        (last, "last_name", 200),
        (st.container(), "job", 200),
    ):
        column.text_input(
            editing.label(field), key=editing.key(field), max_chars=longest
        )
    _reach(editing)
    st.pills(
        editing.label("roles"),
        list(ContactRole),
        selection_mode="multi",
        format_func=word,
        key=editing.key("roles"),
    )
    st.segmented_control(
        editing.label("language"),
        ["fr", "en"],
        required=True,
        format_func=language_word,
        key=editing.key("language"),
    )
    with section(_("What the law asks"), key="contact_law").container(gap="small"):
        _law(editing)
    st.text_area(
        editing.label("note"), key=editing.key("note"), max_chars=5000, height=88
    )
    st.toggle(
        editing.label("has_left"),
        key=editing.key("has_left"),
        help=_("Kept with what was said, and not proposed any more."),
    )
    conflict.foot(
        "contact_edit",
        editing,
        lambda: editing.save(change_contact, _typed(editing), done=_("Saved.")),
    )


def _reach(editing: EditForm) -> None:
    for field, drawn in (("phones", phone_input), ("emails", mail_input)):
        texts = [editing.text(f"{field}{place}") for place in range(PLACES)]
        for place in range(places_drawn(texts)):
            name = f"{field}{place}"
            kind_key = editing.key(f"{name}_kind")
            drawn(editing.key(name), kind_key, first=place == 0)


def _law(editing: EditForm) -> None:
    st.text_input(
        editing.label("source"),
        key=editing.key("source"),
        max_chars=200,
        help=_("Kept with the record: the law wants its source known (GDPR, art. 14)."),
    )
    told, day, to = st.columns([1, 1, 2])
    told.date_input(
        editing.label("informed_on"),
        None,
        format="DD/MM/YYYY",
        key=editing.key("informed_on"),
        help=_("The day they were told that a record is kept (GDPR, art. 14)."),
    )
    day.date_input(
        editing.label("opposed_on"),
        None,
        format="DD/MM/YYYY",
        key=editing.key("opposed_on"),
    )
    to.text_input(
        editing.label("opposed_to"), key=editing.key("opposed_to"), max_chars=400
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    if field in SEVERAL:
        texts = value if isinstance(value, tuple) else ()
        return reach_widgets(field, texts, SEVERAL[field])
    if field == "roles" and isinstance(value, tuple):
        return {field: [ContactRole(role) for role in value]}
    return {field: value}


def _typed(editing: EditForm) -> dict[str, Value]:
    typed: dict[str, Value] = {field: editing.text(field) for field in LINES}
    for field, kinds in SEVERAL.items():
        names = [f"{field}{place}" for place in range(PLACES)]
        texts = [
            typed_reach(editing.key(name), editing.key(f"{name}_kind"), kinds)
            for name in names
        ]
        typed[field] = tuple(text for text in texts if text)
    return {
        **typed,
        "roles": tuple(role.value for role in editing.held("roles") or ()),
        "language": editing.text("language"),
        "informed_on": editing.held("informed_on"),
        "opposed_on": editing.held("opposed_on"),
        "has_left": bool(editing.held("has_left")),
    }


def _shown(field: str, value: Value) -> str:
    if field == "roles" and isinstance(value, tuple):
        return ", ".join(word(ContactRole(role)) for role in value)
    if field in SEVERAL and isinstance(value, tuple):
        return ", ".join(reached(text, SEVERAL[field]) for text in value)
    if isinstance(value, date):
        return date_long(value)
    return company_words(field, value)
