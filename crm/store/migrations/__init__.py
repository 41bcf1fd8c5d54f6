"""Bringing a database to this version's shape, by itself, at start.

Alembic has no lock of its own: on SQLite the whole upgrade stands in BEGIN
IMMEDIATE, on PostgreSQL under a transaction-bound advisory lock, so that of several
processes that start together one migrates and the others find nothing to do. An
upgrade happens entirely or not at all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from crm.domain.errors import StoreTooNewError
from crm.store import search_index

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent
ADVISORY_LOCK = 7_031_993
"""Any number, as long as every process of the desk takes the same."""

ENGINES_OWN = ("search_words", "ix_search_entry_words")
"""Made beside `search_entry`: FTS5's tables on SQLite, a GIN index on PostgreSQL."""

PATIENCE = "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0"


def upgrade(engine: Engine) -> bool:
    """Upgrade to the newest revision; return whether there was anything to do.

    Raises StoreTooNewError when a newer version has written the database.
    """
    with engine.connect() as connection:
        if _is_current(connection):
            return False
    with engine.execution_options(desk_writes=True).connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # SQLite's own rule for rebuilding tables; it cannot be said inside a
            # transaction, hence on the driver's connection.
            _driver(connection).execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not is_sqlite:
                    # Whoever waits for another's upgrade waits as long as it takes:
                    # the desk's ordinary limits are for a form, not for this.
                    connection.exec_driver_sql(PATIENCE)
                    connection.exec_driver_sql(
                        f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"
                    )
                if _is_current(connection):
                    return False
                command.upgrade(configuration(connection), "head")
                search_index.rebuild(connection)
                if is_sqlite:
                    _check_references(connection)
        finally:
            if is_sqlite:
                _driver(connection).execute("PRAGMA foreign_keys = ON")
    return True


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the newest revision this version knows."""
    return _script(HERE).get_current_head() or ""


@cache
def _script(folder: Path) -> ScriptDirectory:
    """Read the revisions once: the files do not change while a process runs."""
    return ScriptDirectory(str(folder))


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database stands at, None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def is_compared(
    _thing: object, name: str | None, _kind: str, _reflected: object, _other: object
) -> bool:
    """Say whether a table or index is the models' to describe, not an engine's own."""
    return not (name or "").startswith(ENGINES_OWN)


def _is_current(connection: Connection) -> bool:
    found = revision_of(connection)
    if found is None:
        return False
    known = {script.revision for script in _script(HERE).walk_revisions()}
    if found not in known:
        raise StoreTooNewError(
            where=connection.engine.url.render_as_string(hide_password=True),
            revision=found,
        )
    return found == head()


def _driver(connection: Connection) -> Any:  # noqa: ANN401  sqlite3.Connection
    return connection.connection.dbapi_connection


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"a migration broke foreign keys: {broken[:3]}")
