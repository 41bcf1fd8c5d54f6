"""Standing in line for a place that is taken, and being told when it falls."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from crm.domain.bookings import HOLDS_SPACE, LineStatus
from crm.domain.errors import NothingToDoError, UnknownError
from crm.domain.option_queue import (
    WAITS,
    InLine,
    answer_day,
    check_refusal_day,
    next_told,
)
from crm.domain.roles import Right
from crm.domain.space_errors import FreeAlreadyError, InLineError, NotHolderError
from crm.language import _, current_language, use_language
from crm.services.activities import NextStep, plan
from crm.services.audit import record
from crm.store.models import Booking, Issue, Line, LineSpace, OptionQueue, Pool, User
from crm.store.queries.option_queue import (
    UNITS_WAITED_FOR,
    held_before,
    who_waits,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a booking wants of a pool."""

    booking: Booking
    pool: Pool
    issue: Issue
    spaces: list[LineSpace]

    @property
    def place(self) -> str:
        return self.pool.name_fr if current_language() == "fr" else self.pool.name_en

    @property
    def where(self) -> str:
        return self.issue.name_fr if current_language() == "fr" else self.issue.name_en


def stand_in_line(
    session: Session, actor: Actor, booking_id: int, pool_id: int
) -> None:
    """Place a booking's lines next in line for a pool that has not the units.

    Raises UnknownError, NothingToDoError where none of its lines waits for it,
    InLineError, FreeAlreadyError.
    """
    wanted = _wanted(session, actor, booking_id, pool_id)
    _check_not_in_line(session, wanted)
    free = wanted.pool.capacity - wanted.pool.taken
    others = sum(one.units for one in who_waits(session, pool_id))
    if free - others >= sum(space.units for space in wanted.spaces):
        raise FreeAlreadyError(pool=wanted.place, issue=wanted.where)
    _add(session, actor, wanted)
    _told(session, actor, "stand_in_line", wanted)


def give_first_refusal(
    session: Session, actor: Actor, booking_id: int, pool_id: int, until: date
) -> None:
    """Put last year's holder of a position before everybody, until a day.

    What is free of it is kept for them from now on. Raises UnknownError,
    NothingToDoError, InLineError, NotHolderError, PastError, DateOrderError.
    """
    wanted = _wanted(session, actor, booking_id, pool_id)
    check_refusal_day(until, actor.today, wanted.issue.closes_on)
    _check_not_in_line(session, wanted)
    before = {one.company_id for one in held_before(session, actor, pool_id)}
    if wanted.booking.advertiser_id not in before:
        raise NotHolderError(pool=wanted.place, issue=wanted.where)
    _add(session, actor, wanted, until=until)
    _told(session, actor, "give_first_refusal", wanted, until=until)


def leave_line(session: Session, actor: Actor, booking_id: int, pool_id: int) -> None:
    """Leave a pool's line. Raises UnknownError, NothingToDoError."""
    wanted = _wanted(session, actor, booking_id, pool_id)
    if not _standing(session, wanted):
        raise NothingToDoError(wanted=LineStatus.QUOTED)
    _remove(session, pool_id, [space.line_id for space in wanted.spaces])
    _told(session, actor, "leave_line", wanted)


def call_next(session: Session, actor: Actor) -> int:
    """Tell those next in line that a place fell free; return how many were told.

    Whoever did not answer by the day they were given loses their turn, as do lines of
    an issue that has closed, or that wait no more. Each is told once, however many
    servers ask: the rows are locked and read again.
    """
    rows = session.execute(_line().with_for_update(of=OptionQueue)).all()
    told = 0
    for pool, group in groupby(rows, key=lambda row: row[1]):
        waiting = []
        for entry, _pool, issue, line, units in group:
            late = entry.kept_until is not None and entry.kept_until < actor.today
            if late or issue.closes_on < actor.today or line.status not in WAITS:
                session.delete(entry)
                record(
                    session,
                    actor,
                    "lose_turn",
                    "booking",
                    line.booking_id,
                    pool=pool.id,
                    issue=issue.id,
                )
                continue
            waiting.append((entry, issue, line, units))
        by_line = {
            entry.line_id: (entry, issue, line) for entry, issue, line, _u in waiting
        }
        queue = [
            InLine(e.line_id, units, e.asked_at, e.is_first_refusal, e.kept_until)
            for e, _issue, _line, units in waiting
        ]
        for one in next_told(queue, pool.capacity - pool.taken):
            entry, issue, line = by_line[one.line_id]
            entry.told_at = actor.at
            entry.kept_until = answer_day(actor.today, issue.closes_on)
            _call(session, actor, line.booking_id, pool, issue, entry.kept_until)
            told += 1
    session.flush()
    return told


def _line() -> Select[OptionQueue, Pool, Issue, Line, int]:
    return (
        select(OptionQueue, Pool, Issue, Line, LineSpace.units)
        .join(Pool, Pool.id == OptionQueue.pool_id)
        .join(Issue, Issue.id == Pool.issue_id)
        .join(Line, Line.id == OptionQueue.line_id)
        .join(LineSpace, UNITS_WAITED_FOR)
        .order_by(OptionQueue.pool_id, OptionQueue.id)
        .execution_options(populate_existing=True)
    )


def _call(
    session: Session,
    actor: Actor,
    booking_id: int,
    pool: Pool,
    issue: Issue,
    until: date,
) -> None:
    """Put it on the desk of whoever follows the booking, in their language."""
    booking = session.get_one(Booking, booking_id)
    owner = session.get_one(User, booking.owner_id)
    with use_language(owner.language):
        french = current_language() == "fr"
        reason = _("{pool}, {issue}: free, and kept for you").format(
            pool=pool.name_fr if french else pool.name_en,
            issue=issue.name_fr if french else issue.name_en,
        )
    plan(
        session,
        actor,
        booking.advertiser_id,
        NextStep(reason, actor.today),
        contact_id=booking.contact_id,
        owner_id=owner.id,
    )
    record(
        session,
        actor,
        "call_next",
        "booking",
        booking_id,
        pool=pool.id,
        issue=issue.id,
        until=until,
    )


def _wanted(session: Session, actor: Actor, booking_id: int, pool_id: int) -> _Wanted:
    actor.require(Right.WRITE)
    booking = session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(selectinload(Booking.lines).selectinload(Line.spaces))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    found = session.execute(
        select(Pool, Issue).join(Pool.issue).where(Pool.id == pool_id)
    ).first()
    if booking is None or found is None:
        raise UnknownError
    pool, issue = found
    spaces = [
        space
        for line in booking.lines
        if line.status in WAITS
        for space in line.spaces
        if space.pool_id == pool_id and space.status not in HOLDS_SPACE
    ]
    if not spaces:
        raise NothingToDoError(wanted=LineStatus.OPTIONED)
    return _Wanted(booking, pool, issue, spaces)


def _standing(session: Session, wanted: _Wanted) -> bool:
    mine = {space.line_id for space in wanted.spaces}
    return any(one.line_id in mine for one in who_waits(session, wanted.pool.id))


def _check_not_in_line(session: Session, wanted: _Wanted) -> None:
    if _standing(session, wanted):
        raise InLineError(pool=wanted.place, issue=wanted.where)


def _add(
    session: Session, actor: Actor, wanted: _Wanted, until: date | None = None
) -> None:
    session.add_all(
        OptionQueue(
            pool_id=wanted.pool.id,
            line_id=space.line_id,
            asked_at=actor.at,
            is_first_refusal=until is not None,
            told_at=actor.at if until else None,
            kept_until=until,
        )
        for space in wanted.spaces
    )


def _remove(session: Session, pool_id: int, line_ids: list[int]) -> None:
    session.execute(
        delete(OptionQueue).where(
            OptionQueue.pool_id == pool_id, OptionQueue.line_id.in_(line_ids)
        )
    )


def _told(
    session: Session,
    actor: Actor,
    action: str,
    wanted: _Wanted,
    **more: Any,  # noqa: ANN401  any field of a booking
) -> None:
    wanted.booking.changed_at = actor.at
    wanted.booking.version += 1
    record(
        session,
        actor,
        action,
        "booking",
        wanted.booking.id,
        **{"pool": wanted.pool.id, "issue": wanted.issue.id, **more},
    )
    session.flush()
