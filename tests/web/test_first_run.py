from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from crm import web
from crm.domain.errors import AlreadySetUpError
from crm.web.opening import Opening
from tests.fakes import DemoFigures
from tests.web.conftest import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    from tests.fakes import FakeDesk

    Visit = Callable[..., TestClient]

ANSWERS = {
    "title": "Ville & Réseaux",
    "publisher": "Éditions <Test> SAS",
    "name": "Ada Martin",
    "email": "ada@ville.example",
    "phone": "06 39 98 00 01",
    "language": "fr",
    "password": "saumon crayon tilleul ",
}


@pytest.fixture
def empty(desk: FakeDesk) -> FakeDesk:
    desk.set_up = False
    return desk


def test_the_figures_are_those_of_the_demonstration(
    visit: Visit, empty: FakeDesk
) -> None:
    page = visit().get("/setup").text
    assert "<b>412</b>advertisers" in page
    empty.demo_figures = lambda: DemoFigures(1, 1, 2)  # type: ignore[method-assign]
    page = visit().get("/setup").text
    assert "<b>1</b>advertiser<" in page
    assert "<b>2</b>issues" in page


@pytest.mark.usefixtures("empty")
def test_the_page_speaks_the_browsers_language_or_the_one_asked_for(
    visit: Visit,
) -> None:
    client = visit(accept_language="fr-CA,en;q=0.5")
    assert '<html lang="fr">' in client.get("/setup").text
    asked = client.get("/setup?lang=en")
    assert '<html lang="en">' in asked.text
    assert "httponly" in asked.headers["set-cookie"].lower()
    assert '<html lang="en">' in client.get("/setup").text


def test_the_pages_run_no_script_and_load_nothing_from_elsewhere(
    visit: Visit, empty: FakeDesk
) -> None:
    for path in ("/setup", "/setup/own", "/token", "/login", "/welcome/x"):
        empty.set_up = path in {"/login", "/welcome/x"}
        answer = visit(seat=None).get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "<script" not in answer.text
        named = answer.text.replace("http://www.w3.org/2000/svg", "")
        assert "://" not in named


def test_the_demonstration_loads_in_the_background(
    visit: Visit, empty: FakeDesk
) -> None:
    go, reached = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        assert go.wait(10)

    empty.hold = hold
    client = visit()
    assert client.post("/setup/demo").headers["location"] == "/setup/progress"
    assert reached.wait(10)
    page = client.get("/setup/progress").text
    assert '<meta http-equiv="refresh" content="1">' in page
    assert '<progress max="100" value="10"' in page
    assert "Advertisers" in page
    assert client.post("/setup/demo").headers["location"] == "/setup/progress"
    assert client.get("/setup").headers["location"] == "/setup/progress"
    own = client.post("/setup/own", data=ANSWERS)
    assert own.headers["location"] == "/setup/progress"
    go.set()
    for thread in threading.enumerate():
        if thread.name == "opening the demonstration":
            thread.join(10)
    assert client.get("/setup/progress").headers["location"] == "/"
    assert client.get("/setup").headers["location"] == "/"
    assert empty.opened == 1


def test_a_demonstration_refused_says_why(empty: FakeDesk) -> None:
    empty.fails = AlreadySetUpError()
    opening = Opening(empty)
    opening.start()
    opening.wait()
    assert opening.progress.failure == AlreadySetUpError.sentence


def test_a_demonstration_that_breaks_tells_a_reference_only(
    empty: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    empty.fails = RuntimeError("secret path")
    opening = Opening(empty)
    opening.start()
    opening.wait()
    failure = opening.progress.failure
    assert "secret" not in failure
    reference = failure.rpartition(" ")[2].rstrip(").")
    assert reference in caplog.text
    assert "secret path" in caplog.text
    empty.fails = None
    opening.start()
    opening.wait()
    assert empty.set_up


def test_an_own_desk_starts_with_its_answers(visit: Visit, empty: FakeDesk) -> None:
    answer = visit().post("/setup/own", data=ANSWERS | {"title": "  Ville & Réseaux "})
    assert answer.headers["location"] == "/"
    assert empty.started == [web.OwnDesk(**ANSWERS)]
    assert "regie_session=seat-3" in answer.headers["set-cookie"]
    assert "saumon" not in repr(empty.started)
    assert visit().post("/setup/own", data=ANSWERS).headers["location"] == "/"
    assert len(empty.started) == 1


def test_an_answer_left_out_is_refused_and_the_rest_is_kept(
    visit: Visit, empty: FakeDesk
) -> None:
    answer = visit().post("/setup/own", data=ANSWERS | {"name": " "})
    assert answer.status_code == 422
    assert 'id="name-why">Please fill in this field.<' in answer.text
    assert "Éditions &lt;Test&gt; SAS" in answer.text
    assert 'aria-invalid="true" aria-describedby="name-why" autofocus' in answer.text
    assert empty.started == []


@pytest.mark.usefixtures("empty")
def test_what_the_desk_refuses_stands_under_its_field(visit: Visit) -> None:
    answer = visit().post("/setup/own", data=ANSWERS | {"email": "ada"})
    assert answer.status_code == 422
    assert 'id="email-why">Please fill in “E-mail”.<' in answer.text
    assert 'value="ada"' in answer.text
    assert "saumon" not in answer.text


def test_from_elsewhere_only_a_desk_of_ones_own_is_offered(
    visit: Visit, empty: FakeDesk
) -> None:
    far = {"address": "0.0.0.0", "base_url": "http://192.0.2.7:8501"}  # noqa: S104
    client = visit(**far)
    client.post("/token", data={"token": TOKEN})
    assert client.get("/setup").headers["location"] == "/setup/own"
    assert client.post("/setup/demo").status_code == 403
    assert empty.opened == 0
    asked = visit(**far, demo_for_all=True)
    asked.post("/token", data={"token": TOKEN})
    assert "demonstration" in asked.get("/setup").text


@pytest.mark.usefixtures("empty")
def test_an_endless_form_is_refused(visit: Visit) -> None:
    answer = visit().post("/setup/own", data={"title": "x" * 70_000})
    assert answer.status_code == 413
