"""Targets from a spreadsheet: shown as they were understood, then saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _, ngettext
from crm.language.formats import month, number
from crm.services.target_imports import import_targets, understand_targets
from crm.store.queries.target_grid import target_abouts
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.drawers.spreadsheet import (
    choose_file,
    chosen_file,
    refused_cells,
    waits_for,
)
from crm.ui.escape import md
from crm.ui.parts import muted, section
from crm.ui.target_parts import change_rows
from crm.ui.target_words import about_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.targets import About
    from crm.services.target_imports import UnderstoodTargets

SHOWN = 20


def open_import(year: int, about: About, name: str) -> None:
    """Open the drawer that reads a spreadsheet into the targets of a year."""
    key = f"targets_import_{year}_{about.title_id or 0}_{about.support_id or 0}"
    form = acting.form_id(key)
    title = _("Import the targets of {year}").format(year=year)
    open_drawer(key, title, "upload", lambda: _draw(year, about, name, form))


def _draw(year: int, about: About, name: str, form: str) -> None:
    st.markdown(
        muted(
            _(
                "A column “Rep”, then one column a month. A column “Title” and one "
                "“Support” say what a row is about; without them it is {name}. A blank "
                "cell leaves what stands. The file that is exported here can be read "
                "again."
            ).format(name=name)
        )
    )
    content = choose_file(f"targets_file_{form}")
    if content is None:
        return
    answer = asking.attempt(lambda session: _understood(session, year, about, content))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return
    found, names = answer.value
    refused_cells(found.refused, "targets-refused")
    if not found.refused:
        _changes(found, names, year)
    drawer_foot(
        "targets_import",
        form,
        lambda: _save(year, about, form),
        label=_("Save the targets"),
        waits_for=waits_for(
            refused=bool(found.refused),
            changes=bool(found.changes()),
            unchanged=_("The file says what stands already."),
        ),
    )


def _understood(
    session: Session, year: int, about: About, content: bytes
) -> tuple[UnderstoodTargets, dict[About, str]]:
    me = asking.me()
    found = understand_targets(session, me, year, about, content)
    names = {row.about: about_name(row) for row in target_abouts(session, me, year)}
    return found, names


def _changes(found: UnderstoodTargets, names: dict[About, str], year: int) -> None:
    changes = found.changes()
    many = ngettext("{number} change", "{number} changes", len(changes))
    read = ngettext("{number} row read", "{number} rows read", found.rows)
    with section(
        many.format(number=number(len(changes))),
        read.format(number=number(found.rows)),
        key="targets-changes",
    ):
        if not changes:
            return
        several = len({change.about for change in changes}) > 1
        rows = []
        for change in changes:
            what = [change.rep, month(date(year, change.month, 1), year=False)]
            if several:
                what.append(names[change.about])
            rows.append((" · ".join(what), change.before, change.after))
        change_rows(rows, "targets_import_rows", (_("Before"), _("After")))


def _save(year: int, about: About, form: str) -> None:
    content, me = chosen_file(f"targets_file_{form}"), asking.me()
    if content is None:
        return
    acting.speak()
    acting.save(
        lambda session: import_targets(session, me, year, about, content),
        form,
        done=_("The targets are saved."),
    )
