"""What a month is to bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.clock import month_start
from crm.domain.errors import RangeError, words
from crm.services.audit import record
from crm.store.models import Target

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor

LARGEST_CENTS = 100_000_000_00


def set_target(
    session: Session,
    actor: Actor,
    month: date,
    amount: Money,
    *,
    user_id: int | None = None,
    title_id: int | None = None,
    support_id: int | None = None,
) -> int:
    """Set the net to be booked for a month of publication; return the target's id.

    Any day names its month. A rep, a title and a support narrow the target; set
    again for the same ones, it replaces the amount. Raises RangeError.
    """
    if not 0 <= amount.cents <= LARGEST_CENTS:
        raise RangeError(
            field="amount", label=words("The target"), lowest=0, highest=LARGEST_CENTS
        )
    scope = {"user_id": user_id, "title_id": title_id, "support_id": support_id}
    target = session.scalars(
        select(Target).filter_by(month=month_start(month), **scope)
    ).first()
    before = target.cents if target else None
    if target is None:
        target = Target(month=month_start(month), **scope)
        session.add(target)
    target.cents, target.currency = amount.cents, amount.currency
    session.flush()
    record(
        session,
        actor,
        "set",
        "target",
        target.id,
        month=target.month,
        cents=(before, amount.cents),
    )
    return target.id
