"""A database that cannot be opened or written says what to do, in a sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError, IntegrityError

from crm.domain.errors import (
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
    UnknownError,
)
from crm.language.formats import tell
from crm.services.companies import CompanyWish, add_company
from crm.store import database
from crm.store.database import Store, database_url
from crm.store.models import FormReceipt, Title
from tests.factories import ITSELF, make_desk
from tests.postgres import both_engines, on_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.postgres import Server

NOON = datetime(2027, 3, 4, 11, tzinfo=UTC)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a millisecond for a locked file, and ask twice."""
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 1)
    pragmas = ("busy_timeout = 1", *database.PRAGMAS[1:])
    monkeypatch.setattr(database, "PRAGMAS", pragmas)
    monkeypatch.setattr(database, "ATTEMPTS", 2)


@pytest.fixture
def locked(store_url: str) -> Iterator[str]:
    """Let another program hold the file."""
    with closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as other:
        other.execute("begin exclusive")
        yield store_url


def add_receipt(session: Session) -> None:
    session.add(FormReceipt(form_id="one", saved_at=NOON))


def test_a_missing_folder(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/nowhere/desk.db")
    with pytest.raises(StoreMissingError) as refused:
        store.prepare()
    assert f"{tmp_path}/nowhere/desk.db cannot be opened" in tell(refused.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_text("Chère Hélène, " * 100)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreMissingError):
        store.prepare()
    assert path.read_text().startswith("Chère Hélène")


@pytest.mark.usefixtures("impatient")
def test_a_file_another_program_holds(locked: str) -> None:
    store = Store(locked)
    with pytest.raises(StoreLockedError) as refused:
        store.write(add_receipt, ITSELF)
    assert "busy with another program" in tell(refused.value)
    store.close()


@pytest.mark.usefixtures("impatient")
def test_an_empty_file_another_program_holds(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table something (id integer)")
        other.execute("begin exclusive")
        with pytest.raises(StoreLockedError):
            Store(f"sqlite:///{path}").prepare()


def test_a_file_that_cannot_be_written(store_url: str) -> None:
    path = store_url.removeprefix("sqlite:///")
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(StoreReadOnlyError) as refused:
        store.write(add_receipt, ITSELF)
    assert "cannot be written to" in tell(refused.value)
    with store.reading(ITSELF) as session:
        assert session.get(FormReceipt, "one") is None
    store.close()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://desk:secret@/desk?host={tmp_path}"
    store = Store(url)
    with pytest.raises(StoreMissingError) as refused:
        store.prepare()
    assert "secret" not in tell(refused.value)
    assert "REGIE_DATABASE_URL" in tell(refused.value)


@on_postgresql
def test_a_database_that_is_not_on_the_server(
    postgres_server: Server, engine: str
) -> None:
    assert engine == "postgresql"
    with pytest.raises(StoreMissingError):
        Store(postgres_server.url("nowhere")).prepare()


@on_postgresql
def test_a_server_that_only_reads(store: Store) -> None:
    def on_a_replica(session: Session) -> None:
        session.connection().exec_driver_sql("set transaction read only")
        add_receipt(session)

    with pytest.raises(StoreReadOnlyError):
        store.write(on_a_replica, ITSELF)


@both_engines
def test_what_names_a_record_that_is_not_there(store: Store) -> None:
    wish = CompanyWish("Clarté", sector_id=404)
    with pytest.raises(UnknownError):
        store.write(lambda session: add_company(session, ITSELF, wish), ITSELF)
    with pytest.raises(UnknownError):
        store.save(lambda session: add_company(session, ITSELF, wish), "one", ITSELF)
    with store.reading(ITSELF) as session:
        assert session.get(FormReceipt, "one") is None


@both_engines
def test_what_others_still_name_is_our_own_fault(store: Store) -> None:
    desk = store.write(make_desk, ITSELF)
    with pytest.raises(IntegrityError):
        store.write(
            lambda session: session.execute(
                delete(Title).where(Title.id == desk.title_id)
            ),
            ITSELF,
        )


def test_a_surprise_is_not_dressed_up(store: Store) -> None:
    with pytest.raises(DBAPIError):
        store.write(
            lambda session: session.connection().exec_driver_sql("select nonsense"),
            ITSELF,
        )


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("", database.DEFAULT_URL),
        ("  ", database.DEFAULT_URL),
        ("sqlite:////srv/desk.db", "sqlite:////srv/desk.db"),
        ("postgresql://a@b/c", "postgresql+psycopg://a@b/c"),
        ("postgres://a@b/c", "postgresql+psycopg://a@b/c"),
        ("postgresql+psycopg://a@b/c", "postgresql+psycopg://a@b/c"),
    ],
)
def test_the_address_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, said: str, url: str
) -> None:
    monkeypatch.setenv("REGIE_DATABASE_URL", said)
    assert database_url() == url
