"""Change a contact: who they are, how one reaches them, what they asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import ContactRole
from crm.domain.phones import read_phone
from crm.language import _
from crm.language.formats import date_long
from crm.language.vocabulary import word
from crm.services.companies import PHONE
from crm.services.company_edits import CONTACT_FIELDS, change_contact
from crm.store.queries.editable import open_contact
from crm.ui import acting, conflict
from crm.ui.contact_parts import kind_word
from crm.ui.drawers.drawer import open_drawer
from crm.ui.drawers.edit_company import company_words, language_word
from crm.ui.edit_form import EditForm
from crm.ui.parts import muted, section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

PLACES = 5
"""How many telephones and how many e-mails a form holds."""
SEVERAL = ("phones", "emails")
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
    phones, emails = st.columns(2)
    for place in range(_drawn(editing, "phones")):
        key = editing.key(f"phones{place}")
        phones.text_input(
            _phone_label(str(st.session_state.get(key) or "")),
            key=key,
            type="phone",
            max_chars=60,
            placeholder=PHONE,
        )
    for place in range(_drawn(editing, "emails")):
        emails.text_input(_("E-mail"), key=editing.key(f"emails{place}"), max_chars=200)


def _drawn(editing: EditForm, field: str) -> int:
    """Return how many inputs are drawn: those filled, and one more."""
    filled = [n for n in range(PLACES) if editing.text(f"{field}{n}").strip()]
    return min(max(filled, default=-1) + 2, PLACES)


def _phone_label(typed: str) -> str:
    read = read_phone(typed) if typed.strip() else None
    kind = kind_word(read.kind) if read else ""
    return ", ".join(part for part in (_("Telephone"), kind) if part)


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
        padded = [*texts, *[""] * PLACES][: max(PLACES, len(texts))]
        return {f"{field}{place}": text for place, text in enumerate(padded)}
    if field == "roles" and isinstance(value, tuple):
        return {field: [ContactRole(role) for role in value]}
    return {field: value}


def _typed(editing: EditForm) -> dict[str, Value]:
    typed: dict[str, Value] = {field: editing.text(field) for field in LINES}
    for field in SEVERAL:
        texts = (editing.text(f"{field}{place}").strip() for place in range(PLACES))
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
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return date_long(value)
    return company_words(field, value)
