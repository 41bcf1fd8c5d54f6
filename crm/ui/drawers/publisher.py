"""The publisher's legal data, as documents print them."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.services.publishers import PUBLISHER_FIELDS, change_publisher
from crm.store.queries import editable
from crm.ui import acting, conflict, parts
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm

LINES = (
    ("name", "legal_form"),
    ("capital", "register"),
    ("siret", "vat_number"),
    ("street",),
    ("postcode", "town"),
    ("phone", "email"),
    ("website",),
    ("notice_fr", "notice_en"),
)
"""The fields of the form, row by row."""


def open_publisher(publisher_id: int) -> None:
    """Open the drawer that changes the publisher's legal data."""
    name = f"publisher_{publisher_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("The publisher"),
        "domain",
        lambda: _draw(form, publisher_id),
        way=("publisher", publisher_id),
    )


def _draw(form: str, publisher_id: int) -> None:
    editing = EditForm(form, "publisher", PUBLISHER_FIELDS)
    opened = editing.opened(
        lambda session, me: editable.open_publisher(session, me, publisher_id)
    )
    if opened is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    st.markdown(
        parts.muted(
            _(
                "This is what quotes and insertion orders say of their seller; "
                "documents already issued stay as they are."
            )
        )
    )
    for line in LINES:
        for column, field in zip(st.columns(len(line)), line, strict=True):
            column.text_input(
                editing.label(field), key=editing.key(field), max_chars=400
            )
    conflict.foot(
        "publisher",
        editing,
        lambda: editing.save(
            change_publisher,
            {field: editing.text(field) for field in PUBLISHER_FIELDS},
            done=_("The publisher’s data are saved."),
        ),
    )
