"""What can be asked about rate cards. Session in, frozen rows out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from crm.domain.bookings import BOOKED
from crm.domain.money import Money
from crm.domain.rate_cards import (
    Cumulation,
    RateCardStatus,
    RateUnit,
    Tier,
    TierKind,
)
from crm.store.models import (
    Booking,
    CardFee,
    CardPremium,
    CardTier,
    Company,
    Issue,
    Line,
    Rate,
    RateCard,
)
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import BindParameter
    from sqlalchemy.orm import Session

    from crm.domain.vat import VatCategory

COUNTS_FOR_TIERS = (
    Line.status.in_(BOOKED),
    Line.repairs_line_id.is_(None),
    Line.is_barter.is_(False),
    Line.is_penalty.is_(False),
)
"""Which lines a year's tiers count: paid ones, confirmed or ran."""
GUARANTEED = "guaranteed"
"""The code of the premium for a guaranteed position (position de rigueur)."""


@dataclass(frozen=True, slots=True)
class CardRate:
    """The price of a format, from a quantity on."""

    format_id: int
    unit: RateUnit
    amount: Money
    vat_category: VatCategory
    from_quantity: int = 1


@dataclass(frozen=True, slots=True)
class PremiumRow:
    """A premium in basis points, with its names."""

    code: str
    position_id: int | None
    name_fr: str
    name_en: str
    rate: int


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A technical fee, with its names."""

    code: str
    name_fr: str
    name_en: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Card:
    """A rate card, whole."""

    id: int
    title_id: int
    name: str
    edition: int
    valid_from: date
    valid_until: date
    status: RateCardStatus
    currency: str
    cumulation: Cumulation
    counts_group: bool
    professional_discount: int
    terms_id: int | None
    version: int
    rates: tuple[CardRate, ...]
    premiums: tuple[PremiumRow, ...]
    tiers: tuple[tuple[TierKind, Tier], ...]
    fees: tuple[FeeRow, ...]

    def rates_of(self, format_id: int) -> list[CardRate]:
        """Return a format's prices by quantity, the smallest quantity first."""
        return [rate for rate in self.rates if rate.format_id == format_id]

    def rate_of(self, format_id: int) -> CardRate | None:
        """Return the first price of a format, None where the card has none."""
        return next((rate for rate in self.rates if rate.format_id == format_id), None)

    def tiers_of(self, kind: TierKind) -> list[Tier]:
        """Return the scale of a kind, from its lowest step."""
        return [tier for tier_kind, tier in self.tiers if tier_kind is kind]


@dataclass(frozen=True, slots=True)
class BookedYear:
    """What counts for tiers: paid lines confirmed or ran in a year of publication."""

    insertions: int
    gross_cents: int


def card_on(session: Session, title_id: int, day: date) -> Card | None:
    """Return the published card valid on a publication day; of two, the newest."""
    found = session.scalars(
        select(RateCard)
        .where(
            RateCard.title_id == title_id,
            RateCard.status == RateCardStatus.PUBLISHED,
            RateCard.valid_from <= day,
            RateCard.valid_until >= day,
        )
        .order_by(RateCard.edition.desc(), RateCard.id.desc())
        .limit(1)
    ).first()
    return _whole(session, found) if found else None


def cards_on(
    session: Session, title_id: int, days: Collection[date]
) -> dict[date, Card]:
    """Return the card of each publication day that has one, as `card_on` does.

    A card of several days is read once.
    """
    if not days:
        return {}
    found = session.scalars(
        select(RateCard)
        .where(
            RateCard.title_id == title_id,
            RateCard.status == RateCardStatus.PUBLISHED,
            RateCard.valid_from <= max(days),
            RateCard.valid_until >= min(days),
        )
        .order_by(RateCard.edition.desc(), RateCard.id.desc())
    ).all()
    newest = {
        day: next(
            (card for card in found if card.valid_from <= day <= card.valid_until),
            None,
        )
        for day in days
    }
    distinct = {card.id: card for card in newest.values() if card}
    whole = {id_: _whole(session, card) for id_, card in distinct.items()}
    return {day: whole[card.id] for day, card in newest.items() if card}


def card(session: Session, card_id: int) -> Card | None:
    """Return a card by its id."""
    found = session.get(RateCard, card_id)
    return _whole(session, found) if found else None


def list_cards(session: Session, title_id: int) -> list[Card]:
    """List a title's cards, the newest first."""
    cards = session.scalars(
        select(RateCard)
        .where(RateCard.title_id == title_id, RateCard.archived_at.is_(None))
        .order_by(RateCard.valid_from.desc(), RateCard.edition.desc())
    )
    return [_whole(session, found) for found in cards]


def booked_in_year(
    session: Session,
    title_id: int,
    advertiser_id: int,
    year: int,
    *,
    with_group: bool = False,
    but_booking: int | None = None,
) -> BookedYear:
    """Count an advertiser's paid lines in a title and calendar year of publication.

    Confirmed or ran; make-goods, barter, penalties and other bookings' options do
    not count. `with_group` counts the companies of its group with it.
    """
    who = Booking.advertiser_id == advertiser_id
    if with_group:
        group = select(func.coalesce(Company.group_id, Company.id)).where(
            Company.id == advertiser_id
        )
        who = Booking.advertiser_id.in_(
            select(Company.id).where(
                func.coalesce(Company.group_id, Company.id) == group.scalar_subquery()
            )
        )
    query = (
        select(func.count(Line.id), func.coalesce(func.sum(Line.gross_cents), 0))
        .join(Line.booking)
        .join(Line.issue)
        .where(
            who,
            Booking.title_id == title_id,
            *COUNTS_FOR_TIERS,
            Issue.published_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    if but_booking is not None:
        query = query.where(Booking.id != but_booking)
    with beyond_scope(session, "an advertiser's tier counts what every rep sold it"):
        insertions, gross = session.execute(query).one()
    return BookedYear(insertions, int(gross))


def _whole(session: Session, found: RateCard) -> Card:
    of_card = {"card": found.id}
    return Card(
        id=found.id,
        title_id=found.title_id,
        name=found.name,
        edition=found.edition,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        status=found.status,
        currency=found.currency,
        cumulation=found.cumulation,
        counts_group=found.counts_group,
        professional_discount=found.professional_discount,
        terms_id=found.terms_id,
        version=found.version,
        rates=tuple(
            CardRate(format_id, unit, Money(cents, found.currency), vat, lower)
            for format_id, unit, cents, vat, lower in session.execute(_RATES, of_card)
        ),
        premiums=tuple(PremiumRow(*row) for row in session.execute(_PREMIUMS, of_card)),
        tiers=tuple(
            (kind, Tier(lower, upper, rate))
            for kind, lower, upper, rate in session.execute(_TIERS, of_card)
        ),
        fees=tuple(
            FeeRow(code, french, english, Money(cents, found.currency))
            for code, french, english, cents in session.execute(_FEES, of_card)
        ),
    )


# Written once, and read column by column: a card is read whole for every price.
_CARD: BindParameter[int] = bindparam("card")
_RATES = (
    select(Rate.format_id, Rate.unit, Rate.cents, Rate.vat_category, Rate.from_quantity)
    .where(Rate.rate_card_id == _CARD)
    .order_by(Rate.from_quantity, Rate.id)
)
_PREMIUMS = (
    select(
        CardPremium.code,
        CardPremium.position_id,
        CardPremium.name_fr,
        CardPremium.name_en,
        CardPremium.rate,
    )
    .where(CardPremium.rate_card_id == _CARD)
    .order_by(CardPremium.id)
)
_TIERS = (
    select(CardTier.kind, CardTier.lower, CardTier.upper, CardTier.rate)
    .where(CardTier.rate_card_id == _CARD)
    .order_by(CardTier.kind, CardTier.lower)
)
_FEES = (
    select(CardFee.code, CardFee.name_fr, CardFee.name_en, CardFee.cents)
    .where(CardFee.rate_card_id == _CARD)
    .order_by(CardFee.id)
)
