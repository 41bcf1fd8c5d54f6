"""The prices of a draft as they are typed, format by format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.errors import (
    FrozenError,
    MissingError,
    NotUnderstoodError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.money import Money
from crm.domain.rate_cards import RateCardStatus, Tier, TierKind
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.language import current_language
from crm.language.formats import parse_money, parse_percent
from crm.services.editing import keep, settle
from crm.services.rate_cards import (
    LARGEST_CENTS,
    PremiumWish,
    RateCardWish,
    RateWish,
    write_card,
)
from crm.store.models import Format, Position, Rate, RateCard
from crm.store.queries.editable import price_values
from crm.store.queries.rate_cards import GUARANTEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.editing import Edit, Value
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

    Raises NotYoursError, MissingError, NotUnderstoodError, RangeError,
    DateOrderError; the field is `name`, `price_ID` or `premium_ID`.
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
    if not rates:
        raise MissingError(field="prices", label=words("Prices"))
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


def set_prices(session: Session, actor: Actor, card_id: int, edit: Edit) -> None:
    """Change a draft's prices: `price_FORMAT`, each as it is typed; blank: not sold.

    The form was opened with cents, None for a format that was not sold. Raises
    NotYoursError, UnknownError, FrozenError, NotUnderstoodError, RangeError,
    ConflictError, UnchangedError.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    card = session.get(RateCard, card_id, with_for_update=True, populate_existing=True)
    if card is None:
        raise UnknownError
    if card.status is RateCardStatus.PUBLISHED:
        raise FrozenError
    theirs = price_values(session, card_id)
    mine: dict[str, Value] = dict(edit.base)
    for field, typed in edit.typed.items():
        if edit.touched(field):
            price = _price(_format_of(field), str(typed or ""))
            mine[field] = price.cents if price else None
    names = _format_names(session, edit)
    changes = settle(session, actor, "rate_card", card, edit, mine, theirs, names)
    there = {
        f"price_{rate.format_id}": rate
        for rate in session.scalars(select(Rate).filter_by(rate_card_id=card_id))
    }
    for field, (_before, cents) in changes.items():
        rate = there.get(field)
        if not isinstance(cents, int):
            session.delete(rate)
        elif rate is not None:
            rate.cents = cents
        else:
            wish = RateWish(_format_of(field), cents)
            session.add(
                Rate(
                    rate_card_id=card_id,
                    format_id=wish.format_id,
                    unit=wish.unit,
                    cents=wish.cents,
                    vat_category=wish.vat_category,
                )
            )
    keep(session, actor, "rate_card", card, changes)


def _format_of(field: str) -> int:
    return int(field.rpartition("_")[2])


def _format_names(session: Session, edit: Edit) -> dict[str, str]:
    ids = [_format_of(field) for field in {**edit.base, **edit.typed}]
    rows = session.scalars(select(Format).where(Format.id.in_(ids)))
    french = current_language() == "fr"
    return {f"price_{row.id}": row.name_fr if french else row.name_en for row in rows}


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
