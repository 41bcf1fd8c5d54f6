"""Whether what is asked for has a place: every issue looked at, none taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.booking_errors import NoPlaceError
from crm.domain.magazine import IssueStatus
from crm.domain.places import Why
from crm.domain.pools import needs
from crm.language import current_language
from crm.language.vocabulary import word
from crm.store.models import Format, Issue, Pool, Position
from crm.store.queries.magazine import pools_of
from crm.store.queries.option_queue import who_waits
from crm.store.queries.rate_cards import cards_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.services.lines import LineWish


@dataclass(frozen=True, slots=True)
class NoPlace:
    """A line that has none, and why; `what` names the place that is taken."""

    wish: LineWish
    issue: str
    why: Why
    what: str = ""

    @property
    def said(self) -> str:
        """Why, in a few words: “Back cover, taken”."""
        return ", ".join(part for part in (self.what, word(self.why)) if part)

    def told(self) -> str:
        """Say it with its issue: “no. 62 (Back cover, taken)”."""
        return f"{self.issue} ({self.said})"


def sort_out(
    session: Session, actor: Actor, title_id: int, wishes: Sequence[LineWish]
) -> tuple[list[LineWish], list[NoPlace]]:
    """Return the lines that have a place, and those that have none.

    Space is counted for them together, beside what others wait for in line: of two
    lines for one place the second has none. Nothing is held by this.
    """
    issues = {wish.issue_id: session.get(Issue, wish.issue_id) for wish in wishes}
    days = {issue.published_on for issue in issues.values() if issue}
    cards = cards_on(session, title_id, days)
    asked_of: dict[int, int] = {}
    placed, none = [], []
    for wish in wishes:
        issue = issues[wish.issue_id]
        why, what = Why.NOT_THERE, ""
        if issue is not None and issue.status is IssueStatus.PLANNED:
            card = cards.get(issue.published_on)
            if actor.today > issue.closes_on:
                why = Why.CLOSED
            elif card is None or card.rate_of(wish.format_id) is None:
                why = Why.NO_PRICE
            else:
                full = _full(session, wish, asked_of)
                if full is None:
                    placed.append(wish)
                    continue
                why, what = Why.TAKEN, _named(full)
        none.append(NoPlace(wish, _named(issue) if issue else "–", why, what))
    return placed, none


def check_places(
    session: Session, actor: Actor, title_id: int, wishes: Sequence[LineWish]
) -> None:
    """Refuse lines that have no place, all of their issues in one sentence.

    Raises NoPlaceError.
    """
    _placed, none = sort_out(session, actor, title_id, wishes)
    if none:
        said = dict.fromkeys(one.told() for one in none)
        raise NoPlaceError(field="issue_id", issues=", ".join(said))


def _full(session: Session, wish: LineWish, asked_of: dict[int, int]) -> Pool | None:
    """Count what a line needs; return the pool that has not enough, if one has."""
    format_ = session.get_one(Format, wish.format_id)
    position = session.get(Position, wish.position_id) if wish.position_id else None
    needed = needs(
        pools_of(session, wish.issue_id),
        format_id=format_.id,
        format_units=format_.units,
        position_id=wish.position_id,
        takes_page=position is None or position.takes_page,
        quantity=wish.quantity,
    )
    for need in needed:
        pool = session.scalars(
            select(Pool)
            .where(Pool.id == need.pool_id)
            .execution_options(populate_existing=True)
        ).one()
        aside = sum(one.units for one in who_waits(session, pool.id))
        claimed = pool.taken + aside + asked_of.get(pool.id, 0)
        if claimed + need.units > pool.capacity:
            return pool
    for need in needed:
        asked_of[need.pool_id] = asked_of.get(need.pool_id, 0) + need.units
    return None


def _named(row: Issue | Pool) -> str:
    return row.name_fr if current_language() == "fr" else row.name_en
