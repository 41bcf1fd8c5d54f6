from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from streamlit.runtime.pages_manager import PagesManager

from crm.domain.errors import MissingError
from crm.ui import boundary, map, signed_in  # noqa: A004  the desk's own map
from crm.web import visit
from tests.ui.conftest import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    Open = Callable[..., AppTest]


def test_every_part_draws_without_a_hitch(open_page: Open) -> None:
    page = open_page("today")
    assert not page.exception
    assert page.title[0].value == "Sept appels, 33 988 € en jeu\\."


def test_the_map_shows_pages_that_exist_and_hides_records(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(map, "PAGES", SAMPLES)
    (desk,) = map.sections()
    assert [entry.file for entry in desk.entries] == [
        "today",
        "advertisers",
        "advertiser",
    ]
    (desk,) = map.sections(frozenset({"advertisers"}))
    assert [entry.file for entry in desk.entries] == ["advertisers"]
    assert map.sections(frozenset()) == ()


def test_addresses_and_files_of_the_map_are_each_one_page() -> None:
    entries = [entry for section in map.MAP for entry in section.entries]
    assert len({entry.path for entry in entries}) == len(entries)
    assert len({entry.file for entry in entries}) == len(entries)
    assert not [entry.path for entry in entries if "/" in entry.path]


def test_a_hit_opens_its_record(open_page: Open) -> None:
    page = open_page("advertisers")
    page.text_input(key="desk_search").set_value("lum").run()
    labels = [button.label for button in page.button if button.key.startswith("hit-")]
    assert labels == [
        "**Lumicité** :small[:gray[Rennes]]",
        "**Lumen \\& Fils** :small[:gray[Rennes]]",
    ]
    page.button(key="hit-1").click().run()
    assert page.title[0].value == "Annonceur 1"


def test_a_search_that_finds_nothing_says_so(open_page: Open) -> None:
    page = open_page("today")
    page.text_input(key="desk_search").set_value("<zz>").run()
    said = [text.value for text in page.markdown if "Nothing for" in text.value]
    assert said == [":small[:gray[Nothing for “\\<zz\\>”]]"]


def test_a_record_leads_to_another_record_of_the_same_page(open_page: Open) -> None:
    page = open_page("advertiser")
    page.button(key="next_open").click().run()
    assert page.title[0].value == "Annonceur 1"


@pytest.mark.parametrize("number", ["", "x", "-3", "²", "1" * 20])
def test_a_record_page_bears_an_address_without_a_number(
    number: str, open_page: Open
) -> None:
    page = open_page("advertiser")
    page.query_params["id"] = number
    assert page.run().title[0].value == "Annonceur None"


def counted(page: AppTest) -> list[str]:
    return [text.value for text in page.markdown if " of " in text.value]


def test_the_pager_falls_back_when_the_list_shrinks(open_page: Open) -> None:
    page = open_page("today")
    assert counted(page) == [":small[:gray[1 to 50 of 412]]"]
    page.pagination(key="calls_page").set_value(9).run()
    assert counted(page) == [":small[:gray[401 to 412 of 412]]"]
    page.session_state["total"] = 120
    assert counted(page.run()) == [":small[:gray[101 to 120 of 120]]"]
    page.session_state["total"] = 20
    assert counted(page.run()) == []


def test_a_page_that_breaks_shows_a_reference_and_a_refusal_its_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(
        boundary.st, "error", lambda words, **_kept: said.append(str(words))
    )
    monkeypatch.setattr(boundary, "speak", lambda: None)
    assert boundary.on_script_error(RuntimeError("secret detail"))
    assert boundary.on_script_error(MissingError(label="Nom"))
    assert "secret" not in said[0]
    assert "secret detail" in caplog.text
    assert said[1] == "Please fill in “Nom”\\."


def test_both_doors_mean_the_same_cookie() -> None:
    assert signed_in.SESSION_COOKIE == visit.SESSION_COOKIE


def test_the_older_discovery_of_pages_is_off() -> None:
    PagesManager.uses_pages_directory = None
    assert boundary.script().name == "desk.py"
    assert PagesManager.uses_pages_directory is False
