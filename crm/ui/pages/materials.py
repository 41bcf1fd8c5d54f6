"""Materials: who owes a file, by when; what came and is not approved yet."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm.domain.clock import in_days
from crm.domain.magazine import MaterialStatus
from crm.domain.materials import OWED, UNFINISHED
from crm.domain.roles import Reach, Right
from crm.language import _
from crm.language.formats import number
from crm.services.reports.materials import materials_csv
from crm.store.queries.materials import (
    AHEAD_DAYS,
    MaterialsAsked,
    count_materials,
    issues_owed,
    list_materials,
)
from crm.store.queries.users import list_users
from crm.ui import asking, lists, material_list, parts
from crm.ui.material_list import Horizon
from crm.ui.today_parts import choose_rep

SIZE = 25
CAME = tuple(status for status in MaterialStatus if status in UNFINISHED - OWED)

me = asking.me()
left, right = parts.top()
with asking.reading() as session:
    team = {row.id: row.name for row in list_users(session)}
with right:
    rep_id = choose_rep(team) if me.reach is not Reach.OWN else me.user_id
with asking.reading() as session:
    issues = issues_owed(session, me, rep_id)
    everything = MaterialsAsked(rep_id)
    counts = count_materials(session, me, everything)
    until = in_days(me.today, AHEAD_DAYS)
    soon = count_materials(session, me, replace(everything, until=until))


def export() -> bytes:
    """Write both lists, as they are narrowed."""
    with asking.reading() as opened:
        return materials_csv(opened, me, replace(owed, statuses=()))


with left:
    parts.head(_("Materials"), material_list.conclusion(counts, soon))
if not counts.all:
    with parts.empty_state(
        "materials",
        _("No file is owed"),
        _(
            "Once a booking is confirmed, each of its lines awaits a file here: who is "
            "late, whom to remind, what came and whether it can be printed."
        ),
    ):
        st.stop()

material_list.band(counts, soon)
with st.container(key="filters-materials", horizontal=True, gap="small"):
    issue_id = material_list.narrowing(issues, lists.asked_number("issue"))
    horizon = material_list.horizon()
owed = replace(
    everything,
    issue_id=issue_id,
    late=horizon is Horizon.LATE,
    until=until if horizon is Horizon.SOON and issue_id is None else None,
)
with right:
    if me.may(Right.EXPORT):
        lists.export_button("materials_export", export, "materials.csv")

awaited = replace(owed, statuses=tuple(OWED))
arrived = replace(everything, issue_id=issue_id, statuses=CAME)
with asking.reading() as session:
    owing = count_materials(session, me, awaited).all
    waiting = count_materials(session, me, arrived).all
wide, narrow = parts.halves(1.9)
with wide:
    with parts.section(_("Awaited"), number(owing), key="awaited"):
        below = st.container(gap=None)
        window = lists.pager("awaited_page", owing, SIZE)
    with asking.reading() as session:
        rows = list_materials(
            session, me, awaited, limit=window.limit, offset=window.offset
        )
    with below:
        material_list.awaited(rows, me.today, team=rep_id is None)
with narrow:
    with parts.section(_("Came in, to settle"), number(waiting), key="came"):
        below = st.container(gap=None)
        window = lists.pager("came_page", waiting, SIZE)
    with asking.reading() as session:
        rows = list_materials(
            session, me, arrived, limit=window.limit, offset=window.offset
        )
    with below:
        material_list.came(rows, me.today, team=rep_id is None)
