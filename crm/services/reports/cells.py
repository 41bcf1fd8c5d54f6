"""The cells of a workbook: euros, texts no spreadsheet runs, heads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill

from crm.domain.money import EURO

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EUROS = '#,##0.00" €"'
SHARE = "0.0%"
DANGEROUS = (*"=+-@\t\r", *"＝＋－＠")
"""What a spreadsheet would take for a formula at the start of a text."""
INK, PAPER = "0C1B2A", "F5F3EE"


def amounts_in(currency: str) -> str:
    """Return how a workbook writes amounts of a currency."""
    return EUROS if currency == EURO else f'#,##0.00" {currency}"'


def inert(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def euros_of(cents: int) -> Decimal:
    """Return cents as a spreadsheet keeps euros: a decimal of two places."""
    return Decimal(cents).scaleb(-2)


def write_head(sheet: Worksheet, headings: list[str]) -> None:
    """Write the names of the columns, in bold on paper, and hold them in sight."""
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=PAPER)
        cell.alignment = Alignment(vertical="center")
    sheet.freeze_panes = "A2"


def embolden(sheet: Worksheet, row: int) -> None:
    """Set a row in bold: it is a sum."""
    for cell in sheet[row]:
        cell.font = Font(bold=True)
