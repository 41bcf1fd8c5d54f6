"""Wrong codes are counted, and after a few of them nobody may try for a while."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.store.models import Throttle

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

TRIES = 5
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)


def held_until(session: Session, actor: Actor, what: str) -> datetime | None:
    """Return until when nobody may try, None where one may."""
    found = _row(session, what)
    until = found.blocked_until if found else None
    return until if until is not None and until > actor.at else None


def count_wrong(session: Session, actor: Actor, what: str) -> datetime | None:
    """Count a wrong try; return until when that was the last, None where it was not.

    Every fifth holds: a quarter of an hour, then twice as long each time, a day at
    most. Only a right try starts the count again, so that patience does not help
    whoever guesses.
    """
    found = _row(session, what)
    if found is None:
        found = Throttle(subject=_digest(what), failures=0, since=actor.at)
        session.add(found)
    found.failures += 1
    rounds, left = divmod(found.failures, TRIES)
    if left == 0:
        doubled = min(rounds - 1, 10)
        wait = min(FIRST_WAIT * 2**doubled, LONGEST_WAIT)
        found.blocked_until = actor.at + wait
    session.flush()
    return None if left else found.blocked_until


def forget_wrong(session: Session, actor: Actor, what: str) -> None:  # noqa: ARG001  every action knows for whom it works
    """Start the count again, after a right try."""
    found = _row(session, what)
    if found is not None:
        session.delete(found)


def _row(session: Session, what: str) -> Throttle | None:
    return session.scalars(
        select(Throttle)
        .where(Throttle.subject == _digest(what))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _digest(what: str) -> str:
    return sha256(what.encode()).hexdigest()
