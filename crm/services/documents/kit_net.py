"""What a price in a kit is: the card's, the advertiser's own net, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.companies import MandateState
from crm.domain.money import Money, total
from crm.domain.prices import Share, price_line
from crm.domain.rate_cards import TierKind, card_amount, next_tier, tier_for
from crm.store.queries.mandates import list_mandates
from crm.store.queries.rate_cards import BookedYear, booked_in_year

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.rate_cards import Tier
    from crm.domain.roles import Actor
    from crm.store.queries.companies import CompanyCard
    from crm.store.queries.rate_cards import Card, CardRate

NOTHING = BookedYear(0, 0)


@dataclass(frozen=True, slots=True)
class Pricing:
    """How a kit tells prices: `booked` is what counts for the advertiser's scales.

    `has_mandate`: its agency's mandate is valid, the professional discount is granted.
    """

    card: Card | None
    told: bool = True
    is_net: bool = False
    booked: BookedYear = NOTHING
    has_mandate: bool = False

    def after(self, rate: CardRate, insertions: int) -> Money:
        """Return the net of one insertion among so many in the year, card only."""
        card = self.card
        if card is None:
            return rate.amount
        frequency = _share(card.tiers_of(TierKind.FREQUENCY), insertions)
        return price_line(rate.amount, frequency=frequency).net

    def own(self, rate: CardRate, more: int = 1) -> Money:
        """Return what one of `more` further insertions costs this advertiser.

        The tiers are those it reaches with them, with what it booked already in the
        year; the better of volume and frequency, as the card grants. Net net where
        its agency has a mandate.
        """
        card = self.card
        if card is None:
            return rate.amount
        amount = card_amount(rate.amount, rate.unit, rate.from_quantity)
        gross = self.booked.gross_cents + amount.cents * more
        price = price_line(
            rate.amount,
            volume=_share(card.tiers_of(TierKind.VOLUME), gross),
            frequency=_share(
                card.tiers_of(TierKind.FREQUENCY), self.booked.insertions + more
            ),
            rule=card.cumulation,
            professional=(
                Share("", card.professional_discount) if self.has_mandate else None
            ),
        )
        return price.net_net

    def shown(self, rate: CardRate) -> Money:
        """Return a price as the kit tells it: the card's, or the advertiser's own."""
        return self.own(rate) if self.is_net else rate.amount

    @property
    def reached(self) -> Tier | None:
        """The tier that grants something with the advertiser's next insertion."""
        if self.card is None:
            return None
        scale = self.card.tiers_of(TierKind.FREQUENCY)
        tier = tier_for(scale, self.booked.insertions + 1)
        return tier if tier and tier.rate else None

    @property
    def next(self) -> Tier | None:
        """The frequency tier that comes after it."""
        if self.card is None:
            return None
        scale = self.card.tiers_of(TierKind.FREQUENCY)
        return next_tier(scale, self.booked.insertions + 1)


def pricing_of(
    session: Session,
    actor: Actor,
    card: Card | None,
    company: CompanyCard | None,
    year: int,
    prices: str,
) -> Pricing:
    """Read how prices are told to an advertiser, in a year of publication.

    The market has no net of its own: it is told the card.
    """
    if prices == "none":
        return Pricing(card, told=False)
    if prices != "net" or card is None or company is None:
        return Pricing(card)
    booked = booked_in_year(
        *(session, card.title_id, company.id, year), with_group=card.counts_group
    )
    mandates = list_mandates(session, actor, company.id)
    valid = any(
        row.advertiser_id == company.id and row.state(actor.today) is MandateState.VALID
        for row in mandates
    )
    return Pricing(card, is_net=True, booked=booked, has_mandate=valid)


def instead(card: Card, formats: list[tuple[int, int]]) -> Money | None:
    """Return what a package's insertions (format, how many) cost by the card.

    None where one of them has no price there.
    """
    parts = []
    for format_id, many in formats:
        rate = card.rate_of(format_id)
        if rate is None:
            return None
        parts.append(card_amount(rate.amount, rate.unit, rate.from_quantity) * many)
    return total(parts, card.currency)


def _share(tiers: list[Tier], reached: int) -> Share | None:
    tier = tier_for(tiers, reached)
    return Share("", tier.rate) if tier else None
