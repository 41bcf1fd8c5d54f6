"""An insertion report: where and when it ran, how often it was seen, its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.errors import words
from crm.domain.magazine import SupportKind
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import date_long, day_short, number
from crm.services.documents import issue_insertion_report
from crm.services.documents.insertion_report import lacks
from crm.services.insertion_reports import (
    COUNTED,
    TEAR_SHEETS,
    Ran,
    fill,
    read_count,
    send,
)
from crm.store.queries.flatplan_pages import line_pages
from crm.store.queries.insertion_reports import report
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import open_drawer
from crm.ui.escape import bold, join
from crm.ui.issuing import paper_button
from crm.ui.looked_at import looked_at
from crm.ui.report_parts import countdown, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.insertion_reports import ReportRow
    from crm.ui.looked_at import LookedAt

MOST_MEGABYTES = 20


def open_report(report_id: int) -> None:
    """Open the drawer of a report."""
    name = f"report_{report_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Insertion report"),
        "fact_check",
        lambda: _draw(form, report_id),
        way=("report", report_id),
    )


def _draw(form: str, report_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        row = report(session, me, report_id)
        stands = line_pages(session, me, [row.line_id]) if row else {}
    if row is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    acting.aside(form)["about"] = row.advertiser
    told = join((row.advertiser, row.issue, row.number))
    mark = countdown(row, me.today)
    due = _("due {day}").format(day=day_short(row.due_on))
    parts.pair("report_line", bold(row.what), told, mark, due)
    if row.sent_on is not None or not me.may(Right.WRITE):
        _told(row)
        return
    law = _(
        "Owed to the advertiser before {day}: within a month of publication (loi "
        "Sapin, art. 23)."
    )
    st.markdown(parts.muted(law.format(day=date_long(row.due_on))))
    _where(form, row, stands.get(row.line_id, ()))
    _counts(form, row)
    st.text_input(
        _("Note for the advertiser"), row.note, key=f"report_note_{form}", max_chars=300
    )
    looked = _tear_sheet(form, row)
    acting.refusal(form)
    _paper(row)
    with st.container(horizontal=True, gap="small"):
        for key, label, sends in (
            ("send", _("Record as sent"), True),
            ("keep", _("Keep, send later"), False),
        ):
            st.button(
                label,
                key=f"report_{key}",
                type="primary" if sends else "secondary",
                on_click=acting.attempt,
                args=(_saver(form, row, looked, sends=sends), form),
            )


def _told(row: ReportRow) -> None:
    if row.sent_on is not None:
        day = date_long(row.sent_on)
        st.markdown(_("Sent to the advertiser on {day}.").format(day=day))
    for place, said in enumerate(facts(row)):
        parts.pair(f"report_fact_{place}", said)
    if row.note:
        st.text(row.note)
    _proof(row)
    _paper(row)


def _paper(row: ReportRow) -> None:
    """Draw the way to the report as issued, and the button that issues it."""
    if row.document_id is not None:
        st.link_button(
            _("The report as issued"),
            f"/documents/{row.document_id}.pdf",
            key=f"report_kept_{row.id}",
            type="tertiary",
            icon=":material/open_in_new:",
        )
    if lacks(row) is None:
        paper_button(
            f"report_{row.id}",
            _("Insertion report (PDF)"),
            lambda session, language: issue_insertion_report(
                session, asking.me(), row.id, language=language
            ),
        )
    else:
        said = _("Kept first with its page or its counts, the report can be issued.")
        st.markdown(parts.muted(said))


def _proof(row: ReportRow) -> None:
    if row.tear_sheet_id is not None:
        st.link_button(
            join((_("Tear sheet"), row.tear_sheet)),
            f"/files/{row.tear_sheet_id}",
            key=f"report_tear_sheet_{row.id}",
            type="tertiary",
            icon=":material/open_in_new:",
        )


def _where(form: str, row: ReportRow, stands: Sequence[int]) -> None:
    """Draw where it ran; in print the page its flatplan has it on, where it has one."""
    if row.kind is SupportKind.PRINT:
        page, copies = st.columns(2)
        page.text_input(
            _("Page"),
            row.page_number or "-".join(str(page) for page in stands),
            key=f"report_page_{form}",
            max_chars=40,
        )
        printed = row.circulation if row.circulation is not None else row.printed
        copies.text_input(
            _("Circulation"),
            number(printed) if printed is not None else "",
            key=f"report_circulation_{form}",
            max_chars=15,
        )
        return
    first, last = st.columns(2)
    first.date_input(
        _("Appeared from"),
        row.appeared_from or row.published_on,
        format="DD/MM/YYYY",
        key=f"report_from_{form}",
    )
    last.date_input(
        _("Appeared until"),
        row.appeared_until or row.published_on,
        format="DD/MM/YYYY",
        key=f"report_until_{form}",
    )


def _counts(form: str, row: ReportRow) -> None:
    if row.kind not in COUNTED:
        return
    for column, name, label, count in zip(
        st.columns(2),
        ("impressions", "clicks"),
        (_("Impressions"), _("Clicks")),
        (row.impressions, row.clicks),
        strict=True,
    ):
        column.text_input(
            label,
            number(count) if count is not None else "",
            key=f"report_{name}_{form}",
            max_chars=15,
        )


def _tear_sheet(form: str, row: ReportRow) -> LookedAt | None:
    _proof(row)
    key = f"report_file_{form}"
    st.file_uploader(
        _("Tear sheet: the page, or a picture of the screen"),
        ["pdf", "jpg", "jpeg", "png"],
        key=key,
        max_upload_size=MOST_MEGABYTES,
    )
    return looked_at(key, TEAR_SHEETS)


def _saver(
    form: str, row: ReportRow, looked: LookedAt | None, *, sends: bool
) -> Callable[[], None]:
    me = asking.me()

    def save() -> None:
        ran = _typed(form, row)

        def action(session: Session) -> None:
            sheet = looked if looked and looked.read else None
            fill(
                session,
                me,
                row.id,
                ran,
                sheet.paper if sheet else None,
                sheet.read if sheet else None,
            )
            if sends:
                send(session, me, row.id, ran)

        done = _("The report is sent.") if sends else _("Kept with the report.")
        acting.save(action, form, done=done)

    return save


def _typed(form: str, row: ReportRow) -> Ran:
    def held(name: str) -> str:
        return str(st.session_state.get(f"report_{name}_{form}") or "")

    def count(name: str, label: str) -> int | None:
        return read_count(held(name), name, label)

    is_print = row.kind is SupportKind.PRINT
    return Ran(
        page_number=held("page"),
        circulation=count("circulation", words("a circulation")),
        impressions=count("impressions", words("a number of impressions")),
        clicks=count("clicks", words("a number of clicks")),
        appeared_from=None if is_print else st.session_state.get(f"report_from_{form}"),
        appeared_until=None
        if is_print
        else st.session_state.get(f"report_until_{form}"),
        note=held("note"),
    )
