"""A year of a title's issues: what is free, where, until when, at what price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import extract, func, select

from crm.domain.magazine import IssueStatus, SupportKind
from crm.domain.pools import PAGES
from crm.domain.space import PlaceState, place_state
from crm.store.models import Issue, Support
from crm.store.queries.magazine import (
    list_formats,
    list_issues,
    list_positions,
    space_left,
)
from crm.store.queries.selling import cards_by_day, position_price

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

    from crm.domain.money import Money
    from crm.domain.roles import Actor
    from crm.store.queries.magazine import IssueRow, PositionRow, SpaceRow

    Placed = Callable[[IssueRow, SpaceRow], "Place"]


FEW = 6
"""As many issues of a support are listed a line each; more are drawn as a strip."""


@dataclass(frozen=True, slots=True)
class Place:
    """One pool of one issue, as the calendar shows it.

    `price` is the card's, premium included; `format` what it is the price of.
    """

    issue: IssueRow
    pool: SpaceRow
    state: PlaceState
    price: Money | None = None
    format: str = ""

    @property
    def id(self) -> str:
        """What a click on it tells."""
        return f"{self.issue.id}-{self.pool.pool_id}"

    @property
    def holder(self) -> str:
        """Who holds it, where somebody does; their rep, of a booking not to be seen."""
        held = self.pool.space.holdings
        return (held[0].advertiser or held[0].rep) if held else ""

    @property
    def is_anothers(self) -> bool:
        """Whether it is held by a booking the reader may not see."""
        held = self.pool.space.holdings
        return bool(held) and held[0].booking_id is None


@dataclass(frozen=True, slots=True)
class PrintIssue:
    """An issue of the magazine: its premium places in order, its page budget."""

    issue: IssueRow
    places: tuple[Place | None, ...]
    pages: SpaceRow | None


@dataclass(frozen=True, slots=True)
class PlaceYear:
    """One place of a support over the issues of the year: sends, weeks, events."""

    name: str
    places: tuple[Place, ...]

    def count(self, *states: PlaceState) -> int:
        """Count the places that are in one of these states."""
        return sum(1 for place in self.places if place.state in states)


@dataclass(frozen=True, slots=True)
class SupportYear:
    """A support that is not printed over the year: its places, each in every issue."""

    name: str
    kind: SupportKind
    rows: tuple[PlaceYear, ...]

    @property
    def issues(self) -> tuple[IssueRow, ...]:
        """Its issues in their order."""
        found = {
            place.issue.id: place.issue for row in self.rows for place in row.places
        }
        return tuple(sorted(found.values(), key=lambda one: (one.published_on, one.id)))

    @property
    def is_frequent(self) -> bool:
        """Whether it comes out too often for a line an issue: by the week."""
        return len(self.issues) > FEW


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year of a title."""

    year: int
    positions: tuple[PositionRow, ...]
    issues: tuple[PrintIssue, ...]
    others: tuple[SupportYear, ...]

    def premium(self, *states: PlaceState) -> list[Place]:
        """Return the premium places of the magazine that are in these states."""
        places = (place for row in self.issues for place in row.places if place)
        return [place for place in places if place.state in states]

    @property
    def sell_before(self) -> date | None:
        """The day by which the last of the places to sell now has closed."""
        days = (p.issue.closes_on for p in self.premium(PlaceState.SELL_NOW))
        return max(days, default=None)

    def place(self, place_id: str) -> Place | None:
        """Find a place by what its click tells."""
        rows = (place for row in self.issues for place in row.places if place)
        others = (p for year in self.others for row in year.rows for p in row.places)
        every = (*rows, *others)
        return next((place for place in every if place.id == place_id), None)


def years_of(session: Session, asker: Actor, title_id: int) -> list[int]:
    """List the years a title has issues in, and this one."""
    year = extract("year", Issue.published_on)
    query = (
        select(year)
        .join(Support, Support.id == Issue.support_id)
        .where(Support.title_id == title_id)
        .distinct()
    )
    return sorted({asker.today.year, *(int(found) for found in session.scalars(query))})


def selling_year(session: Session, asker: Actor, title_id: int) -> int:
    """Return the year of the next printed issue still open; this one without any."""
    query = (
        select(func.min(Issue.published_on))
        .join(Support, Support.id == Issue.support_id)
        .where(
            Support.title_id == title_id,
            Support.kind == SupportKind.PRINT,
            Issue.closes_on >= asker.today,
        )
    )
    found = session.scalars(query).one()
    return found.year if found else asker.today.year


def calendar(session: Session, asker: Actor, title_id: int, year: int) -> Calendar:
    """Read a year of a title: premium places in print, each place of other supports."""
    issues = [
        row
        for row in list_issues(
            session,
            asker,
            title_id,
            since=date(year, 1, 1),
            until=date(year, 12, 31),
        )
        if row.status is not IssueStatus.CANCELLED
    ]
    wanted = [row.id for row in issues]
    space = space_left(session, asker, wanted, pages_in_sum=True)
    cards = cards_by_day(session, title_id, {row.published_on for row in issues})
    formats = list_formats(session, asker, title_id)
    every = list_positions(session, asker, title_id)
    by_id = {position.id: position for position in every}

    def placed(row: IssueRow, pool: SpaceRow) -> Place:
        state = place_state(pool.space, closes_on=row.closes_on, today=asker.today)
        card = cards[row.published_on]
        position = by_id.get(pool.position_id or 0)
        if card and position:
            found = position_price(card, position, formats)
            if found:
                return _told(Place(row, pool, state, found[1], found[0].name))
        rate = card.rate_of(pool.format_id) if card and pool.format_id else None
        return _told(Place(row, pool, state, rate.amount if rate else None))

    printed = [row for row in issues if row.support_kind is SupportKind.PRINT]
    others = [row for row in issues if row.support_kind is not SupportKind.PRINT]
    held = {
        pool.position_id: None
        for row in printed
        for pool in space[row.id]
        if pool.position_id
    }
    premium = tuple(p for p in every if p.id in held and p.is_premium)
    return Calendar(
        year,
        premium,
        tuple(_printed(row, premium, space[row.id], placed) for row in printed),
        _others(placed(row, pool) for row in others for pool in space[row.id]),
    )


def _told(place: Place) -> Place:
    """Leave the price out of a place whose booking the reader may not see."""
    return replace(place, price=None) if place.is_anothers else place


def _printed(
    row: IssueRow,
    premium: tuple[PositionRow, ...],
    pools: list[SpaceRow],
    placed: Placed,
) -> PrintIssue:
    by_position = {pool.position_id: pool for pool in pools if pool.position_id}
    return PrintIssue(
        row,
        tuple(
            placed(row, by_position[position.id])
            if position.id in by_position
            else None
            for position in premium
        ),
        next((pool for pool in pools if pool.code == PAGES), None),
    )


def _others(places: Iterable[Place]) -> tuple[SupportYear, ...]:
    supports: dict[int, dict[str, list[Place]]] = {}
    for place in places:
        by_code = supports.setdefault(place.issue.support_id, {})
        by_code.setdefault(place.pool.code, []).append(place)
    ordered = sorted(
        supports.values(),
        key=lambda by_code: next(iter(by_code.values()))[0].issue.support_rank,
    )
    return tuple(
        SupportYear(
            first.support,
            first.support_kind,
            tuple(PlaceYear(row[0].pool.name, tuple(row)) for row in by_code.values()),
        )
        for by_code in ordered
        for first in (next(iter(by_code.values()))[0].issue,)
    )
