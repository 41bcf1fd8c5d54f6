"""The list of advertisers on its way out: the rows that the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.language.vocabulary import word
from crm.services.reports.revenue import inert
from crm.store.queries.advertisers import list_advertisers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor
    from crm.store.queries.advertisers import Filters


def advertisers_csv(session: Session, actor: Actor, filters: Filters) -> bytes:
    """Return the list as CSV (UTF-8 with mark, semicolons), safe to open anywhere.

    Every page of the list as it is filtered, in its order; amounts in euros with a
    decimal comma, days as ISO 8601 writes them. Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    rows = list_advertisers(session, actor, filters, limit=None)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    year = actor.today.year
    table.writerow(
        [
            _("Advertiser"),
            _("Status"),
            _("Sector"),
            _("Town"),
            _("Followed by"),
            _("Next step"),
            _("Due on"),
            _("Net {year}").format(year=year),
            _("Net {year}, same day").format(year=year - 1),
        ]
    )
    for row in rows:
        step = row.next_step
        cells = (
            row.name,
            word(row.status),
            row.sector,
            row.town,
            row.owner,
            step.reason if step else "",
            step.due_on.isoformat() if step else "",
        )
        table.writerow(
            [*(inert(cell) for cell in cells), _euros(row.net), _euros(row.net_before)]
        )
    return out.getvalue().encode("utf-8-sig")


def _euros(amount: Money) -> str:
    whole, rest = divmod(abs(amount.cents), 100)
    return f"{'-' if amount.cents < 0 else ''}{whole},{rest:02d}"
