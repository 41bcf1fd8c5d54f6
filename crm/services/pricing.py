"""From what was asked for to a priced line: card, tiers, mandate, cascade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.card_errors import TooFewError
from crm.domain.errors import DiscountLimitError, NoRateError
from crm.domain.money import Money, Percent, total
from crm.domain.prices import (
    Exceptional,
    Fee,
    LinePrice,
    Part,
    Share,
    gross,
    price_line,
)
from crm.domain.rate_cards import TierKind, card_amount, tier_for
from crm.store.queries import rate_cards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.rate_cards import Tier
    from crm.domain.roles import Actor
    from crm.store.models import Format, Issue, Position
    from crm.store.queries.rate_cards import BookedYear, Card, CardRate


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What a line was asked to be, ready to be priced."""

    issue: Issue
    format: Format
    position: Position | None
    quantity: int = 1
    is_guaranteed: bool = False
    fee_codes: tuple[str, ...] = ()
    exceptional: Exceptional | None = None
    make_good: str = ""
    is_barter: bool = False
    premium_codes: tuple[str, ...] = ()
    package: Part | None = None
    package_names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Priced:
    """A line's price, with the card and the rate it comes from."""

    card: Card
    rate: CardRate
    price: LinePrice


def price_lines(
    session: Session,
    actor: Actor,
    wishes: Sequence[PricedLine],
    *,
    title_id: int,
    advertiser_id: int,
    has_mandate: bool,
    agency: str = "",
    but_booking: int | None = None,
    may_wait: bool = False,
) -> list[Priced]:
    """Price the lines of one booking together, by the rulings of the trade.

    The card is the one valid on each line's publication day. Frequency counts the
    paid lines confirmed or ran of this advertiser in this title and calendar year
    of publication, plus this booking's own; volume counts their gross, this
    booking's included; the combination, the supports of its paid lines. A price by
    quantity is the one each line's quantity reaches. `may_wait` lets a discount over
    the person's limit pass, to be approved. Raises NoRateError, TooFewError,
    DiscountLimitError and the cascade's own refusals.
    """
    days = {wish.issue.published_on for wish in wishes}
    cards = rate_cards.cards_on(session, title_id, days)
    every = {card.id: card for card in cards.values()}
    rates = {card_id: _by_format(card) for card_id, card in every.items()}
    found = [_find_rate(cards, rates, wish) for wish in wishes]
    amounts = [
        (_card_amount(wish, rate), _premiums(wish, card))
        for wish, (card, rate) in zip(wishes, found, strict=True)
    ]
    grosses = [gross(amount, premiums) for amount, premiums in amounts]
    years = {day.year for day in days}
    supports = len(
        {
            wish.issue.support_id
            for wish in wishes
            if not wish.make_good and not wish.is_barter
        }
    )
    booked = {
        year: rate_cards.booked_in_year(
            session,
            title_id,
            advertiser_id,
            year,
            with_group=any(card.counts_group for card, _rate in found),
            but_booking=but_booking,
        )
        for year in years
    }
    reached = {
        year: _reached(booked[year], wishes, grosses, year, currency)
        for year, currency in {
            (wish.issue.published_on.year, card.currency)
            for wish, (card, _rate) in zip(wishes, found, strict=True)
        }
    }
    scales = {card_id: _scales(card) for card_id, card in every.items()}
    result = []
    for wish, (card, rate), (amount, premiums) in zip(
        wishes, found, amounts, strict=True
    ):
        insertions, yearly = reached[wish.issue.published_on.year]
        scale = scales[card.id]
        if not may_wait:
            check_limit(actor, wish.exceptional)
        result.append(
            Priced(
                card,
                rate,
                price_line(
                    amount,
                    premiums=premiums,
                    package=wish.package,
                    volume=_granted(scale[TierKind.VOLUME], yearly.cents),
                    frequency=_granted(scale[TierKind.FREQUENCY], insertions),
                    rule=card.cumulation,
                    combination=_granted(scale[TierKind.COMBINATION], supports),
                    exceptional=wish.exceptional,
                    make_good=wish.make_good,
                    professional=(
                        Share(agency, card.professional_discount)
                        if has_mandate
                        else None
                    ),
                    fees=[
                        Fee(fee.code, fee.amount)
                        for fee in card.fees
                        if fee.code in wish.fee_codes
                    ],
                ),
            )
        )
    return result


def _reached(
    booked: BookedYear,
    wishes: Sequence[PricedLine],
    grosses: Sequence[Money],
    year: int,
    currency: str,
) -> tuple[int, Money]:
    """Return what counts for the scales of a year: insertions, and their gross."""
    mine = [
        amount
        for wish, amount in zip(wishes, grosses, strict=True)
        if wish.issue.published_on.year == year
        and not wish.make_good
        and not wish.is_barter
    ]
    before = Money(booked.gross_cents, currency)
    return booked.insertions + len(mine), before + total(mine, currency)


def _scales(card: Card) -> dict[TierKind, list[Tier]]:
    return {kind: card.tiers_of(kind) for kind in TierKind}


def check_limit(actor: Actor, exceptional: Exceptional | None) -> None:
    """Refuse an exceptional rate over what the person's role may grant."""
    if is_over(actor, exceptional):
        raise DiscountLimitError(
            field="exceptional", limit=Percent(actor.discount_limit)
        )


def is_over(actor: Actor, exceptional: Exceptional | None) -> bool:
    """Say whether an exceptional rate is over what the person's role may grant."""
    if exceptional is None or exceptional.approver:
        return False
    return (exceptional.rate or 0) > actor.discount_limit


def _by_format(card: Card) -> dict[int, list[CardRate]]:
    """Return a card's prices by format, the smallest quantity first."""
    found: dict[int, list[CardRate]] = {}
    for rate in card.rates:
        found.setdefault(rate.format_id, []).append(rate)
    return found


def _find_rate(
    cards: Mapping[date, Card],
    rates: Mapping[int, Mapping[int, Sequence[CardRate]]],
    wish: PricedLine,
) -> tuple[Card, CardRate]:
    card = cards.get(wish.issue.published_on)
    sold = rates[card.id].get(wish.format.id) if card else None
    if card is None or not sold:
        raise NoRateError(
            field="format_id",
            format=wish.format.name_fr,
            issue=wish.issue.name_fr,
            day=wish.issue.published_on,
        )
    reached = [rate for rate in sold if rate.from_quantity <= wish.quantity]
    if not reached:
        raise TooFewError(
            field="quantity",
            format=wish.format.name_fr,
            lowest=sold[0].from_quantity,
            wanted=wish.quantity,
        )
    return card, reached[-1]


def _card_amount(wish: PricedLine, rate: CardRate) -> Money:
    return card_amount(rate.amount, rate.unit, wish.quantity)


def _premiums(wish: PricedLine, card: Card) -> list[Share]:
    """Return the premiums of the position, and those that were asked for."""
    return [
        Share(premium.code, premium.rate)
        for premium in card.premiums
        if (wish.position and premium.position_id == wish.position.id)
        or (wish.is_guaranteed and premium.code == rate_cards.GUARANTEED)
        or (premium.position_id is None and premium.code in wish.premium_codes)
    ]


def _granted(tiers: Sequence[Tier], reached: int) -> Share | None:
    tier = tier_for(tiers, reached)
    if tier is None:
        return None
    upper = "" if tier.upper is None else str(tier.upper)
    return Share(f"{tier.lower}-{upper}", tier.rate)
