"""Tables that only grow: a row once posted is neither changed nor removed.

Whatever works through the mapped classes is refused; `regie check` finds what went
round them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from crm.store.models import AuditEntry, AuditSeal, LedgerEntry, PipelineMove

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

APPEND_ONLY = (LedgerEntry, PipelineMove, AuditEntry, AuditSeal)


class AppendOnlyError(RuntimeError):
    """The program tried to change what happened."""


def _refuse(_mapper: Mapper[object], _connection: Connection, row: object) -> None:
    raise AppendOnlyError(f"{type(row).__name__} rows are never changed or removed")


def guard() -> None:
    """Refuse updates and deletes of the append-only tables, from here on."""
    for table in APPEND_ONLY:
        for name in ("before_update", "before_delete"):
            if not event.contains(table, name, _refuse):
                event.listen(table, name, _refuse)
