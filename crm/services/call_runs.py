"""Calling a list through: one company after another, none twice, over days.

That a company was called stands in its activities; a run keeps only whom it holds,
and whom its rep passed over or put off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.activities import check_due
from crm.domain.errors import (
    MissingError,
    NotYoursError,
    ReasonError,
    UnknownError,
    words,
)
from crm.domain.roles import Right
from crm.domain.text import clean_line
from crm.domain.views import StopState, encode
from crm.services.activities import NextStep, plan, put_off
from crm.services.audit import record
from crm.store.models import CallRun, CallStop, FollowUp
from crm.store.queries.advertisers import kept_ids

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor
    from crm.domain.views import Filters

MOST = 500
"""As many companies as one run holds: weeks of calls."""


def start_run(
    session: Session,
    actor: Actor,
    name: str,
    filters: Filters,
    *,
    view_id: int | None = None,
) -> int:
    """Begin to call a list through, as it is now; return the run's id.

    It holds the first five hundred. Raises NotYoursError, MissingError where the
    list is empty.
    """
    actor.require(Right.WRITE)
    if actor.user_id is None:
        raise NotYoursError
    company_ids = kept_ids(session, actor, filters, most=MOST)
    if not company_ids:
        raise MissingError(field="list", label=words("Whom to call"))
    run = CallRun(
        user_id=actor.user_id,
        view_id=view_id,
        name=clean_line(name, longest=200),
        filters=encode(filters),
        started_at=actor.at,
        created_at=actor.at,
        changed_at=actor.at,
    )
    session.add(run)
    session.flush()
    session.add_all(
        CallStop(run_id=run.id, company_id=company_id, place=place)
        for place, company_id in enumerate(company_ids, start=1)
    )
    many = len(company_ids)
    record(session, actor, "start", "call_run", run.id, name=run.name, many=many)
    session.flush()
    return run.id


def skip_stop(session: Session, actor: Actor, run_id: int, company_id: int) -> None:
    """Pass a company over in a run. Raises UnknownError, NotYoursError."""
    stop = _stop(session, actor, run_id, company_id)
    stop.state = StopState.SKIPPED
    record(session, actor, "skip", "call_run", run_id, company=company_id)
    session.flush()


def take_up_skipped(session: Session, actor: Actor, run_id: int) -> int:
    """Bring back into a run whom it passed over; return how many."""
    _run(session, actor, run_id)
    skipped = session.scalars(
        select(CallStop).where(
            CallStop.run_id == run_id, CallStop.state == StopState.SKIPPED
        )
    ).all()
    for stop in skipped:
        stop.state = StopState.WAITING
    if skipped:
        record(session, actor, "take_up", "call_run", run_id, many=len(skipped))
        session.flush()
    return len(skipped)


def put_off_stop(
    session: Session,
    actor: Actor,
    run_id: int,
    company_id: int,
    to_day: date,
    reason: str,
) -> int:
    """Put a company of a run off to a day; return the follow-up that says so.

    What its rep has open there until that day is moved, so that the reason is kept
    as an attempt; where there is nothing a follow-up is planned, and moved.
    Raises UnknownError, NotYoursError, ReasonError, PastError.
    """
    stop = _stop(session, actor, run_id, company_id)
    why = clean_line(reason, longest=200)
    if not why:
        raise ReasonError(field="reason")
    check_due(to_day, actor.today)
    follow_ups = _open_until(session, actor, company_id, to_day)
    if not follow_ups:
        step = NextStep(why, actor.today)
        follow_ups = [plan(session, actor, company_id, step)]
    for follow_up in follow_ups:
        put_off(session, actor, follow_up, to_day, why)
    stop.state, stop.follow_up_id = StopState.PUT_OFF, follow_ups[0]
    record(
        session,
        actor,
        "put_off",
        "call_run",
        run_id,
        note=why,
        company=company_id,
        due_on=to_day,
    )
    session.flush()
    return follow_ups[0]


def _open_until(
    session: Session, actor: Actor, company_id: int, day: date
) -> list[int]:
    query = select(FollowUp.id).where(
        FollowUp.company_id == company_id,
        FollowUp.owner_id == actor.user_id,
        FollowUp.done_at.is_(None),
        FollowUp.archived_at.is_(None),
        FollowUp.due_on <= day,
    )
    return list(session.scalars(query.order_by(FollowUp.due_on, FollowUp.id)))


def end_run(session: Session, actor: Actor, run_id: int) -> None:
    """End a run; doing so twice changes nothing. Raises UnknownError."""
    run = _run(session, actor, run_id)
    if run.ended_at is None:
        run.ended_at = run.changed_at = actor.at
        run.version += 1
        record(session, actor, "finish", "call_run", run.id)
        session.flush()


def _run(session: Session, actor: Actor, run_id: int) -> CallRun:
    run = session.scalars(select(CallRun).where(CallRun.id == run_id)).first()
    if run is None:
        raise UnknownError
    if run.user_id != actor.user_id:
        raise NotYoursError
    return run


def _stop(session: Session, actor: Actor, run_id: int, company_id: int) -> CallStop:
    _run(session, actor, run_id)
    stop = session.scalars(
        select(CallStop).where(
            CallStop.run_id == run_id, CallStop.company_id == company_id
        )
    ).first()
    if stop is None:
        raise UnknownError
    return stop
