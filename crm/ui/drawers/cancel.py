"""Cancel lines of a booking: by which notice, and what it costs before it is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.bookings import ASKED, LineStatus
from crm.domain.money import total
from crm.domain.roles import Right
from crm.language import _, ngettext
from crm.language.formats import money, number, percent
from crm.services.cancelling import Notice, cancel_lines, foresee
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join, md
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm.services.cancelling import Foreseen
    from crm.store.queries.bookings import BookingCard, LineCard


def open_cancel(booking_id: int) -> None:
    """Open the drawer that cancels a booking, or some of its lines."""
    name = f"cancel_{booking_id}"
    form = acting.fresh_form(name)
    title = _("Cancel the booking")
    way = ("cancel", booking_id)
    open_drawer(name, title, "close", partial(draw, booking_id, form), way=way)


def draw(booking_id: int, form: str) -> None:
    """Draw which lines, the day of the notice, the reason; then what it costs."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
    if booking is None:
        return
    acting.aside(form)["about"] = booking.number
    lines = _cancellable(booking)
    if len(lines) > 1:
        st.pills(
            _("Lines to cancel"),
            list(lines),
            selection_mode="multi",
            default=list(lines),
            format_func=lambda one: md(_name(lines[one])),
            key=f"cancel_lines_{form}",
        )
    st.date_input(
        _("Notice received on"),
        me.today,
        min_value=booking.quoted_on,
        max_value=me.today,
        format="DD/MM/YYYY",
        key=f"cancel_day_{form}",
    )
    st.text_area(
        _("Why is it cancelled?"),
        key=f"cancel_reason_{form}",
        max_chars=400,
        height=80,
        placeholder=_("Budget frozen, campaign postponed…"),
    )
    signed = [x for x in lines.values() if x.status is LineStatus.CONFIRMED]
    if any(line.price.fees for line in signed):
        st.checkbox(
            _("The technical fees are already incurred: they stay due"),
            key=f"cancel_fees_{form}",
        )
    if signed and me.may(Right.APPROVE_DISCOUNTS):
        st.text_input(
            _("No penalty, because"),
            key=f"cancel_waiver_{form}",
            max_chars=200,
            placeholder=_("Left empty, the terms of sale apply"),
        )
    notice = _notice(form, lines, me.today)
    cost = _shown(booking, notice, lines)
    waits = "" if notice.line_ids else _("Choose what is cancelled.")
    label = _("Cancel the booking")
    if cost:
        label = _("Cancel, {amount} owed").format(amount=cost)
    save = partial(_save, booking_id, form, tuple(lines), me.today)
    drawer_foot("cancel", form, save, label=label, waits_for=waits)


def _cancellable(booking: BookingCard) -> dict[int, LineCard]:
    return {
        line.id: line
        for line in booking.lines
        if line.status in ASKED[LineStatus.CANCELLED] and not line.is_penalty
    }


def _name(line: LineCard) -> str:
    return ", ".join(part for part in (line.format, line.issue) if part)


def _notice(
    form: str, lines: Sequence[int] | dict[int, LineCard], today: date
) -> Notice:
    typed = st.session_state
    chosen = typed.get(f"cancel_lines_{form}", list(lines))
    return Notice(
        str(typed.get(f"cancel_reason_{form}") or ""),
        typed.get(f"cancel_day_{form}") or today,
        tuple(int(one) for one in chosen or ()),
        keeps_fees=bool(typed.get(f"cancel_fees_{form}")),
        waiver=str(typed.get(f"cancel_waiver_{form}") or ""),
    )


def _shown(booking: BookingCard, notice: Notice, lines: dict[int, LineCard]) -> str:
    """Draw what it costs; return what is owed in all, as it is written."""
    rows = _foreseen(booking.id, notice) if notice.line_ids else []
    back = total((row.given_back for row in rows), booking.currency)
    owed = total((row.owed for row in rows), booking.currency)
    title = _("What it costs")
    note = _("{amount} net net leaves the ledger").format(amount=money(back))
    with parts.section(title, note if back else "", key="cancel-cost"):
        for row in rows:
            line = lines[row.line_id]
            parts.pair(
                f"cancel-{row.line_id}",
                join((bold(_name(line)), badge(line.status)), " "),
                _why(row),
                bold(money(row.owed)) if row.owed else parts.muted(_("free")),
                _("with its fees") if row.fees else "",
            )
        said = _("Lines that ran stay; the space of the others is free again.")
        st.markdown(parts.muted(said))
    return money(owed) if owed else ""


def _foreseen(booking_id: int, notice: Notice) -> list[Foreseen]:
    me = asking.me()
    # What is refused is said when it is saved.
    answer = asking.attempt(lambda session: foresee(session, me, booking_id, notice))
    return answer.value or []


def _why(row: Foreseen) -> str:
    if row.status is not LineStatus.CONFIRMED:
        return _("not signed: nothing is owed")
    if row.days is None:
        return ""
    if row.days < 0:
        when = _("notice after closing")
    else:
        said = ngettext(
            "notice {number} day before closing",
            "notice {number} days before closing",
            row.days,
        )
        when = said.format(number=number(row.days))
    if not row.rate:
        return _("{when}: no penalty").format(when=when)
    return _("{when}: {rate} of {amount}").format(
        when=when, rate=percent(row.rate), amount=money(row.given_back)
    )


def _save(booking_id: int, form: str, lines: Sequence[int], today: date) -> None:
    notice = _notice(form, lines, today)
    if not notice.line_ids:
        return
    me = asking.me()
    acting.speak()
    acting.save(
        lambda session: cancel_lines(session, me, booking_id, notice),
        form,
        done=_("Cancelled; the space is free again."),
    )
