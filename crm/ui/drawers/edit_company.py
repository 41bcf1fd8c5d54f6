"""Change a company: its names, numbers, address, and what documents need of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.language import _
from crm.language.vocabulary import word
from crm.services.company_edits import COMPANY_FIELDS, change_company
from crm.store.queries.companies import list_sectors
from crm.store.queries.editable import open_company
from crm.ui import acting, asking, conflict
from crm.ui.countries import COUNTRIES
from crm.ui.drawers.drawer import open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.parts import muted, section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value

LONGEST = {"street": 400, "postcode": 12, "town": 100, "siren": 40, "siret": 40}


def open_edit_company(company_id: int) -> None:
    """Open the drawer that changes a company."""
    name = f"edit_company_{company_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Change the company"),
        "edit",
        lambda: _draw(form, company_id),
        way=("edit_company", company_id),
    )


def _draw(form: str, company_id: int) -> None:
    with asking.reading() as session:
        sectors = {row.id: row.name for row in list_sectors(session, asking.me())}

    def shown(field: str, value: Value) -> str:
        if field == "sector_id" and isinstance(value, int):
            return sectors.get(value, "")
        return company_words(field, value)

    editing = EditForm(form, "company", COMPANY_FIELDS, _widgets, shown)
    opened = editing.opened(lambda session, me: open_company(session, me, company_id))
    if opened is None:
        st.markdown(muted(_("This record is not there any more.")))
        return
    conflict.panel(editing)
    _line(editing, "name")
    _line(editing, "trade_name", "website")
    st.pills(
        editing.label("roles"),
        list(CompanyRole),
        selection_mode="multi",
        format_func=word,
        key=editing.key("roles"),
    )
    st.selectbox(
        editing.label("sector_id"),
        list(sectors),
        None,
        format_func=sectors.__getitem__,
        key=editing.key("sector_id"),
        placeholder=_("Choose a sector"),
    )
    _line(editing, "siren", "siret", "vat_number")
    with section(_("Address"), key="company_address").container(gap="small"):
        _line(editing, "street")
        _place(editing)
    with section(_("Documents"), key="company_documents").container(gap="small"):
        _documents(editing)
    conflict.foot(
        "company_edit",
        editing,
        lambda: editing.save(change_company, _typed(editing), done=_("Saved.")),
    )


def _line(editing: EditForm, *fields: str) -> None:
    for column, field in zip(st.columns(len(fields)), fields, strict=True):
        column.text_input(
            editing.label(field),
            key=editing.key(field),
            max_chars=LONGEST.get(field, 200),
        )


def _place(editing: EditForm) -> None:
    code, town, country = st.columns([1, 2, 2])
    for column, field in ((code, "postcode"), (town, "town")):
        column.text_input(
            editing.label(field), key=editing.key(field), max_chars=LONGEST[field]
        )
    country.selectbox(
        editing.label("country"),
        list(dict.fromkeys([*COUNTRIES, str(editing.held("country"))])),
        format_func=lambda code: COUNTRIES.get(code, code),
        key=editing.key("country"),
    )


def _documents(editing: EditForm) -> None:
    language, public = st.columns(2, vertical_alignment="bottom")
    language.segmented_control(
        editing.label("language"),
        ["fr", "en"],
        required=True,
        format_func=language_word,
        key=editing.key("language"),
    )
    public.toggle(editing.label("is_public_body"), key=editing.key("is_public_body"))
    if editing.held("is_public_body"):
        _line(editing, "chorus_service_code")
    st.text_area(
        editing.label("note"), key=editing.key("note"), max_chars=5000, height=88
    )


def _widgets(field: str, value: Value) -> Mapping[str, Any]:
    if field == "roles" and isinstance(value, tuple):
        return {field: [CompanyRole(role) for role in value]}
    return {field: value}


def _typed(editing: EditForm) -> dict[str, Value]:
    typed: dict[str, Value] = {
        field: editing.text(field)
        for field in COMPANY_FIELDS
        if field not in {"roles", "sector_id", "is_public_body"}
    }
    return {
        **typed,
        "roles": tuple(role.value for role in editing.held("roles") or ()),
        "sector_id": editing.held("sector_id"),
        "is_public_body": bool(editing.held("is_public_body")),
    }


def company_words(field: str, value: Value) -> str:
    """Write a value of a company's or a contact's form for people."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "roles" and isinstance(value, tuple):
        return ", ".join(word(CompanyRole(role)) for role in value)
    if field == "country":
        return COUNTRIES.get(str(value), str(value))
    if field == "language":
        return language_word(str(value))
    return str(value or "")


def language_word(code: str) -> str:
    """Name a language of documents."""
    return _("French") if code == "fr" else _("English")
