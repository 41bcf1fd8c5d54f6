"""Every route of ours for everybody, over a real desk: who is answered what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher

from crm import web
from crm.domain.roles import RoleCode
from crm.domain.sign_ins import LinkPurpose, SignInMethod
from crm.services import passwords, setup, users
from crm.services.front import FrontDesk
from crm.web.visit import SESSION_COOKIE
from tests.factories import ITSELF, MORNING
from tests.web.test_gate import opens_socket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.testclient import TestClient

    Visit = Callable[..., TestClient]

EMAIL, PASSWORD = "ines@desk.example", "saumon crayon tilleul wagon"
OTHER = "violon brouette nuage citron"
WHO = ("nobody", "rep", "reader", "manager", "administrator")

# (method, path): nobody, rep, reader, manager, administrator.
TABLE: dict[tuple[str, str], tuple[int, int, int, int, int]] = {
    ("GET", "/fonts/{name}"): (404, 404, 404, 404, 404),
    ("GET", "/favicon.png"): (303, 200, 200, 200, 200),
    ("GET", "/healthz"): (200, 200, 200, 200, 200),
    ("GET", "/today"): (303, 303, 303, 303, 303),
    ("GET", "/token"): (303, 303, 303, 303, 303),
    ("POST", "/token"): (303, 303, 303, 303, 303),
    ("GET", "/setup"): (303, 303, 303, 303, 303),
    ("POST", "/setup/demo"): (303, 303, 303, 303, 303),
    ("GET", "/setup/progress"): (303, 303, 303, 303, 303),
    ("GET", "/setup/own"): (303, 303, 303, 303, 303),
    ("POST", "/setup/own"): (303, 303, 303, 303, 303),
    ("GET", "/login"): (200, 303, 303, 303, 303),
    ("POST", "/login"): (422, 422, 422, 422, 422),
    ("POST", "/login/as/{user_id:int}"): (404, 404, 404, 404, 404),
    ("GET", "/logout"): (303, 200, 200, 200, 200),
    ("POST", "/logout"): (303, 303, 303, 303, 303),
    ("GET", "/session"): (401, 204, 204, 204, 204),
    ("GET", "/welcome/{token}"): (404, 404, 404, 404, 404),
    ("POST", "/welcome/{token}"): (404, 404, 404, 404, 404),
    ("GET", "/account"): (303, 200, 200, 200, 200),
    ("POST", "/account/password"): (401, 422, 422, 422, 422),
    ("POST", "/account/end/{id:int}"): (401, 404, 404, 404, 404),
    ("POST", "/account/end-others"): (401, 303, 303, 303, 303),
    ("GET", "/account/two-step"): (303, 200, 200, 200, 200),
    # The administrator has a password, and is asked for it once more.
    ("POST", "/account/two-step/begin"): (401, 303, 303, 303, 422),
    ("POST", "/account/two-step/confirm"): (401, 422, 422, 422, 422),
    ("POST", "/account/two-step/codes"): (401, 422, 422, 422, 422),
    ("POST", "/account/two-step/off"): (401, 422, 422, 422, 422),
    ("GET", "/feeds/{token}.ics"): (404, 404, 404, 404, 404),
    ("GET", "/account/calendar"): (303, 200, 200, 200, 200),
    ("POST", "/account/calendar"): (401, 200, 200, 200, 200),
    ("POST", "/account/calendar/end"): (401, 303, 303, 303, 303),
    ("GET", "/login/second"): (303, 303, 303, 303, 303),
    ("POST", "/login/second"): (303, 303, 303, 303, 303),
    ("GET", "/login/with/{name}"): (404, 404, 404, 404, 404),
    ("GET", "/login/back/{name}"): (404, 404, 404, 404, 404),
    ("GET", "/documents/{id:int}.pdf"): (401, 404, 404, 404, 404),
    ("GET", "/documents/{id:int}.eml"): (401, 404, 404, 404, 404),
    ("GET", "/files/{id:int}"): (401, 404, 404, 404, 404),
    ("GET", "/login/{rest:path}"): (404, 404, 404, 404, 404),
    ("POST", "/login/{rest:path}"): (404, 404, 404, 404, 404),
    ("GET", "/welcome/{rest:path}"): (404, 404, 404, 404, 404),
    ("POST", "/welcome/{rest:path}"): (404, 404, 404, 404, 404),
    ("GET", "/feeds/{rest:path}"): (404, 404, 404, 404, 404),
    ("POST", "/feeds/{rest:path}"): (404, 404, 404, 404, 404),
    ("GET", "/setup/{rest:path}"): (404, 404, 404, 404, 404),
    ("POST", "/setup/{rest:path}"): (404, 404, 404, 404, 404),
    # The toolkit's own.
    ("GET", "/"): (303, 200, 200, 200, 200),
    ("GET", "/revenue"): (303, 200, 200, 200, 200),
    ("GET", "/_stcore/health"): (401, 200, 200, 200, 200),
    ("GET", "/_stcore/metrics"): (401, 200, 200, 200, 200),
    ("GET", "/media/some.pdf"): (401, 200, 200, 200, 200),
    ("POST", "/_stcore/upload_file/a/b"): (401, 200, 200, 200, 200),
}
TOOLKITS = ("/", "/revenue", "/_stcore", "/media")
FILLED = {
    "{name}": "none.ttf",
    "{user_id:int}": "1",
    "{token}": "x" * 43,
    "{id:int}": "999",
    "{rest:path}": "a/b",
}


@pytest.fixture
def desk(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FrontDesk]:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    made = FrontDesk(store_url, now=lambda: MORNING)
    answers = setup.OwnDesk(
        "Ville Demain", "Éditions", "Inès Marchal", EMAIL, "", "en", PASSWORD
    )
    made.start_own(answers)
    yield made
    made.store.close()


@pytest.fixture
def sign_in(desk: FrontDesk, visit: Visit) -> Callable[..., TestClient]:
    """Return a maker of visitors by what they are: "rep", "nobody"…"""
    people = {"administrator": 1}

    def make(who: str, **headers: Any) -> TestClient:
        client = visit(seat=None, **headers)
        if who == "nobody":
            return client
        if who not in people:
            role = RoleCode(who)
            wish = users.UserWish(who, f"{who}@desk.example", role, language="en")
            people[who] = desk.store.write(
                lambda session: users.add_user(session, ITSELF, wish), ITSELF
            )
        method = SignInMethod.PASSWORD
        token = desk.open_session(people[who], method, address="a", browser="b")
        client.cookies.set(SESSION_COOKIE, token)
        return client

    return make


def filled(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return path


def test_the_table_names_every_route(desk: FrontDesk) -> None:
    ours = {
        (method, route.path)
        for route in web.routes(desk, web.ConsoleToken("x"))
        for method in (route.methods or ())
        if method != "HEAD"
    }
    told = {key for key in TABLE if not _is_toolkits(key[1])}
    assert told == ours


def _is_toolkits(path: str) -> bool:
    return path in TOOLKITS[:2] or path.startswith(TOOLKITS[2:])


@pytest.mark.parametrize("who", WHO)
def test_everybody_is_answered_as_the_table_says(
    who: str, sign_in: Callable[..., TestClient]
) -> None:
    client = sign_in(who)
    kept = dict(client.cookies)
    answered = {}
    for method, path in TABLE:
        client.cookies.clear()
        client.cookies.update(kept)
        answered[method, path] = client.request(method, filled(path)).status_code
        if path == "/logout" and method == "POST" and who != "nobody":
            kept = dict(sign_in(who).cookies)
    assert answered == {key: row[WHO.index(who)] for key, row in TABLE.items()}
    client.cookies.clear()
    client.cookies.update(kept)
    assert opens_socket(client) is (who != "nobody")


def test_a_cookie_is_somebodys_or_it_is_nothing(
    desk: FrontDesk, sign_in: Callable[..., TestClient]
) -> None:
    client = sign_in("administrator")
    right = client.cookies[SESSION_COOKIE]
    client.post("/logout")
    expired = desk.open_session(1, SignInMethod.LINK, address="", browser="")
    good = desk.open_session(1, SignInMethod.LINK, address="", browser="")
    desk.sign_out(expired)
    for shown in (
        right,
        expired,
        good[:-1],
        good + "A",
        "1",
        "",
        "x" * 5_000,
        "%C3%A9",
    ):
        nobody = sign_in("nobody")
        nobody.headers["cookie"] = f"{SESSION_COOKIE}={shown}"
        assert nobody.get("/").status_code == 303
        assert nobody.get("/_stcore/health").status_code == 401
        assert not opens_socket(nobody)
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, good)
    assert client.get("/").status_code == 200


def test_a_known_and_an_unknown_address_are_answered_alike(
    sign_in: Callable[..., TestClient],
) -> None:
    pages = []
    for email in (EMAIL, "otto@desk.example"):
        client = sign_in("nobody")
        answer = client.post("/login", data={"email": email, "password": "wrong"})
        pages.append((answer.status_code, answer.text.replace(email, "")))
        assert "set-cookie" not in answer.headers
    assert pages[0] == pages[1]
    assert pages[0][0] == 401


def test_too_many_attempts_are_told_and_hash_nothing(
    sign_in: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("nobody")
    proof = {"email": EMAIL, "password": "wrong"}
    statuses = [client.post("/login", data=proof).status_code for _ in range(5)]
    assert statuses == [401] * 5
    monkeypatch.setattr(passwords, "is_right", pytest.fail)
    answer = client.post("/login", data=proof | {"password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many attempts. Wait 31 s, then try again." in answer.text


def test_signing_in_for_real(sign_in: Callable[..., TestClient]) -> None:
    client = sign_in("nobody")
    client.cookies.set(SESSION_COOKIE, "chosen by somebody else")
    proof = {"email": EMAIL, "password": PASSWORD}
    answer = client.post("/login?next=/booking%3Fid%3D5", data=proof)
    assert answer.headers["location"] == "/booking?id=5"
    [token] = re.findall(
        rf"{SESSION_COOKIE}=([\w-]{{43}});", answer.headers["set-cookie"]
    )
    assert token != "chosen by somebody else"
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get("/").status_code == 200
    client.post("/logout")
    assert client.get("/").status_code == 303
    assert not opens_socket(client)


def test_a_link_is_looked_at_and_then_used_once(
    desk: FrontDesk, sign_in: Callable[..., TestClient]
) -> None:
    before = sign_in("administrator")
    path = desk.make_link(desk.itself(), 1, LinkPurpose.INVITE)
    client = sign_in("nobody")
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200
        assert "Inès Marchal" in page.text
        assert page.headers["cache-control"] == "no-store"
    short = client.post(path, data={"new": "short", "again": "short"})
    assert short.status_code == 422
    assert 'id="new-why">Use at least 15 characters' in short.text
    answer = client.post(path, data={"new": OTHER, "again": OTHER})
    assert answer.headers["location"] == "/"
    assert SESSION_COOKIE in answer.headers["set-cookie"]
    assert before.get("/").status_code == 303
    dead = {client.get(p).text for p in (path, f"/welcome/{'x' * 43}", "/welcome/x")}
    assert len(dead) == 1
    assert client.post(path, data={"new": PASSWORD, "again": PASSWORD}).text in dead


def test_the_account_shows_and_ends_ones_sessions(
    sign_in: Callable[..., TestClient],
) -> None:
    one, other, third = (sign_in("manager") for _ in range(3))
    page = one.get("/account").text
    ends = re.findall(r'formaction="/account/end/(\d+)"', page)
    assert len(ends) == 3
    assert "End all the others" in page
    theirs = re.findall(
        r'formaction="/account/end/(\d+)"',
        sign_in("administrator").get("/account").text,
    )
    assert one.post(f"/account/end/{theirs[0]}").status_code == 404
    assert "Sign out: A browser that does not say its name" in page
    assert one.post("/account/end-others").headers["location"].endswith("done=others")
    assert other.get("/").status_code == 303
    assert third.get("/session").status_code == 401
    assert one.get("/").status_code == 200
    [left] = re.findall(
        r'formaction="/account/end/(\d+)"', one.get("/account?done=others").text
    )
    assert one.post(f"/account/end/{left}").headers["location"] == "/login"
    assert one.get("/").status_code == 303


def test_the_password_is_changed_from_the_account(
    sign_in: Callable[..., TestClient],
) -> None:
    client, other = sign_in("administrator"), sign_in("administrator")
    typed = {"present": "wrong", "new": OTHER, "again": OTHER}
    refused = client.post("/account/password", data=typed)
    assert refused.status_code == 422
    assert 'id="present-why">This is not your present password.<' in refused.text
    assert OTHER not in refused.text
    done = client.post("/account/password", data=typed | {"present": PASSWORD})
    assert done.headers["location"] == "/account?done=password"
    assert "Your password is changed." in client.get("/account?done=password").text
    assert other.get("/").status_code == 303
    proof = {"email": EMAIL, "password": OTHER}
    assert sign_in("nobody").post("/login", data=proof).status_code == 303
