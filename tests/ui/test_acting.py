from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import SignedOutError
from crm.language import current_language, use_language
from crm.ui import asking, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from tests.fakes import FakeStore
    from tests.ui.conftest import RealDesk

    Open = Callable[..., AppTest]


def type_name(page: AppTest, name: str) -> AppTest:
    box = next(box for box in page.text_input if box.key.startswith("name_typed"))
    box.set_value(name)
    return page.button(key="name_save").click().run()


def typed(page: AppTest) -> str:
    box = next(box for box in page.text_input if box.key.startswith("name_typed"))
    return str(box.value)


def test_a_form_is_saved_said_and_begun_anew(open_page: Open, store: FakeStore) -> None:
    page = type_name(open_page("advertisers"), "Lumicité")
    assert store.names == ["Lumicité"]
    assert [toast.value for toast in page.toast] == ["Gardé\\."]
    assert typed(page) == ""
    assert not page.run().toast


def test_a_form_saved_twice_is_saved_and_said_once(
    open_page: Open, store: FakeStore
) -> None:
    page = open_page("advertisers")
    form = page.session_state["ui"]["forms"]["name"]
    page = type_name(page, "Lumicité")
    assert [toast.value for toast in page.toast] == ["Gardé\\."]
    page.session_state["ui"]["forms"]["name"] = form
    page = type_name(page.run(), "Lumicité")
    assert store.names == ["Lumicité"]
    assert not page.toast
    assert not page.error


def test_a_refusal_says_why_and_keeps_what_was_typed(
    open_page: Open, store: FakeStore
) -> None:
    page = type_name(open_page("advertisers"), "")
    assert [error.value for error in page.error] == ["Please fill in “Nom”\\."]
    form = page.session_state["ui"]["forms"]["name"]
    page = type_name(page, "boum")
    assert typed(page) == "boum"
    assert page.session_state["ui"]["forms"]["name"] == form
    assert store.names == []
    assert not page.run().error


def test_a_surprise_shows_a_reference_only(
    open_page: Open, caplog: pytest.LogCaptureFixture
) -> None:
    page = type_name(open_page("advertisers"), "boum")
    said = page.error[0].value
    assert "secret detail" not in said
    reference = said.partition("reference ")[2][:8]
    assert f"reference {reference}" in caplog.text
    assert "secret detail" in caplog.text
    assert "Nothing was saved" in said
    assert not page.exception


def test_it_speaks_the_language_of_who_sits_there(open_page: Open) -> None:
    page = type_name(open_page("advertisers", language="fr"), "")
    assert page.session_state["ui"]["language"] == "fr"


def test_a_file_is_made_outside_of_a_run_for_who_asked(
    real_desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toolkit makes files in threads that know neither browser nor language."""
    with use_language("fr"):
        made = signed_in.carried(lambda: (asking.me().user_id, current_language()))
    monkeypatch.setattr(signed_in, "shown_token", lambda: None)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(made).result() == (real_desk.seat, "fr")
    assert current_language() != "fr"
    token = real_desk.token()
    assert token is not None
    real_desk.front.sign_out(token)
    with ThreadPoolExecutor(1) as pool, pytest.raises(SignedOutError):
        pool.submit(made).result()
