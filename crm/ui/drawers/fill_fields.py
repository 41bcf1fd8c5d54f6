"""Filling in the desk's own fields of an advertiser, each by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import FieldKind
from crm.domain.fields import FLAGGED, kept_day
from crm.language import _
from crm.services.custom_fields import fill_company_fields
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.company_fields import FieldRow


def open_fill_fields(
    company_id: int, fields: Sequence[FieldRow], values: Mapping[int, str]
) -> None:
    """Open the drawer of an advertiser's own fields."""
    name = f"fields_{company_id}"
    form = acting.form_id(name)
    open_drawer(
        name,
        _("Fill in the fields"),
        "edit_note",
        lambda: _draw(company_id, fields, values, form),
    )


def _draw(
    company_id: int, fields: Sequence[FieldRow], values: Mapping[int, str], form: str
) -> None:
    for field in fields:
        _input(field, values.get(field.id, ""), form)
    drawer_foot("fields", form, lambda: _save(company_id, fields, form))


def _input(field: FieldRow, value: str, form: str) -> None:
    key, label = _key(field, form), md(field.label)
    match field.kind:
        case FieldKind.CHOICE:
            st.selectbox(
                label,
                ["", *field.choices],
                index=field.choices.index(value) + 1 if value in field.choices else 0,
                format_func=lambda choice: md(choice) if choice else "–",
                key=key,
            )
        case FieldKind.FLAG:
            st.checkbox(label, value == FLAGGED, key=key)
        case FieldKind.DAY:
            st.date_input(label, kept_day(value), format="DD/MM/YYYY", key=key)
        case FieldKind.NUMBER:
            st.text_input(label, value.replace(".", ","), key=key, max_chars=20)
        case FieldKind.TEXT:
            st.text_input(label, value, key=key, max_chars=400)


def _key(field: FieldRow, form: str) -> str:
    return f"field_{field.id}_{form}"


def _save(company_id: int, fields: Sequence[FieldRow], form: str) -> None:
    typed = {field.id: _typed(field, form) for field in fields}
    me = asking.me()

    def action(session: Session) -> None:
        fill_company_fields(session, me, company_id, typed)

    acting.save(action, form, done=_("Saved."))


def _typed(field: FieldRow, form: str) -> str:
    value = st.session_state.get(_key(field, form))
    if field.kind is FieldKind.FLAG:
        return FLAGGED if value else ""
    if field.kind is FieldKind.DAY:
        return value.isoformat() if value else ""
    return str(value or "")
