"""Calendar addresses, as the doors ask for them: each step in its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.roles import Door
from crm.language import use_language
from crm.services import calendar_feeds
from crm.store.queries.calendar_days import feed_holder, feed_made_at
from crm.store.queries.sign_ins import actor_of
from crm.store.queries.users import user

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.store.database import Store


class Subscriptions:
    """The part of the front desk that calendars read."""

    store: Store
    reading: Callable[..., Session]
    itself: Callable[..., Actor]

    def feed_since(self, actor: Actor) -> datetime | None:
        """Say since when somebody has a calendar address; None without one."""
        with self.reading(actor) as session:
            return feed_made_at(session, actor)

    def make_feed(self, actor: Actor) -> str:
        """Give somebody a calendar address; return its token, told this once."""
        return self.store.write(
            lambda session: calendar_feeds.make_feed(session, actor), actor
        )

    def end_feed(self, actor: Actor) -> None:
        """End somebody's calendar address."""
        self.store.write(lambda session: calendar_feeds.end_feed(session, actor), actor)

    def feed(self, token: str) -> str | None:
        """Return the calendar behind a token, as its owner sees the desk today.

        None where it opens nothing: never made, ended, or its owner has left.
        """
        itself = self.itself()
        with self.reading() as session:
            user_id = feed_holder(session, token)
            if user_id is None:
                return None
            owner = actor_of(session, user_id, Door.LINK, itself.at)
            known = user(session, user_id)
        if owner is None or known is None:
            return None
        with self.reading(owner) as session, use_language(known.language):
            return calendar_feeds.own_calendar(session, owner)
