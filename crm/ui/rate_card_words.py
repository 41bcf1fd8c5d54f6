"""How rate cards and their prices are written on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.money import EURO, Money
from crm.domain.rate_cards import RateCardStatus
from crm.language import _, use_language
from crm.language.formats import money

if TYPE_CHECKING:
    from crm.store.queries.rate_cards import Card


def card_name(card: Card) -> str:
    """Name a card; an edition after the first says so."""
    if card.edition == 1:
        return card.name
    return _("{name}, edition {number}").format(name=card.name, number=card.edition)


def plain_amount(amount: Money) -> str:
    """Write an amount as it would be typed again."""
    whole = amount.cents % 100 == 0
    with use_language("fr"):
        text = money(Money(amount.cents, EURO), cents=not whole)
    return text.replace("€", "").strip()


def is_draft(card: Card) -> bool:
    """Say whether a card may still change."""
    return card.status is RateCardStatus.DRAFT
