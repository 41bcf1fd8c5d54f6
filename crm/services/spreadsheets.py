"""The cells of a spreadsheet: .xlsx as its program keeps it, or .csv.

Numbers, numbers kept as text, and the results of formulas are all read; nothing is
ever computed here.
"""

from __future__ import annotations

import csv
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
)
from crm.services.card_cells import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.services.card_cells import Cell

LARGEST_FILE = 2_000_000
LARGEST_UNPACKED = 40_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 40
HEAD_ROWS = 10
"""How far down the sign between the cells is looked for."""

Grid = list[list["Cell"]]


def read_grids(content: bytes) -> Iterator[tuple[str, Grid]]:
    """Yield the sheets of a spreadsheet: each its name (none for .csv) and its cells.

    Raises LargeFileError, FileError.
    """
    if len(content) > LARGEST_FILE:
        raise LargeFileError(field="file")
    if content[:2] == b"PK":
        yield from _workbook(content)
    else:
        yield _csv(content)


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
