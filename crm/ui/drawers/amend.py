"""Amend a confirmed booking: a line's place or price, its tiers; before, after."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.amendments import Changed
from crm.domain.bookings import LineStatus
from crm.domain.money import total
from crm.language import _
from crm.language.formats import money, parse_percent
from crm.language.vocabulary import word
from crm.services.amending import AmendmentWish, LineChange
from crm.services.amendments import foresee_amendment, propose_amendment
from crm.store.queries.amendments import in_words
from crm.store.queries.bookings import booking_card
from crm.store.queries.selling import shelf
from crm.ui import acting, asking, parts
from crm.ui.booking_line import issue_words
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md

if TYPE_CHECKING:
    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.store.queries.selling import Shelf

TIERS = 0
"""Stands for no line in the choice of what changes: the tiers of all of them."""


def open_amend(booking_id: int) -> None:
    """Open the drawer that proposes an amendment."""
    name = f"amend_{booking_id}"
    form = acting.fresh_form(name)
    title = _("Propose an amendment")
    way = ("amend", booking_id)
    open_drawer(name, title, "edit_document", partial(draw, booking_id, form), way=way)


def open_regularise(booking_id: int) -> None:
    """Open the drawer on the discounts that the year has brought since."""
    name = f"regularise_{booking_id}"
    form = acting.fresh_form(name)
    title = _("Propose an amendment")
    inside = partial(draw, booking_id, form, by_tiers=True)
    way = ("regularise", booking_id)
    open_drawer(name, title, "edit_document", inside, way=way)


def draw(booking_id: int, form: str, *, by_tiers: bool = False) -> None:
    """Draw what changes, the difference it makes, and why."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
        sold = shelf(session, me, booking.title_id) if booking else None
    if booking is None or sold is None:
        return
    acting.aside(form)["about"] = booking.number
    lines = {
        line.id: line
        for line in booking.lines
        if line.status is LineStatus.CONFIRMED and not line.is_penalty
    }
    picked = st.selectbox(
        _("What changes"),
        [*lines, TIERS],
        index=len(lines) if by_tiers else 0,
        format_func=lambda one: (
            _name(lines[one]) if one else _("The discounts, by the tiers reached since")
        ),
        key=f"amend_line_{form}",
    )
    line = lines.get(picked or TIERS)
    if line is not None:
        _inputs(line, sold, form)
    st.text_input(
        _("Why"),
        _("Tier reached since") if by_tiers else "",
        key=f"amend_reason_{form}",
        max_chars=400,
        placeholder=_("Kept with the amendment"),
    )
    said = _difference(booking, form, line, lines)
    waits = "" if said is None else said
    save = partial(_save, booking_id, form, line)
    drawer_foot("amend", form, save, label=_("Propose"), waits_for=waits)


def _name(line: LineCard) -> str:
    return ", ".join(part for part in (line.format, line.position, line.issue) if part)


def _inputs(line: LineCard, sold: Shelf, form: str) -> None:
    rows = {row.issue.id: row for row in sold.issues}
    own = rows.get(line.issue_id or 0)
    support = own.issue.support_id if own else None
    ids = [x for x, row in rows.items() if support in {None, row.issue.support_id}]
    issue_id = st.selectbox(
        _("Issue"),
        [0, *(one for one in ids if one != line.issue_id)],
        format_func=lambda one: (
            issue_words(rows[one])
            if one
            else _("{issue}, as it is").format(issue=line.issue)
        ),
        key=f"amend_issue_{line.id}_{form}",
    )
    offer = sold.offer(issue_id or line.issue_id or 0)
    formats = {x.id: x for x in (offer.formats if offer else ())}
    positions = {x.id: x for x in (offer.positions if offer else ())}
    left, right = st.columns(2)
    left.selectbox(
        _("Format"),
        list(formats),
        index=list(formats).index(line.format_id) if line.format_id in formats else 0,
        format_func=lambda one: formats[one].name,
        key=f"amend_format_{line.id}_{form}",
    )
    choices = [0, *positions]
    right.selectbox(
        _("Position"),
        choices,
        index=choices.index(line.position_id) if line.position_id in positions else 0,
        format_func=lambda one: positions[one].name if one else _("Ordinary position"),
        key=f"amend_position_{line.id}_{form}",
    )
    left, right = st.columns(2)
    left.number_input(
        _("Quantity"),
        min_value=1,
        value=line.quantity,
        key=f"amend_quantity_{line.id}_{form}",
    )
    right.text_input(
        _("Exceptional discount"),
        key=f"amend_discount_{line.id}_{form}",
        max_chars=8,
        placeholder=_("As it is"),
    )


def _wish(form: str, line: LineCard | None) -> AmendmentWish:
    typed = st.session_state
    reason = str(typed.get(f"amend_reason_{form}") or "")
    if line is None:
        return AmendmentWish(reason, regularises=True)

    def given(name: str) -> int | None:
        found = typed.get(f"amend_{name}_{line.id}_{form}")
        return int(found) if found is not None else None

    discount = str(typed.get(f"amend_discount_{line.id}_{form}") or "").strip()
    position = given("position")
    change = LineChange(
        line.id,
        issue_id=given("issue") or None,
        format_id=given("format"),
        position_id=None if position == (line.position_id or 0) else position,
        quantity=given("quantity"),
        exceptional=parse_percent(discount) if discount else None,
    )
    return AmendmentWish(reason, (change,))


def _difference(
    booking: BookingCard,
    form: str,
    line: LineCard | None,
    lines: dict[int, LineCard],
) -> str | None:
    """Draw before and after; return what keeps it from being proposed, if anything."""
    me = asking.me()
    wish = _wish(form, line)
    answer = asking.attempt(
        lambda session: [
            (row, in_words(session, me, row.fields))
            for row in foresee_amendment(session, me, booking.id, wish)
        ]
    )
    if answer.value is None:
        return answer.refusal
    told = [(row, words) for row, words in answer.value if row.fields]
    whole = total((row.after - row.before for row, _words in told), booking.currency)
    title, note = _("Before and after"), _("excl. VAT")
    with parts.section(title, note, key="amend-difference"):
        for row, words in told:
            name = _name(lines[row.line_id]) if row.line_id in lines else ""
            shown = [
                f"{word(field)} {before} → {after}"
                for field, before, after in words
                if field is not Changed.REASON
            ]
            parts.pair(
                f"amend-{row.line_id}",
                bold(name),
                join(shown),
                f"{money(row.before)} → {md(money(row.after))}",
            )
        parts.pair(
            "amend-whole", bold(_("Difference")), "", bold(money(whole, plus=True))
        )
    return None


def _save(booking_id: int, form: str, line: LineCard | None) -> None:
    wish = _wish(form, line)
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: propose_amendment(session, me, booking_id, wish),
        form,
        done=_("Proposed: nothing moves before the advertiser agrees."),
    )
