"""Who to call today: the first rows, whom to ask for, and the figures of them all.

`rep_id` keeps one rep's list; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from crm.domain.activities import ActivityKind
from crm.domain.call_list import Call, Cause, rank
from crm.domain.call_signals import REST_DAYS, Quiet, Signal
from crm.domain.clock import in_days, paris_day, paris_instant
from crm.domain.companies import ContactRole
from crm.domain.money import Money, total
from crm.store.models import (
    Activity,
    Company,
    Contact,
    ContactPhone,
    ContactPosition,
    FollowUp,
    FollowUpMove,
)
from crm.store.queries.call_attempts import attempts
from crm.store.queries.call_chances import chances
from crm.store.queries.call_owed import owed
from crm.store.scope import beyond_scope

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


@dataclass(frozen=True, slots=True)
class Callee:
    """Whom to ask for: a contact and their number, where there is one."""

    contact_id: int
    name: str
    job: str
    phone: str
    e164: str | None
    extension: str | None
    opposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A company to call, why (the main reason first), and whom to ask for.

    `attempt` is the number this call would be, the ones that reached nobody and the
    postponements before it counted.
    """

    company_id: int
    company: str
    causes: tuple[Cause, ...]
    stake: Money
    callee: Callee | None
    attempt: int

    @property
    def main(self) -> Cause:
        """The reason that puts it where it is."""
        return self.causes[0]

    @property
    def follow_ups(self) -> tuple[int, ...]:
        """The follow-ups that are due, the longest due first."""
        return tuple(c.follow_up_id for c in self.causes if c.follow_up_id)


@dataclass(frozen=True, slots=True)
class CallList:
    """Who is to be called: the first rows, and the figures of them all."""

    rows: tuple[CallRow, ...]
    many: int
    stake: Money


def call_list(
    session: Session, asker: Actor, rep_id: int | None = None, *, most: int = 10
) -> CallList:
    """List who to call today, the most urgent first (`crm.domain.call_list.rank`)."""
    with beyond_scope(session, "a company is left in peace whoever spoke to it"):
        quiet = _quiet(session, asker, rep_id)
    silent = quiet.followed | quiet.opposed | quiet.spoken.keys()
    proposed = chances(session, asker, rep_id, without=silent)
    causes = [*owed(session, asker, rep_id), *proposed.causes]
    calls = rank(causes, quiet, asker.today, proposed.places)
    shown = calls[:most]
    with beyond_scope(session, "people and calls of companies that were found"):
        callees = _callees(session, shown)
        tried = attempts(
            session,
            [call.company_id for call in shown],
            [id_ for call in shown for id_ in call.follow_ups],
        )
        heard = _last_exchanges(session, shown)
    return CallList(
        tuple(
            CallRow(
                call.company_id,
                call.company,
                tuple(
                    replace(cause, day=heard.get(call.company_id))
                    if cause.signal is Signal.UNHEARD
                    else cause
                    for cause in call.causes
                ),
                call.stake,
                callees.get(call.company_id),
                1 + tried.get(call.company_id, 0),
            )
            for call in shown
        ),
        len(calls),
        total(call.stake for call in calls),
    )


def _quiet(session: Session, asker: Actor, rep_id: int | None) -> Quiet:
    """Return what keeps companies off the list.

    Of a rep's list, what concerns proposals only is asked of the rep's companies.
    """
    undone = FollowUp.done_at.is_(None) & FollowUp.archived_at.is_(None)
    moved = exists().where(FollowUpMove.follow_up_id == FollowUp.id)
    later = FollowUp.due_on > asker.today
    put_off = (
        select(FollowUp.company_id, func.max(FollowUp.due_on))
        .where(undone, later, moved)
        .group_by(FollowUp.company_id)
    )
    since = paris_instant(in_days(asker.today, 1 - REST_DAYS))
    spoken = (
        select(Activity.company_id, func.max(Activity.happened_at))
        .where(Activity.happened_at >= since, Activity.archived_at.is_(None))
        .group_by(Activity.company_id)
    )
    other = aliased(Contact)
    approachable = exists().where(
        other.company_id == Contact.company_id,
        other.opposed_on.is_(None),
        other.archived_at.is_(None),
    )
    opposed = select(Contact.company_id).where(
        Contact.opposed_on.is_not(None), Contact.archived_at.is_(None), ~approachable
    )
    followed = select(FollowUp.company_id).where(undone)
    if rep_id is not None:
        owned = select(Company.id).where(Company.owner_id == rep_id)
        opposed = opposed.where(Contact.company_id.in_(owned))
        followed = followed.where(FollowUp.company_id.in_(owned))
    return Quiet(
        followed=frozenset(session.scalars(followed).all()),
        spoken={id_: paris_day(at) for id_, at in session.execute(spoken)},
        opposed=frozenset(session.scalars(opposed).all()),
        put_off={row[0]: row[1] for row in session.execute(put_off)},
    )


def _callees(session: Session, calls: Sequence[Call]) -> dict[int, Callee]:
    """Return whom to ask for: who is named, else a commercial contact with a number.

    Who opposed being approached is asked for only where they are named by something
    that runs already and nobody else can be.
    """
    named = {c.contact_id for call in calls for c in call.causes if c.contact_id}
    people = session.execute(
        select(Contact, ContactPosition.id)
        .outerjoin(
            ContactPosition,
            (ContactPosition.contact_id == Contact.id)
            & (ContactPosition.role == ContactRole.COMMERCIAL),
        )
        .where(
            Contact.company_id.in_([call.company_id for call in calls]),
            Contact.archived_at.is_(None),
        )
        .order_by(Contact.id)
    ).all()
    numbers = session.scalars(
        select(ContactPhone)
        .where(ContactPhone.contact_id.in_([person.id for person, _role in people]))
        .order_by(ContactPhone.id.desc())
    )
    phones = {row.contact_id: row for row in numbers}
    best: dict[int, tuple[tuple[bool, ...], Callee]] = {}
    for person, role in people:
        phone = phones.get(person.id)
        opposed = person.opposed_on is not None
        if opposed and person.id not in named:
            continue
        order = (opposed, person.id not in named, phone is None, role is None)
        callee = Callee(
            person.id,
            f"{person.first_name} {person.last_name}".strip(),
            person.job,
            phone.raw if phone else "",
            phone.e164 if phone else None,
            phone.extension if phone else None,
            person.opposed_on,
        )
        known = best.get(person.company_id)
        if known is None or order < known[0]:
            best[person.company_id] = order, callee
    return {company_id: callee for company_id, (_order, callee) in best.items()}


def _last_exchanges(session: Session, calls: Sequence[Call]) -> dict[int, date]:
    """Return the day of the last exchange with those who are unheard of."""
    ids: Collection[int] = [
        call.company_id
        for call in calls
        if any(cause.signal is Signal.UNHEARD for cause in call.causes)
    ]
    query = (
        select(Activity.company_id, func.max(Activity.happened_at))
        .where(
            Activity.company_id.in_(ids),
            Activity.kind != ActivityKind.NOTE,
            Activity.archived_at.is_(None),
        )
        .group_by(Activity.company_id)
    )
    return {id_: paris_day(at) for id_, at in session.execute(query)}
