from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.websockets import WebSocketDisconnect

from crm.web import gate
from crm.web.visit import is_loopback, local_path
from tests.web.conftest import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    from tests.fakes import FakeDesk

    Visit = Callable[..., TestClient]

ELSEWHERE: dict[str, Any] = {"address": "0.0.0.0", "base_url": "http://192.0.2.7:8501"}  # noqa: S104  the case tested


def stream(client: TestClient) -> str:
    return str(client.base_url.copy_with(scheme="ws", path="/_stcore/stream"))


def opens_socket(client: TestClient) -> bool:
    try:
        with client.websocket_connect(stream(client)) as socket:
            socket.receive_json()
    except WebSocketDisconnect:
        return False
    return True


@pytest.mark.parametrize("path", ["/", "/advertiser?id=5", "/login", "/anything"])
def test_before_set_up_every_page_leads_to_it(
    path: str, visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    answer = visit().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/setup")


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/x", "/documents/4.pdf"])
def test_before_set_up_files_and_programs_are_refused(
    path: str, visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    assert visit().get(path).status_code == 401
    assert visit().post("/login/as/1").status_code == 401


def test_before_set_up_the_websocket_is_refused(visit: Visit, desk: FakeDesk) -> None:
    desk.set_up = False
    assert not opens_socket(visit())
    desk.set_up = True
    assert opens_socket(visit())


@pytest.mark.parametrize("path", ["/fonts/Text-Regular.ttf", "/setup", "/healthz"])
def test_before_set_up_these_answer(path: str, visit: Visit, desk: FakeDesk) -> None:
    desk.set_up = False
    assert visit().get(path).status_code == 200


def test_a_forged_identity_never_arrives(visit: Visit) -> None:
    client = visit(x_regie_seat="2", X_Regie_Role="admin")
    reached = client.get("/").json()
    assert not [name for name in reached if name.startswith("x-regie")]
    with client.websocket_connect(stream(client)) as socket:
        seen = socket.receive_json()
    assert not [name for name in seen if name.startswith("x-regie")]
    assert seen["accept-language"] == "en"
    nobody = visit(seat=None, x_regie_user="1")
    assert nobody.get("/").status_code == 303
    assert not opens_socket(nobody)


@pytest.mark.parametrize(
    ("path", "follows"),
    [
        ("/", "%2F"),
        ("/advertiser?id=5", "%2Fadvertiser%3Fid%3D5"),
        ("/account", "%2Faccount"),
        ("//evil.example", "%2F%2Fevil.example"),
    ],
)
def test_nobody_is_led_to_the_door_and_back(
    path: str, follows: str, visit: Visit
) -> None:
    answer = visit(seat=None).get(f"http://127.0.0.1:8501{path}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={follows}"


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/host-config", "/media/x", "/documents/4.pdf"]
)
def test_nobody_gets_files_or_programs(path: str, visit: Visit) -> None:
    client = visit(seat=None)
    assert client.get(path).status_code == 401
    assert client.post("/anything").status_code == 401
    assert not opens_socket(client)


def test_use_is_noted_but_not_by_the_question_whether_one_is_signed_in(
    visit: Visit, desk: FakeDesk
) -> None:
    client = visit()
    assert client.get("/session").status_code == 204
    assert visit(seat=None).get("/session").status_code == 401
    assert desk.used == []
    client.get("/")
    assert desk.used == [1]


def test_use_is_noted_by_what_comes_in_on_a_page_that_stands_open(
    visit: Visit, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    elapsed = iter((0.0, 10.0, 301.0, 301.0, 302.0))
    monkeypatch.setattr(gate, "monotonic", lambda: next(elapsed))
    client = visit()
    with client.websocket_connect("ws://127.0.0.1:8501/_stcore/echo") as socket:
        assert desk.used == [1]
        for noted in (1, 2, 2):
            socket.send_text("click")
            socket.receive_text()
            assert len(desk.used) == noted


def test_set_up_from_elsewhere_asks_for_the_token(visit: Visit, desk: FakeDesk) -> None:
    desk.set_up = False
    client = visit(**ELSEWHERE)
    for path in ("/", "/setup", "/setup/own", "/login", "/token/x"):
        assert client.get(path).headers["location"] == "/token"
    assert client.get("/documents/4.pdf").status_code == 401
    assert not opens_socket(client)
    for path in ("/fonts/Text-Bold.ttf", "/healthz", "/token"):
        assert client.get(path).status_code == 200


def test_the_right_token_opens_the_set_up_with_a_cookie(
    visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    client = visit(**ELSEWHERE)
    assert client.post("/token", data={"token": "wrong"}).status_code == 403
    assert client.get("/setup").status_code == 303
    answer = client.post("/token", data={"token": TOKEN})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert TOKEN not in cookie
    assert client.get("/setup/own").status_code == 200


def test_the_token_may_come_in_the_address_of_set_up(
    visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    client = visit(**ELSEWHERE)
    first = client.get("/setup", params={"token": TOKEN})
    second = client.get(first.headers["location"])
    assert second.headers["location"] == "/"
    assert client.get("/setup/own").status_code == 200


def test_an_invented_pass_is_refused(visit: Visit, desk: FakeDesk) -> None:
    desk.set_up = False
    client = visit(**ELSEWHERE)
    client.cookies.set("regie_door", "x" * 43)
    assert client.get("/setup").headers["location"] == "/token"


def test_once_set_up_the_token_opens_nothing(visit: Visit) -> None:
    client = visit(**ELSEWHERE, seat=None)
    assert client.get("/token").headers["location"] == "/"
    client.post("/token", data={"token": TOKEN})
    assert client.get("/").headers["location"] == "/login?next=%2F"
    assert visit(**ELSEWHERE).get("/").status_code == 200


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"]
)
def test_what_a_proxy_passes_on_comes_from_elsewhere(
    header: str, visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    client = visit(**{header: "127.0.0.1"})
    assert client.get("/").headers["location"] == "/token"
    assert not opens_socket(client)


def test_a_client_cannot_claim_to_be_near(visit: Visit, desk: FakeDesk) -> None:
    desk.set_up = False
    client = visit(**ELSEWHERE, host="127.0.0.1:8501")
    assert client.get("/").headers["location"] == "/token"


def test_a_socket_reached_from_outside_is_not_near(
    visit: Visit, desk: FakeDesk
) -> None:
    desk.set_up = False
    client = visit(base_url="http://192.0.2.7:8501", host="127.0.0.1:8501")
    assert client.get("/").headers["location"] == "/token"


@pytest.mark.parametrize(
    "where", [ELSEWHERE, {"x_forwarded_for": "192.0.2.9"}, {"forwarded": "for=x"}]
)
def test_the_demonstration_stays_on_its_machine(
    where: dict[str, Any], visit: Visit, desk: FakeDesk
) -> None:
    desk.demonstration = True
    client = visit(**where)
    for path in ("/login", "/", "/welcome/x", "/session"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "answers on the machine it runs on only" in answer.text
    assert client.post("/login/as/1").status_code == 403
    assert client.get("/documents/4.pdf").status_code == 403
    assert not opens_socket(client)
    assert visit(**where, demo_for_all=True).get("/login").status_code == 200
    assert visit().get("/login").status_code == 200


def test_another_name_for_this_machine_is_refused(visit: Visit) -> None:
    assert visit(host="evil.example:8501").get("/").status_code == 421
    assert not opens_socket(visit(host="evil.example:8501"))
    assert visit(host="localhost:8501").get("/").status_code == 200
    assert visit(host="[::1]:8501").get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused(
    headers: dict[str, str], visit: Visit, desk: FakeDesk
) -> None:
    def come(**where: Any) -> TestClient:
        client = visit(**where, **headers)
        if "sec_fetch_site" not in headers:
            del client.headers["sec-fetch-site"]
        return client

    desk.demonstration = True
    for path in ("/login/as/1", "/login", "/logout", "/account/end-others"):
        assert come().post(path).status_code == 403
    desk.set_up = False
    assert come().post("/setup/demo").status_code == 403
    assert come().post("/setup/own", data={"title": "x"}).status_code == 403
    far = come(**ELSEWHERE)
    assert far.post("/token", data={"token": TOKEN}).status_code == 403
    assert desk.opened == 0
    assert desk.ended == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec_fetch_site": "same-origin"}, {"origin": "http://127.0.0.1:8501"}],
)
def test_a_form_of_ours_is_taken(
    headers: dict[str, str], visit: Visit, desk: FakeDesk
) -> None:
    desk.demonstration = True
    client = visit(**headers, seat=None)
    if "sec_fetch_site" not in headers:
        del client.headers["sec-fetch-site"]
    assert client.post("/login/as/1").status_code == 303


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.8.0.1", True),
        ("0.0.0.0", False),  # noqa: S104  the case tested
        ("::", False),
        ("192.0.2.7", False),
        ("desk.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_loopback_is_near(address: str | None, *, near: bool) -> None:
    assert is_loopback(address) is near


@pytest.mark.parametrize(
    "wanted",
    [
        "http://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "advertiser",
        "",
        None,
    ],
)
def test_a_way_out_of_the_desk_leads_home(wanted: str | None) -> None:
    assert local_path(wanted) == "/"


def test_a_way_within_the_desk_is_taken() -> None:
    assert local_path("/advertiser?id=5") == "/advertiser?id=5"
