"""Opening the database, reading from it, writing to it.

This file is the only one that begins and commits. SQLite's driver would begin at
the first INSERT only, so that two people could both count the last page as free and
both sell it: we say BEGIN ourselves, IMMEDIATE for whoever is going to write. On
PostgreSQL the conditional updates of `crm.services.space` give the same guarantee.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from random import uniform
from time import sleep
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
)
from sqlalchemy.orm import Session, sessionmaker

from crm.domain.errors import (
    DeskError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    UnknownError,
)
from crm.store import (
    append_only,
    migrations,
    rights,
    rollups,
    scope,
    search_index,
)
from crm.store.models import FormReceipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm.domain.roles import Actor

T = TypeVar("T")

DEFAULT_URL = f"sqlite:///{Path(__file__).parents[2] / 'data' / 'regie.db'}"
RETRIED = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available."""
FOREIGN_KEY = "23503"
"""PostgreSQL: what is written names a row that is not there."""
ATTEMPTS = 8
BUSY_MILLISECONDS = 10_000
PRAGMAS = (
    f"busy_timeout = {BUSY_MILLISECONDS}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -65536",
    "temp_store = MEMORY",
)
POSTGRESQL_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=5000 -c statement_timeout=30000"
    " -c idle_in_transaction_session_timeout=60000 -c jit=off"
)


def database_url() -> str:
    """Return REGIE_DATABASE_URL, or the file in the checkout's data folder.

    A bare `postgresql://` is served by psycopg, the driver the desk brings.
    """
    url = os.environ.get("REGIE_DATABASE_URL", "").strip() or DEFAULT_URL
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return url.replace(short, "postgresql+psycopg://", 1)
    return url


class Store:
    """One database."""

    def __init__(self, url: str) -> None:
        """Name the database; nothing is opened before `prepare`, a read or a write."""
        append_only.guard()
        self.url = url
        self._engine = _engine(url)
        self._read = sessionmaker(self._engine, expire_on_commit=False)
        self._write = sessionmaker(
            self._engine.execution_options(desk_writes=True), expire_on_commit=False
        )
        for opening in (self._read, self._write):
            event.listen(opening, "do_orm_execute", scope.narrow)
            event.listen(opening, "do_orm_execute", rights.check_statement)
            event.listen(opening, "before_flush", rights.check_flush)
            event.listen(opening, "after_flush", search_index.follow)
            event.listen(opening, "after_flush", rollups.follow)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is an embedded file."""
        return self._engine.dialect.name == "sqlite"

    @property
    def where(self) -> str:
        """The database's address, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    def prepare(self) -> None:
        """Bring the tables to this version's shape.

        Safe with several processes at once: one migrates, the others wait. Raises
        StoreTooNewError, StoreMissingError, StoreLockedError, StoreReadOnlyError.
        """
        with self._sayable():
            migrations.upgrade(self._engine)

    def reading(self, asker: Actor) -> Session:
        """Open a session to look things up for somebody; nothing it changes is kept.

        It finds what `crm.store.scope` lets them see.
        """
        return self._read(info={"asker": asker})

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Session]:
        """Open the session in which one action happens entirely or not at all.

        It changes what `crm.store.rights` lets its actor change.
        """
        with self._write(info={"asker": actor}) as session, session.begin():
            yield session

    def write(self, action: Callable[[Session], T], actor: Actor) -> T:
        """Run an action in one transaction; begin it again when the database asks.

        The action may run several times and must depend on nothing but its session.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._sayable(), self.writing(actor) as session:
                    return action(session)
            except DBAPIError as failure:
                if not _may_retry(failure) or attempt == ATTEMPTS:
                    raise
            except StoreLockedError:
                if attempt == ATTEMPTS:
                    raise
            sleep(uniform(0, 0.01 * 2**attempt))  # noqa: S311  spreads rivals, no secret
        raise AssertionError("unreachable")  # pragma: no cover

    def save(
        self, action: Callable[[Session], object], form_id: str, actor: Actor
    ) -> bool:
        """Save a form once: return False when this form id was saved before.

        The receipt is written in the action's own transaction, so that a second
        click, or one whose answer was lost, changes nothing.
        """

        def once(session: Session) -> bool:
            if session.get(FormReceipt, form_id):
                return False
            session.add(FormReceipt(form_id=form_id, saved_at=actor.at))
            session.flush()
            action(session)
            return True

        try:
            return self.write(once, actor)
        except IntegrityError:
            with self.reading(actor) as session:
                if session.get(FormReceipt, form_id):
                    return False
            raise

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of an embedded database to a new file."""
        with self._sayable(), self._engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if driver is None:
                raise RuntimeError("an open connection has its driver's")
            driver.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _sayable(self) -> Iterator[None]:
        """Turn what a person can mend into its sentence."""
        try:
            yield
        except DBAPIError as failure:
            if refusal := _refusal(failure, self.where):
                raise refusal from failure
            raise
        except OSError as failure:
            raise StoreMissingError(where=self.where) from failure


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as unreadable:
        raise StoreMissingError(where=url.rpartition("@")[2][:80]) from unreadable
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            connect_args={
                "timeout": BUSY_MILLISECONDS / 1000,
                "check_same_thread": False,
            },
            hide_parameters=True,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        parsed,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": POSTGRESQL_OPTIONS},
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("desk_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _may_retry(failure: DBAPIError) -> bool:
    return getattr(failure.orig, "sqlstate", None) in RETRIED


def _refusal(failure: DBAPIError, where: str) -> DeskError | None:
    said = str(failure.orig)
    if _names_nobody(failure):
        return UnknownError()
    if isinstance(failure.orig, sqlite3.Error):
        for sign, refusal in (
            ("locked", StoreLockedError),
            ("unable to open", StoreMissingError),
            ("not a database", StoreMissingError),
            ("readonly", StoreReadOnlyError),
            ("disk is full", StoreReadOnlyError),
            ("disk I/O", StoreReadOnlyError),
        ):
            if sign in said:
                return refusal(where=where)
    if "connection" in said and getattr(failure.orig, "sqlstate", None) is None:
        return StoreMissingError(where=where)
    if getattr(failure.orig, "sqlstate", None) == "25006":
        return StoreReadOnlyError(where=where)
    return None


def _names_nobody(failure: DBAPIError) -> bool:
    """Tell whether what was written names a record that is not there.

    A record that is deleted under another is our own fault, and stays a surprise.
    """
    if (failure.statement or "").lstrip().upper().startswith("DELETE"):
        return False
    code = getattr(failure.orig, "sqlstate", None)
    return code == FOREIGN_KEY or "FOREIGN KEY constraint failed" in str(failure.orig)
