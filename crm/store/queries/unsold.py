"""What is still to be sold: how full the issues are, which premium places are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.magazine import IssueStatus, SupportKind
from crm.domain.money import EURO, Money, total
from crm.domain.pools import PAGES
from crm.domain.revenue import share_of
from crm.domain.space import PlaceState, place_state
from crm.language import current_language
from crm.store.models import Issue, Pool, Support
from crm.store.queries.magazine import list_formats, list_positions, space_left
from crm.store.queries.pages_held import pages_held
from crm.store.queries.rate_cards import cards_on
from crm.store.queries.selling import position_price

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.revenue import Period
    from crm.domain.roles import Actor

SHOWN = 6
"""As many issues are shown: what is about to close in their middle."""
LEFT = (PlaceState.SELL_NOW, PlaceState.FREE, PlaceState.OPTIONED)


@dataclass(frozen=True, slots=True)
class Fill:
    """A printed issue's page budget, in twelfths of a page."""

    issue_id: int
    name: str
    published_on: date
    closes_on: date
    capacity: int
    sold: int
    optioned: int
    is_closed: bool

    @property
    def left(self) -> int:
        """What nobody holds."""
        return self.capacity - self.sold - self.optioned

    @property
    def share(self) -> int | None:
        """What is sold of it, in basis points; None without a budget."""
        return share_of(Money(self.sold), Money(self.capacity))


@dataclass(frozen=True, slots=True)
class PremiumPlace:
    """A premium place of an open issue that is not sold, at its card price.

    `until` and `holder` where it is under option; of a booking the reader may not see
    the rep is told in the holder's place.
    """

    pool_id: int
    issue_id: int
    name: str
    issue: str
    closes_on: date
    state: PlaceState
    price: Money
    until: date | None = None
    holder: str = ""
    booking_id: int | None = None


def sell_through(session: Session, asker: Actor, period: Period) -> list[Fill]:
    """List how full the printed issues around today are, in the order they come out."""
    french = current_language() == "fr"
    query = (
        select(
            Issue.id,
            Issue.name_fr if french else Issue.name_en,
            Issue.published_on,
            Issue.closes_on,
            Pool.id,
            Pool.capacity,
        )
        .join(Support, Support.id == Issue.support_id)
        .join(Pool, Pool.issue_id == Issue.id)
        .where(
            Support.kind == SupportKind.PRINT,
            Pool.code == PAGES,
            Pool.capacity > 0,
            Issue.status != IssueStatus.CANCELLED,
            *_of(period),
        )
    )
    open_ = query.where(Issue.closes_on >= asker.today)
    coming = session.execute(
        open_.order_by(Issue.closes_on, Issue.id).limit(SHOWN - SHOWN // 3)
    ).all()
    gone = session.execute(
        query.where(Issue.closes_on < asker.today)
        .order_by(Issue.closes_on.desc(), Issue.id)
        .limit(SHOWN - len(coming))
    ).all()
    rows = [*reversed(gone), *coming]
    held = pages_held(session, [row[0] for row in rows])
    return [
        Fill(
            issue_id=row[0],
            name=str(row[1]),
            published_on=row[2],
            closes_on=row[3],
            capacity=row[5],
            sold=sum(one.units for one in held.get(row[4], ()) if one.until is None),
            optioned=sum(one.units for one in held.get(row[4], ()) if one.until),
            is_closed=row[3] < asker.today,
        )
        for row in rows
    ]


def premium_left(
    session: Session, asker: Actor, issue_ids: Collection[int]
) -> list[PremiumPlace]:
    """List the premium places of issues that are free or under option.

    By closing, then in the order of the places. Those without a card that prices them
    are left out; a place inside the page budget is free while the budget has room.
    """
    if not issue_ids:
        return []
    french = current_language() == "fr"
    facts = session.execute(
        select(
            Issue.id,
            Issue.name_fr if french else Issue.name_en,
            Issue.closes_on,
            Issue.published_on,
            Support.title_id,
        )
        .join(Support, Support.id == Issue.support_id)
        .where(Issue.id.in_(issue_ids), Issue.closes_on >= asker.today)
        .order_by(Issue.closes_on, Issue.id)
    ).all()
    space = space_left(session, asker, [row[0] for row in facts], pages_in_sum=True)
    found = []
    for id_, name, closes_on, published_on, title_id in facts:
        formats = list_formats(session, asker, title_id)
        positions = {row.id: row for row in list_positions(session, asker, title_id)}
        card = cards_on(session, title_id, {published_on}).get(published_on)
        pages = next((p.space.left for p in space[id_] if p.code == PAGES), 0)
        for pool in space[id_]:
            position = positions.get(pool.position_id or 0)
            if card is None or position is None or not position.is_premium:
                continue
            state = place_state(pool.space, closes_on=closes_on, today=asker.today)
            priced = position_price(card, position, formats)
            if priced is None or state not in LEFT:
                continue
            form, price = priced
            free = state is not PlaceState.OPTIONED
            if free and position.takes_page and pages < form.units:
                continue
            held = pool.space.holdings[0] if pool.space.holdings else None
            found.append(
                PremiumPlace(
                    pool_id=pool.pool_id,
                    issue_id=id_,
                    name=position.name,
                    issue=str(name),
                    closes_on=closes_on,
                    state=state,
                    price=price,
                    until=pool.space.until,
                    holder=(held.advertiser or held.rep) if held else "",
                    booking_id=held.booking_id if held else None,
                )
            )
    return found


def worth(places: Collection[PremiumPlace], currency: str = EURO) -> Money:
    """Sum places at their card prices."""
    return total((place.price for place in places), currency)


def _of(period: Period) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if period.title_id is not None:
        kept.append(Support.title_id == period.title_id)
    if period.support_id is not None:
        kept.append(Support.id == period.support_id)
    return kept
