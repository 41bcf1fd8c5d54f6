"""The VAT of a booking, as its screen shows it and its document prints it.

One function for both: a figure on paper cannot differ from the one on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import UnknownError
from crm.domain.money import Money, total
from crm.domain.vat import VatPlace, vat_place, vat_rows
from crm.store.queries.companies import company_card
from crm.store.queries.publishing import seller, vat_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.vat import VatCategory
    from crm.services.pricing import Priced
    from crm.store.queries.bookings import BookingCard


@dataclass(frozen=True, slots=True)
class VatLine:
    """One rate, in basis points, on the sum of its bases, with its legal sentence."""

    rate: int
    base: Money
    amount: Money
    sentence: str
    category: VatCategory


@dataclass(frozen=True, slots=True)
class Vat:
    """What VAT adds to a total without it."""

    lines: tuple[VatLine, ...]
    excl: Money

    @property
    def rates(self) -> dict[VatCategory, int]:
        """The rate of each category, where several rates stand; empty of one rate."""
        found = {line.category: line.rate for line in self.lines}
        return found if len(set(found.values())) > 1 else {}

    @property
    def amount(self) -> Money:
        """The VAT of every rate."""
        return total((line.amount for line in self.lines), self.excl.currency)

    @property
    def incl(self) -> Money:
        """The total with VAT."""
        return self.excl + self.amount


def booking_vat(session: Session, asker: Actor, booking: BookingCard) -> Vat:
    """Return the VAT of a booking's live lines. Raises UnknownError."""
    bases = [(line.vat_category, line.price.total) for line in booking.live]
    return _vat(
        session,
        asker,
        bases,
        title_id=booking.title_id,
        advertiser_id=booking.advertiser_id,
        currency=booking.currency,
    )


def preview_vat(
    session: Session,
    asker: Actor,
    prices: Sequence[Priced],
    *,
    title_id: int,
    advertiser_id: int,
) -> Vat:
    """Return the VAT of prices that are not saved. Raises UnknownError."""
    return _vat(
        session,
        asker,
        [(priced.rate.vat_category, priced.price.total) for priced in prices],
        title_id=title_id,
        advertiser_id=advertiser_id,
        currency=prices[0].card.currency,
    )


def _vat(
    session: Session,
    asker: Actor,
    bases: Sequence[tuple[VatCategory, Money]],
    *,
    title_id: int,
    advertiser_id: int,
    currency: str,
) -> Vat:
    """Compute VAT once per rate on the sum of its bases (EN 16931, BT-117).

    The place is the advertiser's seat, the rules are the publisher's; a place
    without a rule is not taxed.
    """
    advertiser = company_card(session, asker, advertiser_id)
    if advertiser is None:
        raise UnknownError
    publisher = seller(session, title_id)
    place = vat_place(
        advertiser.country,
        advertiser.postcode,
        has_vat_number=advertiser.vat_number is not None,
        is_private=advertiser.is_private_person,
    )
    rules = {
        category: vat_rule(session, publisher.publisher_id, place, category)
        for category, _base in bases
    }
    rows = vat_rows(
        (category, rule.rate if rule else 0, base)
        for category, base in bases
        for rule in (rules[category],)
    )
    numbers = (publisher.vat_number or "", advertiser.vat_number or "")
    lines = []
    for row in rows:
        rule = rules[row.category]
        said = _sentence(rule.sentence if rule else "", place, numbers)
        lines.append(VatLine(row.rate, row.base, row.amount, said, row.category))
    return Vat(tuple(lines), total((base for _category, base in bases), currency))


def _sentence(wording: str, place: VatPlace, numbers: tuple[str, str]) -> str:
    """Name both VAT numbers where the rule asks for them (CGI art. 242 nonies A)."""
    seller_vat, buyer_vat = numbers
    said = wording.format_map({"seller_vat": seller_vat, "buyer_vat": buyer_vat})
    if place is VatPlace.EU_BUSINESS and "{" not in wording:
        return f"{said} ({seller_vat}, {buyer_vat})"
    return said
