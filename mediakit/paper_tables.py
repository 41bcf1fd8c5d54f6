"""The tables of a paper, and what changes of a line, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediakit import theme
from mediakit.blocks import Column, Figure, RuledTable, Words
from mediakit.paper_pieces import GRID, draw_heading

if TYPE_CHECKING:
    from mediakit.blocks import Cell, Flow
    from mediakit.model.paper import (
        Change,
        ChangedLine,
        Changes,
        Table,
        TableCell,
        TableColumn,
        TableRow,
    )

_STRONG = theme.STRONG.but(lead=11.5)
_PLAIN = theme.BODY.but(size=9, lead=11.5)
_NOTE = theme.SMALL.but(lead=10)
_MARK = _NOTE.but(face="Text-Bold", tone="accent")
_AMOUNT = theme.FIGURE.but(size=9.25)
_SUM = theme.FIGURE_BOLD.but(size=9.25)
_GUTTER = 10.0
# A table of so few rows is not cut, unless it takes the better part of a page.
_SHORT, _WHOLE = 5, 300.0


def draw_table(flow: Flow, piece: Table) -> None:
    """Draw a table under its heading; its head is repeated on every page."""
    sheet = flow.sheet
    table = RuledTable(flow, GRID.left, _columns(piece.columns))
    rows = [_cells(flow, row, piece.columns) for row in piece.rows]
    least = 70.0
    if len(rows) <= _SHORT:
        whole = sum(map(table.height, rows)) + (36 if piece.lead else 18)
        least = max(least, whole if whole < _WHOLE else 0)
    draw_heading(flow, piece.heading, least)
    if piece.lead:
        flow.paragraph(GRID.left, GRID.span(10), piece.lead, _NOTE.but(size=8.5))
        flow.y += 5
    if not piece.rows:
        if piece.empty:
            with sheet.tag("P"):
                flow.y = sheet.paragraph(
                    GRID.left, flow.y, GRID.measure, piece.empty, _PLAIN, most=4
                )
            flow.y += 14
        return
    flow.need(50)
    with sheet.group("Table"):
        table.head()
        for n, (row, cells) in enumerate(zip(piece.rows, rows, strict=True), 1):
            summed = n < len(rows) and piece.rows[n].is_sum
            below = table.height(rows[n]) if summed else 0
            table.row(cells, ground="paper" if row.is_sum else None, below=below)
    flow.y += 18


def _cells(
    flow: Flow, row: TableRow, columns: tuple[TableColumn, ...]
) -> tuple[Cell, ...]:
    return tuple(
        _cell(flow, cell, column, first=n == 0, is_sum=row.is_sum)
        for n, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    )


def _columns(columns: tuple[TableColumn, ...]) -> list[Column]:
    """Share the width by the columns' parts, a gutter between two."""
    whole = sum(column.part for column in columns)
    free = GRID.measure - _GUTTER * (len(columns) - 1)
    out, x = [], 0.0
    for column in columns:
        room = free * column.part / whole
        out.append(Column(column.heading, x, room, column.side))
        x += room + _GUTTER
    return out


def _cell(
    flow: Flow, cell: TableCell, column: TableColumn, *, first: bool, is_sum: bool
) -> Cell:
    sheet = flow.sheet
    if column.side == "right":
        return Figure(cell.words, _SUM if is_sum else _AMOUNT)
    style = _STRONG if first or is_sum else _PLAIN
    if is_sum:
        style = style.but(face="Text-Bold")
    return Words(
        (
            (sheet.words(cell.words, 300), style),
            (sheet.words(cell.note, 600), _NOTE),
            (sheet.words(cell.mark, 120), _MARK),
        ),
        6,
    )


_WHAT, _BEFORE, _AFTER = 124.0, 170.0, 190.0
_ARROW = 10.0


def draw_changes(flow: Flow, piece: Changes) -> None:
    """Draw what changes, line by line: before on the left, after on the right."""
    draw_heading(flow, piece.heading, 90)
    for line in piece.lines:
        _changed_line(flow, piece, line)


def _changed_line(flow: Flow, piece: Changes, line: ChangedLine) -> None:
    sheet = flow.sheet
    flow.need(78)
    heading = theme.H3.but(tone="accent", size=9.5, lead=13)
    with sheet.tag("H3"):
        flow.y = sheet.paragraph(
            GRID.left, flow.y, GRID.measure, line.heading, heading, most=3
        )
    if line.note:
        with sheet.tag("P"):
            flow.y = sheet.paragraph(
                GRID.left, flow.y, GRID.measure, line.note, _NOTE, most=3
            )
    flow.y += 2
    table = RuledTable(
        flow,
        GRID.left,
        (
            Column(piece.what, 0, _WHAT),
            Column(piece.before, _WHAT + _ARROW, _BEFORE),
            Column(piece.after, GRID.measure - _AFTER, _AFTER),
        ),
    )
    with sheet.group("Table"):
        table.head()
        for change in line.changes:
            table.row(
                _change_cells(flow, change),
                ground="paper" if change.is_sum else None,
            )
    flow.y += 14


def _change_cells(flow: Flow, change: Change) -> tuple[Cell, ...]:
    sheet = flow.sheet
    face = "Tab" if change.is_sum else "Text"
    bold = _PLAIN.but(face=f"{face}-Bold")
    before = _PLAIN.but(face=f"{face}-Regular", tone="slate")
    label = _PLAIN.but(face="Text-Bold") if change.is_sum else _PLAIN
    return (
        Words(((sheet.words(change.label, 120), label),), 3),
        Words(((sheet.words(change.before, 400), before),), 8),
        Words(((sheet.words(change.after, 400), bold),), 8),
    )
