"""The tables of a revenue report: figures in columns, their sum on a ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.blocks import Column, Figure, Flow, RuledTable, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.model.report import ReportTable
    from mediakit.theme import Style, Tone

GRID = theme.PORTRAIT
_CELL = theme.BODY.but(size=8.5, lead=12.4)
_AMOUNT = theme.FIGURE.but(size=8.5)
_SUM = theme.FIGURE_BOLD.but(size=9)
_FIGURE_ROOM = 78.0
_WHOLE = 340.0
"""A table that is not higher than this is not broken over two pages."""


class _Table(RuledTable):
    """A ruled table, tighter: a report has many rows."""

    PAD = 2.5
    HEAD = theme.H3.but(size=8)
    HIGH = 14 + 2 * PAD


def table_high(table: ReportTable) -> float:
    """Return how much of a page a table asks for, to begin on it."""
    return min(26 + _Table.HIGH * (len(table.rows) + 1), _WHOLE)


def draw_table(flow: Flow, table: ReportTable) -> None:
    """Draw a table and its sum, over as many pages as it takes."""
    sheet = flow.sheet
    flow.need(table_high(table))
    ruled = _Table(flow, GRID.left, _columns(table))
    with sheet.group("Table"):
        ruled.head()
        for row in table.rows:
            ruled.row(_cells(row, table.words, _CELL, _AMOUNT))
        if table.total:
            if flow.need(_Table.HIGH + 2):
                ruled.head(repeated=True)
            ground: Tone = "lime" if table.is_grand else "paper"
            left, wide = GRID.left - 6, GRID.measure + 12
            sheet.box(left, flow.y, wide, _Table.HIGH, fill=ground, radius=4)
            bold = _CELL.but(face="Text-Bold")
            ruled.row(
                _cells(table.total, table.words, bold, _SUM, none=""), rule=ground
            )


def _columns(table: ReportTable) -> list[Column]:
    many = len(table.columns) - table.words
    room = min(_FIGURE_ROOM, GRID.measure * 0.62 / max(1, many))
    named = (GRID.measure - many * room) / table.words
    figures = table.columns[table.words :]
    return [
        *(
            Column(heading, n * named, named - 8)
            for n, heading in enumerate(table.columns[: table.words])
        ),
        *(
            Column(heading, table.words * named + n * room + 4, room - 4, "right")
            for n, heading in enumerate(figures)
        ),
    ]


def _cells(
    row: Sequence[str], words: int, style: Style, amount: Style, *, none: str = "–"
) -> list[Words | Figure]:
    cells: list[Words | Figure] = [
        Words(((word or none, style),), 1) for word in row[:words]
    ]
    return [*cells, *(Figure(cell, amount) for cell in row[words:])]
