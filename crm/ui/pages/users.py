"""Users & roles: who is here, what each may do, who has left."""

from __future__ import annotations

import streamlit as st

from crm.language import _
from crm.store.queries.roles import list_roles
from crm.store.queries.users import list_people, list_teams
from crm.ui import asking, parts, user_parts
from crm.ui.drawers.user import open_add
from crm.ui.drawers.user_link import show_made

me = asking.me()
with asking.reading() as session:
    people = list_people(session, me)
    roles = list_roles(session, me)
    teams = list_teams(session, me)

left, actions = parts.top()
with left:
    parts.head(_("Users & roles"), user_parts.conclusion(people))
with actions:
    if st.button(
        _("Add a person"), key="user_add", type="primary", icon=":material/person_add:"
    ):
        open_add(roles)

user_parts.people_section(people, roles, me)
wide, narrow = parts.halves(1.9)
with wide:
    user_parts.roles_section(roles, me)
with narrow:
    user_parts.teams_section(teams, people)
    user_parts.gone_section(people)
show_made()
