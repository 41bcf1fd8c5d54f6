from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm.ui import house, map  # noqa: A004  the desk's own map
from tests.fakes import FakeStore, make_house

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parent / "sample_pages"
SCRIPT = Path(map.__file__).with_name("desk.py")


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def open_page(
    store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Return a way to open a sample page inside the desk's frame."""
    monkeypatch.setattr(map, "PAGES", SAMPLES)
    monkeypatch.setattr(house, "_installed", [])

    def open_sample(name: str = "today", language: str = "en") -> AppTest:
        house.install(make_house(store, language=language))
        st.cache_resource.clear()
        desk = AppTest.from_file(SCRIPT, default_timeout=30).run()
        if name != "today":
            desk = desk.switch_page(str(SAMPLES / f"{name}.py")).run()
        return desk

    return open_sample
