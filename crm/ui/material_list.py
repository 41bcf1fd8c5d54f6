"""The pieces of the materials' page: the conclusion, the band, the two lists."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import words
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_short, day_short, number
from crm.store.queries.materials import AHEAD_DAYS
from crm.ui import asking, parts
from crm.ui.drawers.log_call import open_log_call
from crm.ui.drawers.material import open_material
from crm.ui.drawers.remind import open_remind
from crm.ui.escape import bold, join
from crm.ui.lists import record_button
from crm.ui.material_words import due_mark, reminded_words
from crm.ui.space_words import in_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.materials import MaterialCounts, MaterialRow, OwedIssue


class Horizon(StrEnum):
    """How far the list of what is awaited looks."""

    LATE = "late"
    SOON = "soon"
    ALL = "all"


WORDS = {
    Horizon.LATE: words("Late"),
    Horizon.SOON: words("Within 30 days"),
    Horizon.ALL: words("All"),
}


def conclusion(counts: MaterialCounts, soon: MaterialCounts) -> str:
    """Say who is late and what waits for us."""
    if not counts.all:
        return _("Every file is there and approved.")
    if counts.late:
        said = ngettext(
            "{number} file is late, {others} to settle here.",
            "{number} files are late, {others} to settle here.",
            counts.late,
        )
        others = number(counts.to_check + counts.proofs_out)
        return said.format(number=number(counts.late), others=others)
    said = ngettext(
        "Nothing is late; {number} file awaited within {days} days.",
        "Nothing is late; {number} files awaited within {days} days.",
        soon.awaited,
    )
    return said.format(number=number(soon.awaited), days=number(AHEAD_DAYS))


def band(counts: MaterialCounts, soon: MaterialCounts) -> None:
    """Draw how many are late, awaited soon, to be looked at, out for approval."""
    with parts.panel("materials"), parts.figures("materials"):
        late = number(counts.late)
        parts.figure(
            _("late"),
            parts.accent(late) if counts.late else late,
            key="materials-late",
            definition=_("Booked lines whose files were due and have not come."),
        )
        within = _("awaited within {days} days").format(days=number(AHEAD_DAYS))
        parts.figure(within, number(soon.awaited - soon.late), key="materials-soon")
        parts.figure(
            _("to be looked at"),
            number(counts.to_check),
            key="materials-check",
            definition=_("Files that came: to be checked, or their proof to be sent."),
        )
        parts.figure(_("proofs out"), number(counts.proofs_out), key="materials-proofs")


def narrowing(
    issues: Sequence[OwedIssue], asked: int | None, key: str = "materials_issue"
) -> int | None:
    """Draw the choice of an issue; return it, None for all of them."""
    names = {row.id: row for row in issues}
    if key not in st.session_state and asked in names:
        st.session_state[key] = asked
    return st.selectbox(
        _("Issue"),
        [None, *names],
        format_func=lambda one: _issue(names[one]) if one else _("Every issue"),
        key=key,
        label_visibility="collapsed",
        width=300,
    )


def _issue(row: OwedIssue) -> str:
    return f"{row.name} · {day_short(row.due_on)} · {number(row.lines)}"


def horizon() -> Horizon:
    """Draw how far ahead the list looks; return it."""
    picked: Horizon = st.segmented_control(
        _("Awaited"),
        list(Horizon),
        default=Horizon.SOON,
        required=True,
        format_func=lambda one: _(WORDS[one]),
        key="materials_horizon",
        label_visibility="collapsed",
    )
    return picked


def awaited(rows: Sequence[MaterialRow], today: date, *, team: bool) -> None:
    """List who is to be reminded, with the mail and the call one click away."""
    may_write = asking.may(Right.WRITE)
    for row in rows:
        with parts.row(f"awaited-{row.line_id}", wrap=True):
            _told(row, team=team)
            _due(row, today)
            if may_write and st.button(
                _("Remind"),
                key=f"awaited_remind_{row.line_id}",
                icon=":material/outgoing_mail:",
            ):
                open_remind(row.booking_id)
            if may_write and st.button(
                "",
                key=f"awaited_call_{row.line_id}",
                icon=":material/call:",
                type="tertiary",
                help=_("Log a call"),
            ):
                open_log_call(row.advertiser_id)
            _open(row)
    if not rows:
        st.markdown(parts.muted(_("Nobody owes a file here.")))


def came(rows: Sequence[MaterialRow], today: date, *, team: bool) -> None:
    """List the files that came and are not approved yet."""
    for row in rows:
        with parts.row(f"came-{row.line_id}", wrap=True):
            _told(row, team=team)
            st.markdown(due_mark(row.status, row.due_on, today), width="content")
            _open(row)
    if not rows:
        st.markdown(parts.muted(_("Nothing waits to be looked at.")))


def _due(row: MaterialRow, today: date) -> None:
    """Draw when a file is due: how late it is, or the day and how far it is."""
    if row.due_on <= today:
        mark = due_mark(row.status, row.due_on, today)
        under = date_short(row.due_on)
    else:
        mark, under = bold(day_short(row.due_on)), in_days(row.due_on, today)
    lines = join((mark, parts.muted(under)), "  \n")
    st.markdown(lines, width="content", text_alignment="right")


def _told(row: MaterialRow, *, team: bool) -> None:
    with st.container(gap=None, width="stretch"):
        record_button(
            f"material_{row.line_id}", row.advertiser, "booking", row.booking_id
        )
        received = (
            _("received {day}").format(day=date_short(row.received_on))
            if row.received_on
            else ""
        )
        reminders = reminded_words(row.reminders, row.reminded_at)
        by = row.rep if team else ""
        told = join((row.what, row.issue, received, reminders, by))
        st.markdown(parts.muted(told))


def _open(row: MaterialRow) -> None:
    if st.button(_("Open"), key=f"material_open_{row.line_id}", type="tertiary"):
        open_material(row.line_id)
