"""The desk's memory of who changed what."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm.store.models import AuditEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.domain.roles import Actor


def record(
    session: Session,
    actor: Actor,
    action: str,
    entity: str,
    entity_id: int | None,
    *,
    note: str = "",
    **changes: Any,  # noqa: ANN401  any field of any record
) -> None:
    """Write the audit row of a change, in the change's own transaction.

    Each change is a field with its new value, or a pair (before, after).
    """
    session.add(
        AuditEntry(
            at=actor.at,
            user_id=actor.user_id,
            door=actor.door,
            action=action,
            entity=entity,
            entity_id=entity_id,
            note=note[:400],
            changes={name: _plain(value) for name, value in changes.items()},
        )
    )


def _plain(value: Any) -> Any:  # noqa: ANN401
    match value:
        case tuple() | list():
            return [_plain(part) for part in value]
        case StrEnum():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case _:
            return value
