from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from crm.web.browsers import browser_name
from crm.web.request_log import told_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.testclient import TestClient

    from tests.fakes import FakeDesk

    Visit = Callable[..., TestClient]

PROOF = {"email": "chri@desk.example", "password": "right"}


def test_signing_in_sets_a_cookie_no_script_reads(visit: Visit) -> None:
    client = visit(seat=None)
    answer = client.post("/login", data=PROOF | {"next": "/advertiser?id=5"})
    assert answer.headers["location"] == "/advertiser?id=5"
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("regie_session=seat-1;")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/;" in cookie
    assert "max-age=2592000" in cookie
    assert "secure" not in cookie


def test_the_cookie_is_secure_behind_tls(visit: Visit) -> None:
    client = visit(base_url="https://127.0.0.1:8501", seat=None)
    assert "secure" in client.post("/login", data=PROOF).headers["set-cookie"].lower()


def test_the_session_the_browser_came_with_ends(visit: Visit, desk: FakeDesk) -> None:
    visit(seat=2).post("/login", data=PROOF)
    assert desk.ended == ["seat-2"]


def test_a_wrong_password_keeps_the_address_and_the_way(visit: Visit) -> None:
    answer = visit(seat=None).post(
        "/login", data=PROOF | {"password": "<wrong>", "next": '/a?b="c"'}
    )
    assert answer.status_code == 401
    assert "This e-mail and this password do not go together." in answer.text
    assert 'value="chri@desk.example"' in answer.text
    assert 'name="next" value="/a?b=&quot;c&quot;"' in answer.text
    assert "wrong&gt;" not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_field_left_empty_is_named(visit: Visit) -> None:
    answer = visit(seat=None).post("/login", data={"email": "a@b.example"})
    assert answer.status_code == 422
    assert 'id="password-why">Please fill in this field.<' in answer.text


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\e", "/login", "/logout", "/session"],
)
def test_one_is_never_sent_elsewhere_or_in_a_circle(wanted: str, visit: Visit) -> None:
    client = visit(seat=None)
    by_form = client.post("/login", data=PROOF | {"next": wanted})
    assert by_form.headers["location"] == "/"
    client.cookies.clear()
    by_address = client.post("/login", params={"next": wanted}, data=PROOF)
    assert by_address.headers["location"] == "/"


def test_who_is_signed_in_goes_on(visit: Visit) -> None:
    answer = visit().get("/login?next=/revenue")
    assert answer.headers["location"] == "/revenue"


def test_who_has_a_second_step_does_not_pass_without_it(
    visit: Visit, desk: FakeDesk
) -> None:
    desk.prove = lambda *_asked, **_where: 99  # type: ignore[method-assign]
    answer = visit(seat=None).post("/login", data=PROOF)
    assert answer.headers["location"] == "/login/second"
    assert "regie_second=owes-99" in answer.headers["set-cookie"]
    assert "regie_session" not in answer.headers["set-cookie"]


def test_identity_providers_are_offered_where_there_are_any(
    visit: Visit, desk: FakeDesk
) -> None:
    assert "/login/with/" not in visit(seat=None).get("/login").text
    desk.ways = (("acme", "Acme <Id>"),)
    page = visit(seat=None).get("/login?next=/revenue").text
    assert 'href="/login/with/acme?next=%2Frevenue"' in page
    assert "Continue with Acme &lt;Id&gt;" in page


def test_the_demonstration_asks_who_to_be(visit: Visit, desk: FakeDesk) -> None:
    desk.demonstration = True
    client = visit()
    page = client.get("/login?next=/advertiser%3Fid%3D5").text
    assert 'formaction="/login/as/2?next=%2Fadvertiser%3Fid%3D5"' in page
    assert "Demonstration" in page
    assert 'type="password"' not in page
    answer = client.post("/login/as/2?next=/advertiser%3Fid%3D5")
    assert answer.headers["location"] == "/advertiser?id=5"
    assert "regie_session=seat-2" in answer.headers["set-cookie"]
    assert client.post("/login/as/99").status_code == 404
    assert client.get("/login/as/2").status_code == 404
    assert client.post("/login", data=PROOF).headers["location"].startswith("/login?")


def test_nobody_takes_a_seat_at_a_desk_of_ones_own(visit: Visit) -> None:
    client = visit(seat=None)
    answer = client.post("/login/as/1")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    assert "/login/as/" not in client.get("/login").text


def test_signing_out_is_a_button(visit: Visit, desk: FakeDesk) -> None:
    client = visit()
    page = client.get("/logout")
    assert 'method="post" action="/logout"' in page.text
    assert desk.ended == []
    answer = client.post("/logout")
    assert answer.headers["location"] == "/login"
    assert 'regie_session="";' in answer.headers["set-cookie"]
    assert desk.ended == ["seat-1"]
    client.cookies.clear()
    assert client.get("/logout").headers["location"] == "/login"


def test_the_log_of_a_sign_in_says_nothing_of_anybody(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        visit(seat=None).post("/login?next=/x", data=PROOF | {"password": "wr0ng"})
        visit(seat=None).post("/login", data=PROOF)
        visit(seat=2).get("/welcome/SECRET-TOKEN?x=SECRET")
        visit(seat=None).get("/advertiser%0A?id=5")
        visit(seat=None).get("/documents/9.pdf")
    assert told_path("/a\nb") == "/a?b"
    lines = [line for line in caplog.messages if line.startswith("method=")]
    assert len(lines) == 4
    assert lines[0].startswith("method=POST path=/login status=401 ms=")
    assert lines[2].startswith("method=GET path=/welcome/… status=404 ms=")
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name[:3] == "crm")
    for secret in ("chri@", "right", "wr0ng", "SECRET", "seat-", "next=", "testclient"):
        assert secret not in ours


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/5 Edg/140", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X; rv:140) Firefox/140",
            "Firefox, macOS",
        ),
        ("curl/8", ""),
    ],
)
def test_a_browser_has_a_name_people_know(agent: str, name: str) -> None:
    assert browser_name(agent) == name
