from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test

from crm.domain.sign_ins import SignInMethod
from crm.services import setup
from crm.services.front import FrontDesk
from crm.store.database import Store
from crm.store.models import User
from crm.ui import house, map, signed_in  # noqa: A004  the desk's own map
from crm.ui.opening import install
from tests import factories
from tests.factories import ITSELF
from tests.fakes import FakeStore, make_house

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

SAMPLES = Path(__file__).parent / "sample_pages"
SCRIPT = Path(map.__file__).with_name("desk.py")
SERVED = Path(__file__).with_name("served_desk.py")
DRAWER = Path(__file__).with_name("served_drawer.py")


@pytest.fixture(scope="session", autouse=True)
def _quick_start() -> Iterator[None]:
    """Do once what the toolkit's test runner does for each screen it opens.

    It looks for components in every installed package, and compiles every script
    again for each run; no test changes either.
    """
    scripts = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        patch.setattr(app_test, "ScriptCache", lambda: scripts)
        yield


@pytest.fixture(scope="session")
def small_desk(
    tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> tuple[Path, factories.Desk]:
    """Make the small desk once for the run; copy the file before opening it."""
    path = tmp_path_factory.mktemp("small") / "desk.db"
    shutil.copy(empty_file, path)
    made = Store(f"sqlite:///{path}")
    with made.writing(ITSELF) as session:
        ids = factories.make_desk(session)
        for person in session.query(User):
            person.language = "en"
        setup.keep_setting(session, setup.OPENED, factories.MORNING.isoformat())
    made.close()
    return path, ids


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
    monkeypatch.setattr(signed_in, "shown_token", lambda: "seat-1")

    def open_sample(name: str = "today", language: str = "en") -> AppTest:
        house.install(make_house(store, language=language))
        st.cache_resource.clear()
        desk = AppTest.from_file(SERVED, default_timeout=30).run()
        if name != "today":
            desk = desk.switch_page(str(SAMPLES / f"{name}.py")).run()
        return desk

    return open_sample


@dataclass
class RealDesk:
    """The screens over a real store, seen from the rep's seat unless said otherwise."""

    front: FrontDesk
    ids: factories.Desk
    seat: int | None = None
    tokens: dict[int, str] = field(default_factory=dict)

    def token(self) -> str | None:
        """Return the session of whoever sits at the seat, opened when first asked."""
        if self.seat is None:
            return None
        if self.seat not in self.tokens:
            self.tokens[self.seat] = self.front.open_session(
                self.seat,
                SignInMethod.PASSWORD,
                address="127.0.0.1",
                browser="tests",
            )
        return self.tokens[self.seat]

    def open(self, page: str = "today", **query: object) -> AppTest:
        """Open a page by its file's name, its address carrying the query."""
        desk = AppTest.from_file(SERVED, default_timeout=30).run()
        desk = desk.switch_page(str(map.page_file(page)))
        for name, value in query.items():
            desk.query_params[name] = str(value)
        return desk.run()

    def drawer(self, *way: object) -> AppTest:
        """Open one drawer as a new browser does, to be touched more than once."""
        desk = AppTest.from_file(DRAWER, default_timeout=30)
        desk.session_state["way"] = list(way)
        return desk.run()

    def writing(self, action: Callable[[Session], object]) -> None:
        """Change the store behind the screens."""
        self.front.write(action)

    def reading(self) -> Session:
        return self.front.reading()


@pytest.fixture
def real_desk(
    tmp_path: Path,
    small_desk: tuple[Path, factories.Desk],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[RealDesk]:
    """Open a small desk on Thursday 4 March 2027, in English."""
    path = tmp_path / "desk.db"
    made, ids = small_desk
    shutil.copy(made, path)
    front = FrontDesk(f"sqlite:///{path}", now=lambda: factories.MORNING)
    desk = RealDesk(front, ids, ids.rep.user_id)
    monkeypatch.setattr(house, "_installed", [])
    monkeypatch.setattr(signed_in, "shown_token", desk.token)
    st.cache_resource.clear()
    install(front)
    yield desk
    front.store.close()
