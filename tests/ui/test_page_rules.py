"""What no page may do, present or future: each rule has one name that does it right."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from crm.ui import map as desk_map
from tests.every import of_every

if TYPE_CHECKING:
    from collections.abc import Iterator

UI = Path(desk_map.__file__).parent
PAGES = sorted((UI / "pages").glob("[!_]*.py"))
PIECES = sorted([*PAGES, *(UI / "drawers").glob("[!_]*.py")])

INSTEAD = {
    "fragment": "crm.ui.acting.fragment: a fragment speaks the visitor's language",
    "number_input": "crm.ui.inputs.money_input: “12,5” would become 125",
    "write": "a part of crm.ui.parts: write guesses, and reads Markdown",
    "html": "a part or the board: pages write no HTML",
    "caption": "crm.ui.parts.muted: captions fail contrast on panels",
    "subheader": "crm.ui.parts.section: headings keep their order",
    "metric": "crm.ui.parts.figure",
    "exception": "crm.ui.acting: a trace is never shown",
    "set_page_config": "the frame: it is set once",
    "altair_chart": "crm.ui.charts.chart",
    "bar_chart": "crm.ui.charts.chart",
    "line_chart": "crm.ui.charts.chart",
    "cache_data": "nothing mapped is cached; measure first",
    "cache_resource": "the house: one store, opened once",
    "connection": "crm.ui.asking.reading",
}
WIDGETS = frozenset(
    {
        "button",
        "checkbox",
        "data_editor",
        "date_input",
        "datetime_input",
        "dataframe",
        "download_button",
        "file_uploader",
        "form_submit_button",
        "menu_button",
        "multiselect",
        "pagination",
        "pills",
        "radio",
        "segmented_control",
        "selectbox",
        "slider",
        "text_area",
        "text_input",
        "time_input",
        "toggle",
    }
)
SINKS = frozenset({"markdown", "title", "header", "error", "success", "info", "toast"})


def calls(source: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Yield each call `owner.name(…)` of a file."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            yield node, owner.id if isinstance(owner, ast.Name) else "", node.func.attr


def named(source: Path) -> str:
    return source.name


@of_every(PIECES, named)
def test_a_page_goes_through_the_house_s_own_names(source: Path) -> None:
    guilty = [
        f"{source.name}:{node.lineno}: st.{name}: use {INSTEAD[name]}"
        for node, owner, name in calls(source)
        if owner == "st" and name in INSTEAD
    ]
    assert guilty == []


@of_every(PIECES, named)
def test_every_widget_has_a_key(source: Path) -> None:
    guilty = [
        f"{source.name}:{node.lineno}: {name}"
        for node, owner, name in calls(source)
        if name in WIDGETS
        and (owner == "st" or owner.islower())
        and owner not in {"parts", "lists", "acting", "self"}
        and not any(keyword.arg == "key" for keyword in node.keywords)
    ]
    assert guilty == []


@of_every(PIECES, named)
def test_typed_text_is_never_pasted_into_markdown(source: Path) -> None:
    guilty = [
        f"{source.name}:{node.lineno}: {name}(f'…')"
        for node, _owner, name in calls(source)
        if name in SINKS and any(isinstance(arg, ast.JoinedStr) for arg in node.args)
    ]
    assert guilty == []


@of_every(PIECES, named)
def test_nothing_unsafe_and_no_style_of_its_own(source: Path) -> None:
    text = source.read_text("utf-8")
    for word in ("unsafe_allow_html", "<style", "desk.py", "#2438"):
        assert word not in text, word


@of_every(PIECES, named)
def test_a_page_never_catches_and_never_writes_the_store_itself(source: Path) -> None:
    tree = ast.parse(source.read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try)]
    guilty = [
        f"{source.name}:{node.lineno}: {owner}.{name}"
        for node, owner, name in calls(source)
        if name in {"writing", "commit", "begin", "flush", "execute"}
        or (name == "write" and owner != "")
    ]
    assert guilty == []


@of_every(PAGES, named)
def test_every_page_is_in_the_map(source: Path) -> None:
    files = {entry.file for section in desk_map.MAP for entry in section.entries}
    assert source.stem in files
