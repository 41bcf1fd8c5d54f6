"""The premium positions that are still free, at their card prices."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from crm.domain.call_places import Place
from crm.domain.pools import PAGES
from crm.store.models import Issue, Pool, Support
from crm.store.queries.magazine import list_formats, list_positions
from crm.store.queries.rate_cards import cards_on
from crm.store.queries.selling import position_price

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def free_premium(
    session: Session, asker: Actor, issue_ids: Collection[int]
) -> dict[int, list[Place]]:
    """Return the free premium positions of issues, the dearest first.

    A position inside the page budget is free while the budget has the room. Issues
    without one, or without a card that prices it, are left out.
    """
    if not issue_ids:
        return {}
    rows = session.execute(_pools(), {"issues": list(issue_ids)}).all()
    pages = {p.issue_id: p.capacity - p.taken for p, *_r in rows if p.code == PAGES}
    found: dict[int, list[Place]] = {}
    for title_id in sorted({title_id for *_rest, title_id in rows}):
        formats = list_formats(session, asker, title_id)
        positions = {row.id: row for row in list_positions(session, asker, title_id)}
        mine = [(pool, day) for pool, day, title in rows if title == title_id]
        cards = cards_on(session, title_id, {day for _pool, day in mine})
        for pool, day in mine:
            position = positions.get(pool.position_id or 0)
            if position is None or not position.is_premium or day not in cards:
                continue
            priced = position_price(cards[day], position, formats)
            if priced is None or pool.taken >= pool.capacity:
                continue
            form, price = priced
            if position.takes_page and pages.get(pool.issue_id, 0) < form.units:
                continue
            place = Place(pool.id, position.name, price)
            found.setdefault(pool.issue_id, []).append(place)
    for places in found.values():
        places.sort(key=lambda place: (-place.price.cents, place.pool_id))
    return found


@cache
def _pools() -> Select[Pool, date, int]:
    return (
        select(Pool, Issue.published_on, Support.title_id)
        .join(Issue, Issue.id == Pool.issue_id)
        .join(Support, Support.id == Issue.support_id)
        .where(Pool.issue_id.in_(bindparam("issues", expanding=True)))
        .order_by(Pool.issue_id, Pool.rank, Pool.id)
    )
