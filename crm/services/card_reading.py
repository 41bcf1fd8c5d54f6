"""A line of a card's table as it is read: its cells, and what is refused of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from crm.domain.card_errors import CellError, NoSuchError
from crm.domain.card_fields import COLUMNS, TABLES
from crm.domain.errors import DeskError, MissingError
from crm.domain.names import fold
from crm.language import _, current_language, use_language
from crm.language.formats import tell
from crm.language.vocabulary import word
from crm.services import card_cells as cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from enum import StrEnum

    from crm.domain.card_fields import Table
    from crm.domain.editing import Value
    from crm.services.card_cells import Cell
    from crm.store.queries.card_values import Known

    T = TypeVar("T")
    M = TypeVar("M", bound=StrEnum)

LANGUAGES = ("fr", "en")
NAMED = 12
"""How many names a refusal lists."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot be read: its table, row and column, and why."""

    table: Table
    row: int
    column: str
    refusal: DeskError

    def error(self) -> CellError:
        """Return the refusal that names the cell."""
        return CellError(
            field=self.column,
            table=TABLES[self.table],
            row=self.row,
            column=COLUMNS[self.table][self.column],
            why=tell(self.refusal),
        )


@dataclass(slots=True)
class Read:
    """What a table says, by the fields of a card, and what of it cannot be read.

    `stands` is what the card says now.
    """

    table: Table
    known: Known
    stands: Mapping[str, Value]
    values: dict[str, Value] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One row of a table. What cannot be read is refused and reads as nothing."""

    read: Read
    number: int
    row: Mapping[str, Cell]

    def refuse(self, column: str, refusal: DeskError) -> None:
        """Keep why a cell is refused; of one cell, the first reason."""
        if not self.is_refused(column):
            read = self.read
            read.refused.append(Refused(read.table, self.number, column, refusal))

    def is_refused(self, *columns: str) -> bool:
        """Say whether one of these cells of the row was refused."""
        return any(
            found.row == self.number and found.column in columns
            for found in self.read.refused
        )

    def text(self, column: str) -> str:
        """Read a name."""
        return self._read(column, cells.text) or ""

    def amount(self, column: str) -> int | None:
        """Read a price into cents."""
        return self._read(column, cells.amount)

    def share(self, column: str, *, signed: bool = False) -> int | None:
        """Read a percentage into basis points."""
        return self._read(column, lambda cell: cells.share(cell, signed=signed))

    def count(self, column: str, *, lowest: int = 0) -> int | None:
        """Read a whole number."""
        return self._read(column, lambda cell: cells.count(cell, lowest=lowest))

    def needed(self, column: str, value: T | None) -> T | None:
        """Refuse a cell that must be filled and is not."""
        if value is None:
            label = COLUMNS[self.read.table][column]
            self.refuse(column, MissingError(label=label))
        return value

    def member(self, column: str, members: type[M]) -> M | None:
        """Read the word of an enum, in either language, or its code."""
        said = self.text(column)
        if not said:
            return None
        for member in members:
            if fold(said) in in_both(member):
                return member
        self.refuse(column, no_such(said, (word(member) for member in members)))
        return None

    def _read(self, column: str, how: Callable[[Cell], T]) -> T | None:
        try:
            return how(self.row.get(column))
        except DeskError as refusal:
            self.refuse(column, refusal)
            return None


def in_both(member: StrEnum) -> set[str]:
    """Return a member's word in both languages, folded; its own code too."""
    said = {fold(member.value)}
    for language in LANGUAGES:
        with use_language(language):
            said.add(fold(word(member)))
    return said


def said_in_both(text: str) -> set[str]:
    """Return a word of the catalogue in both languages, folded."""
    said = {fold(text)}
    for language in LANGUAGES:
        with use_language(language):
            said.add(fold(_(text)))
    return said


def is_named(said: str, *names: str) -> bool:
    """Say whether a name is one of these, whatever its accents and capitals."""
    return fold(said) in map(fold, names)


def no_such(value: str, known: Iterable[str]) -> NoSuchError:
    """Return the refusal of a name that is none of the known ones, which it lists."""
    names = list(dict.fromkeys(known))
    between = "\u202f; " if current_language() == "fr" else "; "
    listed = between.join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])
    return NoSuchError(value=value[:60], known=listed or _("none"))
