"""Prices taken anew from their steps: at another discount, or several as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.money import Money
from crm.domain.prices import LinePrice, StepKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.prices import Step

AFTER = frozenset({StepKind.EXCEPTIONAL, StepKind.PROFESSIONAL, StepKind.FEE})


def at_discount(price: LinePrice, rate: int) -> LinePrice:
    """Return a price with its exceptional discount at a rate, in basis points; 0: none.

    What stands before it stays as it was quoted; the professional discount is taken
    anew from what is left, the fees stay.
    """
    steps: list[Step] = [step for step in price.steps if step.kind not in AFTER]
    stands = sum((step.amount for step in steps), Money(0, price.card.currency))
    for step in price.steps:
        taken = step
        if step.kind is StepKind.EXCEPTIONAL:
            if not rate:
                continue
            taken = replace(step, base=stands, rate=-rate, amount=stands.share(-rate))
        elif step.kind is StepKind.PROFESSIONAL:
            share = step.rate or 0
            taken = replace(step, base=stands, amount=stands.share(share))
        elif step.kind is not StepKind.FEE:
            continue
        steps.append(taken)
        stands += taken.amount
    return LinePrice(tuple(steps))


def as_one(prices: Sequence[LinePrice]) -> LinePrice:
    """Return the price of several lines as one: step by step, each the sum of theirs.

    Steps of one kind, name and rate are one step; the card rates are one whatever
    they are the rates of. Every sum is theirs, to the cent.
    """
    found: dict[tuple[object, ...], Step] = {}
    for price in prices:
        for step in price.steps:
            named = "" if step.kind is StepKind.CARD else step.detail
            key = (step.kind, named, step.rate, step.reason)
            before = found.get(key)
            if before is None:
                found[key] = replace(step, detail=named)
                continue
            base = before.base + step.base if before.base and step.base else None
            amount = before.amount + step.amount
            found[key] = replace(before, base=base, amount=amount)
    order = list(StepKind)
    steps = sorted(found.values(), key=lambda step: order.index(step.kind))
    return LinePrice(tuple(steps))
