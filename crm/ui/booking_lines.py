"""The lines on a booking's page: what, where, for how much, what is done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from crm.domain.approvals import Approval
from crm.domain.roles import Right
from crm.language import _
from crm.language.formats import day_short, money, number
from crm.services.documents.words import trim_words
from crm.ui import asking, parts
from crm.ui.drawers.approve import open_approve, open_refuse_discount
from crm.ui.drawers.make_good import open_make_good
from crm.ui.drawers.repeat import open_repeat
from crm.ui.escape import bold, join
from crm.ui.space_words import folio_range
from crm.ui.statuses import badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.store.queries.bookings import BookingCard, LineCard
    from crm.ui.escape import Marked


def lines(booking: BookingCard, folios: Mapping[int, Sequence[int]]) -> None:
    """List the lines: what, where, when, for how much; `folios` are their pages."""
    count = number(len(booking.lines))
    with parts.section(_("Lines"), count, key="lines"):
        for line in booking.lines:
            with parts.row(f"line-{line.id}"):
                _line(booking, line, folios.get(line.id, ()))
        if booking.barter:
            parts.pair(
                "line-barter",
                bold(_("Barter, outside booked net")),
                _("valued, not cash: counted apart"),
                bold(money(booking.barter)),
            )


def _line(booking: BookingCard, line: LineCard, folios: Sequence[int]) -> None:
    name = ", ".join(part for part in (line.format, line.position) if part)
    marks = join((bold(name), *_marks(booking, line)), " ")
    facts = parts.muted(join(_facts(line, folios)))
    st.markdown(join((marks, facts), "  \n"), width="stretch")
    under = _("net net and fees") if line.price.fees else _("net net")
    if line.is_make_good:
        under = _("free of charge")
    amount = join((bold(money(line.price.total)), parts.muted(under)), "  \n")
    st.markdown(amount, text_alignment="right", width="content")
    if asking.may(Right.WRITE) and line.format_id and not line.is_penalty:
        _more(booking, line)


def _marks(booking: BookingCard, line: LineCard) -> Iterable[Marked]:
    if line.status.value != booking.status.value:
        yield badge(line.status)
    if line.is_make_good:
        yield badge("reason", _("make-good"), "healing")
    if line.is_barter:
        yield badge("reason", _("barter"), "swap_horiz")
    if line.package:
        yield badge("reason", line.package, "inventory_2")
    if line.approval is Approval.WAITING:
        yield badge("overdue", _("discount to approve"), "hourglass_top")
    if line.approval is Approval.REFUSED:
        yield badge("cancelled", _("discount refused"))


def _facts(line: LineCard, folios: Sequence[int]) -> tuple[object, ...]:
    repairs = _("repairs {issue}").format(issue=line.repairs) if line.repairs else ""
    repaired = _("make-good in {issue}").format(issue=line.repaired_in)
    return (
        line.issue
        if line.issue.startswith(line.support)
        else join((line.support, line.issue), " "),
        line.theme,
        _("published {day}").format(day=day_short(line.published_on))
        if line.published_on
        else "",
        _("quantity {number}").format(number=number(line.quantity))
        if line.quantity > 1
        else "",
        _("guaranteed position") if line.is_guaranteed else "",
        _("p. {folio}").format(folio=folio_range(folios)) if folios else "",
        trim_words(line),
        repairs,
        repaired if line.repaired_in else "",
        line.approval_note,
    )


def _more(booking: BookingCard, line: LineCard) -> None:
    with st.popover(
        "",
        icon=":material/more_vert:",
        help=_("What can be done with this line"),
        key=f"line_more_{line.id}",
        type="tertiary",
    ):
        if st.button(
            _("Repeat in further issues"),
            key=f"line_repeat_{line.id}",
            type="tertiary",
            icon=":material/repeat:",
        ):
            open_repeat(booking.id, line.id)
        if line.can_be_repaired and st.button(
            _("Give a make-good"),
            key=f"line_repair_{line.id}",
            type="tertiary",
            icon=":material/healing:",
        ):
            open_make_good(booking.id, line.id)


def approval(booking: BookingCard) -> None:
    """Say that a discount waits; whoever may answer has the answers beside it."""
    if not booking.waiting:
        return
    may = asking.may(Right.APPROVE_DISCOUNTS)
    said = (
        _("over what {rep} may grant: it waits for your answer.").format(
            rep=booking.rep
        )
        if may
        else _("over your limit: it waits for a manager’s approval.")
    )
    mark = parts.icon("hourglass_top", "orange")
    place = parts.warning("approval", mark, _("Exceptional discount"), said)
    if not may:
        return
    with place, st.container(horizontal=True, gap="small"):
        if st.button(_("Refuse"), key="discount_refuse", icon=":material/block:"):
            open_refuse_discount(booking.id)
        if st.button(
            _("Grant"), key="discount_approve", type="primary", icon=":material/check:"
        ):
            open_approve(booking.id)
