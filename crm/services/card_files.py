"""The tables of a card in a spreadsheet: .xlsx as its program keeps it, or .csv.

A table is known by the names of its columns, in French or in English, in any order;
other sheets and other columns are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.card_errors import NoTableError
from crm.domain.card_fields import COLUMNS, Table
from crm.domain.names import fold
from crm.services.card_cells import is_blank
from crm.services.card_reading import said_in_both
from crm.services.spreadsheets import read_grids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.services.card_cells import Cell
    from crm.services.spreadsheets import Grid

HEAD_ROWS = 10
"""How far down the names of the columns are looked for."""
NEEDED: Mapping[Table, frozenset[str]] = {
    Table.PRICES: frozenset({"format", "price"}),
    Table.PREMIUMS: frozenset({"name_fr", "rate"}),
    Table.TIERS: frozenset({"scale", "lower", "rate"}),
    Table.FEES: frozenset({"name_fr", "price"}),
}
"""The columns by which a table is known."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its rows with the numbers they have in the file."""

    name: str
    table: Table
    rows: tuple[tuple[int, dict[str, Cell]], ...]
    letters: Mapping[str, int]
    """Where each column stands, the first one 1."""


def read_file(content: bytes) -> list[Sheet]:
    """Return the tables of a spreadsheet.

    Raises LargeFileError, FileError, NoTableError.
    """
    sheets = [
        sheet
        for name, grid in read_grids(content)
        if (sheet := _sheet(name, grid)) is not None
    ]
    if not sheets:
        raise NoTableError(field="file")
    return sheets


def _sheet(name: str, grid: Grid) -> Sheet | None:
    """Find the row of headings, and what stands below it."""
    for place, headings in enumerate(grid[:HEAD_ROWS]):
        said = [fold(str(cell)) if isinstance(cell, str) else "" for cell in headings]
        for table, columns in COLUMNS.items():
            found = {
                column: at
                for column in columns
                for at in _places(said, columns[column])[:1]
            }
            if NEEDED[table] <= found.keys():
                rows = (
                    (number, {c: row[at] for c, at in found.items() if at < len(row)})
                    for number, row in enumerate(grid[place + 1 :], start=place + 2)
                )
                kept = tuple(
                    (number, row)
                    for number, row in rows
                    if not all(map(is_blank, row.values()))
                )
                letters = {column: at + 1 for column, at in found.items()}
                return Sheet(name, table, kept, letters)
    return None


def _places(said: list[str], heading: str) -> list[int]:
    names = said_in_both(heading)
    return [at for at, name in enumerate(said) if name in names]
