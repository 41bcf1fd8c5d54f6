"""What a booking's page shows of its files and of what was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import HOLDS_SPACE
from crm.domain.magazine import MaterialStatus
from crm.language import _
from crm.language.formats import number
from crm.ui import parts
from crm.ui.drawers.insertion_report import open_report
from crm.ui.drawers.material import open_material
from crm.ui.escape import bold, join
from crm.ui.material_words import due_mark, due_words
from crm.ui.report_parts import report_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.insertion_reports import ReportRow


def materials(booking: BookingCard, today: date) -> None:
    """List where the files of each line stand; each opens its own drawer."""
    lines = [line for line in booking.lines if line.status in HOLDS_SPACE]
    if not lines:
        return
    done = sum(line.material_status is MaterialStatus.APPROVED for line in lines)
    note = _("{number} of {all} approved").format(
        number=number(done), all=number(len(lines))
    )
    with parts.section(_("Materials"), note, key="materials"):
        for line in lines:
            with parts.row(f"material-line-{line.id}"):
                _line(line, today)


def _line(line: LineCard, today: date) -> None:
    what = ", ".join(part for part in (line.format, line.position) if part)
    due = due_words(line.materials_due_on, today) if line.materials_due_on else ""
    told = join((line.issue, due))
    st.markdown(join((bold(what), parts.muted(told)), "  \n"), width="stretch")
    mark = due_mark(line.material_status, line.materials_due_on, today)
    st.markdown(mark, width="content")
    if st.button(_("Open"), key=f"material_open_{line.id}", type="tertiary"):
        open_material(line.id)


def reports(rows: Sequence[ReportRow], today: date) -> None:
    """List what was reported of what ran, and what is still owed."""
    if not rows:
        return
    sent = sum(row.sent_on is not None for row in rows)
    note = _("{number} of {all} sent").format(
        number=number(sent), all=number(len(rows))
    )
    with parts.section(_("Insertion reports"), note, key="reports"):
        for row in rows:
            with parts.row(f"report-{row.id}"):
                if report_line(row, row.what, today):
                    open_report(row.id)
