"""What the team did: calls, conversations, meetings and bookings, by rep and week.

Weeks are ISO weeks of Paris. A call counts with who made it, a meeting or a visit
likewise, a booking with whoever looks after it, on the day it was confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, literal_column, select

from crm.domain.activities import ActivityKind, Outcome
from crm.domain.activity_figures import Done, Week, weeks_of
from crm.domain.clock import paris_instant
from crm.store.models import Activity, Booking, Company, Contact, User
from crm.store.queries.companies import shown_name
from crm.store.scope import credited, team_totals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

MEETINGS = (ActivityKind.MEETING, ActivityKind.VISIT)
NOUGHT: Any = literal_column("0")
"""Added to a column, it keeps SQLite from grouping by that column's index."""


@dataclass(frozen=True, slots=True)
class RepWeek:
    """What one rep did in one week."""

    rep_id: int
    rep: str
    week: Week
    done: Done


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A call or a meeting behind a figure."""

    company_id: int
    company: str
    contact: str
    kind: ActivityKind
    outcome: Outcome | None
    happened_at: datetime
    rep: str
    note: str


def rep_weeks(
    session: Session, _asker: Actor, since: date, until: date
) -> list[RepWeek]:
    """List what each rep did in each week, reps by name, weeks in order.

    A rep finds their own rows, whoever reaches further those of others.
    """
    weeks = weeks_of(since, until)
    found: dict[tuple[int, int], dict[str, int]] = {}
    for user_id, place, *sums in session.execute(_activities(session, weeks)):
        names = ("calls", "reached", "meetings")
        found[user_id, place] = {k: int(v) for k, v in zip(names, sums, strict=True)}
    for user_id, place, many in session.execute(_bookings(session, weeks)):
        found.setdefault((user_id, place), {})["bookings"] = many
    names_ = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    rows = [
        RepWeek(user_id, names_.get(user_id, ""), weeks[place], Done(**sums))
        for (user_id, place), sums in found.items()
    ]
    return sorted(rows, key=lambda row: (row.rep, row.rep_id, row.week.first))


def team_weeks(
    session: Session, _asker: Actor, since: date, until: date
) -> dict[Week, Done]:
    """Sum what the whole team did in each week; the same for everybody who asks."""
    weeks = weeks_of(since, until)
    sums = {week: Done() for week in weeks}
    with team_totals(session, None):
        activities = session.execute(_activities(session, weeks)).all()
        bookings = session.execute(_bookings(session, weeks)).all()
    for _user, place, calls, reached, meetings in activities:
        sums[weeks[place]] += Done(int(calls), int(reached), int(meetings))
    for _user, place, many in bookings:
        sums[weeks[place]] += Done(bookings=many)
    return sums


def list_done(
    session: Session,
    _asker: Actor,
    since: date,
    until: date,
    *,
    rep_id: int | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> list[DoneRow]:
    """List the calls and meetings behind the figures, the newest first.

    Of a rep who does not reach further: their own alone.
    """
    query = (
        select(Activity, shown_name(), Contact.first_name, Contact.last_name, User.name)
        .join(Company, Company.id == Activity.company_id)
        .join(User, User.id == Activity.user_id)
        .outerjoin(Contact, Contact.id == Activity.contact_id)
        .where(*_behind(session, since, until, rep_id))
        .order_by(Activity.happened_at.desc(), Activity.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        DoneRow(
            row.company_id,
            company,
            f"{first or ''} {last or ''}".strip(),
            row.kind,
            row.outcome,
            row.happened_at,
            rep,
            row.note,
        )
        for row, company, first, last, rep in session.execute(query)
    ]


def count_done(
    session: Session,
    _asker: Actor,
    since: date,
    until: date,
    *,
    rep_id: int | None = None,
) -> int:
    """Count what `list_done` lists."""
    query = (
        select(func.count(Activity.id))
        .join(Company, Company.id == Activity.company_id)
        .where(*_behind(session, since, until, rep_id))
    )
    return session.scalars(query).one()


def _behind(
    session: Session, since: date, until: date, rep_id: int | None
) -> list[ColumnElement[bool]]:
    conditions = [
        Activity.happened_at >= paris_instant(since),
        Activity.happened_at < paris_instant(until + timedelta(days=1)),
        Activity.kind.in_([ActivityKind.CALL, *MEETINGS]),
        Activity.archived_at.is_(None),
        credited(session, Activity.user_id),
    ]
    if rep_id is not None:
        conditions.append(Activity.user_id == rep_id)
    return conditions


def _activities(session: Session, weeks: Sequence[Week]) -> Any:  # noqa: ANN401  a select
    at = Activity.happened_at
    place = _place(at, [paris_instant(week.first) for week in weeks])
    call = Activity.kind == ActivityKind.CALL
    reached = and_(call, Activity.outcome == Outcome.REACHED)
    kinds = [ActivityKind.CALL, *MEETINGS]
    # By an expression: SQLite would otherwise read each rep's rows one by one.
    rep_id = (Activity.user_id + NOUGHT).label("rep_id")
    return (
        select(
            rep_id,
            place,
            *(
                func.sum(case((condition, 1), else_=0))
                for condition in (call, reached, Activity.kind.in_(MEETINGS))
            ),
        )
        .where(
            at >= paris_instant(weeks[0].first),
            at < paris_instant(weeks[-1].last + timedelta(days=1)),
            Activity.kind.in_(kinds),
            Activity.archived_at.is_(None),
            credited(session, Activity.user_id),
        )
        .group_by(rep_id, place)
    )


def _bookings(session: Session, weeks: Sequence[Week]) -> Any:  # noqa: ANN401  a select
    place = _place(Booking.confirmed_on, [week.first for week in weeks])
    return (
        select(Booking.owner_id, place, func.count(Booking.id))
        .where(
            Booking.confirmed_on.between(weeks[0].first, weeks[-1].last),
            credited(session, Booking.owner_id),
        )
        .group_by(Booking.owner_id, place)
    )


def _place(column: Any, starts: Sequence[Any]) -> Any:  # noqa: ANN401  a column, days
    """Say in which week a moment falls: the last that has begun by then."""
    begun = [(column >= start, literal(place)) for place, start in enumerate(starts)]
    return case(*reversed(begun), else_=literal(0)).label("place")
