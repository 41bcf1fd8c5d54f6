"""A team: its name and who is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services import teams
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import md

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.store.queries.users import PersonRow, TeamRow


def open_team(row: TeamRow | None, people: Sequence[PersonRow]) -> None:
    """Open the drawer of a team, or of a new one."""
    name = f"team_{row.id if row else 0}"
    form = acting.form_id(name)
    title = row.name if row else _("Add a team")
    open_drawer(name, title, "group", lambda: _draw(row, people, form))


def _draw(row: TeamRow | None, people: Sequence[PersonRow], form: str) -> None:
    st.text_input(
        _("Name"), row.name if row else "", key=f"team_name_{form}", max_chars=80
    )
    me = asking.me()
    names = {
        one.id: one.name
        for one in people
        if one.ended_on is None and one.id != me.user_id
    }
    st.multiselect(
        _("Who is in it"),
        list(names),
        default=[id_ for id_ in (row.people if row else ()) if id_ in names],
        format_func=lambda id_: md(names[id_]),
        key=f"team_people_{form}",
        placeholder=_("Choose people"),
    )
    said = _("A person is in one team at most; another administrator seats you.")
    st.markdown(parts.muted(said))
    drawer_foot("team", form, lambda: _save(row, form))
    if row is not None and not row.people:
        st.button(
            _("Remove the team"),
            key="team_remove",
            type="tertiary",
            icon=":material/delete:",
            on_click=_remove,
            args=(row, form),
        )


def _save(row: TeamRow | None, form: str) -> None:
    me = asking.me()
    name = str(st.session_state.get(f"team_name_{form}") or "")
    chosen = set(st.session_state.get(f"team_people_{form}") or ())
    if row is not None and me.user_id in row.people:
        chosen.add(me.user_id)

    def action(session: Session) -> None:
        if row is None:
            team_id = teams.add_team(session, me, name)
        else:
            team_id = row.id
            teams.rename_team(session, me, team_id, name)
        teams.seat_in_team(session, me, team_id, chosen)

    acting.save(action, form, done=_("The team is saved."))


def _remove(row: TeamRow, form: str) -> None:
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: teams.remove_team(session, me, row.id),
        form,
        done=_("The team is removed."),
    )
