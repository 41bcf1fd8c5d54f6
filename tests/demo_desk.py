"""The demonstration desk, loaded once for the run: copy the file, never share it.

A file that uses it is named in `tests/sharing_out.py`, so that one worker loads it for
all of them.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crm.services import demo
from crm.store.database import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENED_AT = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
"""Thursday 4 March 2027, nine o'clock in Paris."""


def load_into(
    path: Path, empty_file: Path, at: datetime = OPENED_AT
) -> list[tuple[int, str]]:
    """Load the demonstration into a new file; return what was told on the way."""
    shutil.copy(empty_file, path)
    told: list[tuple[int, str]] = []
    store = Store(f"sqlite:///{path}")
    try:
        demo.load(store, at, lambda percent, step: told.append((percent, step)))
    finally:
        store.close()
    return told


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """Load the demonstration once for the run; copy the file before changing it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    load_into(path, empty_file)
    return path


@pytest.fixture
def demo_store(tmp_path: Path, demo_file: Path) -> Iterator[Store]:
    """Open a copy of the demonstration in the test's own folder."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_file, path)
    store = Store(f"sqlite:///{path}")
    yield store
    store.close()
