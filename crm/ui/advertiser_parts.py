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
from crm.ui import asking
from crm.ui.escape import Marked, bold, join, md
from crm.ui.follow_ups import due_badge, finish_follow_up, open_put_off
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


def next_step_panel(steps: Sequence[FollowUpRow], today: date) -> None:
    """Draw the first thing to do, done or put off on the spot."""
    with panel("next_step"):
        if not steps:
            st.markdown(
                join(
                    (
                        _next_step_label(),
                        muted(
                            _("Nothing is planned: log a call and say what comes next.")
                        ),
                    ),
                    "  \n",
                )
            )
            return
        step = steps[0]
        with st.container(horizontal=True, vertical_alignment="center"):
            others = len(steps) - 1
            more = ngettext("and {number} more", "and {number} more", others)
            when = join((day_short(step.due_on), step.contact))
            st.markdown(
                join(
                    (
                        join(
                            (
                                _next_step_label(),
                                due_badge(step.due_on, step.due_time, today),
                            ),
                            " ",
                        ),
                        bold(step.reason),
                        muted(
                            join(
                                (
                                    when,
                                    more.format(number=number(others))
                                    if others
                                    else "",
                                )
                            )
                        ),
                    ),
                    "  \n",
                ),
                width="stretch",
            )
            if not asking.may(Right.WRITE):
                return
            with st.container(horizontal=True, width="content"):
                st.button(
                    _("Done"),
                    key=f"follow_up_done_{step.id}",
                    icon=":material/check:",
                    on_click=finish_follow_up,
                    args=(step.id,),
                )
                if st.button(
                    _("Put off"),
                    key=f"follow_up_put_off_{step.id}",
                    icon=":material/event_repeat:",
                ):
                    open_put_off(step.id, step.company, step.reason)


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
        gain = standing.change
        figure(
            _("on {year}").format(year=str(today.year - 1)),
            "–" if gain is None else percent(gain, plus=True),
            _("{amount} at the same day").format(
                amount=money(standing.net_before, cents=False)
            ),
            key="before",
            definition=_("Last year’s figure as it stood a year ago today."),
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
