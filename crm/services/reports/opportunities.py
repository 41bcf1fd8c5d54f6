"""The board of opportunities on its way out: the rows that the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import percent
from crm.language.vocabulary import word
from crm.services.reports.bookings import euros
from crm.services.reports.cells import inert
from crm.store.queries.opportunities import list_opportunities

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.queries.opportunities import OpportunityFilters


def opportunities_csv(
    session: Session, actor: Actor, filters: OpportunityFilters
) -> bytes:
    """Return the open opportunities as CSV (UTF-8 with mark, semicolons).

    The rows of the board as it is filtered, by expected close; amounts in euros with
    a decimal comma, days as ISO 8601 writes them. Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            _("Advertiser"),
            _("What it is about"),
            _("Stage"),
            _("Amount"),
            _("Booked of it"),
            _("Probability"),
            _("Weighted"),
            _("Expected close"),
            _("Followed by"),
            _("Contact"),
            _("Issue"),
            _("Next step"),
            _("Due"),
            _("Stalls"),
        ]
    )
    for row in list_opportunities(session, actor, filters):
        due = row.next_step_on
        table.writerow(
            [
                inert(row.advertiser),
                inert(row.name),
                word(row.stage),
                euros(row.amount),
                euros(row.booked),
                percent(row.chance),
                euros(row.weighted),
                row.expected_close.isoformat(),
                inert(row.owner),
                inert(row.contact),
                inert(row.issue),
                inert(row.next_step),
                due.isoformat() if due else "",
                ", ".join(word(stall) for stall in row.stalls),
            ]
        )
    return out.getvalue().encode("utf-8-sig")
