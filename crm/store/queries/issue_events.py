"""Where an issue gets extra circulation: the fairs there are, and those it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.store.models import Event, IssueBonus

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class EventRow:
    """A fair or meeting."""

    id: int
    name: str
    place: str
    starts_on: date
    ends_on: date


def list_events(session: Session, _asker: Actor, since: date) -> list[EventRow]:
    """List the events that end on a day or later, the first first."""
    query = (
        select(Event.id, Event.name, Event.place, Event.starts_on, Event.ends_on)
        .where(Event.ends_on >= since)
        .order_by(Event.starts_on, Event.id)
    )
    return [EventRow(*row) for row in session.execute(query)]


def bonus_values(session: Session, issue_id: int) -> tuple[str, ...]:
    """Return an issue's bonus circulation as a form keeps it: “event:copies” each."""
    query = (
        select(IssueBonus.event_id, IssueBonus.copies)
        .where(IssueBonus.issue_id == issue_id)
        .order_by(IssueBonus.event_id)
    )
    return tuple(
        f"{event_id}:{copies if copies is not None else ''}"
        for event_id, copies in session.execute(query)
    )
