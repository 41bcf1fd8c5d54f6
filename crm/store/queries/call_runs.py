"""What can be asked about lists being called through.

A company is dealt with once its rep has called, met or written to it since the run
began, wherever that was logged; or has passed it over, or put it off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from crm.domain.activities import ActivityKind, Outcome
from crm.domain.views import StopState
from crm.store.models import Activity, CallRun, CallStop, Company
from crm.store.queries.companies import shown_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class RunSums:
    """A run in figures: companies, each counted where it ended."""

    total: int
    called: int
    reached: int
    otherwise: int
    put_off: int
    skipped: int

    @property
    def done(self) -> int:
        """How many are dealt with."""
        return self.called + self.otherwise + self.put_off + self.skipped

    @property
    def left(self) -> int:
        """How many are still to be called."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run: where it stands, and which company is next, if any."""

    id: int
    name: str
    started_at: datetime
    ended_at: datetime | None
    sums: RunSums
    company_id: int | None
    place: int


@dataclass(frozen=True, slots=True)
class StopRow:
    """A company of a run and how it ended; `reached` only for one that was called."""

    company_id: int
    company: str
    state: StopState
    called: bool
    reached: bool


def find_run(session: Session, asker: Actor, run_id: int) -> RunCard | None:
    """Return one of the asker's runs, None where there is none."""
    run = session.scalars(select(CallRun).where(CallRun.id == run_id)).first()
    if run is None or run.user_id != asker.user_id:
        return None
    return _card(session, run)


def list_runs(session: Session, asker: Actor) -> list[RunCard]:
    """List the asker's runs that are not ended, the newest first."""
    query = (
        select(CallRun)
        .where(CallRun.user_id == asker.user_id, CallRun.ended_at.is_(None))
        .order_by(CallRun.started_at.desc(), CallRun.id.desc())
        .limit(5)
    )
    return [_card(session, run) for run in session.scalars(query).all()]


def list_stops(session: Session, asker: Actor, run_id: int) -> list[StopRow]:
    """List the companies of one of the asker's runs that are dealt with, in order."""
    run = session.scalars(select(CallRun).where(CallRun.id == run_id)).first()
    if run is None or run.user_id != asker.user_id:
        return []
    stops = _stops(run).subquery()
    query = (
        select(Company.id, shown_name(), stops.c.state, stops.c.called, stops.c.reached)
        .join(stops, stops.c.company_id == Company.id)
        .where((stops.c.state != StopState.WAITING) | (stops.c.heard > 0))
        .order_by(stops.c.place)
    )
    return [
        StopRow(id_, name, StopState(state), bool(called), bool(reached))
        for id_, name, state, called, reached in session.execute(query)
    ]


def _card(session: Session, run: CallRun) -> RunCard:
    stops = _stops(run).subquery()
    waiting = and_(stops.c.state == StopState.WAITING, stops.c.heard == 0)
    otherwise = and_(stops.c.heard > 0, stops.c.called == 0)
    unheard = stops.c.heard == 0

    def many(condition: Any) -> Any:  # noqa: ANN401  a condition, a sum
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    found = session.execute(
        select(
            func.count(),
            many(stops.c.called > 0),
            many(stops.c.reached > 0),
            many(otherwise),
            many(and_(unheard, stops.c.state == StopState.PUT_OFF)),
            many(and_(unheard, stops.c.state == StopState.SKIPPED)),
        ).select_from(stops)
    ).one()
    following = session.execute(
        select(stops.c.company_id).where(waiting).order_by(stops.c.place).limit(1)
    ).first()
    sums = RunSums(*(int(value) for value in found))
    company_id = following[0] if following else None
    return RunCard(
        run.id,
        run.name,
        run.started_at,
        run.ended_at,
        sums,
        company_id,
        min(sums.done + 1, sums.total),
    )


def _stops(run: CallRun) -> Select[Any]:
    """Select a run's companies with how often they were heard, called, reached."""
    called = Activity.kind == ActivityKind.CALL
    since = [Activity.created_at >= run.started_at]
    if run.ended_at is not None:
        since.append(Activity.created_at <= run.ended_at)
    reached = and_(called, Activity.outcome == Outcome.REACHED)
    return (
        select(
            CallStop.company_id,
            CallStop.place,
            CallStop.state,
            func.count(Activity.id).label("heard"),
            func.coalesce(func.sum(case((called, 1), else_=0)), 0).label("called"),
            func.coalesce(func.sum(case((reached, 1), else_=0)), 0).label("reached"),
        )
        .join(Company, Company.id == CallStop.company_id)
        .outerjoin(
            Activity,
            and_(
                Activity.company_id == CallStop.company_id,
                Activity.user_id == run.user_id,
                *since,
                Activity.kind != ActivityKind.NOTE,
                Activity.archived_at.is_(None),
            ),
        )
        .where(CallStop.run_id == run.id, Company.archived_at.is_(None))
        .group_by(CallStop.id, CallStop.company_id, CallStop.place, CallStop.state)
    )
