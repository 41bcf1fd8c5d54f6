"""What Alembic runs: the upgrade, on the connection it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from alembic import context

from crm.store.columns import Instant
from crm.store.migrations import is_compared
from crm.store.models import Base

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def render_item(
    kind: str, item: object, _autogen: AutogenContext
) -> str | Literal[False]:
    """Write the desk's own types as plain ones: a migration outlives the code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    include_object=is_compared,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
