"""Where an issue is handed out beside its circulation: events, and how many copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crm.domain.errors import (
    DateOrderError,
    MissingError,
    NotUnderstoodError,
    RangeError,
    UnknownError,
    words,
)
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.services.titles import add_event
from crm.store.models import Event, IssueBonus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MOST_COPIES = 10_000_000


def plan_event(
    session: Session,
    actor: Actor,
    name: str,
    place: str,
    starts_on: date,
    ends_on: date,
) -> int:
    """Add a fair as it is typed; return its id.

    Raises NotYoursError, MissingError, DateOrderError.
    """
    actor.require(Right.MANAGE_TITLES)
    name = clean_line(name, longest=200)
    if not name:
        raise MissingError(field="event_name", label=words("Event"))
    if ends_on < starts_on:
        raise DateOrderError(
            field="event_starts",
            first=words("The first day"),
            first_day=starts_on,
            second=words("the last day"),
            second_day=ends_on,
        )
    place = clean_line(place, longest=400)
    return add_event(session, actor, name, place, starts_on, ends_on)


def read_copies(typed: object, *, field: str, label: str) -> int | None:
    """Read a number of copies, None where none is typed.

    Raises NotUnderstoodError, RangeError.
    """
    plain = "".join(str(typed if typed is not None else "").split())
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 12:
        raise NotUnderstoodError(
            field=field, typed=plain[:40], label=words("a number"), example="12400"
        )
    if int(plain) > MOST_COPIES:
        raise RangeError(field=field, label=label, lowest=0, highest=MOST_COPIES)
    return int(plain)


def read_bonus(wanted: Sequence[str]) -> tuple[str, ...]:
    """Read “event:copies” pairs as they are typed. Raises what `read_copies` does."""
    read = {}
    for pair in wanted:
        event, _colon, typed = pair.partition(":")
        label = words("The bonus circulation")
        copies = read_copies(typed, field="bonus", label=label)
        read[int(event)] = "" if copies is None else str(copies)
    return tuple(f"{event}:{read[event]}" for event in sorted(read))


def set_bonus(session: Session, issue_id: int, wanted: Sequence[str]) -> dict[int, str]:
    """Hand an issue out at these events and no other; return their names.

    Raises UnknownError.
    """
    pairs = [pair.partition(":") for pair in wanted]
    ids = [int(event) for event, _colon, _copies in pairs]
    events = session.scalars(select(Event).where(Event.id.in_(ids)))
    names = {event.id: event.name for event in events}
    if names.keys() != set(ids):
        raise UnknownError(field="bonus")
    session.execute(delete(IssueBonus).where(IssueBonus.issue_id == issue_id))
    session.add_all(
        IssueBonus(
            issue_id=issue_id,
            event_id=int(event),
            copies=int(copies) if copies else None,
        )
        for event, _colon, copies in pairs
    )
    return names
