"""A line as it was asked for, read back from the line: to ask for it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import divide
from crm.domain.prices import StepKind
from crm.services.lines import LineWish
from crm.store.queries.rate_cards import GUARANTEED, card

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.store.models import Line, PriceStep


def wish_of(session: Session, line: Line) -> LineWish:
    """Return the wish a line was made from; premiums and fees by its card's names.

    Needs `line.steps` loaded. A line without an issue or a format has none.
    """
    if line.issue_id is None or line.format_id is None:
        raise ValueError(f"line {line.id} has no place")
    found = card(session, line.rate_card_id) if line.rate_card_id else None
    named = {
        kind: {step.detail_fr for step in line.steps if step.kind is kind}
        for kind in (StepKind.PREMIUM, StepKind.FEE)
    }
    discount = next((x for x in line.steps if x.kind is StepKind.EXCEPTIONAL), None)
    return LineWish(
        line.issue_id,
        line.format_id,
        line.position_id,
        quantity=line.quantity,
        is_guaranteed=line.is_guaranteed,
        fee_codes=tuple(
            fee.code
            for fee in (found.fees if found else ())
            if fee.name_fr in named[StepKind.FEE]
        ),
        premium_codes=tuple(
            premium.code
            for premium in (found.premiums if found else ())
            if premium.position_id is None
            and premium.code != GUARANTEED
            and premium.name_fr in named[StepKind.PREMIUM]
        ),
        exceptional=_rate(discount) if discount else 0,
        reason=discount.reason if discount else "",
        approver_id=discount.approver_id if discount else None,
        repairs_line_id=line.repairs_line_id,
        is_barter=line.is_barter,
        package_id=line.package_id,
        package_cents=_package_cents(line),
    )


def _package_cents(line: Line) -> int | None:
    """Return a line's part of its package's price, as it was quoted."""
    for step in line.steps:
        if step.kind is StepKind.PACKAGE:
            return line.card_cents + step.amount_cents
    return None


def _rate(step: PriceStep) -> int:
    """Return a discount in basis points, also where it was agreed as an amount."""
    if step.rate is not None:
        return -step.rate
    return divide(-step.amount_cents * 10_000, step.base_cents or 1)
