"""Targets from a spreadsheet: what it would change, and every cell it is refused by.

The file has a column of reps and columns of months; a title and a support beside them
say what a row is about, else it is about what is shown. Nothing is saved here before
every cell can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from crm.domain.editing import Edit
from crm.domain.errors import DeskError, UnchangedError, words
from crm.domain.names import fold
from crm.domain.roles import Right
from crm.domain.target_errors import (
    MonthTwiceError,
    NoTargetsError,
    OtherYearError,
)
from crm.domain.targets import About, target_field
from crm.language import _
from crm.language.formats import month as month_name
from crm.services.card_cells import is_blank, text
from crm.services.card_reading import no_such, said_in_both
from crm.services.spreadsheets import HEAD_ROWS, read_grids
from crm.services.target_cells import month_of, read_row
from crm.services.targets import change_targets
from crm.store.queries.target_grid import TargetGrid, target_abouts, target_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Value
    from crm.domain.roles import Actor
    from crm.services.card_cells import Cell
    from crm.services.spreadsheets import Grid
    from crm.store.queries.target_grid import TargetRep

REP, TITLE, SUPPORT = words("Rep"), words("Title"), words("Support")
EVERYTHING = words("All titles")
EVERY_SUPPORT = words("All supports")
TOTAL = words("Total")


@dataclass(frozen=True, slots=True)
class RefusedTarget:
    """A cell of a file that is refused: its sheet, its place (“D5”), and why."""

    sheet: str
    place: str
    error: DeskError


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What a file changes of one cell: the cents before and after."""

    rep: str
    month: int
    about: About
    before: Value
    after: Value


@dataclass(slots=True)
class UnderstoodTargets:
    """What a file says of a year's targets."""

    grids: dict[About, TargetGrid] = field(default_factory=dict)
    typed: dict[About, dict[str, Value]] = field(default_factory=dict)
    refused: list[RefusedTarget] = field(default_factory=list)
    rows: int = 0

    def edits(self) -> Iterator[tuple[About, Edit]]:
        """Return what saves it, by what the targets are about."""
        for about, typed in self.typed.items():
            grid = self.grids[about]
            base = {name: amount.cents for name, amount in grid.amounts.items()}
            yield about, Edit(grid.version, base, typed)

    def changes(self) -> list[TargetChange]:
        """List the cells that change."""
        found = []
        for about, edit in self.edits():
            for rep in self.grids[about].reps:
                for month in range(1, 13):
                    name = target_field(rep.id, month)
                    if edit.touched(name):
                        cells = (edit.base.get(name), edit.typed[name])
                        found.append(TargetChange(rep.name, month, about, *cells))
        return found


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a sheet stand, the first one 0."""

    rep: int
    title: int | None
    support: int | None
    months: Mapping[int, int]


def understand_targets(
    session: Session, actor: Actor, year: int, about: About, content: bytes
) -> UnderstoodTargets:
    """Read a spreadsheet against the targets of a year; nothing is saved.

    A blank cell leaves what stands. Raises NotYoursError, LargeFileError, FileError,
    NoTargetsError.
    """
    actor.require(Right.SEE_TARGETS)
    read = _Reading(session, actor, year, about)
    tables = 0
    for name, grid in read_grids(content):
        for at, headings in enumerate(grid[:HEAD_ROWS]):
            columns = read.columns(name, at, headings)
            if columns is not None:
                read.sheet(name, columns, grid, at + 1)
                tables += 1
                break
    if not tables:
        raise NoTargetsError(field="file")
    return read.found


def import_targets(
    session: Session, actor: Actor, year: int, about: About, content: bytes
) -> int:
    """Set targets by a spreadsheet; return how many cells changed.

    Nothing is saved while one of its cells is refused. Raises the first refused
    cell's error, UnchangedError, and what `understand_targets` and `change_targets`
    raise.
    """
    found = understand_targets(session, actor, year, about, content)
    if found.refused:
        raise found.refused[0].error
    touched = {change.about for change in found.changes()}
    if not touched:
        raise UnchangedError
    return sum(
        change_targets(session, actor, year, of, edit)
        for of, edit in found.edits()
        if of in touched
    )


class _Reading:
    """A file being read, and what it may name."""

    def __init__(self, session: Session, actor: Actor, year: int, about: About) -> None:
        self.session, self.actor = session, actor
        self.year, self.about = year, about
        self.abouts = target_abouts(session, actor, year)
        self.found = UnderstoodTargets()
        self.seen: set[tuple[About, int, int]] = set()

    def columns(self, sheet: str, at: int, headings: list[Cell]) -> _Columns | None:
        """Find the columns in a row of headings; None where it is none."""
        rep = _place(headings, REP)
        months: dict[int, int] = {}
        late: list[tuple[int, Cell, int | None]] = []
        for place, heading in enumerate(headings):
            said = month_of(heading)
            if said is None:
                continue
            if said[0] not in {None, self.year}:
                late.append((place, heading, said[0]))
            elif said[1] in months:
                late.append((place, heading, None))
            else:
                months[said[1]] = place
        if rep is None or not (months or late):
            return None
        for place, heading, year in late:
            column = str(heading)[:40]
            refusal = (
                OtherYearError(column=column, found=str(year), year=str(self.year))
                if year
                else MonthTwiceError(rep=_(REP), month=column)
            )
            self._refuse(sheet, at + 1, place, refusal)
        places = _place(headings, TITLE), _place(headings, SUPPORT)
        return _Columns(rep, *places, months)

    def sheet(self, name: str, columns: _Columns, grid: Grid, start: int) -> None:
        """Read the rows below the headings, but for blank ones and the totals."""
        for number, row in enumerate(grid[start:], start=start + 1):
            cells = {
                month: row[place]
                for month, place in columns.months.items()
                if place < len(row) and not is_blank(row[place])
            }
            said = self._text(name, number, columns.rep, row)
            is_total = fold(said or "") in said_in_both(TOTAL)
            if said is None or is_total or (not said and not cells):
                continue
            about = self._about(name, number, columns, row)
            rep = self._rep(name, number, columns, said, about)
            if rep is not None and about is not None:
                self._row(name, number, columns, rep, about, cells)

    def _row(
        self,
        name: str,
        number: int,
        columns: _Columns,
        rep: TargetRep,
        about: About,
        cells: Mapping[int, Cell],
    ) -> None:
        self.found.rows += 1
        typed = self.found.typed.setdefault(about, {})
        refused = read_row(self.found.grids[about], rep, cells, typed)
        for month in cells:
            if (about, rep.id, month) in self.seen:
                day = month_name(date(self.year, month, 1))
                twice = MonthTwiceError(rep=rep.name, month=day)
                refused.setdefault(month, twice)
            self.seen.add((about, rep.id, month))
        for month, refusal in refused.items():
            self._refuse(name, number, columns.months[month], refusal)

    def _about(
        self, name: str, number: int, columns: _Columns, row: list[Cell]
    ) -> About | None:
        """Return what a row is about; None, and refused, where it cannot be told."""
        title = support = ""
        if columns.title is not None:
            title = self._text(name, number, columns.title, row) or ""
        if columns.support is not None:
            support = self._text(name, number, columns.support, row) or ""
        if columns.title is None and columns.support is None:
            return self.about
        if fold(title) in said_in_both(EVERYTHING):
            title = ""
        if fold(support) in said_in_both(EVERY_SUPPORT):
            support = ""
        if not title and support:
            of = About(self.about.title_id)
            title = next((row.title for row in self.abouts if row.about == of), "")
        rows = [row for row in self.abouts if fold(row.title) == fold(title)]
        if not rows:
            known = (row.title for row in self.abouts if row.title)
            self._refuse(name, number, columns.title or 0, no_such(title, known))
            return None
        found = [row for row in rows if fold(row.support) == fold(support)]
        if not found:
            known = (row.support for row in rows if row.support)
            self._refuse(name, number, columns.support or 0, no_such(support, known))
            return None
        return found[0].about

    def _rep(
        self, name: str, number: int, columns: _Columns, said: str, about: About | None
    ) -> TargetRep | None:
        if about is None:
            return None
        if about not in self.found.grids:
            grid = target_grid(self.session, self.actor, self.year, about)
            self.found.grids[about] = grid
        reps = self.found.grids[about].reps
        found = [rep for rep in reps if fold(rep.name) == fold(said)]
        if len(found) == 1:
            return found[0]
        refusal = no_such(said, (rep.name for rep in reps))
        self._refuse(name, number, columns.rep, refusal)
        return None

    def _text(self, name: str, number: int, at: int, row: list[Cell]) -> str | None:
        try:
            return text(row[at]) if at < len(row) else ""
        except DeskError as refusal:
            self._refuse(name, number, at, refusal)
            return None

    def _refuse(self, sheet: str, row: int, at: int, refusal: DeskError) -> None:
        place = f"{get_column_letter(at + 1)}{row}"
        self.found.refused.append(RefusedTarget(sheet, place, refusal))


def _place(headings: list[Cell], heading: str) -> int | None:
    names = said_in_both(heading)
    for at, cell in enumerate(headings):
        if isinstance(cell, str) and fold(cell) in names:
            return at
    return None
