"""Propose a plan: the advertiser's own words first, the paper issued from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.language import _
from crm.services.documents import ProposalWish, issue_proposal
from crm.services.documents.proposal import LONGEST, told_before
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def open_proposal(booking_id: int) -> None:
    """Open the drawer in which a proposal is worded and issued."""
    name = f"proposal_{booking_id}"
    form = acting.fresh_form(name)
    open_drawer(
        name,
        _("Proposal"),
        "article",
        lambda: _draw(form, booking_id),
        way=("proposal", booking_id),
    )


def _draw(form: str, booking_id: int) -> None:
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        before = told_before(session, me, booking_id)
    if booking is None:
        st.markdown(parts.muted(_("This record is not there any more.")))
        return
    acting.aside(form)["about"] = booking.advertiser
    told = join((booking.quote_number, booking.campaign))
    parts.pair("proposal_head", bold(booking.advertiser), told)
    said = _("Their words come first, in large; the plan and its price follow.")
    st.markdown(parts.muted(said))
    st.text_area(
        _("Their situation"),
        before.situation,
        key=f"proposal_situation_{form}",
        max_chars=LONGEST,
        placeholder=_("What they told you of where they stand"),
    )
    st.text_area(
        _("What they want to reach"),
        before.objective,
        key=f"proposal_objective_{form}",
        max_chars=LONGEST,
        placeholder=_("An aim one can count, and by when"),
    )
    st.segmented_control(
        _("Language of the proposal"),
        ("fr", "en"),
        default=booking.language,
        required=True,
        format_func=lambda code: _("French") if code == "fr" else _("English"),
        key=f"proposal_language_{form}",
    )
    drawer_foot(
        "proposal", form, lambda: _save(form, booking_id), label=_("Issue the proposal")
    )


def _save(form: str, booking_id: int) -> None:
    me = asking.me()
    wish = ProposalWish(
        str(st.session_state.get(f"proposal_situation_{form}") or ""),
        str(st.session_state.get(f"proposal_objective_{form}") or ""),
    )
    language = str(st.session_state.get(f"proposal_language_{form}") or "")

    def action(session: Session) -> None:
        issue_proposal(session, me, booking_id, wish, language=language)

    acting.speak()
    acting.save(
        action,
        form,
        done=_("The proposal is issued and kept."),
    )
