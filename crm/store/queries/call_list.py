"""Who to call today: the first rows, whom to ask for, and the figures of them all.

`rep_id` keeps one rep's list; None is everybody's whom the asker sees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from crm.domain.activities import ActivityKind
from crm.domain.call_list import Call, Cause, in_order, rank
from crm.domain.call_signals import Signal
from crm.domain.clock import paris_day
from crm.domain.companies import ContactRole
from crm.domain.money import Money, total
from crm.store.models import (
    Activity,
    Contact,
    ContactPhone,
    ContactPosition,
)
from crm.store.queries.call_attempts import attempts
from crm.store.queries.call_chances import chances
from crm.store.queries.call_issues import compared_issues
from crm.store.queries.call_owed import owed
from crm.store.queries.call_proposed import proposed
from crm.store.queries.call_quiet import quiet_of
from crm.store.queries.premium_space import free_premium
from crm.store.scope import beyond_scope, owned_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Executable
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
    owing = owed(session, asker, rep_id)
    quiet = quiet_of(session, asker, {cause.company_id for cause in owing})
    promised = rank(owing, quiet, asker.today)
    with owned_by(session, rep_id):
        issues = compared_issues(session, asker)
        free = free_premium(session, asker, issues.themed)
        others = proposed(
            session,
            asker,
            rep_id,
            issues,
            free,
            without={call.company_id for call in promised},
            most=most,
        )
        ids = [call.company_id for call in promised]
        ids = [*ids, *(one.company_id for one in others.in_order())][:most]
        found = chances(session, asker, rep_id, issues=issues, free=free, only=ids)
    causes = [c for call in promised[:most] for c in call.causes]
    causes += [
        cause
        for cause in found
        if not quiet.silences(cause.signal, cause.company_id, asker.today, cause.day)
    ]
    shown = in_order(causes, others.allotted)
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
        len(promised) + others.many,
        total(call.stake for call in promised) + others.stake,
    )


def _callees(session: Session, calls: Sequence[Call]) -> dict[int, Callee]:
    """Return whom to ask for: who is named, else a commercial contact with a number.

    Who opposed being approached is asked for only where they are named by something
    that runs already and nobody else can be.
    """
    named = {c.contact_id for call in calls for c in call.causes if c.contact_id}
    given = {"companies": [call.company_id for call in calls]}
    people = session.execute(_people(), given).all()
    numbers = session.execute(_numbers(), {"people": [person.id for person in people]})
    phones = {row.contact_id: row for row in numbers.all()}
    best: dict[int, tuple[tuple[bool, ...], Callee]] = {}
    for person in people:
        phone = phones.get(person.id)
        opposed = person.opposed_on is not None
        if opposed and person.id not in named:
            continue
        order = (
            opposed,
            person.id not in named,
            phone is None,
            not person.is_commercial,
        )
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
    ids = [
        call.company_id
        for call in calls
        if any(cause.signal is Signal.UNHEARD for cause in call.causes)
    ]
    found = session.execute(_exchanges(), {"companies": ids})
    return {id_: paris_day(at) for id_, at in found}


# --- Statements, made once ----------------------------------------------------


@cache
def _people() -> Executable:
    return (
        select(
            Contact.id,
            Contact.company_id,
            Contact.first_name,
            Contact.last_name,
            Contact.job,
            Contact.opposed_on,
            ContactPosition.id.is_not(None).label("is_commercial"),
        )
        .outerjoin(
            ContactPosition,
            (ContactPosition.contact_id == Contact.id)
            & (ContactPosition.role == ContactRole.COMMERCIAL),
        )
        .where(
            Contact.company_id.in_(bindparam("companies", expanding=True)),
            Contact.archived_at.is_(None),
        )
        .order_by(Contact.id)
    )


@cache
def _numbers() -> Executable:
    return (
        select(
            ContactPhone.contact_id,
            ContactPhone.raw,
            ContactPhone.e164,
            ContactPhone.extension,
        )
        .where(ContactPhone.contact_id.in_(bindparam("people", expanding=True)))
        .order_by(ContactPhone.id.desc())
    )


@cache
def _exchanges() -> Executable:
    return (
        select(Activity.company_id, func.max(Activity.happened_at))
        .where(
            Activity.company_id.in_(bindparam("companies", expanding=True)),
            Activity.kind != ActivityKind.NOTE,
            Activity.archived_at.is_(None),
        )
        .group_by(Activity.company_id)
    )
