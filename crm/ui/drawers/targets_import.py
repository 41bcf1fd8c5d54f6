"""Targets from a spreadsheet: shown as they were understood, then saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.language import _, ngettext
from crm.language.formats import month, number, tell
from crm.services.target_imports import import_targets, understand_targets
from crm.store.queries.target_grid import target_abouts
from crm.ui import acting, asking
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md
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
    st.file_uploader(
        _("Spreadsheet (.xlsx or .csv)"),
        ["xlsx", "csv"],
        key=f"targets_file_{form}",
        max_upload_size=2,
        help=_("2 MB and 2,000 rows at most."),
    )
    content = _content(form)
    if content is None:
        return
    answer = asking.attempt(lambda session: _understood(session, year, about, content))
    if answer.value is None:
        st.error(md(answer.refusal), icon=":material/error:")
        return
    found, names = answer.value
    _refused(found)
    if not found.refused:
        _changes(found, names, year)
    drawer_foot(
        "targets_import",
        form,
        lambda: _save(year, about, form),
        label=_("Save the targets"),
        waits_for=_waits(found),
    )


def _content(form: str) -> bytes | None:
    file: Any = st.session_state.get(f"targets_file_{form}")
    return bytes(file.getvalue()) if file else None


def _understood(
    session: Session, year: int, about: About, content: bytes
) -> tuple[UnderstoodTargets, dict[About, str]]:
    me = asking.me()
    found = understand_targets(session, me, year, about, content)
    names = {row.about: about_name(row) for row in target_abouts(session, me, year)}
    return found, names


def _waits(found: UnderstoodTargets) -> str:
    if found.refused:
        return _("Mend these cells in the file, then choose it again.")
    return "" if found.changes() else _("The file says what stands already.")


def _refused(found: UnderstoodTargets) -> None:
    if not found.refused:
        return
    many = ngettext(
        "{number} cell refused", "{number} cells refused", len(found.refused)
    )
    with section(
        many.format(number=number(len(found.refused))),
        _("nothing is saved before they are mended"),
        key="targets-refused",
    ).container(gap="xsmall"):
        for cell in found.refused[:SHOWN]:
            place = f"{cell.sheet} {cell.place}".strip()
            said = join((bold(place), tell(cell.error)), " · ")
            st.error(said, icon=":material/error:")
        rest = len(found.refused) - SHOWN
        if rest > 0:
            more = ngettext("and {number} more", "and {number} more", rest)
            st.markdown(muted(more.format(number=number(rest))))


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
    content, me = _content(form), asking.me()
    if content is None:
        return
    acting.speak()
    acting.save(
        lambda session: import_targets(session, me, year, about, content),
        form,
        done=_("The targets are saved."),
    )
