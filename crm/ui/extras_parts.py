"""What a desk adds to an advertiser: tags, fields of its own; and who followed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.language.formats import date_long, number
from crm.services.tags import LONGEST, tag_company, untag_company
from crm.ui import acting, asking, parts
from crm.ui.drawers.fill_fields import open_fill_fields
from crm.ui.escape import bold, md
from crm.ui.field_words import shown_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.store.queries.company_fields import FieldRow, OwnerRow, TagRow

SHORTCUTS = 6


def tags_section(
    company_id: int,
    tags: Sequence[TagRow],
    offered: Sequence[TagRow],
    *,
    writes: bool,
) -> None:
    """Draw the tags, each with the way off, and the way to put one on."""
    note = number(len(tags)) if tags else ""
    with parts.section(_("Tags"), note, key="tags"):
        with st.container(horizontal=True, gap="xsmall", key="tags-on"):
            for tag in tags:
                st.button(
                    md(tag.name),
                    key=f"tag_off_{tag.id}",
                    icon=":material/close:",
                    help=_("Take this tag off"),
                    disabled=not writes,
                    on_click=_untag,
                    args=(company_id, tag.id),
                )
        if not tags:
            st.markdown(parts.muted(_("None yet. Tags sort the list as you like.")))
        if writes:
            _add(company_id, {tag.id for tag in tags}, offered)


def _add(company_id: int, on: set[int], offered: Sequence[TagRow]) -> None:
    form = acting.form_id(f"tag_{company_id}")
    rest = [tag.name for tag in offered if tag.id not in on]
    st.selectbox(
        _("Put a tag on"),
        rest,
        index=None,
        format_func=md,
        accept_new_options=True,
        key=f"tag_name_{form}",
        placeholder=_("Choose or type a tag"),
        label_visibility="collapsed",
        on_change=_tag,
        args=(company_id, form),
    )
    acting.refusal(form)


def _tag(company_id: int, form: str) -> None:
    name = str(st.session_state.get(f"tag_name_{form}") or "")[:LONGEST]
    me = asking.me()
    if name.strip():
        acting.save(lambda session: tag_company(session, me, company_id, name), form)


def _untag(company_id: int, tag_id: int) -> None:
    me = asking.me()
    acting.save(lambda session: untag_company(session, me, company_id, tag_id))


def fields_section(
    company_id: int,
    fields: Sequence[FieldRow],
    values: Mapping[int, str],
    *,
    writes: bool,
) -> None:
    """Draw what stands in the desk's own fields, and the way to fill them."""
    if not fields:
        return
    filled = [field for field in fields if values.get(field.id)]
    note = _("{filled} of {all}").format(
        filled=number(len(filled)), all=number(len(fields))
    )
    with parts.section(_("Fields"), note, key="fields"):
        for field in filled:
            said = shown_value(field.kind, values[field.id])
            parts.pair(f"field-{field.id}", parts.muted(field.label), "", said)
        if not filled:
            st.markdown(parts.muted(_("Nothing filled in yet.")))
    if writes and st.button(
        _("Fill in"), key="fields_fill", type="tertiary", icon=":material/edit_note:"
    ):
        open_fill_fields(company_id, fields, values)


def owners_section(owners: Sequence[OwnerRow]) -> None:
    """Draw who looked after the company, the latest first, where it changed hands."""
    if len(owners) < 2:
        return
    with parts.section(_("Followed by"), number(len(owners)), key="owners"):
        for place, owner in enumerate(owners):
            if owner.until is None:
                when = _("since {day}").format(day=date_long(owner.since))
            else:
                when = _("from {first} to {last}").format(
                    first=date_long(owner.since), last=date_long(owner.until)
                )
            name = bold(owner.name) if owner.until is None else md(owner.name)
            parts.pair(f"owner-{place}", name, "", parts.muted(when))
