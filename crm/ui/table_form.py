"""A table of a draft as it is edited on screen: its rows, and saving over them.

The toolkit's editor keeps only what was touched of the rows it was given, under its
key. So the rows are kept beside the form, and a conflict gives the editor new rows
under a new key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.card_fields import Table, fields_of
from crm.domain.editing import Edit
from crm.services.card_edits import change_card
from crm.services.card_rows import as_the_whole, read_table
from crm.store.queries.card_values import open_card
from crm.store.queries.editable import Opened
from crm.ui import acting, asking
from crm.ui.edit_form import THEIRS, EditForm
from crm.ui.rate_card_rows import read_rows, shown_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Clash, Value
    from crm.domain.roles import Actor
    from crm.services.card_reading import Read
    from crm.store.queries.card_values import Known

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableForm(EditForm):
    """The form of one table of one draft; `name` is what its form goes by."""

    name: str = ""
    card_id: int = 0
    table: Table = Table.PRICES
    known: Known | None = None

    def begin(self, version: int) -> Opened | None:
        """Return the table as the form was opened; anew where nobody touched it."""
        beside = acting.aside(self.form)
        stale = beside.get("version", version) != version
        if stale and self.clash() is None and not self.is_touched():
            beside.clear()
        opened = self.opened(self._look)
        if opened is not None and "rows" not in beside:
            beside["rows"] = shown_rows(self.table, opened.values, self._known())
            beside["turn"] = 0
        return opened

    def editor_key(self) -> str:
        """Return the key of the editor; another one when its rows are others."""
        turn = acting.aside(self.form).get("turn", 0)
        return f"{self.prefix}_{self.table.value}_{turn}_{self.form}"

    def given(self) -> list[Row]:
        """Return the rows the editor was given."""
        rows: list[Row] = acting.aside(self.form).get("rows", [])
        return rows

    def is_touched(self) -> bool:
        """Say whether anything was typed, added or taken away."""
        return any(_touches(self.editor_key()).values())

    def rows(self) -> list[Row]:
        """Return the rows as they stand on screen."""
        touches = _touches(self.editor_key())
        changed: Mapping[int, Row] = touches["edited_rows"]
        gone = set(touches["deleted_rows"])
        kept = [
            {**row, **changed.get(place, {})}
            for place, row in enumerate(self.given())
            if place not in gone
        ]
        return [*kept, *(dict(row) for row in touches["added_rows"])]

    def read(self) -> Read:
        """Read the rows on screen: what they say, and the cells that are refused."""
        rows = list(enumerate(read_rows(self.table, self.rows(), self._known()), 1))
        return read_table(self.table, rows, self._known(), self._base())

    def save_table(self, *, done: str) -> None:
        """Save the rows over what was opened or, after a clash, what stands."""
        acting.speak()
        if self.undecided():
            return
        read = self.read()
        if read.refused:
            raise read.refused[0].error()
        me, beside, clash = asking.me(), acting.aside(self.form), self.clash()
        typed = as_the_whole(read)
        edit = Edit(clash.version if clash else beside["version"], self._base(), typed)
        if acting.save(
            lambda session: change_card(session, me, self.card_id, edit),
            self.form,
            done=done,
        ):
            return
        found = self.clash()
        if found is not None and found is not clash:
            EditForm._prepare(self, found)  # noqa: SLF001  the same form, one step on
            self._draw_again(found, typed)

    def choose(self, clash: Clash, name: str) -> None:
        """Put theirs or mine into the table, as was chosen; for callbacks."""
        acting.speak()
        read = self.read()
        typed = as_the_whole(read) if not read.refused else dict(self._base())
        mine = {d.field: d.mine for d in clash.differences if d.field == name}
        self._draw_again(clash, {**typed, **mine})

    def _draw_again(self, clash: Clash, typed: Mapping[str, Value]) -> None:
        """Give the editor the rows that will be saved, by the choices made so far."""
        chosen = dict(typed)
        for difference in clash.differences:
            choice = st.session_state.get(self.choice_key(clash, difference.field))
            if choice == THEIRS:
                chosen[difference.field] = clash.latest.get(difference.field)
        beside = acting.aside(self.form)
        kept = {field: value for field, value in chosen.items() if value is not None}
        beside["rows"] = shown_rows(self.table, kept, self._known())
        beside["turn"] += 1

    def _base(self) -> dict[str, Value]:
        clash = self.clash()
        beside = acting.aside(self.form)
        return fields_of(clash.latest if clash else beside["values"], self.table)

    def _look(self, session: Session, asker: Actor) -> Opened | None:
        found = open_card(session, asker, self.card_id)
        if found is None:
            return None
        values = fields_of(found.values, self.table)
        return Opened(found.id, found.version, found.name, values)

    def _known(self) -> Known:
        if self.known is None:
            raise RuntimeError("a table form is made with what its rows may name")
        return self.known


def _touches(key: str) -> dict[str, Any]:
    held = st.session_state.get(key)
    state = held if isinstance(held, dict) else {}
    return {
        "edited_rows": state.get("edited_rows", {}),
        "added_rows": state.get("added_rows", []),
        "deleted_rows": state.get("deleted_rows", []),
    }
