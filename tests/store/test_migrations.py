"""The tables are what the models say; upgrading is safe, whole, and once."""

from __future__ import annotations

import multiprocessing
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from crm.domain.errors import StoreTooNewError
from crm.domain.money import Money
from crm.services import bookings
from crm.services.checks import check
from crm.services.lines import LineWish
from crm.services.opportunities import OpportunityWish, open_opportunity
from crm.store import database, migrations
from crm.store.database import Store
from crm.store.models import Base, Opportunity, PipelineMove
from tests.factories import ITSELF, MORNING, make_desk, make_issue, make_quote
from tests.postgres import both_engines, on_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

STARTERS = 5


def start(url: str, together: Any, said: Any) -> None:
    """Start a desk in a process of its own, at the same moment as the others."""
    store = Store(url)
    together.wait()
    try:
        store.prepare()
    except BaseException as failure:  # noqa: BLE001  told to the test
        said.put(repr(failure))
    else:
        said.put("started")
    store.close()


def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def shape(connection: Connection) -> dict[str, Any]:
    """Return every constraint and index, with what autogenerate does not compare."""
    looked = inspect(connection)
    if connection.dialect.name == "postgresql":
        definitions = connection.execute(
            text(
                "select conrelid::regclass || ' ' || conname,"
                " pg_get_constraintdef(oid) from pg_constraint"
                " where connamespace = 'public'::regnamespace and contype <> 'n'"
                " union all select tablename || ' ' || indexname, indexdef"
                " from pg_indexes where schemaname = 'public'"
            )
        ).all()
    else:
        definitions = [
            (f"{table} {index}", sql)
            for table, index, sql in connection.execute(
                text(
                    "select tbl_name, name, sql from sqlite_master"
                    " where (type in ('index', 'trigger') and sql is not null)"
                    " or name = 'search_words'"
                )
            )
        ] + [
            (f"{table} {check['name']}", check["sqltext"])
            for table in looked.get_table_names()
            for check in looked.get_check_constraints(table)
        ]
    return {
        name: re.sub(r"[\s\"]+", " ", definition).strip()
        for name, definition in definitions
        if not name.startswith("alembic_version")
    }


@both_engines
def test_the_models_are_what_the_migrations_make(store_url: str) -> None:
    for connection in connected(store_url):
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": migrations.is_compared,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


@both_engines
def test_checks_and_partial_indexes_are_the_models(
    store_url: str, empty_url: str
) -> None:
    for connection in connected(empty_url):
        Base.metadata.create_all(connection)
        from_models = shape(connection)
        connection.commit()
    for connection in connected(store_url):
        from_migrations = shape(connection)
    assert from_migrations == from_models
    assert any("not_oversold" in name for name in from_models)
    partial = from_models["line_space uq_line_space_named_place"]
    assert "where" in partial.lower()
    assert [name for name in from_models if "search_words" in name] or [
        name for name in from_models if "ix_search_entry_words" in name
    ]


@both_engines
def test_several_processes_that_start_together_migrate_once(empty_url: str) -> None:
    fork = multiprocessing.get_context("fork")
    together, said = fork.Barrier(STARTERS), fork.Queue()
    starters = [
        fork.Process(target=start, args=(empty_url, together, said))
        for _ in range(STARTERS)
    ]
    for starter in starters:
        starter.start()
    assert [said.get(timeout=60) for _ in starters] == ["started"] * STARTERS
    for starter in starters:
        starter.join()
    for connection in connected(empty_url):
        assert migrations.revision_of(connection) == migrations.head()


@on_postgresql
def test_who_waits_for_another_s_upgrade_waits_as_long_as_it_takes(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = "-c lock_timeout=20 -c statement_timeout=200"
    monkeypatch.setattr(database, "POSTGRESQL_OPTIONS", hurried)
    store = Store(empty_url)
    lock = f"select pg_advisory_xact_lock({migrations.ADVISORY_LOCK})"
    with ThreadPoolExecutor(1) as other:
        for connection in connected(empty_url):
            connection.execute(text(lock))
            starting = other.submit(store.prepare)
            with pytest.raises(TimeoutError):
                starting.result(0.5)
            connection.commit()
        starting.result(60)
    store.close()


@both_engines
def test_what_is_booked_is_counted_of_opportunities_opened_before(
    store: Store, store_url: str
) -> None:
    with store.writing(ITSELF) as session:
        desk = make_desk(session)
        asked = OpportunityWish(
            desk.advertiser_id, "Autumn", Money(10_000_00), MORNING.date()
        )
        first, empty = (open_opportunity(session, desk.rep, asked) for _ in range(2))
        wish = LineWish(make_issue(session, desk), desk.page)
        booking = make_quote(session, desk, wish, opportunity_id=first)
        bookings.option(session, desk.rep, booking)
        held = session.get_one(Opportunity, first).booked_cents
    assert held
    for connection in connected(store_url):
        for before in (
            "update opportunity set booked_cents = 0",
            "delete from pipeline_move where cause = 'booked'",
        ):
            connection.execute(text(before))
        connection.commit()
    with store.reading(ITSELF) as session:
        assert [fault.facts["number"] for fault in check(session)] == [str(first)]
    with store._engine.connect() as connection:
        scripts = ScriptDirectory.from_config(migrations.configuration(connection))
    step = scripts.get_revision("0007").module
    with (
        store._engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        step.count_booked()
    with store.reading(ITSELF) as session:
        assert session.get_one(Opportunity, first).booked_cents == held
        assert session.get_one(Opportunity, empty).booked_cents == 0
        assert check(session) == []
        query = session.query(PipelineMove).filter_by(cause="booked")
        [told] = query.filter(PipelineMove.opportunity_id.is_not(None)).all()
        assert (told.opportunity_id, told.amount_cents) == (first, 10_000_00 - held)
        assert told.moved_at.tzinfo


@both_engines
def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    engine = Store(empty_url)._engine
    assert migrations.upgrade(engine) is True
    assert migrations.upgrade(engine) is False
    engine.dispose()


@both_engines
def test_an_upgrade_that_fails_leaves_nothing(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_upgrade = command.upgrade

    def fails_late(config: Any, revision: str) -> None:
        really_upgrade(config, revision)
        raise LookupError("the last step")

    monkeypatch.setattr(command, "upgrade", fails_late)
    store = Store(empty_url)
    with pytest.raises(LookupError):
        store.prepare()
    for connection in connected(empty_url):
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    store.prepare()
    store.close()


@both_engines
def test_a_newer_database_is_refused_untouched(store: Store, store_url: str) -> None:
    for connection in connected(store_url):
        connection.execute(text("update alembic_version set version_num = '9999'"))
        connection.commit()
    with pytest.raises(StoreTooNewError) as refused:
        store.prepare()
    assert refused.value.facts["revision"] == "9999"
    assert store.where == refused.value.facts["where"]
    for connection in connected(store_url):
        assert migrations.revision_of(connection) == "9999"


def test_foreign_keys_are_watched_after_an_upgrade(empty_url: str) -> None:
    store = Store(empty_url)
    store.prepare()
    with store.reading(ITSELF) as session:
        assert session.scalar(text("pragma foreign_keys")) == 1
        assert session.scalar(text("pragma synchronous")) == 2
        assert session.scalar(text("pragma journal_mode")) == "wal"
    store.close()
