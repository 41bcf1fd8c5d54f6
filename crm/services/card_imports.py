"""A card from a spreadsheet: what it would change, and every cell it cannot be read by.

Nothing is saved here: what was understood is shown, then saved as any change of the
draft is, by `card_edits.change_card`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from crm.domain.card_fields import fields_of
from crm.domain.editing import Edit
from crm.domain.errors import FrozenError, UnknownError
from crm.domain.rate_cards import RateCardStatus
from crm.domain.roles import Right
from crm.services.card_edits import change_card
from crm.services.card_files import read_file
from crm.services.card_rows import named_only, read_table
from crm.store.queries.card_values import card_values, known
from crm.store.queries.rate_cards import card as card_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.card_errors import CellError
    from crm.domain.card_fields import Table
    from crm.domain.editing import Value
    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell of a file that is refused: its sheet, its place (“D5”), and why."""

    sheet: str
    place: str
    error: CellError


@dataclass(frozen=True, slots=True)
class UnderstoodCard:
    """What a file says of a draft: the changes (before, after), the refused cells.

    `rows` counts the lines of each table that was found; `edit` saves what changes.
    """

    edit: Edit
    changes: Mapping[str, tuple[Value, Value]]
    refused: tuple[RefusedCell, ...]
    rows: Mapping[Table, int]


def understand_card(
    session: Session, actor: Actor, card_id: int, content: bytes
) -> UnderstoodCard:
    """Read a spreadsheet against a draft; nothing is saved.

    What the file does not name stays as it is; a format without a price is not sold
    any more. Raises NotYoursError, UnknownError, FrozenError, LargeFileError,
    FileError, NoTableError.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    card = card_of(session, card_id)
    if card is None:
        raise UnknownError
    if card.status is RateCardStatus.PUBLISHED:
        raise FrozenError
    stands = card_values(card)
    names = known(session, actor, card.title_id)
    typed: dict[str, Value] = {}
    refused: list[RefusedCell] = []
    rows: dict[Table, int] = {}
    for sheet in read_file(content):
        read = read_table(sheet.table, sheet.rows, names, stands)
        typed.update(named_only(read))
        rows[sheet.table] = rows.get(sheet.table, 0) + len(sheet.rows)
        for cell in read.refused:
            at = sheet.letters.get(cell.column, min(sheet.letters.values()))
            place = f"{get_column_letter(at)}{cell.row}"
            refused.append(RefusedCell(sheet.name, place, cell.error()))
    base = {
        field: value
        for table in rows
        for field, value in fields_of(stands, table).items()
        if field in typed
    }
    changes = {
        field: (stands.get(field), value)
        for field, value in typed.items()
        if value != stands.get(field)
    }
    return UnderstoodCard(
        Edit(card.version, base, typed), changes, tuple(refused), rows
    )


def import_card(session: Session, actor: Actor, card_id: int, content: bytes) -> int:
    """Change a draft by a spreadsheet; return how many fields it changed.

    Nothing is saved while one of its cells is refused. Raises the first refused
    cell's CellError, and what `understand_card` and `change_card` raise.
    """
    found = understand_card(session, actor, card_id, content)
    if found.refused:
        raise found.refused[0].error
    change_card(session, actor, card_id, found.edit)
    return len(found.changes)
