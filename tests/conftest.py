"""What every test stands on: a store of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from crm.store.database import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

pytest_plugins = ("tests.demo_desk",)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate an empty embedded database once for the run."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    opened = Store(f"sqlite:///{path}")
    opened.prepare()
    opened.close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_file: Path) -> Iterator[Store]:
    """Open an embedded database in the test's own folder."""
    path = tmp_path / "desk.db"
    shutil.copy(empty_file, path)
    opened = Store(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """Open the session in which one test happens."""
    with store.writing() as opened:
        yield opened
