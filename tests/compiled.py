"""One memory of compiled statements for every store of a worker.

An engine compiles each statement once and remembers it. Most tests open a store of
their own, hence an engine of their own, and compiling was most of what they cost.
The memory is by dialect: stores on the same kind of database share theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.util import LRUCache

from crm.store import database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from crm.store.database import Store

STATEMENTS = 8_000
_first: dict[str, Engine] = {}
"""By the database's name, an engine that has connected and knows its server."""


def share_compiled(store: Store) -> None:
    """Let every store opened after this one remember with it."""
    engine = store._engine
    engine._compiled_cache = LRUCache(STATEMENTS)
    _first.setdefault(engine.dialect.name, engine)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Give every store of the run the memory of the first of its kind."""
    make = database._engine

    def remembering(url: str) -> Engine:
        engine = make(url)
        if first := _first.get(engine.dialect.name):
            engine.dialect = first.dialect
            engine._compiled_cache = first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_engine", remembering)
        yield
