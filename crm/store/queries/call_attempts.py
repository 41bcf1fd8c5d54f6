"""How often somebody was tried in vain: calls nobody answered, what was put off."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, select, union_all
from sqlalchemy.orm import aliased

from crm.domain.activities import ActivityKind, Direction, Outcome
from crm.store.models import Activity, FollowUp, FollowUpMove

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def attempts(
    session: Session, company_ids: Collection[int], follow_up_ids: Collection[int]
) -> dict[int, int]:
    """Count the attempts by company: postponements of follow-ups, calls unanswered.

    The calls since somebody was last reached.
    """
    given = {"companies": list(company_ids), "follow_ups": list(follow_up_ids)}
    found: dict[int, int] = {}
    for company_id, many in session.execute(_statement(), given):
        found[company_id] = found.get(company_id, 0) + many
    return found


@cache
def _statement() -> CompoundSelect[Any]:
    moves = (
        select(FollowUp.company_id, func.count(FollowUpMove.id))
        .join(FollowUp, FollowUp.id == FollowUpMove.follow_up_id)
        .where(FollowUp.id.in_(bindparam("follow_ups", expanding=True)))
        .group_by(FollowUp.company_id)
    )
    later = aliased(Activity)
    reached = exists().where(
        later.company_id == Activity.company_id,
        later.happened_at > Activity.happened_at,
        later.archived_at.is_(None),
        (later.outcome == Outcome.REACHED) | (later.direction == Direction.INBOUND),
    )
    unanswered = (
        select(Activity.company_id, func.count(Activity.id))
        .where(
            Activity.company_id.in_(bindparam("companies", expanding=True)),
            Activity.kind == ActivityKind.CALL,
            Activity.outcome == Outcome.NO_ANSWER,
            Activity.archived_at.is_(None),
            ~reached,
        )
        .group_by(Activity.company_id)
    )
    return union_all(moves, unanswered)


def next_attempt(
    session: Session, _asker: Actor, company_id: int, follow_up_ids: Collection[int]
) -> int:
    """Return the number the next call of a company would be: 1 for the first."""
    return 1 + attempts(session, [company_id], follow_up_ids).get(company_id, 0)
