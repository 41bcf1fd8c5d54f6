"""The files that are owed, on their way out: the rows that the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.clock import paris_day
from crm.domain.roles import Right
from crm.language import _
from crm.language.vocabulary import word
from crm.services.reports.cells import inert
from crm.store.queries.materials import MaterialsAsked, count_materials, list_materials

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def materials_csv(session: Session, actor: Actor, asked: MaterialsAsked) -> bytes:
    """Return the lines whose files are not settled as CSV, in the order of the list.

    UTF-8 with mark, semicolons, days as ISO 8601 writes them. Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            _("Due"),
            _("Advertiser"),
            _("Booking"),
            _("Issue"),
            _("Format"),
            _("Position"),
            _("Status"),
            _("Received on"),
            _("Reminders"),
            _("Last reminder"),
            _("Contact"),
            _("Followed by"),
        ]
    )
    total = count_materials(session, actor, asked).all
    for row in list_materials(session, actor, asked, limit=max(total, 1)):
        last = paris_day(row.reminded_at).isoformat() if row.reminded_at else ""
        told = (
            row.due_on.isoformat(),
            row.advertiser,
            row.number,
            row.issue,
            row.format,
            row.position,
            word(row.status),
            row.received_on.isoformat() if row.received_on else "",
            row.reminders,
            last,
            row.contact,
            row.rep,
        )
        table.writerow([inert(value) for value in told])
    return out.getvalue().encode("utf-8-sig")
