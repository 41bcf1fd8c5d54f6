"""The team's activity on its way out: a row a rep and week, as the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.services.reports.cells import inert
from crm.store.queries.team_activity import rep_weeks

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def activity_csv(session: Session, actor: Actor, since: date, until: date) -> bytes:
    """Return the weeks as CSV (UTF-8 with mark, semicolons).

    Calls per booking with a decimal comma, empty without a booking. Raises
    NotYoursError.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            *(_("Rep"), _("Week"), _("Monday"), _("Calls"), _("Reached")),
            *(_("Meetings"), _("Bookings"), _("Calls per booking")),
        ]
    )
    for row in rep_weeks(session, actor, since, until):
        year, week, _day = row.week.first.isocalendar()
        done, tenths = row.done, row.done.calls_per_booking
        each = "" if tenths is None else f"{tenths // 10},{tenths % 10}"
        table.writerow(
            [
                *(inert(row.rep), f"{year}-W{week:02d}", row.week.first.isoformat()),
                *(done.calls, done.reached, done.meetings, done.bookings, each),
            ]
        )
    return out.getvalue().encode("utf-8-sig")
