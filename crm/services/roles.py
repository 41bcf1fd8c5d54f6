"""What each role allows, changed by who administers, never for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.domain.account_errors import LastAdministratorError, OwnRightsError
from crm.domain.errors import ChangedError, RangeError, words
from crm.domain.roles import Right, RoleCode
from crm.services.administrators import hold_administrators
from crm.services.audit import record
from crm.services.users import columns_of
from crm.store.models import Role
from crm.store.queries.users import standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor, Standing

WHOLE = 10_000


def change_standing(
    session: Session, actor: Actor, code: RoleCode, standing: Standing, version: int
) -> None:
    """Change what a role sees and may do; it holds at once for everybody who has it.

    Nobody changes the role they have, and administrators always administer. Raises
    OwnRightsError, LastAdministratorError, RangeError for a discount limit outside
    0–100 %, ChangedError (`version` is the one that was read), NotYoursError.
    """
    hold_administrators(session, actor)
    if code is actor.role and actor.user_id is not None:
        raise OwnRightsError
    if code is RoleCode.ADMINISTRATOR and Right.ADMINISTER not in standing.rights:
        raise LastAdministratorError(name=code)
    if not 0 <= standing.discount_limit <= WHOLE:
        raise RangeError(
            field="discount_limit",
            label=words("The limit"),
            lowest="0 %",
            highest="100 %",
        )
    role = session.scalars(select(Role).where(Role.code == code)).one()
    if role.version != version:
        raise ChangedError
    before, after = columns_of(standing_of(role)), columns_of(standing)
    changes: dict[str, Any] = {
        name: (before[name], value)
        for name, value in after.items()
        if before[name] != value
    }
    if not changes:
        return
    for name, (_was, value) in changes.items():
        setattr(role, name, value)
    role.version += 1
    record(session, actor, "change", "role", role.id, note=code.value, **changes)
    session.flush()
