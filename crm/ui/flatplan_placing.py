"""Placing on the flatplan: pick an ad, then the page; what was picked, what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.flatplan import Ad
from crm.domain.flatplan_layout import open_spots
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import number
from crm.services import flatplan as plans
from crm.ui import acting, asking, parts
from crm.ui.drawers.new_booking import open_new_booking
from crm.ui.drawers.plan_page import open_plan_page
from crm.ui.escape import bold, join, md
from crm.ui.flatplan_board import READ, WHOLE, Drawn, under
from crm.ui.flatplan_parts import where
from crm.ui.lists import open_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from crm.domain.flatplan import Spot
    from crm.domain.money import Money
    from crm.store.queries.flatplan_rows import Flatplan, PlanAd

HELD = "flatplan_held"
REFUSED = "flatplan_refused"
VIEW = "flatplan_view"
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


def drawn(plan: Flatplan, prices: Mapping[int, Money]) -> Drawn:
    """Return what the drawing shows beside the plan: what is picked, and where to."""
    ad = held(plan)
    movable = ad is not None and may_move(plan, ad)
    return Drawn(
        ad,
        tuple(open_spots(ad.ad, ad.format, plan.ground())) if ad and movable else (),
        st.session_state.pop(REFUSED, None),
        prices,
        is_reading=st.session_state.get(VIEW) == READ,
    )


def act(plan: Flatplan, pick: str | None) -> None:
    """Do what a click on the drawing asks for."""
    kind, _dash, rest = (pick or "").partition("-")
    if pick in {READ, WHOLE}:
        st.session_state[VIEW] = pick
        st.rerun()
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
    elif page and page in plan.for_sale and asking.may(Right.WRITE):
        open_new_booking(issue_id=plan.issue_id, position_id=page.position_id)


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

    form = acting.form_id(FORM)
    done = _("{name} stands on page {folio}.").format(name=ad.name, folio=folio)
    if acting.save(action, form, done=done):
        hold(None)
    elif why := acting.refused(form):
        st.session_state[REFUSED] = (folio, why.sentence)


def _take_off(plan: Flatplan, ad: PlanAd) -> None:
    me = asking.me()
    acting.speak()
    done = _("{name} is off the plan, to be placed again.").format(name=ad.name)
    if acting.save(
        lambda session: plans.take_off(
            session, me, plan.issue_id, ad.line_id, version=ad.version
        ),
        acting.form_id(FORM),
        done=done,
    ):
        hold(None)


def picked(plan: Flatplan) -> None:
    """Draw the ad that is picked on the plan, and what may be done with it."""
    ad = held(plan)
    if ad is None or ad.box is None:
        return
    with parts.section(_("Picked"), where(plan, ad), key="plan-picked"):
        said = ad.format if ad.is_anothers else join((ad.format, under(ad)))
        st.markdown(
            join((bold(ad.name), parts.muted(said), md(_hint(plan, ad))), "  \n")
        )
        with st.container(horizontal=True, gap="small"):
            if not ad.is_home and may_move(plan, ad):
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
            _let_go()


def _let_go() -> None:
    st.button(
        _("Let go"), key="ad_let_go", type="tertiary", on_click=hold, args=(None,)
    )


def _hint(plan: Flatplan, ad: PlanAd) -> str:
    if ad.is_anothers:
        return _("Taken: {rep} follows it.").format(rep=ad.rep)
    if ad.is_home:
        said = _("It is booked as “{position}” and stands there by itself.")
        return said.format(position=ad.position)
    if not may_place(plan):
        return ""
    return _("Click where it moves to, or Esc.")


def waiting(plan: Flatplan) -> None:
    """List what is to be placed; a click picks it."""
    rows = plan.waiting
    many = ngettext("{number} ad", "{number} ads", len(rows))
    note = many.format(number=number(len(rows)))
    with parts.section(_("To place"), note, key="plan-waiting"):
        acting.refusal(acting.form_id(FORM))
        if not plan.ads:
            said = _("No ad holds space in this issue: it will be listed here.")
            st.markdown(parts.muted(said))
        elif not rows:
            st.markdown(parts.muted(_("Every ad has its page.")))
        ground, counted = plan.ground(), dict[Ad, int]()
        for ad in rows[:LISTED]:
            alike = replace(ad.ad, line_id=0, advertiser_id=None, sector_id=None)
            if alike not in counted:
                boxes = open_spots(alike, ad.format, ground)
                counted[alike] = len({box.folio for box in boxes})
            _waiting(plan, ad, counted[alike])
        if len(rows) > LISTED:
            rest = _("and {number} more").format(number=number(len(rows) - LISTED))
            st.markdown(parts.muted(rest))


def _waiting(plan: Flatplan, ad: PlanAd, pages: int) -> None:
    is_held = held(plan) == ad
    told = [ad.format, ad.position, under(ad)]
    if ad.is_anothers:
        told.append(_("taken"))
    possible = ngettext("fits on {number} page", "fits on {number} pages", pages)
    hint = possible.format(number=number(pages)) if pages else _("fits on no page")
    if is_held and may_move(plan, ad):
        hint = _("click its page, or Esc")
    look = "held" if is_held else "card"
    with st.container(
        key=f"plan{look}-{ad.line_id}",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        wrap=False,
    ):
        lines = (bold(ad.name), parts.muted(join(told)), parts.accent(md(hint)))
        st.markdown(join(lines, "  \n"), width="stretch")
        if is_held:
            _let_go()
        elif may_move(plan, ad) and pages:
            st.button(
                _("Place it"),
                key=f"ad_pick_{ad.line_id}",
                type="tertiary",
                on_click=hold,
                args=(ad.line_id,),
            )
