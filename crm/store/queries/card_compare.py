"""Two rate cards side by side: what each line was, what it is, and the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.card_fields import Table
from crm.domain.money import Money
from crm.domain.rate_cards import RateUnit, TierKind, change
from crm.language import _, current_language
from crm.language.card_words import tier_words
from crm.language.formats import number
from crm.language.vocabulary import word
from crm.store.queries.card_values import known
from crm.store.queries.rate_cards import card as card_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from crm.domain.rate_cards import Tier
    from crm.domain.roles import Actor
    from crm.store.queries.card_values import Known
    from crm.store.queries.rate_cards import Card, CardRate


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two cards: cents, or basis points where it `is_share`.

    None where a card does not have the line. `change` is in basis points of what it
    was; None where there was nothing, and for shares, whose difference is in points.
    """

    table: Table
    name: str
    before: int | None
    after: int | None
    is_share: bool = False

    @property
    def change(self) -> int | None:
        """How much a price moved, in basis points."""
        if self.is_share or self.before is None or self.after is None:
            return None
        return change(Money(self.before), Money(self.after))

    @property
    def is_same(self) -> bool:
        """Whether the line did not move."""
        return self.before == self.after


def compare_cards(
    session: Session, asker: Actor, before_id: int, after_id: int
) -> list[Compared]:
    """Return every line of either card, in the order they are printed."""
    before, after = card_of(session, before_id), card_of(session, after_id)
    if before is None or after is None:
        return []
    names = known(session, asker, after.title_id)
    return [
        *_prices(names, before, after),
        *_premiums(before, after),
        *_tiers(before, after),
        *_fees(before, after),
    ]


def _prices(names: Known, before: Card, after: Card) -> Iterator[Compared]:
    for form in names.formats:
        old = {_sold(rate): rate.amount.cents for rate in before.rates_of(form.id)}
        new = {_sold(rate): rate.amount.cents for rate in after.rates_of(form.id)}
        for unit, lower in sorted({**old, **new}, key=lambda sold: sold[1]):
            name = form.name
            if unit is not RateUnit.INSERTION:
                name = f"{name}, {word(unit)}"
            if lower > 1:
                said = _("{name}, from {quantity}")
                name = said.format(name=name, quantity=number(lower))
            sold = (unit, lower)
            yield Compared(Table.PRICES, name, old.get(sold), new.get(sold))


def _sold(rate: CardRate) -> tuple[RateUnit, int]:
    return rate.unit, rate.from_quantity


def _premiums(before: Card, after: Card) -> Iterator[Compared]:
    named = {p.code: p for p in (*before.premiums, *after.premiums)}
    old = {premium.code: premium.rate for premium in before.premiums}
    new = {premium.code: premium.rate for premium in after.premiums}
    for code, premium in named.items():
        name = _named(premium.name_fr, premium.name_en)
        yield Compared(
            Table.PREMIUMS, name, old.get(code), new.get(code), is_share=True
        )


def _tiers(before: Card, after: Card) -> Iterator[Compared]:
    for kind in TierKind:
        old = {(t.lower, t.upper): t for t in before.tiers_of(kind)}
        new = {(t.lower, t.upper): t for t in after.tiers_of(kind)}
        spans = {**old, **new}
        for span in sorted(spans, key=lambda found: found[0]):
            name = f"{word(kind)}, {tier_words(kind, spans[span], after.currency)}"
            was, now = (_rate(scale.get(span)) for scale in (old, new))
            yield Compared(Table.TIERS, name, was, now, is_share=True)
    yield Compared(
        Table.TIERS,
        _("Agency with a mandate"),
        -before.professional_discount,
        -after.professional_discount,
        is_share=True,
    )


def _rate(tier: Tier | None) -> int | None:
    return -tier.rate if tier else None


def _fees(before: Card, after: Card) -> Iterator[Compared]:
    named = {fee.code: fee for fee in (*before.fees, *after.fees)}
    old = {fee.code: fee.amount.cents for fee in before.fees}
    new = {fee.code: fee.amount.cents for fee in after.fees}
    for code, fee in named.items():
        name = _named(fee.name_fr, fee.name_en)
        yield Compared(Table.FEES, name, old.get(code), new.get(code))


def _named(french: str, english: str) -> str:
    return french if current_language() == "fr" else english
