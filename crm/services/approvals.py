"""Discounts over a rep's limit: granted, granted in part, or refused by a manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.approvals import Approval, NoApprovalError, OverAskedError
from crm.domain.bookings import LIVE, LineStatus
from crm.domain.errors import DiscountLimitError, RangeError, ReasonError, words
from crm.domain.money import NONE_TO_ALL, Money, Percent
from crm.domain.prices import LinePrice, Step, StepKind
from crm.domain.repricing import at_discount
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.bookings import LONGEST_LINE
from crm.services.moves import changed, locked, post_option, status_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.models import Booking, Line, PriceStep


def approve_discount(
    session: Session,
    actor: Actor,
    booking_id: int,
    *,
    rate: int | None = None,
    note: str = "",
) -> None:
    """Grant the discount of a booking's waiting lines, or less: in basis points.

    Granted in part, the lines are priced anew from the price they were quoted at.
    Raises NotYoursError, NoApprovalError, RangeError, OverAskedError,
    DiscountLimitError.
    """
    booking, waiting = _waiting(session, actor, booking_id)
    asked = max(_asked(line) for line in waiting)
    if rate is not None and not 0 < rate <= 10_000:
        raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
    if rate is not None and rate > asked:
        raise OverAskedError(field="rate", rate=Percent(asked))
    granted = asked if rate is None else rate
    if granted > actor.discount_limit:
        raise DiscountLimitError(field="rate", limit=Percent(actor.discount_limit))
    said = clean_line(note, longest=LONGEST_LINE)
    for line in waiting:
        if granted < _asked(line):
            _reprice(session, actor, booking, line, granted)
        for step in line.steps:
            if step.kind is StepKind.EXCEPTIONAL:
                step.approver_id = actor.user_id
        line.approval, line.approval_note = Approval.GRANTED, said or None
    before = status_of(booking)
    changed(
        session, actor, booking, "approve_discount", before, rate=granted, note=said
    )


def refuse_discount(session: Session, actor: Actor, booking_id: int, note: str) -> None:
    """Refuse the discount of a booking's waiting lines: they are priced without it.

    Raises NotYoursError, NoApprovalError, ReasonError.
    """
    said = clean_line(note, longest=LONGEST_LINE)
    if not said:
        raise ReasonError(field="note")
    booking, waiting = _waiting(session, actor, booking_id)
    asked = max(_asked(line) for line in waiting)
    for line in waiting:
        _reprice(session, actor, booking, line, 0)
        line.approval, line.approval_note = Approval.REFUSED, said
    before = status_of(booking)
    changed(session, actor, booking, "refuse_discount", before, rate=asked, note=said)


def _waiting(
    session: Session, actor: Actor, booking_id: int
) -> tuple[Booking, list[Line]]:
    actor.require(Right.APPROVE_DISCOUNTS)
    booking = locked(session, booking_id)
    waiting = [
        line
        for line in booking.lines
        if line.approval is Approval.WAITING and line.status in LIVE
    ]
    if not waiting:
        raise NoApprovalError
    for line in waiting:
        session.refresh(line, ["steps"])
    return booking, waiting


def _asked(line: Line) -> int:
    return max(
        (-(row.rate or 0) for row in line.steps if row.kind is StepKind.EXCEPTIONAL),
        default=0,
    )


def _reprice(
    session: Session, actor: Actor, booking: Booking, line: Line, rate: int
) -> None:
    """Take a line's price anew at another discount, on the rows that keep it."""
    rows = {row.kind: row for row in line.steps if row.kind in _FOLLOWS}
    price = at_discount(LinePrice(tuple(_step(row, line) for row in line.steps)), rate)
    for step in price.steps:
        row = rows.get(step.kind)
        if row is not None:
            row.base_cents = step.base.cents if step.base else None
            row.rate, row.amount_cents = step.rate, step.amount.cents
    if not rate:
        line.steps.remove(rows[StepKind.EXCEPTIONAL])
    line.net_cents = price.net.cents
    line.net_net_cents = price.net_net.cents
    session.flush()
    session.refresh(line, ["net_net", "issue"])
    if line.status is LineStatus.OPTIONED:
        post_option(session, actor, booking, line, "repriced")


_FOLLOWS = frozenset({StepKind.EXCEPTIONAL, StepKind.PROFESSIONAL})


def _step(row: PriceStep, line: Line) -> Step:
    base = None if row.base_cents is None else Money(row.base_cents, line.currency)
    amount = Money(row.amount_cents, line.currency)
    return Step(row.kind, row.detail_fr, base, row.rate, amount, row.reason)
