"""The form of a record that is there: opened with what stands, saved over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.editing import Edit
from crm.language import _
from crm.store.queries.editable import Opened
from crm.ui import acting, asking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from crm.domain.editing import Clash, Value
    from crm.domain.roles import Actor

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class EditForm:
    """A form over a record; `prefix` begins the keys of its widgets.

    `widgets` says what the widgets of a field hold for a value, by the name in their
    keys; `shown` writes a value for people. Both take a field and a value.
    """

    form: str
    prefix: str
    fields: Mapping[str, str]
    widgets: Callable[[str, Value], Mapping[str, Any]] | None = None
    shown: Callable[[str, Value], str] | None = None

    def key(self, name: str) -> str:
        """Return the key of a widget."""
        return f"{self.prefix}_{name}_{self.form}"

    def label(self, name: str) -> str:
        """Return the label of a field."""
        return _(self.fields[name])

    def held(self, name: str) -> Any:  # noqa: ANN401  what its widget holds
        """Return what a widget holds."""
        return st.session_state.get(self.key(name))

    def text(self, name: str) -> str:
        """Return what stands in a text widget."""
        return str(self.held(name) or "")

    def opened(self, look: Callable[[Session, Actor], Opened | None]) -> Opened | None:
        """Return the record as the form was opened with it; look for it once.

        Its widgets are filled before they are drawn.
        """
        beside = acting.aside(self.form)
        if "values" not in beside:
            with asking.reading() as session:
                found = look(session, asking.me())
            if found is None:
                return None
            beside.update(
                id=found.id,
                version=found.version,
                about=found.name,
                values=dict(found.values),
            )
        opened = Opened(
            beside["id"], beside["version"], beside["about"], beside["values"]
        )
        for name, value in opened.values.items():
            for key, holds in self.filling(name, value).items():
                if key not in st.session_state:
                    st.session_state[key] = holds
        return opened

    def filling(self, name: str, value: Value) -> dict[str, Any]:
        """Return what a field's widgets hold for a value, by their keys."""
        held = self.widgets(name, value) if self.widgets else {name: value}
        return {self.key(part): holds for part, holds in held.items()}

    def words(self, name: str, value: Value) -> str:
        """Write a value for people."""
        said = self.shown(name, value) if self.shown else str(value or "")
        return said or "–"

    def clash(self) -> Clash | None:
        """Return what somebody else changed, while it has to be chosen between."""
        found: Clash | None = acting.state()["clashes"].get(self.form)
        return found

    def choice_key(self, clash: Clash, name: str) -> str:
        """Return the key of a choice; a later clash asks anew."""
        return f"clash_{name}_{clash.version}_{self.form}"

    def undecided(self) -> list[str]:
        """List the fields that both changed and nobody chose yet."""
        clash = self.clash()
        if clash is None:
            return []
        return [
            difference.field
            for difference in clash.differences
            if difference.is_open
            and not st.session_state.get(self.choice_key(clash, difference.field))
        ]

    def save(
        self,
        change: Callable[[Session, Actor, int, Edit], None],
        typed: Mapping[str, Value],
        *,
        done: str,
    ) -> None:
        """Save what was typed, over what was opened or, after a clash, what stands.

        Made for callbacks. A clash fills the fields that only the other changed with
        theirs; where both did, mine stay until somebody chooses.
        """
        acting.speak()
        me = asking.me()
        beside, clash = acting.aside(self.form), self.clash()
        if self.undecided():
            return
        edit = Edit(
            clash.version if clash else beside["version"],
            clash.latest if clash else beside["values"],
            typed,
        )
        record_id = beside["id"]
        if acting.save(
            lambda session: change(session, me, record_id, edit), self.form, done=done
        ):
            return
        found = self.clash()
        if found is not None and found is not clash:
            self._prepare(found)

    def choose(self, clash: Clash, name: str) -> None:
        """Put theirs or mine into a field's widgets, as was chosen; for callbacks."""
        chosen = st.session_state.get(self.choice_key(clash, name))
        mine = acting.state()["mine"][self.form][name]
        st.session_state.update(
            self.filling(name, clash.latest.get(name)) if chosen == THEIRS else mine
        )

    def _prepare(self, clash: Clash) -> None:
        mine = acting.state().setdefault("mine", {}).setdefault(self.form, {})
        for difference in clash.differences:
            name = difference.field
            theirs = self.filling(name, difference.theirs)
            held = set(theirs) | set(self.filling(name, difference.base))
            mine[name] = {key: st.session_state.get(key) for key in held}
            if not difference.is_open:
                st.session_state[self.choice_key(clash, name)] = THEIRS
                st.session_state.update(theirs)
