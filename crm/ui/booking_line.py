"""One line of a booking being composed: where, what, at which place, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.pools import PAGES
from crm.domain.rate_cards import RateUnit
from crm.domain.space import SpaceState
from crm.language import _
from crm.language.formats import day_short, money, percent
from crm.language.vocabulary import word
from crm.ui import asking, parts
from crm.ui.escape import md
from crm.ui.space_words import left_of

if TYPE_CHECKING:
    from crm.store.queries.selling import (
        FormatOffer,
        Offer,
        OpenIssue,
        PositionOffer,
        Shelf,
    )
    from crm.ui.booking_draft import Draft


def line(draft: Draft, shelf: Shelf, place: int) -> None:
    """Draw the inputs of one line; the chosen format calls for the rest."""
    number = draft.lines[place]
    title = _("Line {number}").format(number=place + 1)
    with parts.section(title, key=f"compose-{number}"), st.container(gap="small"):
        support = _support(draft, shelf, number)
        issue_id = _issues(draft, shelf, number, support)
        offer = shelf.offer(issue_id) if issue_id else None
        if offer is None:
            said = _("No published rate card has prices for this issue.")
            st.markdown(parts.muted(said))
        else:
            _what(draft, offer, number, support)
        if len(draft.lines) > 1:
            st.button(
                _("Remove this line"),
                key=f"booking_remove_{number}",
                type="tertiary",
                icon=":material/delete:",
                on_click=draft.remove,
                args=(number,),
            )


def _support(draft: Draft, shelf: Shelf, number: int) -> int:
    supports = shelf.supports
    begun = next(
        (r.issue.support_id for r in shelf.issues if r.issue.id == draft.issue_id),
        next(iter(sorted(supports, key=list(supports).index))),
    )
    before = [n for n in draft.lines if n < number]
    if before:
        begun = st.session_state.get(draft.key("support", before[-1]), begun)
    if len(supports) == 1:
        st.session_state[draft.key("support", number)] = begun
        return begun
    picked: int = st.segmented_control(
        _("Support"),
        list(supports),
        default=begun,
        required=True,
        format_func=supports.__getitem__,
        key=draft.key("support", number),
        label_visibility="collapsed",
    )
    return picked


def _issues(draft: Draft, shelf: Shelf, number: int, support: int) -> int | None:
    rows = {row.issue.id: row for row in shelf.of_support(support)}
    ids = list(rows)
    begun = ids.index(draft.issue_id) if draft.issue_id in rows else 0
    left, right = st.columns([1.15, 1])
    issue_id = left.selectbox(
        _("Issue"),
        ids,
        index=begun,
        format_func=lambda one: issue_words(rows[one]),
        key=draft.key("issue", number, support),
    )
    right.multiselect(
        _("Repeat in"),
        [other for other in ids if other != issue_id],
        format_func=lambda one: rows[one].issue.name,
        key=draft.key("repeat", number, support),
        placeholder=_("Other issues"),
    )
    return issue_id


def issue_words(row: OpenIssue) -> str:
    """Say which issue, when it closes and what is left: for a list of choices."""
    late = row.issue.closes_on < asking.me().today
    closes = _("closed {day}") if late else _("closes {day}")
    closes = closes.format(day=day_short(row.issue.closes_on))
    budget = next((pool for pool in row.pools if pool.code == PAGES), None)
    said = (row.issue.name, closes, left_of(budget) if budget else "")
    return " · ".join(part for part in said if part)


def _what(draft: Draft, offer: Offer, number: int, support: int) -> None:
    formats = {form.id: form for form in offer.formats}
    chosen = st.pills(
        _("Format"),
        list(formats),
        default=_begun_format(draft, offer, number),
        format_func=lambda one: _format_words(formats[one]),
        key=draft.key("format", number, support),
    )
    if not chosen or chosen not in formats:
        return
    # A position at no premium with no pool of its own is what “ordinary” says.
    fitting = {
        p.id: p
        for p in offer.fitting(formats[chosen].code)
        if p.premium or p.pool is not None
    }
    if fitting:
        st.pills(
            _("Position"),
            [0, *fitting],
            default=draft.position_id
            if number == 0 and draft.position_id in fitting
            else 0,
            required=True,
            format_func=lambda one: _position_words(fitting.get(one)),
            key=draft.key("position", number, support, chosen),
        )
    _more(draft, offer, formats[chosen], number, support)


def _begun_format(draft: Draft, offer: Offer, number: int) -> int | None:
    """Return the format a place asked for from the calendar calls for, if only one."""
    if number or draft.position_id is None:
        return None
    fits = next((p.fits for p in offer.positions if p.id == draft.position_id), ())
    return next((form.id for form in offer.formats if form.code in fits), None)


def _format_words(form: FormatOffer) -> str:
    amount = money(form.amount, cents=False)
    if form.unit is RateUnit.THOUSAND:
        amount = _("{amount} per thousand").format(amount=money(form.amount))
    elif form.unit is RateUnit.SEND:
        amount = _("{amount} a send").format(amount=amount)
    elif form.unit is RateUnit.MONTH:
        amount = _("{amount} a month").format(amount=amount)
    full = form.pool is not None and form.pool.space.state is not SpaceState.FREE
    taken = f" · {word(form.pool.space.state)}" if full and form.pool else ""
    return md(f"{form.name} · {amount}{taken}")


def _position_words(position: PositionOffer | None) -> str:
    if position is None:
        return _("Ordinary position")
    premium = percent(position.premium, plus=True) if position.premium else ""
    state = ""
    if position.pool and position.pool.space.state is not SpaceState.FREE:
        state = word(position.pool.space.state)
    return md(" · ".join(part for part in (position.name, premium, state) if part))


def _more(
    draft: Draft, offer: Offer, form: FormatOffer, number: int, support: int
) -> None:
    counted = form.unit not in {RateUnit.INSERTION, RateUnit.SEND}
    with st.expander(
        _("Quantity, guaranteed position, fees"), expanded=counted, type="compact"
    ):
        st.text_input(
            _("Quantity"),
            "1",
            key=draft.key("quantity", number, support),
            max_chars=12,
            width=160,
        )
        if offer.guaranteed is not None:
            premium = percent(offer.guaranteed, plus=True)
            st.checkbox(
                _("Guaranteed position, {premium}").format(premium=premium),
                key=draft.key("guaranteed", number, support),
            )
        asked = {premium.code: premium for premium in offer.premiums}
        if asked:
            st.pills(
                _("Premiums asked for"),
                list(asked),
                selection_mode="multi",
                format_func=lambda code: md(
                    f"{asked[code].name} · {percent(asked[code].rate, plus=True)}"
                ),
                key=draft.key("premiums", number, support),
            )
        fees = {fee.code: fee for fee in offer.fees}
        if fees:
            st.pills(
                _("Technical fees"),
                list(fees),
                selection_mode="multi",
                format_func=lambda code: md(
                    f"{fees[code].name} · {money(fees[code].amount, cents=False)}"
                ),
                key=draft.key("fees", number, support),
            )
