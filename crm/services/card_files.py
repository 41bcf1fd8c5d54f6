"""The tables of a card in a spreadsheet: .xlsx as its program keeps it, or .csv.

A table is known by the names of its columns, in French or in English, in any order;
other sheets and other columns are left alone. Numbers, numbers kept as text, and the
results of formulas are all read; nothing is ever computed here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from crm.domain.card_errors import (
    CellFaultError,
    FileError,
    LargeFileError,
    NoResultError,
    NoTableError,
)
from crm.domain.card_fields import COLUMNS, Table
from crm.domain.names import fold
from crm.language import _, use_language
from crm.services.card_cells import Unread, is_blank
from crm.services.card_reading import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crm.services.card_cells import Cell

LARGEST_FILE = 2_000_000
LARGEST_UNPACKED = 40_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 40
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
    if len(content) > LARGEST_FILE:
        raise LargeFileError(field="file")
    grids = _workbook(content) if content[:2] == b"PK" else [_csv(content)]
    sheets = [
        sheet for name, grid in grids if (sheet := _sheet(name, grid)) is not None
    ]
    if not sheets:
        raise NoTableError(field="file")
    return sheets


Grid = list[list["Cell"]]


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
    names = {fold(heading)}
    for language in LANGUAGES:
        with use_language(language):
            names.add(fold(_(heading)))
    return [at for at, name in enumerate(said) if name in names]


def _workbook(content: bytes) -> Iterator[tuple[str, Grid]]:
    """Yield the sheets of a workbook, each cell with its value or why it has none."""
    try:
        unpacked = _unpacked_size(content)
        if unpacked <= LARGEST_UNPACKED:
            values = load_workbook(BytesIO(content), data_only=True)
            formulas = load_workbook(BytesIO(content))
    except (BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError):
        raise FileError(field="file") from None  # a broken part is a SyntaxError
    if unpacked > LARGEST_UNPACKED:
        raise LargeFileError(field="file")
    for sheet in values.worksheets:
        if sheet.max_row > MOST_ROWS:
            raise LargeFileError(field="file")
        beside = formulas[sheet.title]
        last = min(sheet.max_column, MOST_COLUMNS)
        rows = zip(
            sheet.iter_rows(max_col=last), beside.iter_rows(max_col=last), strict=True
        )
        yield (
            sheet.title,
            [[_value(*pair) for pair in zip(*row, strict=True)] for row in rows],
        )


def _unpacked_size(content: bytes) -> int:
    with ZipFile(BytesIO(content)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _value(cell: Any, formula: Any) -> Cell:  # noqa: ANN401  cells of any kind
    if cell.data_type == "e":
        return Unread(CellFaultError(fault=str(cell.value)))
    value = cell.value
    if value is None and formula.data_type == "f":
        written = getattr(formula.value, "text", formula.value)
        return Unread(NoResultError(formula=str(written)[:60]))
    if isinstance(value, int | float) and not isinstance(value, bool):
        # “14 %” is kept as 0.14 and shown by its format.
        shown_as_percent = "%" in str(cell.number_format)
        return Decimal(str(value)) * 100 if shown_as_percent else Decimal(str(value))
    if value is None or isinstance(value, str | bool):
        return value
    return str(value)


def _csv(content: bytes) -> tuple[str, Grid]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    delimiter = max(";\t,", key=head.count)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise FileError(field="file") from None
    if len(rows) > MOST_ROWS:
        raise LargeFileError(field="file")
    return "", [list(_plain(row[:MOST_COLUMNS])) for row in rows]


def _decoded(content: bytes) -> str:
    """Read the letters: Unicode with or without its mark, else what Excel writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError(field="file")


def _plain(row: Iterable[str]) -> Iterator[str]:
    """Take away the mark that kept a text from being a formula."""
    for cell in row:
        yield cell.removeprefix("'")
