"""Who administers the desk at this moment, held still while that is changed.

Two administrators who take each other's role away at the same time would leave a desk
nobody can administer. Whoever changes who may do what therefore holds the rows of
everybody who is here, in the order of their ids: the second waits for the first, then
reads anew who is left. SQLite writes one transaction after the other anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.domain.account_errors import LastAdministratorError, OwnRightsError
from crm.domain.errors import NotYoursError, UnknownError
from crm.domain.roles import Right
from crm.store.models import Role, User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def hold_administrators(session: Session, actor: Actor) -> frozenset[int]:
    """Hold everybody's rights still until the end; return who administers.

    Raises NotYoursError where the actor does not, or not any more.
    """
    actor.require(Right.ADMINISTER)
    here = User.ended_on.is_(None), User.archived_at.is_(None)
    # Not FOR UPDATE: that would also stop every row that names one of them.
    session.scalars(
        select(User.id)
        .where(*here)
        .order_by(User.id)
        .with_for_update(key_share=True, of=User)
    ).all()
    session.expire_all()
    found = session.scalars(
        select(User.id)
        .join(Role, Role.id == User.role_id)
        .where(Role.may_administer, *here)
    )
    there = frozenset(found)
    if actor.user_id is not None and actor.user_id not in there:
        raise NotYoursError
    return there


def other(session: Session, actor: Actor, user_id: int) -> User:
    """Return somebody who is not the actor. Raises OwnRightsError, UnknownError."""
    if user_id == actor.user_id:
        raise OwnRightsError
    found = session.get(User, user_id)
    if found is None:
        raise UnknownError
    return found


def check_not_last(there: frozenset[int], user: User) -> None:
    """Refuse to take away the last one who administers."""
    if there == {user.id}:
        raise LastAdministratorError(name=user.name)
