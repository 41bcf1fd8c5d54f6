"""Every test of the services has the audit's net under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.audited import audited

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "unaudited(why): goes round the services on purpose"
    )


@pytest.fixture(autouse=True)
def net(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no transaction change the desk in silence, unless the test says why."""
    if request.node.get_closest_marker("unaudited"):
        yield
        return
    with audited():
        yield
