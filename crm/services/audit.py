"""The desk's memory of who changed what."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from crm.domain.audit import row_digest
from crm.domain.money import Money
from crm.store.models import AuditEntry
from crm.store.scope import asker_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row
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
    record_changes(session, actor, action, entity, entity_id, changes, note=note)


def record_changes(
    session: Session,
    actor: Actor,
    action: str,
    entity: str,
    entity_id: int | None,
    changes: Mapping[str, Any],
    *,
    note: str = "",
) -> None:
    """Write the audit row of a change whose fields have any name, `note` included."""
    asker = asker_of(session)
    if asker.user_id not in {None, actor.user_id}:
        raise RuntimeError("an action works for whom its session was opened")
    entry = AuditEntry(
        at=actor.at,
        user_id=actor.user_id,
        door=actor.door,
        action=action,
        entity=entity,
        entity_id=entity_id,
        note=note[:400],
        changes={name: _plain(value) for name, value in changes.items()},
        salt=token_hex(16),
    )
    entry.digest = row_digest(entry.salt, content_of(entry))
    session.add(entry)


def content_of(entry: AuditEntry | Row[Any]) -> list[Any]:
    """Return what the digest of a row covers, as JSON values."""
    return [
        entry.at.astimezone(UTC).isoformat(),
        entry.user_id,
        entry.door.value,
        entry.action,
        entry.entity,
        entry.entity_id,
        entry.note,
        entry.changes,
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401
    match value:
        case tuple() | list():
            return [_plain(part) for part in value]
        case StrEnum():
            return value.value
        case Money():
            return value.cents
        case date() | datetime() | time():
            return value.isoformat()
        case _:
            return value
