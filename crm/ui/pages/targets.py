"""Targets: what each rep is to book, month by month, about a title or a support."""

from __future__ import annotations

import streamlit as st

from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.target_grid import target_abouts, target_grid, target_years
from crm.ui import asking, parts, target_parts
from crm.ui.drawers.targets_copy import open_copy
from crm.ui.drawers.targets_import import open_import
from crm.ui.target_words import about_name, conclusion

me = asking.me()
may_set = me.may(Right.SEE_TARGETS) and me.may(Right.WRITE)
left, actions = parts.top(0.75)
with asking.reading() as session:
    years = target_years(session, me)
    with actions:
        year, about = target_parts.selectors(
            years, me.today.year, target_abouts(session, me, me.today.year)
        )
    abouts = target_abouts(session, me, year)
    lasts = target_abouts(session, me, year - 1)
    grid = target_grid(session, me, year, about.about)
    before = target_grid(session, me, year - 1, about.about)
whole = total(row.total for row in abouts)
name = about_name(about)

with left:
    parts.head(
        _("Targets {year}").format(year=year),
        conclusion(year, whole, total(row.total for row in lasts)),
    )
target_parts.band(
    total(grid.amounts.values()), total(before.amounts.values()), whole, year, name
)
title = _("By rep and month") if me.may(Right.SEE_TARGETS) else _("Your months")
with parts.section(title, name, key="targets").container(gap="small"):
    with st.container(
        key="filters-targets",
        horizontal=True,
        horizontal_alignment="right",
        gap="small",
    ):
        if me.may(Right.EXPORT):
            target_parts.export(year, about.about)
        if may_set and st.button(
            _("Import a file"), key="targets_import", icon=":material/upload:"
        ):
            open_import(year, about.about, name)
        if (
            may_set
            and before.amounts
            and st.button(
                _("Copy {year}").format(year=year - 1),
                key="targets_copy",
                icon=":material/content_copy:",
            )
        ):
            open_copy(year, about.about, name)
    if may_set and grid.reps:
        target_parts.editor(grid)
    elif grid.amounts:
        target_parts.read_only(grid)
    else:
        sentence = _(
            "What is to be booked is set here by month, for each rep. The revenue "
            "page then holds booked net against it."
        )
        parts.empty_state("targets", _("No target here"), sentence)
    target_parts.who_left(grid)
target_parts.adding_up(abouts, year)
