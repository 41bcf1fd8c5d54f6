"""A price's steps in the words of both languages, as they are kept and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import Money
from crm.domain.prices import StepKind
from crm.language import _, ngettext, use_language
from crm.language.formats import money, number
from crm.store.models import PriceStep

if TYPE_CHECKING:
    from crm.domain.prices import Step
    from crm.services.pricing import Priced, PricedLine
    from crm.store.queries.rate_cards import Card


def rows_of(
    priced: Priced, wish: PricedLine, approver_id: int | None
) -> list[PriceStep]:
    """Return the rows that keep a price, each with its detail in both languages."""
    rows = []
    for rank, step in enumerate(priced.price.steps):
        details = {}
        for language in ("fr", "en"):
            with use_language(language):
                details[language] = _detail(step, priced.card, wish, language)
        rows.append(
            PriceStep(
                rank=rank,
                kind=step.kind,
                detail_fr=details["fr"],
                detail_en=details["en"],
                base_cents=step.base.cents if step.base else None,
                rate=step.rate,
                amount_cents=step.amount.cents,
                reason=step.reason,
                approver_id=(
                    approver_id if step.kind is StepKind.EXCEPTIONAL else None
                ),
            )
        )
    return rows


def _detail(step: Step, card: Card, wish: PricedLine, language: str) -> str:
    match step.kind:
        case StepKind.CARD:
            name = wish.format.name_fr if language == "fr" else wish.format.name_en
            many = f" × {number(wish.quantity)}" if wish.quantity > 1 else ""
            return f"{card.name}, {name}{many}"
        case StepKind.PREMIUM:
            return _named(card.premiums, step.detail, language)
        case StepKind.FEE:
            return _named(card.fees, step.detail, language)
        case StepKind.FREQUENCY | StepKind.VOLUME | StepKind.COMBINATION:
            return _reached(step, card.currency)
        case _:
            return step.detail


def _reached(step: Step, currency: str) -> str:
    if step.kind is StepKind.VOLUME:
        return _gross(step.detail, currency)
    if step.kind is StepKind.COMBINATION:
        return _supports(step.detail)
    return _insertions(step.detail)


def _named(rows: object, code: str, language: str) -> str:
    for row in rows:  # type: ignore[attr-defined]
        if row.code == code:
            return str(row.name_fr if language == "fr" else row.name_en)
    return code


def _insertions(detail: str) -> str:
    lower, _dash, upper = detail.partition("-")
    last = int(upper) - 1 if upper else None
    if last is None:
        return _("{first} insertions or more").format(first=lower)
    if last == int(lower):
        return ngettext("{first} insertion", "{first} insertions", last).format(
            first=lower
        )
    return _("{first} to {last} insertions").format(first=lower, last=last)


def _supports(detail: str) -> str:
    lower, _dash, upper = detail.partition("-")
    if upper == str(int(lower) + 1):
        many = ngettext("{number} support", "{number} supports", int(lower))
        return many.format(number=lower)
    return _("{number} supports or more").format(number=lower)


def _gross(detail: str, currency: str) -> str:
    lower, _dash, upper = detail.partition("-")
    first = money(Money(int(lower), currency), cents=False)
    if not upper:
        return _("{first} of yearly gross or more").format(first=first)
    last = money(Money(int(upper), currency), cents=False)
    return _("{first} to {last} of yearly gross").format(first=first, last=last)
