"""Insertion reports on their way out: the rows that the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.services.reports.cells import inert
from crm.store.queries.insertion_reports import (
    Queue,
    ReportsAsked,
    count_reports,
    list_reports,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def reports_csv(session: Session, actor: Actor, asked: ReportsAsked) -> bytes:
    """Return the reports asked for as CSV (UTF-8 with mark, semicolons).

    In the order of the list, days as ISO 8601 writes them. Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            _("Due"),
            _("Sent on"),
            _("Advertiser"),
            _("Booking"),
            _("Issue"),
            _("Format"),
            _("Position"),
            _("Publication"),
            _("Page"),
            _("Appeared from"),
            _("Appeared until"),
            _("Circulation"),
            _("Impressions"),
            _("Clicks"),
            _("Tear sheet"),
            _("Followed by"),
        ]
    )
    counts = count_reports(session, actor, asked.rep_id, asked.issue_id)
    most = counts.sent if asked.queue is Queue.SENT else counts.owed
    for row in list_reports(session, actor, asked, limit=max(most, 1)):
        told = (
            row.due_on.isoformat(),
            _iso(row.sent_on),
            row.advertiser,
            row.number,
            row.issue,
            row.format,
            row.position,
            row.published_on.isoformat(),
            row.page_number,
            _iso(row.appeared_from),
            _iso(row.appeared_until),
            *("" if n is None else n for n in (row.circulation, row.impressions)),
            "" if row.clicks is None else row.clicks,
            row.tear_sheet,
            row.rep,
        )
        table.writerow([inert(value) for value in told])
    return out.getvalue().encode("utf-8-sig")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
