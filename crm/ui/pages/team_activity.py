"""Team activity: calls, conversations, meetings and bookings, by rep and week."""

from __future__ import annotations

import streamlit as st

from crm.domain.roles import Reach, Right
from crm.language import _
from crm.services.reports.activity import activity_csv
from crm.store.queries.team_activity import (
    count_done,
    list_done,
    rep_weeks,
    team_weeks,
)
from crm.ui import activity_bars, activity_parts, asking, lists, parts

SIZE = 25

me = asking.me()
alone = me.reach is Reach.OWN
left, right = parts.top(1.4)
with right:
    since, until = activity_parts.period(me.today)
with asking.reading() as session:
    team = team_weeks(session, me, since, until)
    rows = rep_weeks(session, me, since, until)


def export() -> bytes:
    """Make the file of the weeks that are shown, when it is asked for."""
    with asking.reading() as reading:
        return activity_csv(reading, me, since, until)


with left:
    parts.head(
        _("Team activity"),
        activity_parts.conclusion(team, rows, me.user_id, alone=alone),
        note=activity_parts.dates(since, until),
    )
if not any(done.calls or done.meetings or done.bookings for done in team.values()):
    parts.empty_state(
        "activity",
        _("No call in these weeks"),
        _("Each call that is logged counts here, with its rep and its week."),
    )
    st.stop()

activity_parts.band(team)
picked = None
if any(done.calls for done in team.values()):
    wide, narrow = parts.halves(1.5)
    with wide, parts.section(_("By week"), _("the whole team"), key="weeks"):
        activity_bars.week_bars(team)
        st.markdown(activity_parts.best_week(team))
    with narrow:
        title = _("Your weeks") if alone else _("By rep")
        with parts.section(title, _("calls and who was reached"), key="reps"):
            picked = activity_bars.rep_bars(rows)
if me.may(Right.EXPORT):
    with right:
        lists.export_button(
            "activity_export",
            export,
            "activity.csv",
        )

with parts.section(_("Rep by rep, week by week"), key="table"):
    chosen = activity_parts.weeks_table(rows)
first, last = (chosen[1].first, chosen[1].last) if chosen else (since, until)
rep = chosen[0] if chosen else picked
with asking.reading() as session:
    many = count_done(session, me, first, last, rep_id=rep)
    with activity_parts.rows_section(rows, rep, first, last, many):
        listing = st.container()
        window = lists.pager("activity_page", many, SIZE)
    done = list_done(
        session, me, first, last, rep_id=rep, limit=window.limit, offset=window.offset
    )
with listing:
    activity_parts.done_rows(done)
