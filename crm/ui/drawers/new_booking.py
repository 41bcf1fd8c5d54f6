"""New booking: quote lines from the rate card, the price explained as they come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from crm.domain.companies import CompanyRole
from crm.language import _
from crm.language.formats import date_long, money
from crm.services import bookings
from crm.store.queries.companies import company_card, list_companies
from crm.store.queries.magazine import list_titles
from crm.store.queries.mandates import list_mandates
from crm.store.queries.opportunities import opportunity
from crm.store.queries.selling import shelf
from crm.ui import (
    acting,
    asking,
    booking_draft,
    booking_line,
    booking_price,
    drafts,
    late,
    parts,
)
from crm.ui.escape import bold, join
from crm.ui.lists import open_record

if TYPE_CHECKING:
    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard
    from crm.ui.booking_draft import Draft

HITS = 6
AGENCIES = 200


def open_new_booking(
    advertiser_id: int | None = None,
    *,
    issue_id: int | None = None,
    position_id: int | None = None,
    opportunity_id: int | None = None,
) -> None:
    """Open the drawer; the advertiser, the issue and the place may be known.

    From an opportunity of the advertiser's, the booking is what it becomes.
    """
    booking_draft.start(advertiser_id, issue_id, position_id, opportunity_id)
    _open()


def reopen_new_booking(
    advertiser_id: int | None,
    issue_id: int | None,
    position_id: int | None,
    opportunity_id: int | None = None,
) -> None:
    """Open the drawer as it was opened when its draft was begun."""
    booking_draft.start(advertiser_id, issue_id, position_id, opportunity_id)
    _open()


def _open() -> None:
    st.dialog(
        _("New booking"),
        width=760,
        position="right",
        dismissible=False,
        icon=":material/note_add:",
    )(draw)()


def draw() -> None:
    """Draw the drawer's inside: for whom, which lines, at what price."""
    acting.speak()
    draft = booking_draft.current()
    if draft is None:
        return
    drafts.drawn(draft.filled, lambda: _draw(draft))


def _draw(draft: Draft) -> None:
    if drafts.recalled(draft.filled):
        draft.recall()
    draft.remember()
    done: dict[str, int] = acting.state().setdefault("quoted", {})
    if draft.form in done:
        open_record("booking", done[draft.form])
    me = asking.me()
    acting.refusal(draft.form)
    if draft.advertiser_id is None:
        _find_advertiser(draft, me)
        _foot(draft, 0, ready=False)
        return
    with asking.reading() as session:
        company = company_card(session, me, draft.advertiser_id)
        titles = list_titles(session, me)
    if company is None or not titles:
        st.markdown(parts.muted(_("Nothing can be sold yet: set up a title first.")))
        _foot(draft, 0, ready=False)
        return
    acting.aside(draft.form)["about"] = company.shown
    _advertiser(draft, me, company)
    title_id = titles[0].id
    if len(titles) > 1:
        names = {title.id: title.name for title in titles}
        title_id = st.segmented_control(
            _("Title"),
            list(names),
            default=title_id,
            required=True,
            format_func=names.__getitem__,
            key=draft.key("title"),
        )
    with asking.reading() as session:
        sold = shelf(session, me, title_id)
    if not sold.issues:
        st.markdown(parts.muted(_("No issue is open: plan one in the calendar.")))
    else:
        for place in range(len(draft.lines)):
            booking_line.line(draft, sold, place)
        st.button(
            _("Add a line"),
            key="booking_add",
            icon=":material/add:",
            on_click=draft.add,
        )
        _discount(draft)
        asked = booking_draft.read(draft, title_id, st.session_state.to_dict())
        late.why_typed(draft.key("late"), sold, asked)
    typed = booking_draft.read(draft, title_id, st.session_state.to_dict())
    ready = booking_price.shown(me, sold, typed)
    _foot(draft, title_id, ready=ready)


def _find_advertiser(draft: Draft, me: Actor) -> None:
    typed = st.text_input(
        _("Advertiser"),
        key=draft.key("advertiser"),
        type="search",
        live="150ms",
        max_chars=80,
        placeholder=_("Its name, its town…"),
    )
    if not (typed or "").strip():
        return
    with asking.reading() as session:
        found = list_companies(
            session, me, search=typed or "", role=CompanyRole.ADVERTISER, size=HITS
        )
    for row in found:
        st.button(
            join((bold(row.name), parts.muted(row.town)), " "),
            key=f"booking_for_{row.id}",
            type="tertiary",
            icon=":material/storefront:",
            on_click=_choose,
            args=(draft, row.id),
        )
    if not found:
        said = _("Nothing for “{words}”").format(words=typed)
        st.markdown(parts.muted(said))


def _choose(draft: Draft, company_id: int | None) -> None:
    if company_id != draft.advertiser_id:
        draft.opportunity_id = None  # it was the other advertiser's
    draft.advertiser_id = company_id


def _advertiser(draft: Draft, me: Actor, company: CompanyCard) -> None:
    with parts.row("booking-advertiser"):
        name = join((bold(company.shown), parts.muted(company.town)), "  \n")
        st.markdown(name, width="stretch")
        st.button(
            _("Change"),
            key="booking_change",
            type="tertiary",
            on_click=_choose,
            args=(draft, None),
        )
    with asking.reading() as session:
        intent = opportunity(session, me, draft.opportunity_id or 0)
        mandates = list_mandates(session, me, company.id)
        agencies = list_companies(session, me, role=CompanyRole.AGENCY, size=AGENCIES)
    if intent is not None:
        told = join((intent.name, money(intent.amount, cents=False)))
        st.markdown(join((parts.icon("trending_up"), parts.muted(told)), " "))
    valid = {
        row.agency_id: row
        for row in mandates
        if row.valid_from <= me.today
        and (row.valid_until is None or row.valid_until >= me.today)
        and (row.revoked_on is None or row.revoked_on > me.today)
    }
    names = {row.id: row.name for row in agencies}
    ordered = sorted(names, key=lambda agency_id: agency_id not in valid)
    contacts = {contact.id: contact.name for contact in company.contacts}
    left, middle, right = st.columns(3)
    left.selectbox(
        _("Contact"),
        [*contacts, 0],
        format_func=lambda one: contacts.get(one, _("Nobody yet")),
        key=draft.key("contact"),
    )
    agency_id = middle.selectbox(
        _("Agency"),
        [0, *ordered],
        format_func=lambda one: names.get(one, _("None, directly")),
        key=draft.key("agency"),
    )
    right.text_input(
        _("Campaign"),
        key=draft.key("campaign"),
        max_chars=120,
        placeholder=_("What it is for"),
    )
    if agency_id:
        _mandate(valid.get(agency_id))


def _mandate(held: Any) -> None:  # noqa: ANN401  a MandateRow, or None
    if held is None:
        said = _("Mandate missing: no professional discount until it is recorded.")
        st.markdown(join((parts.icon("priority_high", "red"), said), " "))
    else:
        until = date_long(held.valid_until) if held.valid_until else ""
        said = (
            _("Mandate {reference}, valid until {day}.")
            if until
            else _("Mandate {reference}.")
        )
        said = said.format(reference=held.reference, day=until)
        st.markdown(join((parts.icon("check"), parts.muted(said)), " "))


def _discount(draft: Draft) -> None:
    left, right = st.columns([1, 3])
    left.text_input(
        _("Exceptional discount"),
        key=draft.key("discount"),
        max_chars=8,
        placeholder="5\u202f%",
    )
    right.text_input(
        _("Its reason"),
        key=draft.key("reason"),
        max_chars=200,
        placeholder=_("Kept with the price, printed with its steps"),
    )


def _foot(draft: Draft, title_id: int, *, ready: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Quote"),
            key="booking_save",
            type="primary",
            icon=":material/check:",
            shortcut="Ctrl+Enter",
            disabled=not ready,
            on_click=acting.attempt,
            args=(partial(_save, draft, title_id), draft.form),
        )
        if st.button(_("Leave it"), key="booking_leave"):
            drafts.leave(draft.filled)
            st.rerun()
        st.markdown(parts.muted(_("Nothing is saved before this button.")))


def _save(draft: Draft, title_id: int) -> None:
    acting.speak()
    inputs: dict[str, Any] = st.session_state.to_dict()
    me = asking.me()
    typed = booking_draft.read(draft, title_id, inputs)
    if typed is None:
        return
    kept: list[int] = []

    def quote(session: Any) -> None:  # noqa: ANN401  the store's session
        kept[:] = [bookings.quote(session, me, typed.wish())]

    if acting.save(quote, draft.form, done=_("Quoted.")) and kept:
        acting.state().setdefault("quoted", {})[draft.form] = kept[0]
