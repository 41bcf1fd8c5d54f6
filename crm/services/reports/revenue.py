"""The revenue report: the ledger's rows of a period, and their sums, in a workbook.

The rows are the ones the figures sum, to the cent; the workbook's totals are
formulas over them.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from crm.domain.errors import words
from crm.domain.revenue import Cut
from crm.domain.roles import Right
from crm.language import _, current_language
from crm.services.reports.cells import EUROS, INK, PAPER, inert
from crm.services.reports.revenue_sheets import write_cut, write_rows, write_summary
from crm.store.queries.revenue import booked_net, list_entries, sums_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

__all__ = ["EUROS", "INK", "PAPER", "inert", "revenue_csv", "revenue_workbook"]


def entries_frame(session: Session, actor: Actor, period: Period) -> pd.DataFrame:
    """Return the ledger's rows of a period; amounts in whole cents.

    Raises NotYoursError, as everything here does: these rows leave the desk.
    """
    actor.require(Right.EXPORT)
    rows = list_entries(session, actor, period)
    return pd.DataFrame(
        [
            {
                "posted_on": row.posted_on,
                "number": row.number,
                "advertiser": row.advertiser,
                "issue": row.issue,
                "published_on": row.published_on,
                "support": row.support,
                "format": row.format,
                "rep": row.rep,
                "cause": _(row.cause),
                "card_cents": row.card.cents,
                "gross_cents": row.gross.cents,
                "net_cents": row.net.cents,
                "net_net_cents": row.net_net.cents,
                "fees_cents": row.fees.cents,
            }
            for row in rows
        ],
        columns=COLUMNS,
    )


COLUMNS = [
    "posted_on",
    "number",
    "advertiser",
    "issue",
    "published_on",
    "support",
    "format",
    "rep",
    "cause",
    "card_cents",
    "gross_cents",
    "net_cents",
    "net_net_cents",
    "fees_cents",
]


def revenue_facts(session: Session, actor: Actor, period: Period) -> dict[str, Any]:
    """Return the report as plain values: booked net and its cuts, in whole cents."""
    actor.require(Right.EXPORT)
    return {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "basis": period.basis.value,
        "currency": period.currency,
        "booked_net_cents": booked_net(session, actor, period).cents,
        "by": {
            cut.value: [
                {"key": row.key, "name": row.name, "net_net_cents": row.net_net.cents}
                for row in sums_by(session, actor, period, cut)
            ]
            for cut in (Cut.MONTH, Cut.REP, Cut.SUPPORT, Cut.ISSUE)
        },
    }


def revenue_csv(session: Session, actor: Actor, period: Period) -> bytes:
    """Return the rows as CSV (UTF-8 with mark, semicolons), safe to open anywhere."""
    actor.require(Right.EXPORT)
    frame = entries_frame(session, actor, period)
    written = {
        name: [
            _euros(int(value)) if name.endswith("_cents") else str(inert(value))
            for value in frame[name]
        ]
        for name in COLUMNS
    }
    table = pd.DataFrame(written).rename(columns=_headings())
    text = table.to_csv(index=False, sep=";")
    return text.encode("utf-8-sig")


def revenue_workbook(session: Session, actor: Actor, period: Period) -> bytes:
    """Return a workbook: the rows and their total, what they come to, a sheet a cut.

    Totals, differences and shares are formulas.
    """
    actor.require(Right.EXPORT)
    book = Workbook()
    rows = book.worksheets[0]
    rows.title = _("Rows")
    frame, headings = entries_frame(session, actor, period), _headings()
    write_rows(rows, frame, headings, period.currency)
    net = get_column_letter(COLUMNS.index("net_net_cents") + 1)
    net_at = f"='{rows.title}'!{net}{rows.max_row}"
    write_summary(book, session, actor, period, net_at)
    for cut, name in CUTS.items():
        write_cut(book, cut, _(name), session, actor, period)
    book.properties.creator = "Régie"
    book.properties.language = current_language()
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole},{rest:02d}"


def _headings() -> dict[str, str]:
    return {
        "posted_on": _("Booked on"),
        "number": _("Booking"),
        "advertiser": _("Advertiser"),
        "issue": _("Issue"),
        "published_on": _("Published on"),
        "support": _("Support"),
        "format": _("Format"),
        "rep": _("Rep"),
        "cause": _("Cause"),
        "card_cents": _("Card rate"),
        "gross_cents": _("Gross"),
        "net_cents": _("Net"),
        "net_net_cents": _("Net net"),
        "fees_cents": _("Technical fees"),
    }


CUTS = {
    Cut.MONTH: words("Month"),
    Cut.REP: words("Rep"),
    Cut.SUPPORT: words("Support"),
    Cut.ISSUE: words("Issue"),
    Cut.ADVERTISER: words("Advertiser"),
}
