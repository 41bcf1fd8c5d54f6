"""Placing on the flatplan: pick an ad, then the page; what was picked, what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services import flatplan as plans
from crm.ui import acting, asking, parts
from crm.ui.drawers.plan_page import open_plan_page
from crm.ui.escape import bold, join, md
from crm.ui.flatplan_board import under
from crm.ui.flatplan_parts import where
from crm.ui.lists import open_record

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.flatplan import Spot
    from crm.store.queries.flatplan_rows import Flatplan, PlanAd

HELD = "flatplan_held"
FORM = "flatplan"
LISTED = 30


def may_place(plan: Flatplan) -> bool:
    """Say whether ads are put on this plan, by whoever sees it now."""
    return plan.may_change and bool(plan.paper.pages) and asking.may(Right.WRITE)


def may_describe(plan: Flatplan) -> bool:
    """Say whether the pages are described by whoever sees them now."""
    return plan.may_change and asking.may(Right.MANAGE_TITLES)


def held(plan: Flatplan) -> PlanAd | None:
    """Return the ad that is picked: what a click on a page is about."""
    return plan.ad(st.session_state.get(HELD))


def hold(line_id: int | None) -> None:
    """Pick an ad, or let it go."""
    st.session_state[HELD] = line_id


def act(plan: Flatplan, pick: str | None) -> None:
    """Do what a click on the drawing asks for."""
    kind, _dash, rest = (pick or "").partition("-")
    numbers = [int(part) for part in rest.split("-") if part.isdecimal()]
    if not kind or not numbers:
        return
    ad = held(plan)
    if kind == "ad":
        hold(None if ad and ad.line_id == numbers[0] else numbers[0])
        st.rerun()
    if ad and may_move(plan, ad):
        spot = (numbers[1], numbers[2]) if kind == "spot" else None
        put(plan, ad, numbers[0], spot)
        st.rerun()
    page = plan.page(numbers[0])
    if page and may_describe(plan):
        open_plan_page(plan, page)


def may_move(plan: Flatplan, ad: PlanAd) -> bool:
    """Say whether an ad is moved by whoever sees it now."""
    return may_place(plan) and not ad.is_anothers


def put(plan: Flatplan, ad: PlanAd, folio: int, spot: Spot | None) -> None:
    """Put the ad that is picked on a page; refused, it stays picked."""
    me = asking.me()

    def action(session: Session) -> None:
        plans.place(
            *(session, me, plan.issue_id, ad.line_id, folio),
            spot=spot,
            version=ad.version,
        )

    done = _("{name} stands on page {folio}.").format(name=ad.name, folio=folio)
    if acting.save(action, FORM, done=done):
        hold(None)


def _take_off(plan: Flatplan, ad: PlanAd) -> None:
    me = asking.me()
    acting.speak()
    done = _("{name} is off the plan, to be placed again.").format(name=ad.name)
    if acting.save(
        lambda session: plans.take_off(
            session, me, plan.issue_id, ad.line_id, version=ad.version
        ),
        FORM,
        done=done,
    ):
        hold(None)


def picked(plan: Flatplan) -> None:
    """Draw the ad that is picked, what may be done with it, and the last refusal."""
    ad = held(plan)
    if ad is None:
        acting.refusal(FORM)
        return
    note = where(plan, ad) if ad.box else ""
    with parts.section(_("Picked"), note, key="plan-picked"):
        acting.refusal(FORM)
        said = ad.format if ad.is_anothers else join((ad.format, under(ad)))
        st.markdown(
            join((bold(ad.name), parts.muted(said), md(_hint(plan, ad))), "  \n")
        )
        with st.container(horizontal=True, gap="small"):
            if ad.box and not ad.is_home and may_move(plan, ad):
                st.button(
                    _("Take off"),
                    key="ad_take_off",
                    icon=":material/remove:",
                    on_click=_take_off,
                    args=(plan, ad),
                )
            if ad.booking_id is not None and st.button(
                _("Booking"), key="ad_booking", type="tertiary"
            ):
                open_record("booking", ad.booking_id)
            st.button(
                _("Let go"),
                key="ad_let_go",
                type="tertiary",
                on_click=hold,
                args=(None,),
            )


def _hint(plan: Flatplan, ad: PlanAd) -> str:
    if ad.is_anothers:
        return _("Taken: {rep} follows it.").format(rep=ad.rep)
    if ad.is_home and ad.box:
        said = _("It is booked as “{position}” and stands there by itself.")
        return said.format(position=ad.position)
    if not may_place(plan):
        return ""
    if ad.box:
        return _("Click another page to move it.")
    return _("Click its page: where it fits lights up.")


def waiting(plan: Flatplan) -> None:
    """List what is to be placed; a click picks it."""
    rows = plan.waiting
    many = ngettext("{number} ad", "{number} ads", len(rows))
    note = many.format(number=number(len(rows)))
    with parts.section(_("To place"), note, key="plan-waiting"):
        if not plan.ads:
            said = _("No ad holds space in this issue: it will be listed here.")
            st.markdown(parts.muted(said))
        elif not rows:
            st.markdown(parts.muted(_("Every ad has its page.")))
        for ad in rows[:LISTED]:
            _waiting(plan, ad)
        if len(rows) > LISTED:
            rest = _("and {number} more").format(number=number(len(rows) - LISTED))
            st.markdown(parts.muted(rest))


def _waiting(plan: Flatplan, ad: PlanAd) -> None:
    told = [ad.format, ad.position, under(ad)]
    if not ad.holder:
        told.append(_("taken"))
    with parts.row(f"waiting-{ad.line_id}"):
        st.markdown(
            join((bold(ad.name), parts.muted(join(told))), "  \n"), width="stretch"
        )
        if may_move(plan, ad) and held(plan) != ad:
            st.button(
                _("Place"),
                key=f"ad_pick_{ad.line_id}",
                type="tertiary",
                on_click=hold,
                args=(ad.line_id,),
            )
