"""Blocks that turn pages: flowing text, ruled tables, parties, the steps of a price."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from mediakit import text, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediakit.sheet import Sheet
    from mediakit.theme import Style, Tone


class Flow:
    """Hold where the next block goes; ``turn`` opens a page, returns its top."""

    def __init__(
        self, sheet: Sheet, y: float, bottom: float, turn: Callable[[], float]
    ) -> None:
        self.sheet, self.y, self.bottom, self._turn = sheet, y, bottom, turn

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.y = self._turn()

    def need(self, high: float) -> bool:
        """Turn the page when ``high`` points are not left; say whether it turned."""
        if self.y + high <= self.bottom:
            return False
        self.turn()
        return True

    def paragraph(self, x: float, room: float, raw: str, style: Style) -> None:
        """Set a paragraph line by line, over as many pages as it takes.

        One line never stands alone at the foot or the head of a page.
        """
        lines = self.sheet.lines(raw, style, room)
        with self.sheet.group("P"):
            while lines:
                fits = int((self.bottom - self.y) // style.lead)
                if fits < min(2, len(lines)):
                    self.turn()
                    continue
                if len(lines) - fits == 1 and fits > 2:
                    fits -= 1
                part, lines = lines[:fits], lines[fits:]
                with self.sheet.tag("Span"):
                    self.y = self.sheet.set_lines(x, self.y, part, style)
                if lines:
                    self.turn()


@dataclass(frozen=True, slots=True)
class Words:
    """Hold a cell of words, one style under another, ``most`` lines of each."""

    parts: tuple[tuple[str, Style], ...]
    most: int = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold a cell of one figure, set at the right edge and never cut."""

    words: str
    style: Style = theme.FIGURE


Cell: TypeAlias = Words | Figure
_Set: TypeAlias = "list[tuple[list[str], Style]]"


@dataclass(frozen=True, slots=True)
class Column:
    """Hold a column: its heading, where it begins in the table, and its width."""

    heading: str
    x: float
    room: float
    side: Literal["left", "right"] = "left"


class RuledTable:
    """Draw rows between rules; the head is repeated on every page the table reaches."""

    HEAD = theme.H3.but(size=8.5)
    PAD = 5.0

    def __init__(self, flow: Flow, x: float, columns: Sequence[Column]) -> None:
        self.flow, self.x, self.columns = flow, x, columns
        self.wide = max(c.x + c.room for c in columns)

    def head(self, *, repeated: bool = False) -> None:
        """Draw the head; repeated, it is an artifact: a reader has heard it."""
        sheet, y = self.flow.sheet, self.flow.y
        if repeated:
            self._headings(y)
        else:
            with sheet.group("TR"):
                self._headings(y)
        sheet.rule(self.x, y + 17, self.wide, weight=1)
        self.flow.y += 17

    def _headings(self, y: float) -> None:
        sheet = self.flow.sheet
        for column in self.columns:
            style = text.shrink(sheet.words(column.heading), self.HEAD, column.room)
            at = self.x + column.x + (column.room if column.side == "right" else 0)
            room = column.room + 0.1
            tagged = sheet.canvas.tree.current.role == "TR"
            with sheet.tag("TH", Scope="Column") if tagged else nullcontext():
                sheet.text(
                    at, y + 11, column.heading, style, side=column.side, room=room
                )

    def height(self, cells: Sequence[Cell]) -> float:
        """Return how high a row of cells stands."""
        return self._height(self._set(cells))

    def _set(self, cells: Sequence[Cell]) -> list[_Set]:
        """Break the words of each cell into lines."""
        sheet = self.flow.sheet
        return [
            [
                (sheet.lines(raw, style, column.room, cell.most), style)
                for raw, style in cell.parts
                if raw
            ]
            if isinstance(cell, Words)
            else []
            for cell, column in zip(cells, self.columns, strict=True)
        ]

    def _height(self, cells: list[_Set]) -> float:
        high = max(sum(len(ls) * s.lead for ls, s in parts) for parts in cells)
        return max(high, 14) + 2 * self.PAD

    def row(
        self,
        cells: Sequence[Cell],
        *,
        rule: Tone = "line",
        ground: Tone | None = None,
        below: float = 0,
    ) -> None:
        """Draw a row, whole; the first cell is its heading.

        ``below`` are the points that must be left under it on its page.
        """
        sheet, flow = self.flow.sheet, self.flow
        set_cells = self._set(cells)
        high = self._height(set_cells)
        if flow.need(high + below):
            self.head(repeated=True)
        y = flow.y
        if ground:
            sheet.box(self.x - 4, y, self.wide + 8, high, fill=ground)
        with sheet.group("TR"):
            for n, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
                attributes = {} if n else {"Scope": "Row"}
                with sheet.tag("TD" if n else "TH", **attributes):
                    at = self.x + column.x
                    if isinstance(cell, Figure):
                        sheet.figure(
                            at + column.room,
                            y + self.PAD + 9.25,
                            cell.words,
                            cell.style,
                            room=column.room,
                        )
                        continue
                    top = y + self.PAD
                    for lines, style in set_cells[n]:
                        top = sheet.set_lines(at, top, lines, style)
        flow.y = y + high
        sheet.rule(self.x, flow.y, self.wide, rule)
