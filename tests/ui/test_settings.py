from __future__ import annotations

import tomllib
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

import mediakit

ROOT = Path(__file__).parents[2]
SETTINGS: dict[str, Any] = tomllib.loads(
    (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("runner.postScriptGC", False),
        ("runner.fastReruns", False),
        ("runner.magicEnabled", False),
        ("client.showErrorDetails", "none"),
        ("client.showErrorLinks", False),
        ("client.toolbarMode", "minimal"),
        ("browser.gatherUsageStats", False),
        ("server.address", "127.0.0.1"),
        ("browser.serverAddress", "localhost"),
        ("server.headless", True),
        ("server.disconnectedSessionTTL", 28_800),
        ("server.enableXsrfProtection", True),
        ("server.enableCORS", True),
        ("server.fileWatcherType", "none"),
    ],
)
def test_a_setting_stands_and_the_toolkit_still_knows_it(
    option: str, value: object
) -> None:
    section, name = option.split(".")
    assert SETTINGS[section][name] == value
    assert st.get_option(option) == value


def test_the_version_is_the_one_these_settings_were_measured_with() -> None:
    assert version("streamlit") == "1.67.0"
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "streamlit==1.67.0" in pyproject["project"]["dependencies"]
    assert requires("streamlit")


def test_fonts_come_from_our_own_route_and_exist() -> None:
    fonts = Path(mediakit.__file__).parent / "fonts"
    for face in SETTINGS["theme"]["fontFaces"]:
        folder, _slash, name = face["url"].rpartition("/")
        assert folder == "/fonts"
        assert (fonts / name).is_file()


def test_colours_belong_to_a_theme_so_that_none_leaks_into_the_other() -> None:
    common = [name for name in SETTINGS["theme"] if name.endswith("Color")]
    assert common == []
    assert set(SETTINGS["theme"]["light"]) == set(SETTINGS["theme"]["dark"])


def test_nothing_is_named_from_elsewhere() -> None:
    for path in (
        *(ROOT / "crm" / "ui").glob("*.[cj]s*"),
        *(ROOT / "crm" / "web" / "static").iterdir(),
        ROOT / ".streamlit" / "config.toml",
    ):
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, path


def test_the_app_is_short_and_found_where_it_is_looked_for() -> None:
    source = (ROOT / "app.py").read_text("utf-8")
    assert len(source.splitlines()) <= 40
    assert "\napp = st.App(" in source
