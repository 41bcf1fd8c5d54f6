"""Revenue: where the year stands, beside last year, the target and what may come."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm.domain.revenue import Cut
from crm.domain.revenue import year as whole_year
from crm.domain.roles import Reach
from crm.language import _
from crm.language.formats import day_short
from crm.store.queries.revenue import barter_net
from crm.store.queries.standing import (
    cumulated,
    list_reps,
    months_beside,
    reps_beside,
    standing,
    supports_beside,
    years_told,
)
from crm.store.queries.users import user
from crm.ui import (
    asking,
    parts,
    revenue_bars,
    revenue_charts,
    revenue_parts,
    revenue_words,
)
from crm.ui.drawers.revenue_rows import ledger_rows
from crm.ui.revenue_issue import report_button

me = asking.me()
left, actions = parts.top(1.0)
with asking.reading() as session:
    seat = user(session, me.user_id)
    alone = seat is not None and seat.reach is Reach.OWN
    names = dict(list_reps(session, me))
    if alone and seat is not None:
        names = {seat.id: seat.name}
    with actions:
        year, basis, rep = revenue_parts.selectors(
            years_told(session, me), names, me.today.year, alone=alone
        )
    may_open = not alone or rep is not None
    period = whole_year(year, basis=basis, rep_id=rep)
    with actions:
        report_button(period)
    stands = standing(session, me, period)
    barter = barter_net(session, me, period)
    with left:
        eyebrow = _("Revenue {year} · as of {day}").format(
            year=year, day=day_short(me.today)
        )
        parts.head(eyebrow, revenue_parts.conclusion(stands, year))

    if not (stands.net or stands.last_year or stands.weighted or stands.target):
        parts.empty_state(
            "revenue",
            _("Nothing to count yet"),
            _(
                "Confirmed lines are counted here from the ledger, beside last year "
                "and the targets. Quote a booking and confirm it: it is the first row."
            ),
        )
    else:
        revenue_parts.band(stands, period, may_open=may_open)
        revenue_parts.apart(barter)
        before = replace(period.a_year_before(me.today), as_of=None)
        with revenue_parts.told(
            _("The year fills up"), revenue_words.basis(basis), "year"
        ):
            st.markdown(revenue_words.pace(stands, period))
            revenue_charts.year_curve(
                period,
                cumulated(session, me, period),
                cumulated(session, me, before),
                stands,
                me.today,
            )

        months = months_beside(session, me, period)
        reps = reps_beside(session, me, period) if may_open else []
        supports = supports_beside(session, me, period)
        picks: dict[Cut, int | None] = {}
        one, two, three = st.container(key="split-cuts").columns(
            [1.3, 1, 1], gap="large"
        )
        with one, revenue_parts.told(revenue_words.by_month(basis), _("net"), "months"):
            st.markdown(revenue_words.months(months, year))
            if any(row.net_net or row.beside for row in months):
                picks[Cut.MONTH] = revenue_bars.month_bars(months, "chart_months")
        with two, revenue_parts.told(_("By rep"), _("share of the target"), "reps"):
            st.markdown(revenue_words.reps(reps))
            if reps:
                said = _("Booked net by rep, beside the target")
                picks[Cut.REP] = revenue_bars.named_bars(
                    reps, "chart_reps", _("Target"), said
                )
        with three, revenue_parts.told(_("By support"), _("share of last year"), "sup"):
            st.markdown(revenue_words.supports(supports, year))
            if supports:
                said = _("Booked net by support, beside last year")
                picks[Cut.SUPPORT] = revenue_bars.named_bars(
                    supports, "chart_supports", _("Last year"), said
                )

        picked = revenue_parts.last_picked(picks)
        key = picks[picked] if picked else None
        if picked is None or key is None or not may_open:
            hint = _(
                "Click a bar: its rows open here, and their sum is the bar’s figure."
            )
            st.markdown(parts.icon("ads_click", "gray") + " " + parts.muted(hint))
        else:
            rows = reps if picked is Cut.REP else supports
            name = revenue_words.name_of(picked, key, rows)
            with revenue_parts.told(
                _("Rows of {name}").format(name=name), "", "picked"
            ):
                ledger_rows(period.part(picked, key), key="picked")
