"""Writing rate cards and freezing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.card_errors import NoPriceError
from crm.domain.card_fields import Table, check_scale
from crm.domain.errors import (
    DateOrderError,
    FrozenError,
    OverlapError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.money import EURO, NONE_TO_ALL, Money
from crm.domain.rate_cards import (
    Cumulation,
    RateCardStatus,
    RateUnit,
    Tier,
    TierKind,
    check_quantities,
)
from crm.domain.roles import Right
from crm.domain.vat import VatCategory
from crm.services.audit import record
from crm.services.formats import check_on_page
from crm.store.models import (
    CardFee,
    CardPremium,
    CardTier,
    Format,
    Rate,
    RateCard,
    Support,
    Title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.columns import Base

LARGEST_CENTS = 100_000_000_00


@dataclass(frozen=True, slots=True)
class RateWish:
    """The price of a format from a quantity on, in cents."""

    format_id: int
    cents: int
    unit: RateUnit = RateUnit.INSERTION
    vat_category: VatCategory = VatCategory.STANDARD
    from_quantity: int = 1


@dataclass(frozen=True, slots=True)
class PremiumWish:
    """A premium in basis points, on a position or on a wish known by its code."""

    code: str
    name_fr: str
    name_en: str
    rate: int
    position_id: int | None = None


@dataclass(frozen=True, slots=True)
class FeeWish:
    """A technical fee, in cents."""

    code: str
    name_fr: str
    name_en: str
    cents: int


@dataclass(frozen=True, slots=True)
class RateCardWish:
    """A version of a title's prices; both days of publication inside."""

    title_id: int
    name: str
    valid_from: date
    valid_until: date
    rates: Sequence[RateWish]
    premiums: Sequence[PremiumWish] = ()
    tiers: Mapping[TierKind, Sequence[Tier]] | None = None
    fees: Sequence[FeeWish] = ()
    professional_discount: int = 1_500
    cumulation: Cumulation = Cumulation.BETTER
    counts_group: bool = False
    terms_id: int | None = None
    currency: str = EURO


def write_card(session: Session, actor: Actor, wish: RateCardWish) -> int:
    """Write a draft; return its id. A name's second card is its edition 2.

    Raises NotYoursError, DateOrderError, RangeError, TiersError, QuantitiesError.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    check_card(wish)
    editions = session.scalars(
        select(RateCard.edition).filter_by(title_id=wish.title_id, name=wish.name)
    ).all()
    card = RateCard(
        title_id=wish.title_id,
        name=wish.name,
        edition=max(editions, default=0) + 1,
        valid_from=wish.valid_from,
        valid_until=wish.valid_until,
        currency=wish.currency,
        professional_discount=wish.professional_discount,
        cumulation=wish.cumulation,
        counts_group=wish.counts_group,
        terms_id=wish.terms_id,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(card)
    session.flush()
    for rows in rows_of(card.id, wish).values():
        session.add_all(rows)
    record(
        session,
        actor,
        "write",
        "rate_card",
        card.id,
        name=wish.name,
        valid_from=wish.valid_from,
        valid_until=wish.valid_until,
    )
    session.flush()
    return card.id


def rows_of(card_id: int, wish: RateCardWish) -> dict[Table, list[Base]]:
    """Return the rows that keep what a card says, table by table."""
    return {
        Table.PRICES: [
            Rate(
                rate_card_id=card_id,
                format_id=rate.format_id,
                unit=rate.unit,
                from_quantity=rate.from_quantity,
                cents=rate.cents,
                vat_category=rate.vat_category,
            )
            for rate in wish.rates
        ],
        Table.PREMIUMS: [
            CardPremium(
                rate_card_id=card_id,
                code=premium.code,
                position_id=premium.position_id,
                name_fr=premium.name_fr,
                name_en=premium.name_en,
                rate=premium.rate,
            )
            for premium in wish.premiums
        ],
        Table.TIERS: [
            CardTier(
                rate_card_id=card_id,
                kind=kind,
                lower=tier.lower,
                upper=tier.upper,
                rate=tier.rate,
            )
            for kind, tiers in (wish.tiers or {}).items()
            for tier in tiers
        ],
        Table.FEES: [
            CardFee(
                rate_card_id=card_id,
                code=fee.code,
                name_fr=fee.name_fr,
                name_en=fee.name_en,
                cents=fee.cents,
            )
            for fee in wish.fees
        ],
    }


def publish_card(session: Session, actor: Actor, card_id: int) -> None:
    """Publish a draft: it is frozen from here on.

    Raises NotYoursError, FrozenError, NoPriceError, LargerThanPageError, and
    OverlapError when a published card covers the same days, unless this one is a newer
    edition of it.
    """
    actor.require(Right.CHANGE_RATE_CARDS)
    card = session.get(RateCard, card_id, with_for_update=True, populate_existing=True)
    if card is None:
        raise UnknownError
    if card.status is RateCardStatus.PUBLISHED:
        raise FrozenError
    # Two cards of a title that are published at one moment wait for each other.
    session.get(Title, card.title_id, with_for_update=True)
    _check_overlap(session, card)
    _check_formats(session, card)
    before, card.status = card.status, RateCardStatus.PUBLISHED
    card.published_at = actor.at
    card.changed_at = actor.at
    card.version += 1
    record(
        session,
        actor,
        "publish",
        "rate_card",
        card.id,
        name=card.name,
        status=(before, card.status),
    )
    session.flush()


def _check_overlap(session: Session, card: RateCard) -> None:
    others = session.scalars(
        select(RateCard).where(
            RateCard.title_id == card.title_id,
            RateCard.id != card.id,
            RateCard.status == RateCardStatus.PUBLISHED,
            RateCard.archived_at.is_(None),
            RateCard.valid_from <= card.valid_until,
            RateCard.valid_until >= card.valid_from,
        )
    )
    for other in others:
        if other.name != card.name or other.edition > card.edition:
            raise OverlapError(
                field="valid_from",
                card=other.name,
                first_day=other.valid_from,
                last_day=other.valid_until,
            )


def _check_formats(session: Session, card: RateCard) -> None:
    """Refuse a card that sells nothing, or what its page cannot hold."""
    priced = session.execute(
        select(Format, Support)
        .join(Support, Support.id == Format.support_id)
        .where(
            Format.id.in_(select(Rate.format_id).where(Rate.rate_card_id == card.id))
        )
        .order_by(Format.id)
    ).all()
    if not priced:
        raise NoPriceError(field="prices")
    for format_, support in priced:
        check_on_page(format_, support)


def check_card(wish: RateCardWish) -> None:
    """Refuse a card with a fault, by the rule it breaks.

    Raises DateOrderError, RangeError, TiersError, QuantitiesError.
    """
    if wish.valid_until < wish.valid_from:
        raise DateOrderError(
            field="valid_until",
            first=words("The first day"),
            first_day=wish.valid_from,
            second=words("the last day"),
            second_day=wish.valid_until,
        )
    shares = [premium.rate for premium in wish.premiums]
    if any(not 0 <= rate <= 10_000 for rate in [*shares, wish.professional_discount]):
        raise RangeError(field="rate", label=words("A percentage"), **NONE_TO_ALL)
    prices = [rate.cents for rate in wish.rates] + [fee.cents for fee in wish.fees]
    if any(not 0 <= cents <= LARGEST_CENTS for cents in prices):
        raise RangeError(
            field="cents",
            label=words("A price"),
            lowest=Money(0, wish.currency),
            highest=Money(LARGEST_CENTS, wish.currency),
        )
    for format_id in dict.fromkeys(rate.format_id for rate in wish.rates):
        check_quantities(
            [rate.from_quantity for rate in wish.rates if rate.format_id == format_id]
        )
    for kind, tiers in (wish.tiers or {}).items():
        check_scale(kind, tiers, wish.currency)
