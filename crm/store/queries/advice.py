"""What a booking is told about the tiers ahead of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.advice import Advice, advise
from crm.domain.money import total
from crm.domain.rate_cards import TierKind
from crm.store.models import Line
from crm.store.queries.rate_cards import booked_in_year, card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.prices import LinePrice
    from crm.domain.roles import Actor
    from crm.store.queries.bookings import BookingCard
    from crm.store.queries.rate_cards import Card


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line that counts for tiers: its year of publication, its card, its price."""

    year: int
    card: Card
    price: LinePrice


def booking_advice(
    session: Session, asker: Actor, booking: BookingCard
) -> list[Advice]:
    """Say what more insertions, or a larger year, would save on a booking's lines.

    The card is the one copied when each line was quoted. The largest saving first.
    """
    rows = session.execute(
        select(Line.id, Line.rate_card_id).where(Line.booking_id == booking.id)
    )
    card_ids = {line_id: card_id for line_id, card_id in rows if card_id}
    cards = {card_id: card(session, card_id) for card_id in set(card_ids.values())}
    paid = [
        PaidLine(line.published_on.year, found, line.price)
        for line in booking.live
        if line.published_on and not line.is_make_good and line.id in card_ids
        for found in (cards[card_ids[line.id]],)
        if found is not None
    ]
    return advice_on(
        session,
        asker,
        paid,
        title_id=booking.title_id,
        advertiser_id=booking.advertiser_id,
        but_booking=booking.id,
    )


def advice_on(
    session: Session,
    _asker: Actor,
    paid: Sequence[PaidLine],
    *,
    title_id: int,
    advertiser_id: int,
    but_booking: int | None = None,
) -> list[Advice]:
    """Say what the tiers ahead would save on lines, year of publication by year."""
    found = []
    for year in sorted({line.year for line in paid}):
        mine = [line for line in paid if line.year == year]
        prices = [line.price for line in mine]
        newest = max((line.card for line in mine), key=lambda known: known.id)
        booked = booked_in_year(
            session,
            title_id,
            advertiser_id,
            year,
            with_group=newest.counts_group,
            but_booking=but_booking,
        )
        gross = total((price.gross for price in prices), newest.currency)
        reached = {
            TierKind.FREQUENCY: booked.insertions + len(mine),
            TierKind.VOLUME: booked.gross_cents + gross.cents,
        }
        found += [
            advise(
                prices,
                kind=kind,
                tiers=newest.tiers_of(kind),
                reached=count,
                rule=newest.cumulation,
            )
            for kind, count in reached.items()
        ]
    told = [advice for advice in found if advice is not None]
    return sorted(told, key=lambda advice: -advice.saving.cents)
