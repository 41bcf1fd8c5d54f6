"""Reading targets: what hands type into the grid, what spreadsheets keep."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import get_month_names

from crm.domain.errors import DeskError, words
from crm.domain.money import Money
from crm.domain.names import fold
from crm.domain.target_errors import OtherCurrencyError
from crm.domain.targets import MONTHS, target_field
from crm.services import card_cells as cells
from crm.services.targets import cell_error, check_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.editing import Value
    from crm.services.card_cells import Cell
    from crm.store.queries.target_grid import TargetGrid, TargetRep

_FOREIGN = re.compile(r"[$£¥₣]|\b(?!EUR\b)[A-Z]{3}\b")


def read_target(cell: Cell) -> int | None:
    """Read a target into cents, None where the cell is blank.

    Raises NotUnderstoodError, NotAFigureError, RangeError, OtherCurrencyError.
    """
    if isinstance(cell, str) and _FOREIGN.search(cell) and re.search(r"\d", cell):
        raise OtherCurrencyError(field="amount", typed=cell.strip()[:40])
    return cells.amount(cell, words("The target"))


def read_row(
    grid: TargetGrid,
    rep: TargetRep,
    row: Mapping[int, Cell],
    values: dict[str, Value],
) -> dict[int, DeskError]:
    """Read a rep's cells by month into values; return why others are refused.

    A month that was set already is not refused for a rep who has left since.
    """
    refused: dict[int, DeskError] = {}
    for month, cell in row.items():
        field, day = target_field(rep.id, month), date(grid.year, month, 1)
        try:
            cents = read_target(cell)
            if cents is not None and Money(cents) != grid.amounts.get(field):
                check_here(rep, day, Money(cents))
        except DeskError as refusal:
            refused[month] = cell_error(rep.name, day, refusal)
        else:
            if cents is not None or field in grid.amounts:
                values[field] = cents
    return refused


def month_of(heading: Cell) -> tuple[int | None, int] | None:
    """Read the heading of a column: its year, where it says one, and its month.

    “Mars”, “mars 2027”, “Sept.”, “2027-03” and a day of the month are all read.
    """
    said = fold(str(heading or ""))
    found = re.match(r"(?P<year>\d{4}) (?P<month>\d{1,2})\b", said)
    found = found or re.fullmatch(r"(?P<month>\d{1,2}) (?P<year>\d{4})", said)
    if found:
        month = int(found["month"])
        return (int(found["year"]), month) if month in MONTHS else None
    word, _space, rest = said.partition(" ")
    known = _months().get(word)
    if known is None or not re.fullmatch(r"(\d{4})?", rest):
        return None
    return int(rest) if rest else None, known


@cache
def _months() -> dict[str, int]:
    """Return the months by their names in both languages, folded."""
    return {
        fold(name): month
        for language in ("fr", "en")
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, language).items()
    }
