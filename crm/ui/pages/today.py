"""Today: whom do I call now, why, what is at stake; what falls due."""

from __future__ import annotations

from crm.domain.roles import Reach, Right
from crm.language import _
from crm.language.formats import day
from crm.store.queries.activities import list_follow_ups
from crm.store.queries.approvals import list_waiting
from crm.store.queries.call_list import call_list
from crm.store.queries.deadlines import (
    Due,
    expiring_options,
    falling_due,
    pages_left,
)
from crm.store.queries.drafts import list_drafts
from crm.store.queries.today import first_steps, month_figures
from crm.store.queries.users import list_users
from crm.ui import asking, parts
from crm.ui.call_parts import call_section, calls_shown, conclusion
from crm.ui.drawers.log_call import open_log_call
from crm.ui.first_steps import first_steps_section
from crm.ui.month_parts import month_band
from crm.ui.today_parts import (
    approvals_section,
    choose_rep,
    due_section,
    follow_ups_section,
    options_section,
)
from crm.ui.unfinished import unfinished_section

me = asking.me()
left, right = parts.top()
with asking.reading() as session:
    team = {row.id: row.name for row in list_users(session)}
with right:
    rep_id = choose_rep(team) if me.reach is not Reach.OWN else me.user_id
with asking.reading() as session:
    month = month_figures(session, me, rep_id)
    calls = call_list(session, me, rep_id, most=calls_shown())
    promised = list_follow_ups(session, me, owner_id=rep_id, until=me.today, most=200)
    options = expiring_options(session, me, rep_id)
    due = falling_due(session, me, rep_id)
    closing = [row.issue_id for row in due if row.kind is Due.CLOSING]
    pages = pages_left(session, me, closing)
    steps = first_steps(session, me)
    begun = list_drafts(session, me)
    waiting = list_waiting(session, me, rep_id)

with left:
    title = conclusion(calls) if steps.advertiser else _("A desk to open.")
    parts.head(day(me.today), title)
if me.may(Right.WRITE) and right.button(
    _("Log a call"), key="today_log", type="primary", icon=":material/add_call:"
):
    open_log_call()

unfinished_section(begun)
if steps.booking or month.target:
    month_band(month, me.today)
if steps.done < steps.many:
    first_steps_section(steps)
if steps.advertiser:
    wide, narrow = parts.halves()
    with wide:
        call_section(calls, me.today, team if rep_id is None else None)
    with narrow:
        approvals_section(waiting)
        follow_ups_section(promised, me.today)
        options_section(options)
        due_section(due, pages)
