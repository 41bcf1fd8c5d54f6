"""The pieces of an advertiser's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import CompanyRole, CompanyStatus, MandateState
from crm.domain.names import fold
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import day_short, money, number, percent
from crm.language.vocabulary import word
from crm.ui import acting, asking
from crm.ui.drawers.plan_follow_up import open_plan_follow_up
from crm.ui.escape import Marked, join, md
from crm.ui.follow_up_lines import follow_up_line
from crm.ui.parts import (
    figure,
    figures,
    muted,
    panel,
)
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.activities import FollowUpRow
    from crm.store.queries.advertisers import Standing
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.mandates import MandateRow


def eyebrow(company: CompanyCard) -> str:
    """Say what the company is to the desk, and its sector."""
    roles = [word(role) for role in company.roles]
    said = {fold(part): part for part in (*roles, company.sector) if part}
    return " · ".join(said.values())


def badges(company: CompanyCard, figures_: Standing, today: date) -> list[Marked]:
    """Mark where the advertiser stands, and its options."""
    marks = []
    if CompanyRole.ADVERTISER in company.roles:
        marks.append(badge(figures_.status))
    if figures_.options:
        said = ngettext("{number} option", "{number} options", figures_.options)
        shown = said.format(number=number(figures_.options))
        if figures_.first_option:
            left = (figures_.first_option - today).days
            shown = _("{options}, D−{days}").format(options=shown, days=number(left))
        marks.append(badge("optioned", shown))
    return marks


def whereabouts(
    company: CompanyCard, mandates: Sequence[MandateRow], today: date
) -> str:
    """Say where the company is, who looks after it, through whom it buys."""
    followed = _("followed by {name}").format(name=company.owner)
    agencies = [
        _("agency {name}").format(name=mandate.agency)
        for mandate in mandates
        if mandate.advertiser_id == company.id
        and mandate.state(today) is MandateState.VALID
    ]
    place = (
        f"{company.town} ({company.postcode[:2]})" if company.postcode else company.town
    )
    return join(
        (place, _site(company.website), followed if company.owner else "", *agencies)
    )


def _site(website: str) -> str:
    """Write a site without what would make the toolkit link to it."""
    return re.sub(r"^(https?://)?(www\.)?", "", website).rstrip("/")


def next_step_panel(
    company: CompanyCard, steps: Sequence[FollowUpRow], today: date
) -> None:
    """Draw what is to be done, the first thing first: done, put off or changed."""
    everything = acting.state().get("all_steps") == company.id
    with panel("next_step"):
        if not steps:
            _nothing_planned(company)
        for place, step in enumerate(steps if everything else steps[:1]):
            head = _next_step_label() if place == 0 else None
            follow_up_line(step, today, head=head)
        others = len(steps) - 1
        if others > 0 and not everything:
            more = ngettext("and {number} more", "and {number} more", others)
            st.button(
                more.format(number=number(others)),
                key="next_step_more",
                type="tertiary",
                icon=":material/expand_more:",
                on_click=_see_all_steps,
                args=(company.id,),
            )


def _see_all_steps(company_id: int) -> None:
    acting.state()["all_steps"] = company_id


def _nothing_planned(company: CompanyCard) -> None:
    with st.container(
        key="next_step_none", horizontal=True, vertical_alignment="center"
    ):
        said = muted(_("Nothing is planned: log a call and say what comes next."))
        st.markdown(join((_next_step_label(), said), "  \n"), width="stretch")
        if asking.may(Right.WRITE) and st.button(
            _("Plan the next step"), key="next_step_plan", icon=":material/event:"
        ):
            open_plan_follow_up(company.id, company.shown)


def _next_step_label() -> Marked:
    return Marked(":small[:blue[**") + md(_("Next step")) + Marked("**]]")


def figures_band(standing: Standing, today: date) -> None:
    """Draw what the advertiser is worth this year, and against the last one.

    Of somebody who was never quoted anything there is nothing to tell.
    """
    worth = (standing.net, standing.net_before, standing.optioned, standing.quoted)
    if standing.status is CompanyStatus.PROSPECT and not any(worth):
        return
    with figures("advertiser"):
        lines = ngettext("{number} line", "{number} lines", standing.lines)
        figure(
            _("net confirmed {year}").format(year=str(today.year)),
            money(standing.net, cents=False),
            lines.format(number=number(standing.lines)),
            key="net",
            definition=_(
                "Net net of the lines published or to come this year, without fees: "
                "the ledger by publication day."
            ),
        )
        figure(
            _("net confirmed {year}").format(year=str(today.year - 1)),
            money(standing.last_year, cents=False),
            _same_date(standing),
            key="before",
            definition=_(
                "Net net of the lines published last year, the whole year; beside it "
                "what was booked of it a year ago today, and what this year has "
                "gained on that."
            ),
        )
        until = standing.first_option
        figure(
            _("under option"),
            money(standing.optioned, cents=False),
            _("the first falls on {day}").format(day=day_short(until)) if until else "",
            key="optioned",
            definition=_("Net net of the lines under option, not signed yet."),
        )
        quotes = ngettext("{number} line", "{number} lines", standing.quotes)
        figure(
            _("in open quotes"),
            money(standing.quoted, cents=False),
            quotes.format(number=number(standing.quotes)) if standing.quotes else "",
            key="quoted",
            definition=_("Net net of the lines quoted, whose quote is still good."),
        )


def _same_date(standing: Standing) -> str:
    """Say where last year stood a year ago today, and what this year gained on it."""
    if not standing.last_year and not standing.net_before:
        return ""
    amount, gain = money(standing.net_before, cents=False), standing.change
    if gain is None:
        return _("{amount} at the same date").format(amount=amount)
    said = _("{amount} at the same date ({change})")
    return said.format(amount=amount, change=percent(gain, plus=True))
