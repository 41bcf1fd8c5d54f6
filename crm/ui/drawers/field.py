"""A field of advertisers: its names, its kind, what may be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import FieldKind
from crm.domain.fields import KIND_WORDS
from crm.language import _
from crm.services import custom_fields
from crm.services.custom_fields import FieldWish
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.queries.company_fields import FieldRow


def open_field(row: FieldRow | None, filled: int) -> None:
    """Open the drawer of a field, or of a new one."""
    name = f"field_{row.id if row else 0}"
    form = acting.form_id(name)
    title = row.label if row else _("Add a field")
    open_drawer(name, title, "list_alt", lambda: _draw(row, filled, form))


def _draw(row: FieldRow | None, filled: int, form: str) -> None:
    st.text_input(
        _("Name in French"),
        row.label_fr if row else "",
        key=f"field_fr_{form}",
        max_chars=60,
    )
    st.text_input(
        _("Name in English"),
        row.label_en if row else "",
        key=f"field_en_{form}",
        max_chars=60,
        placeholder=_("As in French where it is empty"),
    )
    kind = row.kind if row else FieldKind.TEXT
    if row is None:
        kind = st.segmented_control(
            _("Kind"),
            list(FieldKind),
            default=FieldKind.TEXT,
            required=True,
            format_func=lambda one: _(KIND_WORDS[one]),
            key=f"field_kind_{form}",
        )
    if kind is FieldKind.CHOICE:
        st.text_area(
            _("Choices, one a line"),
            "\n".join(row.choices) if row else "",
            key=f"field_choices_{form}",
            height=130,
        )
    if row is not None:
        st.markdown(parts.muted(_("Its kind stays: values are written by it.")))
    drawer_foot("field", form, lambda: _save(row, form))
    if row is not None and not filled:
        st.button(
            _("Remove the field"),
            key="field_remove",
            type="tertiary",
            icon=":material/delete:",
            on_click=_remove,
            args=(row, form),
        )


def _save(row: FieldRow | None, form: str) -> None:
    held = st.session_state
    wish = FieldWish(
        row.kind if row else held.get(f"field_kind_{form}") or FieldKind.TEXT,
        str(held.get(f"field_fr_{form}") or ""),
        str(held.get(f"field_en_{form}") or ""),
        str(held.get(f"field_choices_{form}") or "").splitlines(),
    )
    me = asking.me()

    def action(session: Session) -> None:
        if row is None:
            custom_fields.define_field(session, me, wish)
        else:
            custom_fields.change_field(session, me, row.id, wish)

    acting.save(action, form, done=_("The field is saved."))


def _remove(row: FieldRow, form: str) -> None:
    me = asking.me()
    acting.save(
        lambda session: custom_fields.remove_field(session, me, row.id),
        form,
        done=_("The field is removed."),
    )
