"""A row of a title's profile: a figure, a column, what somebody says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import words
from crm.language import _
from crm.services import profile_row_values as values
from crm.services import profile_rows as rows
from crm.store.queries.editable import Opened
from crm.store.queries.editable_profiles import profile_row, title_row
from crm.ui import acting, asking, conflict, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.edit_form import EditForm
from crm.ui.profile_preview import row_beside

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor

TITLES = {
    "audience_claim": words("An audience figure"),
    "editorial_column": words("An editorial column"),
    "testimonial": words("A testimonial"),
}
CLUSTERS = {
    "headline": words("Headline figures"),
    "purchase": words("Role in the purchase"),
    "job": words("Their job"),
    "organisation": words("Their organisation"),
    "newsletter": words("The newsletter’s figures"),
    "newsletter_history": words("The newsletter, year by year"),
    "web": words("The site’s figures"),
}
UNITS = {
    "count": words("a number"),
    "bp": words("percent"),
    "seconds": words("minutes and seconds"),
}
LINES = {
    "audience_claim": (
        ("cluster", "rank"),
        ("amount", "unit"),
        ("label_fr", "label_en"),
        ("detail_fr", "detail_en"),
        ("source_fr", "source_en"),
        ("measured_on", "expires_on"),
    ),
    "editorial_column": (
        ("rank",),
        ("name_fr", "name_en"),
        ("text_fr", "text_en"),
        ("themes_fr", "themes_en"),
    ),
    "testimonial": (
        ("rank",),
        ("quote_fr", "quote_en"),
        ("person", "organisation"),
        ("role_fr", "role_en"),
        ("permitted_on", "expires_on"),
    ),
}
"""The fields of each kind's form, row by row."""


def open_profile_row(kind: str, title_id: int, row_id: int | None = None) -> None:
    """Open the drawer of a row of a profile; a new one without its number."""
    name = f"profile_{kind}_{row_id or f'new_{title_id}'}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _(TITLES[kind]),
        "edit_note",
        lambda: _draw(form, kind, title_id, row_id),
        way=("profile_row", kind, title_id, row_id),
    )


def _draw(form: str, kind: str, title_id: int, row_id: int | None) -> None:
    def look(session: Session, me: Actor) -> Opened | None:
        title = title_row(session, me, title_id)
        row = profile_row(session, me, kind, row_id) if row_id else None
        if title is None or (row_id and row is None):
            return None
        said = values.row_values(kind, row)
        return Opened(row_id or 0, title.version, title.name, said)

    editing = EditForm(form, "profile", values.FIELDS[kind], shown=_shown)
    if editing.opened(look) is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    if kind == "testimonial":
        said = _("Without the day its permission was given, it is never printed.")
        st.markdown(parts.muted(said))
    page = st.container()
    conflict.panel(editing)
    for line in LINES[kind]:
        for column, field in zip(st.columns(len(line)), line, strict=True):
            with column:
                _field(editing, field)
    with page:
        row_beside(kind, title_id, row_id, _typed(editing))
    if row_id is None:
        drawer_foot("profile_row", form, lambda: _add(form, editing, kind, title_id))
        return
    conflict.foot(
        "profile_row",
        editing,
        lambda: editing.save(
            lambda session, me, id_, edit: rows.change_row(
                session, me, kind, id_, edit
            ),
            _typed(editing),
            done=_("The profile is saved."),
        ),
    )
    st.button(
        _("Take it away"),
        key="profile_row_remove",
        type="tertiary",
        icon=":material/delete:",
        on_click=_remove,
        args=(form, kind, row_id),
    )


def _field(editing: EditForm, field: str) -> None:
    label, key = editing.label(field), editing.key(field)
    if field in {"cluster", "unit"}:
        named = CLUSTERS if field == "cluster" else UNITS
        held = str(editing.held(field))
        st.selectbox(
            label,
            list(dict.fromkeys([*named, held])),
            format_func=lambda code: _(named.get(code) or code),
            key=key,
        )
    elif field in {"measured_on", "expires_on", "permitted_on"}:
        st.date_input(
            label,
            None,
            format="DD/MM/YYYY",
            max_value=values.FARTHEST,
            key=key,
        )
    elif field.startswith(values.NOTES):
        st.text_area(label, key=key, max_chars=1_000, height=110)
    else:
        st.text_input(label, key=key, max_chars=200)


def _typed(editing: EditForm) -> dict[str, Value]:
    return {name: editing.held(name) for name in editing.fields}


def _add(form: str, editing: EditForm, kind: str, title_id: int) -> None:
    me, typed = asking.me(), _typed(editing)
    acting.save(
        lambda session: rows.add_row(session, me, title_id, kind, typed),
        form,
        done=_("The profile is saved."),
    )


def _remove(form: str, kind: str, row_id: int) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: rows.remove_row(session, me, kind, row_id),
        form,
        done=_("Taken out of the profile."),
    )


def _shown(name: str, value: Value) -> str:
    if name == "cluster":
        return _(CLUSTERS.get(str(value), str(value)))
    if name == "unit":
        return _(UNITS.get(str(value), str(value)))
    return "" if value is None else str(value)
