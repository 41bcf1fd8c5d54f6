"""A table of a draft as it is edited on screen, read and saved as the card's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.card_fields import Table, fields_of
from crm.services.card_edits import change_card
from crm.services.card_rows import as_the_whole, read_table
from crm.store.queries.card_values import open_card
from crm.store.queries.editable import Opened
from crm.ui.grid_form import GridForm, Row, Typed
from crm.ui.rate_card_rows import read_rows, shown_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
    from crm.domain.roles import Actor
    from crm.store.queries.card_values import Known


@dataclass(frozen=True, slots=True)
class TableForm(GridForm):
    """The form of one table of one draft."""

    card_id: int = 0
    table: Table = Table.PRICES
    known: Known | None = None

    def look(self, session: Session, asker: Actor) -> Opened | None:
        """Return the draft's table as it stands."""
        found = open_card(session, asker, self.card_id)
        if found is None:
            return None
        values = fields_of(found.values, self.table)
        return Opened(found.id, found.version, found.name, values)

    def shown_rows(self, values: Mapping[str, Value]) -> list[Row]:
        """Return the rows that show the fields of the table."""
        return shown_rows(self.table, values, self._known())

    def typed(self) -> Typed:
        """Read the rows: they are all the table says."""
        rows = list(enumerate(read_rows(self.table, self.rows(), self._known()), 1))
        read = read_table(self.table, rows, self._known(), self.base())
        return Typed(as_the_whole(read), [cell.error() for cell in read.refused])

    def change(self, session: Session, actor: Actor, edit: Edit) -> None:
        """Save the table into the draft."""
        change_card(session, actor, self.card_id, edit)

    def base(self) -> dict[str, Value]:
        """Return what the rows are saved over: the table's own fields."""
        return fields_of(GridForm.base(self), self.table)

    def _known(self) -> Known:
        if self.known is None:
            raise RuntimeError("a table form is made with what its rows may name")
        return self.known
