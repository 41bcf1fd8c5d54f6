"""The list of bookings on its way out: the rows that the screen shows."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from crm.domain.roles import Right
from crm.language import _
from crm.language.vocabulary import word
from crm.services.reports.cells import inert
from crm.store.queries.booking_rows import list_bookings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crm.domain.bookings import BookingStatus
    from crm.domain.money import Money
    from crm.domain.roles import Actor


def bookings_csv(
    session: Session,
    actor: Actor,
    *,
    rep_id: int | None = None,
    search: str = "",
    statuses: Iterable[BookingStatus] = (),
    waiting: bool = False,
) -> bytes:
    """Return the list as CSV (UTF-8 with mark, semicolons), safe to open anywhere.

    Every page of the list as it is filtered, in its order; amounts in euros with a
    decimal comma, days as ISO 8601 writes them. Raises NotYoursError.
    """
    actor.require(Right.EXPORT)
    rows = list_bookings(
        session,
        actor,
        rep_id=rep_id,
        search=search,
        statuses=statuses,
        waiting=waiting,
    )
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        [
            _("Number"),
            _("Advertiser"),
            _("Agency"),
            _("Mandate"),
            _("Campaign"),
            _("Status"),
            _("Option until"),
            _("Publication"),
            _("Lines"),
            _("Net net"),
            _("Barter"),
            _("Discount"),
            _("Followed by"),
        ]
    )
    for row in rows:
        until, published = row.option_until, row.first_published_on
        cells = (
            row.number,
            row.advertiser,
            row.agency,
            _("mandate missing") if row.mandate_missing else "",
            row.campaign,
            word(row.status),
            until.isoformat() if until else "",
            published.isoformat() if published else "",
        )
        table.writerow(
            [
                *(inert(cell) for cell in cells),
                row.lines,
                euros(row.net_net),
                euros(row.barter),
                _("discount to approve") if row.waiting else "",
                inert(row.rep),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def euros(amount: Money) -> str:
    """Write an amount in euros with a decimal comma, for a spreadsheet."""
    whole, rest = divmod(abs(amount.cents), 100)
    return f"{'-' if amount.cents < 0 else ''}{whole},{rest:02d}"
