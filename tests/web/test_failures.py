"""A failure is a sentence or a reference, never a trace."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import StoreLockedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    from tests.fakes import FakeDesk


def failing(desk: FakeDesk, failure: Exception) -> None:
    def is_set_up() -> bool:
        raise failure

    desk.is_set_up = is_set_up


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_store_that_is_locked_is_said_in_a_sentence(
    desk: FakeDesk, visit: Callable[..., TestClient], language: str
) -> None:
    failing(desk, StoreLockedError(where="sqlite:///desk.db"))
    answer = visit(accept_language=language).get("/")
    assert answer.status_code == 503
    assert "sqlite:///desk.db" in answer.text
    assert "Traceback" not in answer.text


def test_a_surprise_is_logged_and_shows_a_reference(
    desk: FakeDesk,
    visit: Callable[..., TestClient],
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing(desk, ZeroDivisionError("the secret of the house"))
    with caplog.at_level(logging.ERROR):
        answer = visit().get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    [record] = caplog.records
    reference = str(record.args[0]) if record.args else ""
    assert len(reference) == 8
    assert reference in answer.text
