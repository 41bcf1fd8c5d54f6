"""Revenue: where the year stands, what moved, what is at risk, what is unsold."""

from __future__ import annotations

import streamlit as st

from crm.domain.clock import in_days
from crm.domain.roles import Reach
from crm.language import _
from crm.language.formats import day_short
from crm.services.revenue_told import moved_told
from crm.services.saved_views import REVENUE
from crm.store.queries.companies import list_sectors
from crm.store.queries.currencies import list_currencies
from crm.store.queries.issues import list_every_support
from crm.store.queries.magazine import list_titles
from crm.store.queries.revenue_page import WEEK, revenue_page
from crm.store.queries.saved_views import list_page_views
from crm.store.queries.standing import list_reps, years_told
from crm.store.queries.users import user
from crm.ui import (
    asking,
    parts,
    revenue_charts,
    revenue_cuts,
    revenue_moves,
    revenue_pace,
    revenue_parts,
    revenue_words,
)
from crm.ui import revenue_filters as filters
from crm.ui import revenue_lists as lists
from crm.ui.drawers.revenue_more import open_moved
from crm.ui.escape import tell
from crm.ui.revenue_band import band
from crm.ui.revenue_behind import activity_part, leaks_part, pipeline_part
from crm.ui.revenue_issue import report_button
from crm.ui.revenue_returns import returns_part

me = asking.me()
left, actions = parts.top(0.8)
with asking.reading() as session:
    seat = user(session, me.user_id)
    alone = seat is not None and seat.reach is Reach.OWN
    names = dict(list_reps(session, me))
    if alone and seat is not None:
        names = {seat.id: seat.name}
    filters.arrive(me.today, mine=me.user_id if alone else None)
    with actions:
        filters.selectors(years_told(session, me), names, alone=alone)
        currencies = list_currencies(session, me)
        filters.settle_currency(currencies)
        view = filters.shown_now(me.today)
        filters.filters_popover(
            {row.id: row.name for row in list_titles(session, me)},
            dict(list_every_support(session, me)),
            {row.id: row.name for row in list_sectors(session, me)},
            currencies,
            view.narrowed,
        )
        told = filters.tell_address(view, me.today)
        kept = list_page_views(session, me, REVENUE)
        filters.views_popover(kept, told, me.today, me.user_id)
        report_button(view)
    may_open = not alone or view.rep_id is not None
    page = revenue_page(
        session,
        me,
        view.period,
        against=view.against,
        issue_id=view.issue_id,
        may_follow=may_open,
        cuts=[revenue_cuts.cut_now()],
    )

period, stands, year = page.period, page.standing, page.period.since.year
with left:
    parts.head(
        _("Revenue {year} · as of {day}").format(year=year, day=day_short(me.today)),
        revenue_parts.conclusion(
            stands, year, page.pacing if year == me.today.year else None
        ),
    )
band(page, may_open=may_open)
revenue_parts.apart(page.barter, page.others)

wide, narrow = parts.halves(1.55, key="year")
with (
    wide,
    revenue_parts.told(_("The year fills up"), revenue_words.basis(view.basis), "year"),
):
    st.markdown(revenue_words.pace(stands, period))
    if page.curve or page.curve_before:
        revenue_charts.year_curve(
            period, page.curve, page.curve_before, stands, me.today
        )
    else:
        lists.none_yet(_("No line is booked in this period or in the year before it."))
with (
    narrow,
    revenue_parts.told(_("What moved in seven days"), _("on the forecast"), "moved"),
):
    st.markdown(tell(moved_told(page.movers)))
    if page.movers:
        mover = revenue_moves.mover_bars(page.movers, "chart_moved")
        revenue_moves.before_and_now(
            page.movers, stands.forecast, in_days(me.today, -WEEK)
        )
        if may_open and revenue_parts.is_new_pick("moved", mover):
            open_moved(mover, period)

wide, narrow = parts.halves(1.55, key="pace")
with wide, revenue_parts.told(_("Pace by issue"), _("booked before closing"), "pace"):
    if page.pacing is None:
        lists.none_yet(_("No issue is open: none has a closing date to come."))
    else:
        chosen = page.pacing.issue.issue_id
        revenue_pace.issue_switch(page.issues_open, chosen)
        revenue_pace.sentences(
            page.pacing, page.premium, page.missing, period, may_open=may_open
        )
        revenue_pace.pace_curve(page.pacing)
with narrow:
    lists.premium_part(page, may_open=may_open)

revenue_cuts.cuts(page, may_open=may_open)

wide, narrow = parts.halves(1.55, key="fill")
with wide:
    lists.fill_part(page)
with narrow:
    returns_part(page, may_open=may_open)

wide, narrow = parts.halves(1.0, key="come")
with wide:
    pipeline_part(page, may_open=may_open)
with narrow:
    leaks_part(page, may_open=may_open)
activity_part(page)
