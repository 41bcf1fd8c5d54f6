"""Two people, one record: what the other changed, field by field, and whose is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.clock import paris_day
from crm.language import _
from crm.language.formats import clock_time, moment
from crm.ui import asking, parts
from crm.ui.drawers.drawer import drawer_foot
from crm.ui.edit_form import MINE, THEIRS
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.editing import Clash, Difference
    from crm.ui.edit_form import EditForm

LONGEST = 600


def panel(editing: EditForm) -> None:
    """Draw what somebody else saved meanwhile, with a choice for each field."""
    clash = editing.clash()
    if clash is None:
        return
    with parts.panel("clash"):
        mark = parts.icon("group", "orange")
        st.markdown(join((mark, bold(_headline(clash))), " "))
        st.markdown(
            parts.muted(
                _(
                    "Nothing is overwritten: choose what stands in each field. The "
                    "form below shows what will be saved."
                )
            )
        )
        for difference in clash.differences:
            _line(editing, clash, difference)


def foot(key: str, editing: EditForm, on_save: Callable[[], None]) -> None:
    """Draw the drawer's foot; nothing is saved before every choice is made."""
    open_, clash = editing.undecided(), editing.clash()
    if clash is not None:
        st.warning(md(_headline(clash)), icon=":material/group:")
    drawer_foot(
        key,
        editing.form,
        on_save,
        waits_for=_("Choose for each field first.") if open_ else "",
    )


def _headline(clash: Clash) -> str:
    last = clash.last
    today = paris_day(last.at) == asking.me().today
    when = clock_time(last.at) if today else moment(last.at)
    if not last.who:
        said = _("This record was changed at {when} while you were writing.")
    else:
        said = _("{who} saved this record at {when} while you were writing.")
    if not today:
        said = (
            _("{who} saved this record while you were writing ({when}).")
            if last.who
            else _("This record was changed while you were writing ({when}).")
        )
    return said.format(who=last.who, when=when)


def _line(editing: EditForm, clash: Clash, difference: Difference) -> None:
    name = difference.field
    theirs = _("{who}: {value}") if difference.who else _("Theirs: {value}")
    before = _("It was: {value}")
    with st.container(key=f"row-clash-{name}"):
        label, choice = st.columns([2, 3], gap="small")
        was = before.format(value=_cut(editing.words(name, difference.base)))
        label.markdown(join((bold(_(difference.label)), parts.muted(was)), "  \n"))
        said = {
            THEIRS: theirs.format(
                who=difference.who,
                value=_cut(editing.words(name, difference.theirs)),
            ),
            MINE: _("Yours: {value}").format(
                value=_cut(editing.words(name, difference.mine))
            ),
        }
        choice.radio(
            _(difference.label),
            [THEIRS, MINE],
            None,
            format_func=lambda option: md(said[option]),
            key=editing.choice_key(clash, name),
            on_change=editing.choose,
            args=(clash, name),
            label_visibility="collapsed",
        )


def _cut(said: str) -> str:
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
