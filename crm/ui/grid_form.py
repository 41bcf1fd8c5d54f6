"""A table as it is edited on screen: its rows, and saving over them.

The toolkit's editor keeps only what was touched of the rows it was given, under its
key. So the rows are kept beside the form, and a conflict gives the editor new rows
under a new key.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.editing import Edit
from crm.language import _, ngettext
from crm.language.formats import number, tell
from crm.ui import acting, asking, parts
from crm.ui.edit_form import THEIRS, EditForm
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from crm.domain.editing import Clash, Value
    from crm.domain.errors import DeskError
    from crm.domain.roles import Actor
    from crm.store.queries.editable import Opened

Row = dict[str, Any]
SHOWN_REFUSALS = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """What the rows on screen say, by field, and why cells of them are refused."""

    values: Mapping[str, Value]
    refused: Sequence[DeskError]


@dataclass(frozen=True, slots=True)
class GridForm(EditForm):
    """The form of one table; `name` is what its form goes by."""

    name: str = ""

    @abstractmethod
    def look(self, session: Session, asker: Actor) -> Opened | None:
        """Return the table as it stands."""

    @abstractmethod
    def shown_rows(self, values: Mapping[str, Value]) -> list[Row]:
        """Return the rows that show these values, as texts."""

    @abstractmethod
    def typed(self) -> Typed:
        """Read the rows on screen."""

    @abstractmethod
    def change(self, session: Session, actor: Actor, edit: Edit) -> None:
        """Save an edit of the table."""

    def begin(self, version: int) -> Opened | None:
        """Return the table as the form was opened; anew where nobody touched it."""
        beside = acting.aside(self.form)
        stale = beside.get("version", version) != version
        if stale and self.clash() is None and not self.is_touched():
            beside.clear()
        opened = self.opened(self.look)
        if opened is not None and "rows" not in beside:
            beside["rows"] = self.shown_rows(opened.values)
            beside["turn"] = 0
        return opened

    def editor_key(self) -> str:
        """Return the key of the editor; another one when its rows are others."""
        turn = acting.aside(self.form).get("turn", 0)
        return f"{self.prefix}_{turn}_{self.form}"

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

    def save_rows(self, done: str) -> None:
        """Save the rows over what was opened or, after a clash, what stands."""
        acting.speak()
        if self.undecided():
            return
        typed = self.typed()
        if typed.refused:
            raise typed.refused[0]
        me, beside, clash = asking.me(), acting.aside(self.form), self.clash()
        version = clash.version if clash else beside["version"]
        edit = Edit(version, self.base(), typed.values)
        if acting.save(
            lambda session: self.change(session, me, edit), self.form, done=done
        ):
            return
        found = self.clash()
        if found is not None and found is not clash:
            EditForm._prepare(self, found)  # noqa: SLF001  the same form, one step on
            self._draw_again(found, typed.values)

    def choose(self, clash: Clash, name: str) -> None:
        """Put theirs or mine into the table, as was chosen; for callbacks."""
        acting.speak()
        typed = self.typed()
        values = dict(self.base() if typed.refused else typed.values)
        mine = {d.field: d.mine for d in clash.differences if d.field == name}
        self._draw_again(clash, {**values, **mine})

    def base(self) -> dict[str, Value]:
        """Return what the rows on screen are saved over."""
        clash = self.clash()
        return dict(clash.latest if clash else acting.aside(self.form)["values"])

    def _draw_again(self, clash: Clash, typed: Mapping[str, Value]) -> None:
        """Give the editor the rows that will be saved, by the choices made so far."""
        chosen = dict(typed)
        for difference in clash.differences:
            choice = st.session_state.get(self.choice_key(clash, difference.field))
            if choice == THEIRS:
                chosen[difference.field] = clash.latest.get(difference.field)
        beside = acting.aside(self.form)
        kept = {field: value for field, value in chosen.items() if value is not None}
        beside["rows"] = self.shown_rows(kept)
        beside["turn"] += 1


def grid_foot(form: GridForm, typed: Typed, key: str, *, done: str) -> None:
    """Draw the refused cells, and the button that saves once there is none."""
    for refused in typed.refused[:SHOWN_REFUSALS]:
        st.error(md(tell(refused)), icon=":material/error:")
    acting.refusal(form.form)
    waits = ""
    if typed.refused:
        many = ngettext(
            "{number} cell to mend first.",
            "{number} cells to mend first.",
            len(typed.refused),
        )
        waits = many.format(number=number(len(typed.refused)))
    elif form.undecided():
        waits = _("Choose for each field first.")
    elif not form.is_touched() and form.clash() is None:
        waits = _("Nothing typed yet.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Save"),
            key=f"{key}_save",
            icon=":material/check:",
            on_click=acting.attempt,
            args=(lambda: form.save_rows(done), form.form),
            disabled=bool(waits),
        )
        if form.is_touched():
            st.button(
                _("Start over"),
                key=f"{key}_undo",
                type="tertiary",
                on_click=_begin_anew,
                args=(form.name,),
            )
        st.markdown(
            parts.muted(waits or _("Nothing is saved before this button.")),
            width="content",
        )


def _begin_anew(name: str) -> None:
    acting.fresh_form(name)


def _touches(key: str) -> dict[str, Any]:
    held = st.session_state.get(key)
    state = held if isinstance(held, dict) else {}
    return {
        "edited_rows": state.get("edited_rows", {}),
        "added_rows": state.get("added_rows", []),
        "deleted_rows": state.get("deleted_rows", []),
    }
