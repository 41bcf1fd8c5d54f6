"""The pieces of the settings of custom fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.fields import KIND_WORDS
from crm.language import _, ngettext
from crm.language.formats import number
from crm.ui import parts
from crm.ui.drawers.field import open_field
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.store.queries.company_fields import FieldRow


def conclusion(fields: Sequence[FieldRow], filled: Mapping[int, int]) -> str:
    """Say how many fields there are, and how many nobody fills in."""
    if not fields:
        return _("No field of your own.")
    unused = sum(1 for field in fields if not filled.get(field.id))
    if not unused:
        said = ngettext(
            "One field, filled in.", "{many} fields, all filled in.", len(fields)
        )
    else:
        said = ngettext(
            "One field, empty so far.",
            "{many} fields, {unused} empty so far.",
            len(fields),
        )
    return said.format(many=number(len(fields)), unused=number(unused))


def fields_section(fields: Sequence[FieldRow], filled: Mapping[int, int]) -> None:
    """Draw the fields: what each is called, its kind, how many advertisers have it."""
    with parts.section(_("Fields"), number(len(fields)), key="fields"):
        for field in fields:
            with parts.row(f"field-{field.id}"):
                kind = join((_(KIND_WORDS[field.kind]), ", ".join(field.choices)))
                text = join((bold(field.label), parts.muted(kind)), "  \n")
                st.markdown(text, width="stretch")
                many = filled.get(field.id, 0)
                said = ngettext("{number} advertiser", "{number} advertisers", many)
                st.markdown(
                    parts.muted(said.format(number=number(many))), width="content"
                )
                if st.button(
                    _("Change"),
                    key=f"field_edit_{field.id}",
                    type="tertiary",
                    icon=":material/edit:",
                ):
                    open_field(field, many)
