"""Answer for a discount over a rep's limit: grant it, in part, or refuse it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.money import total
from crm.domain.prices import StepKind
from crm.language import _
from crm.language.formats import money, parse_percent, percent
from crm.services.approvals import approve_discount, refuse_discount
from crm.store.queries.bookings import booking_card
from crm.ui import acting, asking, parts
from crm.ui.drawers.drawer import drawer_foot, open_drawer
from crm.ui.escape import bold, join

if TYPE_CHECKING:
    from crm.domain.prices import Step
    from crm.store.queries.bookings import BookingCard, LineCard


def open_approve(booking_id: int) -> None:
    """Open the drawer that grants a discount, or a part of it."""
    _open(booking_id, _("Grant the discount"), "verified", refuses=False)


def open_refuse_discount(booking_id: int) -> None:
    """Open the drawer that refuses a discount."""
    _open(booking_id, _("Refuse the discount"), "block", refuses=True)


def _open(booking_id: int, title: str, icon: str, *, refuses: bool) -> None:
    name = f"{'refuse' if refuses else 'approve'}_{booking_id}"
    form = acting.fresh_form(name)
    inside = partial(draw, booking_id, form, refuses=refuses)
    way = ("refuse_discount" if refuses else "approve", booking_id)
    open_drawer(name, title, icon, inside, way=way)


def asked_of(line: LineCard) -> Step | None:
    """Return the exceptional discount of a line."""
    steps = (x for x in line.price.steps if x.kind is StepKind.EXCEPTIONAL)
    return next(steps, None)


def draw(booking_id: int, form: str, *, refuses: bool = False) -> None:
    """Draw what is asked for, line by line, and the answer."""
    me = asking.me()
    with asking.reading() as session:
        booking = booking_card(session, me, booking_id)
    if booking is None:
        return
    acting.aside(form)["about"] = booking.number
    steps = _lines(booking)
    asked = max((-(step.rate or 0) for step in steps), default=0)
    if refuses:
        st.text_area(
            _("Why is it refused?"),
            key=f"approve_note_{form}",
            max_chars=400,
            height=80,
        )
        said = _("The lines are priced without it; whoever quoted reads why.")
    else:
        left, right = st.columns([1, 3])
        left.text_input(
            _("Granted"),
            percent(asked),
            key=f"approve_rate_{form}",
            max_chars=8,
            disabled=not asked,
        )
        right.text_input(
            _("Note"),
            key=f"approve_note_{form}",
            max_chars=400,
            placeholder=_("Kept with the booking"),
        )
        said = _("Less than was asked for is granted by a smaller percentage.")
    st.markdown(parts.muted(said))
    save = partial(_save, booking_id, form, asked, refuses=refuses)
    drawer_foot(
        "approve",
        form,
        save,
        label=_("Refuse the discount") if refuses else _("Grant the discount"),
        waits_for="" if steps else _("Nothing waits any more."),
    )


def _lines(booking: BookingCard) -> list[Step]:
    found = [(line, asked_of(line)) for line in booking.waiting]
    steps = [step for _line, step in found if step]
    off = total((-step.amount for step in steps), booking.currency)
    note = _("{amount} off").format(amount=money(off))
    with parts.section(_("What is asked for"), note, key="approve-lines"):
        for line, step in found:
            if step is None:
                continue
            stands = step.base or line.price.gross
            parts.pair(
                f"approve-{line.id}",
                bold(", ".join(x for x in (line.format, line.issue) if x)),
                join((percent(step.rate or 0), step.reason)),
                bold(money(stands + step.amount)),
                _("instead of {amount}").format(amount=money(stands)),
            )
    return steps


def _save(booking_id: int, form: str, asked: int, *, refuses: bool) -> None:
    typed = st.session_state
    note = str(typed.get(f"approve_note_{form}") or "")
    me = asking.me()
    acting.speak()
    if refuses:
        acting.save(
            lambda session: refuse_discount(session, me, booking_id, note),
            form,
            done=_("The discount is refused."),
        )
        return
    rate = parse_percent(str(typed[f"approve_rate_{form}"] or "0"))
    granted = None if rate == asked else rate
    acting.save(
        lambda session: approve_discount(
            session, me, booking_id, rate=granted, note=note
        ),
        form,
        done=_("The discount is granted."),
    )
