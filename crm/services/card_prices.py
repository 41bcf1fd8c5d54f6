"""A new card as it is typed, format by format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import (
    MissingError,
    NotUnderstoodError,
    RangeError,
    words,
)
from crm.domain.money import Money
from crm.domain.rate_cards import Tier, TierKind
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.language.formats import parse_money, parse_percent
from crm.services.rate_cards import (
    LARGEST_CENTS,
    PremiumWish,
    RateCardWish,
    RateWish,
    write_card,
)
from crm.store.models import Position
from crm.store.queries.rate_cards import GUARANTEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TRADE_TIERS = (
    Tier(2, 4, 500),
    Tier(4, 6, 1_000),
    Tier(6, 8, 1_500),
    Tier(8, None, 2_000),
)
"""The frequency scale typical of real cards (the trade's usage)."""


@dataclass(frozen=True, slots=True)
class TypedCard:
    """A card as it is typed: prices by format, premiums by position; blank: none."""

    title_id: int
    name: str
    valid_from: date
    valid_until: date
    prices: Mapping[int, str]
    premiums: Mapping[int, str]
    guaranteed: str = ""
    with_frequency: bool = True
    terms_id: int | None = None


def start_card(session: Session, actor: Actor, typed: TypedCard) -> int:
    """Write a draft from what was typed; return its id.

    A draft may have no price yet. Raises NotYoursError, MissingError,
    NotUnderstoodError, RangeError, DateOrderError; the field is `name`, `price_ID` or
    `premium_ID`.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    name = clean_line(typed.name, longest=200)
    if not name:
        raise MissingError(field="name", label=words("Name"))
    rates = [
        RateWish(format_id, price.cents)
        for format_id, text in typed.prices.items()
        if (price := _price(format_id, text)) is not None
    ]
    premiums = []
    for position_id, text in typed.premiums.items():
        position = session.get(Position, position_id)
        if text.strip() and position is not None:
            premiums.append(
                PremiumWish(
                    position.code,
                    position.name_fr,
                    position.name_en,
                    _share(f"premium_{position_id}", text),
                    position_id,
                )
            )
    if typed.guaranteed.strip():
        share = _share("guaranteed", typed.guaranteed)
        premiums.append(
            PremiumWish(
                GUARANTEED, "Emplacement de rigueur", "Guaranteed position", share
            )
        )
    return write_card(
        session,
        actor,
        RateCardWish(
            typed.title_id,
            name,
            typed.valid_from,
            typed.valid_until,
            rates=rates,
            premiums=premiums,
            tiers={TierKind.FREQUENCY: TRADE_TIERS} if typed.with_frequency else {},
            terms_id=typed.terms_id,
        ),
    )


def _price(format_id: int, text: str) -> Money | None:
    if not text.strip():
        return None
    field = f"price_{format_id}"
    try:
        price = parse_money(text)
    except NotUnderstoodError as refusal:
        raise NotUnderstoodError(field=field, **refusal.facts) from None
    if not 0 <= price.cents <= LARGEST_CENTS:
        raise RangeError(
            field=field,
            label=words("A price"),
            lowest=Money(0),
            highest=Money(LARGEST_CENTS),
        )
    return price


def _share(field: str, text: str) -> int:
    try:
        return parse_percent(text)
    except NotUnderstoodError as refusal:
        raise NotUnderstoodError(field=field, **refusal.facts) from None
