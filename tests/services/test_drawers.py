"""Processes that draw beside this one, whatever this one is running."""

from __future__ import annotations

import os
import sys
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from crm.services.documents.drawers import Drawers

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_not_run_again_in_the_process_that_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.py"
    page.write_text("raise RuntimeError('a page without its server')")
    running = ModuleType("__main__")
    running.__file__ = str(page)
    monkeypatch.setitem(sys.modules, "__main__", running)
    with Drawers(1) as drawers:
        elsewhere = drawers.submit(os.getpid).result()
    assert elsewhere != os.getpid()


def test_several_draw_at_once_and_each_answers_its_own() -> None:
    with Drawers(2) as drawers:
        asked = [drawers.submit(partial(pow, number, 2)) for number in range(40)]
        assert [one.result() for one in asked] == [number**2 for number in range(40)]


def test_what_fails_fails_for_whoever_asked_and_the_next_is_drawn() -> None:
    with Drawers(1) as drawers:
        fails = drawers.submit(partial(int, "une page"))
        draws = drawers.submit(partial(int, "12"))
        with pytest.raises(ValueError, match="une page"):
            fails.result()
        assert draws.result() == 12


def test_a_process_that_ends_by_itself_is_told() -> None:
    with Drawers(1) as drawers:
        ends = drawers.submit(partial(os._exit, 3))
        with pytest.raises((EOFError, BrokenPipeError)):
            ends.result()
