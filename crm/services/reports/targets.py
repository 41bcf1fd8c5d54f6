"""The targets of a year as a workbook: to keep, to write in, and to read in again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from crm.domain.roles import Right
from crm.domain.targets import MONTHS, About, target_field
from crm.language import _, current_language
from crm.language.formats import month_short
from crm.services.reports.cells import EUROS, INK, PAPER, inert
from crm.services.target_imports import (
    EVERY_SUPPORT,
    EVERYTHING,
    REP,
    SUPPORT,
    TITLE,
    TOTAL,
)
from crm.store.queries.target_grid import target_abouts, target_grid

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

FIRST = 4
"""The column of January, after the rep, the title and the support."""


def targets_workbook(session: Session, actor: Actor, year: int, about: About) -> bytes:
    """Return the grid as it is shown, its sums as formulas. Raises NotYoursError."""
    actor.require(Right.EXPORT)
    grid = target_grid(session, actor, year, about)
    abouts = target_abouts(session, actor, year)
    named = next((row for row in abouts if row.about == about), None)
    title = named.title if named and named.title else _(EVERYTHING)
    support = named.support if named and named.support else _(EVERY_SUPPORT)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Targets {year}").format(year=year)
    months = [month_short(date(year, month, 1)) for month in MONTHS]
    sheet.append([_(REP), _(TITLE), _(SUPPORT), *months, _(TOTAL)])
    for at, rep in enumerate(grid.reps, start=2):
        cells = [grid.amounts.get(target_field(rep.id, month)) for month in MONTHS]
        euros = [
            None if cell is None else Decimal(cell.cents).scaleb(-2) for cell in cells
        ]
        names = [inert(rep.name), inert(title), inert(support)]
        sheet.append([*names, *euros, f"=SUM(D{at}:O{at})"])
    _total(sheet, len(grid.reps) + 1)
    _dress(sheet)
    book.properties.creator = "Régie"
    book.properties.language = current_language()
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _total(sheet: Worksheet, last: int) -> None:
    letters = [get_column_letter(FIRST + place) for place in range(len(MONTHS) + 1)]
    sums = [f"=SUM({letter}2:{letter}{max(last, 2)})" for letter in letters]
    sheet.append([_(TOTAL), None, None, *sums])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)


def _dress(sheet: Worksheet) -> None:
    for column, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", fgColor=PAPER)
        right = column >= FIRST
        cell.alignment = Alignment(
            vertical="center", horizontal="right" if right else None
        )
    for column in range(1, FIRST + len(MONTHS) + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 13 if column >= FIRST else 24
        if column >= FIRST:
            for cell in sheet[letter][1:]:
                cell.number_format = EUROS
    sheet.freeze_panes = "D2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
