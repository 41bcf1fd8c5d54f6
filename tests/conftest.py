"""What every test stands on: a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from crm.store.database import Store
from tests.compiled import compiled_once, share_compiled
from tests.postgres import (
    empty_postgres_url,
    empty_url,
    engine,
    postgres_server,
    postgres_url,
    session,
    shared_postgres,
    shared_sqlite,
    store,
    store_url,
)

if TYPE_CHECKING:
    from pathlib import Path

    from xdist.remote import Producer

    from tests.sharing_out import SharingOut

__all__ = [
    "compiled_once",
    "empty_postgres_url",
    "empty_url",
    "engine",
    "postgres_server",
    "postgres_url",
    "session",
    "shared_postgres",
    "shared_sqlite",
    "store",
    "store_url",
]

# The same examples every time: a test that passed yesterday passes today.
settings.register_profile("desk", derandomize=True, deadline=None, database=None)
settings.load_profile("desk")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharingOut:
    """Share the tests out by what they stand on."""
    from tests.sharing_out import SharingOut

    return SharingOut(config, log)


pytest_plugins = ("tests.demo_desk",)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate an empty embedded database once for the run."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    opened = Store(f"sqlite:///{path}")
    opened.prepare()
    opened.close()
    share_compiled(opened)
    return path
