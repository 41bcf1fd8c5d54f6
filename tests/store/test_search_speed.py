"""A search at each letter typed costs a few look-ups, however large the desk."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.store.database import Store
from crm.store.models import Company
from crm.store.queries.search import search
from tests.benchmarks import search as benchmark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

MOST = 80
"""Plain look-ups by an index that a search may cost; they do not grow with the desk."""


@pytest.mark.heavy
def test_a_search_costs_a_few_look_ups(empty_file: Path, tmp_path: Path) -> None:
    """By the processor's clock: the machine may be busy with something else."""
    path = tmp_path / "large.db"
    path.write_bytes(empty_file.read_bytes())
    store = Store(f"sqlite:///{path}")
    benchmark.build(store, 5_000)
    asked = benchmark.queries(store, each=10)
    manager = benchmark.askers(store)["manager"]

    def cost(ask: Callable[[Session], object]) -> float:
        with store.reading(manager) as session:
            begin = process_time()
            ask(session)
            return process_time() - begin

    def look_up(session: Session) -> object:
        return session.scalars(select(Company).filter_by(siren="732829320")).all()

    every = [text for texts in asked.values() for text in texts]
    for text in every[::10]:
        cost(lambda session, text=text: search(session, manager, text))  # type: ignore[misc]
    plain = benchmark.percentile([cost(look_up) for _ in range(100)], 0.5)
    costs = [cost(lambda s, t=text: search(s, manager, t)) for text in every]  # type: ignore[misc]
    assert benchmark.percentile(costs, 0.95) <= MOST * plain
    store.close()
