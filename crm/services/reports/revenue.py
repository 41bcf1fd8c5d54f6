"""The revenue report: the ledger's rows of a period, and their sums, in a workbook.

The rows are the ones the figures sum, to the cent; the workbook's totals are
formulas over them.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from crm.domain.errors import words
from crm.domain.revenue import Cut
from crm.domain.roles import Right
from crm.language import _
from crm.store.queries.revenue import booked_net, list_entries, sums_by

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

EUROS = '#,##0.00" €"'
DANGEROUS = (*"=+-@\t\r", *"＝＋－＠")
"""What a spreadsheet would take for a formula at the start of a text."""
INK, PAPER = "0C1B2A", "F5F3EE"


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
        "currency": "EUR",
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
    """Return a workbook: one sheet of rows with a formula total, one of sums."""
    actor.require(Right.EXPORT)
    book = Workbook()
    rows = book.active
    if rows is None:
        raise RuntimeError("a new workbook has a sheet")
    rows.title = _("Rows")
    _write_rows(rows, entries_frame(session, actor, period))
    sums = book.create_sheet(_("Sums"))
    _write_sums(sums, session, actor, period)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def inert(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


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


def _write_rows(sheet: Worksheet, frame: pd.DataFrame) -> None:
    headings = _headings()
    _head(sheet, [headings[name] for name in COLUMNS])
    for row in frame.itertuples(index=False):
        sheet.append([_cell(name, getattr(row, name)) for name in COLUMNS])
    last = sheet.max_row
    total = [_("Total"), *[None] * (len(COLUMNS) - 1)]
    for index, name in enumerate(COLUMNS):
        letter = get_column_letter(index + 1)
        if name.endswith("_cents"):
            total[index] = f"=SUM({letter}2:{letter}{max(last, 2)})"
            for cell in sheet[letter]:
                cell.number_format = EUROS
        sheet.column_dimensions[letter].width = 14 if "cents" in name else 18
    sheet.append(total)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
        if isinstance(cell.value, str) and cell.value.startswith("="):
            cell.number_format = EUROS
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(last, 2)}"


def _cell(name: str, value: Any) -> object:  # noqa: ANN401  a cell of any column
    if name.endswith("_cents"):
        return _amount(int(value))
    return inert(value)


def _amount(cents: int) -> object:
    """Return euros as a spreadsheet keeps them: a decimal of two places."""
    return Decimal(cents).scaleb(-2)


def _write_sums(
    sheet: Worksheet, session: Session, actor: Actor, period: Period
) -> None:
    _head(sheet, [_("Cut"), _("Name"), _("Net net")])
    for cut in (Cut.MONTH, Cut.REP, Cut.SUPPORT, Cut.ISSUE, Cut.ADVERTISER):
        for row in sums_by(session, actor, period, cut):
            sheet.append([_(CUTS[cut]), inert(row.name), _money(row.net_net)])
    for cell in sheet["C"]:
        cell.number_format = EUROS
    for letter, width in (("A", 16), ("B", 34), ("C", 16)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


CUTS = {
    Cut.MONTH: words("Month"),
    Cut.REP: words("Rep"),
    Cut.SUPPORT: words("Support"),
    Cut.ISSUE: words("Issue"),
    Cut.ADVERTISER: words("Advertiser"),
}


def _money(amount: Money) -> object:
    return _amount(amount.cents)


def _head(sheet: Worksheet, headings: list[str]) -> None:
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=PAPER)
        cell.alignment = Alignment(vertical="center")
