"""Mandates on a company's page, and the advertisers an agency buys for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.companies import MandateState
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import date_long, money, number, percent
from crm.language.vocabulary import word
from crm.ui import asking
from crm.ui.company_parts import document_link
from crm.ui.drawers.mandate import (
    open_edit_mandate,
    open_given_mandate,
    open_held_mandate,
)
from crm.ui.escape import Marked, bold, join
from crm.ui.lists import record_button
from crm.ui.parts import muted, row, section
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.store.queries.agencies import BoughtFor
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.mandates import MandateRow

LOOKS = {
    MandateState.VALID: "confirmed",
    MandateState.TO_COME: "quoted",
    MandateState.EXPIRED: "overdue",
    MandateState.ENDED: "expired",
}


def mandates_section(
    company: CompanyCard,
    mandates: Sequence[MandateRow],
    today: date,
    *,
    as_agency: bool,
) -> None:
    """Draw the mandates a company gave or, `as_agency`, holds: days, status, paper."""
    writes = asking.may(Right.WRITE)
    if not mandates and not as_agency:
        return
    with section(_("Mandates"), number(len(mandates)), key="mandates"):
        for mandate in mandates:
            gives = mandate.advertiser_id == company.id
            name = mandate.agency if gives else mandate.advertiser
            other = mandate.agency_id if gives else mandate.advertiser_id
            with row(f"mandate-held-{mandate.id}"):
                with st.container(gap=None):
                    record_button(f"mandate_of_{mandate.id}", name, "advertiser", other)
                    st.markdown(
                        muted(
                            join((_days(mandate), mandate.reference, _paper(mandate)))
                        )
                    )
                state = mandate.state(today)
                mark = badge(LOOKS[state], word(state), "gavel")
                st.markdown(mark, width="content")
                if writes and st.button(
                    "",
                    key=f"mandate_edit_{mandate.id}",
                    icon=":material/edit:",
                    type="tertiary",
                    help=_("Change or end this mandate, keep its paper"),
                ):
                    open_edit_mandate(mandate.id)
        if not mandates:
            st.markdown(
                muted(_("None yet: an agency buys only under a written mandate."))
            )
    if writes and st.button(
        _("Record a mandate"),
        key="mandate_add",
        type="tertiary",
        icon=":material/gavel:",
    ):
        open_add_mandate(company, as_agency=as_agency)


def open_add_mandate(company: CompanyCard, *, as_agency: bool) -> None:
    """Open the drawer that records a mandate, from the side the page shows."""
    open_one = open_held_mandate if as_agency else open_given_mandate
    open_one(company.id, company.shown)


def bought_for_section(rows: Sequence[BoughtFor], today: date) -> None:
    """Draw the advertisers an agency buys for, with what through it this year."""
    many = ngettext("{number} advertiser", "{number} advertisers", len(rows))
    note = many.format(number=number(len(rows)))
    with section(_("Its advertisers"), note if rows else "", key="bought-for"):
        for one in rows:
            with row(f"bought-for-{one.id}"):
                with st.container(gap=None):
                    record_button(
                        f"bought_for_{one.id}", one.name, "advertiser", one.id
                    )
                    lines = ngettext("{number} line", "{number} lines", one.live)
                    whose = _("followed by {name}").format(name=one.owner)
                    said = lines.format(number=number(one.live))
                    st.markdown(muted(join((said, whose if one.owner else ""))))
                st.markdown(
                    join(
                        (
                            bold(money(one.net, cents=False)),
                            muted(_gain(one, today)),
                        ),
                        "  \n",
                    ),
                    width="content",
                    text_alignment="right",
                )
        if not rows:
            st.markdown(muted(_("Nobody yet: the first mandate will bring one.")))


def _gain(one: BoughtFor, today: date) -> str:
    if one.change is None:
        return _("net {year}").format(year=str(today.year))
    said = _("{share} on {year}")
    return said.format(share=percent(one.change, plus=True), year=str(today.year - 1))


def _days(mandate: MandateRow) -> str:
    last = mandate.revoked_on or mandate.valid_until
    first = date_long(mandate.valid_from)
    if last is None:
        return _("from {first}, open-ended").format(first=first)
    return _("{first} to {last}").format(first=first, last=date_long(last))


def _paper(mandate: MandateRow) -> Marked | str:
    if mandate.paper_id is None:
        return _("no paper kept")
    return document_link(_("see the mandate"), mandate.paper_id)
