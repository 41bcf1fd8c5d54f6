"""What keeps companies off the call list: whoever spoke to them, or has to.

These questions concern everybody's records: a company is left in peace whoever spoke
to it. Within a statement that is narrowed to what its asker sees they are asked of
tables, which are not; they return ids that nobody is shown.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, exists, func, select

from crm.domain.call_signals import REST_DAYS, Quiet
from crm.domain.clock import in_days, paris_day, paris_instant
from crm.store.models import Activity, Contact, FollowUp, FollowUpMove
from crm.store.scope import beyond_scope, whole_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Executable, Select
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor

FOLLOW_UP = whole_table(FollowUp, "a company is left in peace whoever follows it up")
ACTIVITY = whole_table(Activity, "a company is left in peace whoever spoke to it")
CONTACT = whole_table(Contact, "who opposed being approached opposed to everybody")


def left_in_peace(today: date) -> tuple[Select[int], ...]:
    """Return the queries of whom nothing is proposed to today, whoever they are."""
    spoken = select(ACTIVITY.c.company_id).where(
        ACTIVITY.c.happened_at >= _resting(today), ACTIVITY.c.archived_at.is_(None)
    )
    return _followed(), spoken, _opposed()


def quiet_of(session: Session, asker: Actor, ids: Collection[int]) -> Quiet:
    """Return what keeps some companies quiet."""
    if not ids:
        return Quiet()
    given = {"ids": list(ids)}
    followed, spoken, opposed, put_off = _of_some(asker.today)
    with beyond_scope(session, "a company is left in peace whoever spoke to it"):
        rested = session.execute(spoken, given)
        moved = session.execute(put_off, given)
        return Quiet(
            followed=frozenset(session.scalars(followed, given).all()),
            spoken={id_: paris_day(at) for id_, at in rested},
            opposed=frozenset(session.scalars(opposed, given).all()),
            put_off={row[0]: row[1] for row in moved},
        )


@lru_cache(maxsize=16)
def _of_some(today: date) -> tuple[Executable, ...]:
    """Ask what keeps some companies quiet: followed, spoken, opposed, put off."""
    ids = bindparam("ids", type_=Integer(), expanding=True)
    put_off = (
        select(FollowUp.company_id, func.max(FollowUp.due_on))
        .where(
            FollowUp.company_id.in_(ids),
            FollowUp.done_at.is_(None),
            FollowUp.archived_at.is_(None),
            FollowUp.due_on > today,
            exists().where(FollowUpMove.follow_up_id == FollowUp.id),
        )
        .group_by(FollowUp.company_id)
    )
    spoken = (
        select(Activity.company_id, func.max(Activity.happened_at))
        .where(
            Activity.company_id.in_(ids),
            Activity.happened_at >= _resting(today),
            Activity.archived_at.is_(None),
        )
        .group_by(Activity.company_id)
    )
    return (
        _followed().where(FOLLOW_UP.c.company_id.in_(ids)),
        spoken,
        _opposed().where(CONTACT.c.company_id.in_(ids)),
        put_off,
    )


def _resting(today: date) -> datetime:
    return paris_instant(in_days(today, 1 - REST_DAYS))


@cache
def _followed() -> Select[int]:
    return select(FOLLOW_UP.c.company_id).where(
        FOLLOW_UP.c.done_at.is_(None), FOLLOW_UP.c.archived_at.is_(None)
    )


@cache
def _opposed() -> Select[int]:
    other = CONTACT.alias()
    approachable = exists().where(
        other.c.company_id == CONTACT.c.company_id,
        other.c.opposed_on.is_(None),
        other.c.archived_at.is_(None),
    )
    return select(CONTACT.c.company_id).where(
        CONTACT.c.opposed_on.is_not(None),
        CONTACT.c.archived_at.is_(None),
        ~approachable,
    )
