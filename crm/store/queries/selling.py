"""What can be sold now: issues still open, their formats, positions and prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.magazine import IssueStatus
from crm.domain.prices import Share, price_line
from crm.domain.rate_cards import RateCardStatus
from crm.domain.roles import Right
from crm.language import current_language
from crm.store.queries.magazine import (
    FormatRow,
    PositionRow,
    list_formats,
    list_issues,
    list_positions,
    space_left,
)
from crm.store.queries.rate_cards import GUARANTEED, list_cards

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.rate_cards import RateUnit
    from crm.domain.roles import Actor
    from crm.store.queries.magazine import IssueRow, SpaceRow
    from crm.store.queries.rate_cards import Card


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue that has not closed, with what is left of it."""

    issue: IssueRow
    pools: tuple[SpaceRow, ...]


@dataclass(frozen=True, slots=True)
class FormatOffer:
    """A format the card prices; `amount` is what its unit of sale costs."""

    id: int
    code: str
    name: str
    unit: RateUnit
    amount: Money
    pool: SpaceRow | None


@dataclass(frozen=True, slots=True)
class PositionOffer:
    """A position, its premium in basis points, and the formats that fit (all: none)."""

    id: int
    name: str
    premium: int
    fits: tuple[str, ...]
    pool: SpaceRow | None


@dataclass(frozen=True, slots=True)
class PremiumOffer:
    """A premium that is asked for, on no position; in basis points."""

    code: str
    name: str
    rate: int


@dataclass(frozen=True, slots=True)
class FeeOffer:
    """A technical fee of the card."""

    code: str
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything one issue can be asked for; `guaranteed` in basis points."""

    formats: tuple[FormatOffer, ...]
    positions: tuple[PositionOffer, ...]
    fees: tuple[FeeOffer, ...]
    guaranteed: int | None
    premiums: tuple[PremiumOffer, ...] = ()

    def fitting(self, format_code: str) -> tuple[PositionOffer, ...]:
        """Return the positions where a format may stand."""
        return tuple(p for p in self.positions if not p.fits or format_code in p.fits)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a title sells from today on, read once for a drawer."""

    title_id: int
    issues: tuple[OpenIssue, ...]
    formats: tuple[FormatRow, ...]
    positions: tuple[PositionRow, ...]
    cards: dict[date, Card | None]

    @property
    def supports(self) -> dict[int, str]:
        """The supports that have an open issue, by id, in the title's order."""
        ordered = sorted(self.issues, key=lambda row: row.issue.support_rank)
        return {row.issue.support_id: row.issue.support for row in ordered}

    def of_support(self, support_id: int) -> tuple[OpenIssue, ...]:
        """Return the open issues of a support, the next to close first."""
        return tuple(r for r in self.issues if r.issue.support_id == support_id)

    def offer(self, issue_id: int) -> Offer | None:
        """Return what an issue can be asked for, None where no card prices it."""
        row = next((r for r in self.issues if r.issue.id == issue_id), None)
        card = self.cards.get(row.issue.published_on) if row else None
        if row is None or card is None:
            return None
        support_id = row.issue.support_id
        by_format = {pool.format_id: pool for pool in row.pools if pool.format_id}
        by_position = {p.position_id: p for p in row.pools if p.position_id}
        premiums = {p.position_id: p.rate for p in card.premiums if p.position_id}
        french = current_language() == "fr"
        return Offer(
            formats=tuple(
                FormatOffer(
                    form.id,
                    form.code,
                    form.name,
                    rate.unit,
                    rate.amount,
                    by_format.get(form.id),
                )
                for form in self.formats
                if form.support_id == support_id
                for rate in (card.rate_of(form.id),)
                if rate is not None
            ),
            positions=tuple(
                PositionOffer(
                    position.id,
                    position.name,
                    premiums.get(position.id, 0),
                    position.fits,
                    by_position.get(position.id),
                )
                for position in self.positions
                if position.support_id == support_id
            ),
            fees=tuple(
                FeeOffer(fee.code, fee.name_fr if french else fee.name_en, fee.amount)
                for fee in card.fees
            ),
            guaranteed=next(
                (p.rate for p in card.premiums if p.code == GUARANTEED), None
            ),
            premiums=tuple(
                PremiumOffer(p.code, p.name_fr if french else p.name_en, p.rate)
                for p in card.premiums
                if p.position_id is None and p.code != GUARANTEED
            ),
        )


def shelf(session: Session, asker: Actor, title_id: int) -> Shelf:
    """Read what a title sells: its open issues, with their space and their cards.

    Whoever may sell after closing finds the closed ones that are not published yet
    behind them.
    """
    late = asker.may(Right.OVERRIDE_CLOSING)
    issues = [
        row
        for row in list_issues(session, asker, title_id, since=asker.today)
        if row.status is IssueStatus.PLANNED and (late or row.closes_on >= asker.today)
    ]
    issues.sort(key=lambda row: (row.closes_on < asker.today, row.closes_on, row.id))
    space = space_left(session, asker, [row.id for row in issues])
    cards = cards_by_day(session, title_id, {row.published_on for row in issues})
    return Shelf(
        title_id,
        tuple(OpenIssue(row, tuple(space[row.id])) for row in issues),
        tuple(list_formats(session, asker, title_id)),
        tuple(list_positions(session, asker, title_id)),
        cards,
    )


def cards_by_day(
    session: Session, title_id: int, days: Iterable[date]
) -> dict[date, Card | None]:
    """Return the published card of each day, as `card_on` chooses it, read once."""
    published = [
        card
        for card in list_cards(session, title_id)
        if card.status is RateCardStatus.PUBLISHED
    ]
    return {
        day: max(
            (card for card in published if card.valid_from <= day <= card.valid_until),
            key=lambda card: (card.edition, card.id),
            default=None,
        )
        for day in days
    }


def position_price(
    card: Card, position: PositionRow, formats: list[FormatRow]
) -> tuple[FormatRow, Money] | None:
    """Return what a position costs at the card: its first priced format, with premium.

    None where the card prices no format that fits.
    """
    premiums = [
        Share(p.code, p.rate) for p in card.premiums if p.position_id == position.id
    ]
    for form in formats:
        fits = not position.fits or form.code in position.fits
        rate = card.rate_of(form.id) if form.support_id == position.support_id else None
        if fits and rate is not None:
            return form, price_line(rate.amount, premiums=premiums).gross
    return None
