"""The pages of the second step, over a real store."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from crm.domain.account_errors import KeyLostError
from crm.domain.sign_ins import SignInMethod
from crm.services.front import FrontDesk
from crm.services.passwords import digest, keep_password
from crm.services.secrets_at_rest import Vault
from crm.services.sign_ins import open_sign_in
from crm.store.models import User
from crm.web.endpoint import endpoint
from crm.web.letting_in import let_in
from crm.web.qr import draw_qr
from crm.web.two_step import two_step_routes
from tests.factories import ITSELF, MORNING, Desk, make_desk
from tests.web.conftest import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from crm.store.database import Store
    from crm.web.endpoint import Visit

PAGE = "/account/two-step"
PASSWORD = "quatre mots sans rapport aucun"


class KeyedDesk(FrontDesk):
    """A desk whose key can be lost."""

    key: str | None = "a key of thirty-two characters, or more"

    def vault(self) -> Vault:
        if self.key is None:
            raise KeyLostError(where="data/secret.key")
        return Vault(self.key)


class Place:
    """A small desk with its pages, and a clock that is moved by hand."""

    def __init__(self, store: Store) -> None:
        self.at = MORNING
        self.people: Desk = store.write(self.open, ITSELF)
        self.front = KeyedDesk(store.url, now=lambda: self.at)
        self.user_id = self.people.rep.user_id or 0
        self.app = Starlette(
            routes=[
                *two_step_routes(self.front),
                Route("/password", endpoint(self.password), methods=["POST"]),
            ]
        )

    @staticmethod
    def open(session: Session) -> Desk:
        made = make_desk(session)
        session.get_one(User, made.rep.user_id).language = "en"
        return made

    def password(self, visit: Visit) -> Response:
        """Stand for the page that took the right password."""
        method = SignInMethod.PASSWORD
        return let_in(self.front, visit, self.user_id, method, "/bookings?id=3")

    def owes_code(self) -> bool:
        return self.front.second_step_of(self.user_id)

    def browser(self) -> TestClient:
        client = TestClient(
            self.app, base_url="http://127.0.0.1:8501", follow_redirects=False
        )
        client.headers["accept-language"] = "en"
        return client

    def signed_in(self) -> TestClient:
        client = self.browser()
        token = self.front.store.write(
            lambda session: open_sign_in(
                session, ITSELF, self.user_id, SignInMethod.PASSWORD
            ),
            ITSELF,
        )
        client.cookies.set("regie_session", token)
        return client

    def turn_on(self) -> tuple[pyotp.TOTP, list[str]]:
        client = self.signed_in()
        client.post(f"{PAGE}/begin")
        app = pyotp.TOTP(key_on(client.get(PAGE).text))
        page = client.post(f"{PAGE}/confirm", data={"code": app.at(self.at)}).text
        self.at += timedelta(minutes=1)
        return app, re.findall(r"<li><code>([^<]+)</code>", page)


def key_on(page: str) -> str:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


@pytest.fixture
def place(store: Store) -> Iterator[Place]:
    made = Place(store)
    yield made
    made.front.store.close()


def test_whoever_has_a_password_shows_it_first(place: Place) -> None:
    """A browser left alone does not tie its account to a stranger's telephone."""
    made = digest(PASSWORD)
    place.front.store.write(
        lambda session: keep_password(session, ITSELF, place.user_id, made), ITSELF
    )
    client, other = place.signed_in(), place.signed_in()
    for typed in ("", "not the one it is"):
        answer = client.post(f"{PAGE}/begin", data={"password": typed})
        assert answer.status_code == 422
        assert "This is not your present password." in answer.text
    assert 'class="key"' not in client.get(PAGE).text
    answer = client.post(f"{PAGE}/begin", data={"password": PASSWORD})
    assert answer.status_code == 303
    app = pyotp.TOTP(key_on(client.get(PAGE).text))
    assert client.post(f"{PAGE}/confirm", data={"code": app.at(place.at)}).is_success
    assert client.get(PAGE).status_code == 200
    assert other.get(PAGE).status_code == 303, "other browsers are signed out"


def test_it_is_set_up_in_two_gestures(place: Place) -> None:
    client = place.signed_in()
    assert "A password, and your telephone." in client.get(PAGE).text
    answer = client.post(f"{PAGE}/begin")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = client.get(PAGE).text
    assert client.get(PAGE).text == page, "shown again, it is the same key"
    assert '<svg class="qr" role="img"' in page
    assert re.search(r">[A-Z2-7]{4}( [A-Z2-7]{4}){7}<", page)
    wrong = client.post(f"{PAGE}/confirm", data={"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is not right." in wrong.text
    assert key_on(wrong.text) == key_on(page)
    code = pyotp.TOTP(key_on(page)).at(place.at)
    done = client.post(f"{PAGE}/confirm", data={"code": code})
    assert done.headers["cache-control"] == "no-store"
    codes = re.findall(r"<li><code>([^<]+)</code>", done.text)
    assert len(codes) == 10
    later = client.get(PAGE).text
    assert "10 recovery codes are left." in later
    assert codes[0] not in later


def test_whoever_is_not_signed_in_signs_in_first(place: Place) -> None:
    client = place.browser()
    assert client.get(PAGE).headers["location"] == "/login?next=%2Faccount%2Ftwo-step"
    for action in ("begin", "confirm", "codes", "off"):
        answer = client.post(f"{PAGE}/{action}", data={"code": "1"})
        assert answer.headers["location"] == "/login?next=%2Faccount%2Ftwo-step"


def test_a_right_password_and_a_right_code_come_in(place: Place) -> None:
    app, _codes = place.turn_on()
    client = place.browser()
    assert client.post("/password").headers["location"] == "/login/second"
    assert "regie_session" not in client.cookies, "the password alone does not"
    assert "And the code?" in client.get("/login/second").text
    code = app.at(place.at)
    answer = client.post("/login/second", data={"code": f"{code[:3]} {code[3:]}"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/bookings?id=3")
    visitor = place.front.visitor(client.cookies["regie_session"])
    assert visitor
    assert visitor.actor.user_id == place.user_id
    assert "regie_second" not in client.cookies
    again = place.browser()
    again.post("/password")
    assert again.post("/login/second", data={"code": code}).status_code == 403


def test_a_second_step_that_is_off_is_not_asked_for(place: Place) -> None:
    client = place.browser()
    assert client.post("/password").headers["location"] == "/bookings?id=3"
    assert "regie_session" in client.cookies
    assert not place.owes_code()
    place.front.begin_second_step(place.people.rep)
    assert not place.owes_code()


def test_without_a_password_there_is_no_second_step(place: Place) -> None:
    app, _codes = place.turn_on()
    code = {"code": app.at(place.at)}
    for cookie in ("", "made-up", "é" * 300):
        client = place.browser()
        headers = {b"cookie": f"regie_second={cookie}".encode()}
        shown = client.get("/login/second", headers=headers)
        assert shown.headers["location"] == "/login"
        answer = client.post("/login/second", data=code, headers=headers)
        assert answer.headers["location"] == "/login"


def test_the_second_step_waits_five_minutes(place: Place) -> None:
    app, _codes = place.turn_on()
    client = place.browser()
    client.post("/password")
    place.at += timedelta(minutes=5)
    answer = client.post("/login/second", data={"code": app.at(place.at)})
    assert answer.headers["location"] == "/login"
    assert "regie_session" not in client.cookies


def test_five_wrong_codes_and_it_is_over(place: Place) -> None:
    app, _codes = place.turn_on()
    client = place.browser()
    client.post("/password")
    answers = [
        client.post("/login/second", data={"code": "000000"}).status_code
        for _try in range(5)
    ]
    assert answers == [403] * 4 + [429]
    code = {"code": app.at(place.at)}
    assert client.post("/login/second", data=code).headers["location"] == "/login"
    client.post("/password")
    held = client.post("/login/second", data=code)
    assert (held.status_code, "Too many wrong codes." in held.text) == (429, True)
    place.at += timedelta(minutes=15)
    client.post("/password")
    code = {"code": app.at(place.at)}
    assert client.post("/login/second", data=code).status_code == 303


def test_whoever_left_in_between_stays_out(place: Place) -> None:
    app, _codes = place.turn_on()
    client = place.browser()
    client.post("/password")

    def leave(session: Session) -> None:
        session.get_one(User, place.user_id).ended_on = MORNING.date()

    place.front.write(leave)
    answer = client.post("/login/second", data={"code": app.at(place.at)})
    assert answer.status_code == 403
    assert "regie_session" not in client.cookies


def test_without_the_key_a_recovery_code_comes_in(place: Place) -> None:
    app, codes = place.turn_on()
    place.front.key = None
    client = place.browser()
    client.post("/password")
    refused = client.post("/login/second", data={"code": app.at(place.at)})
    assert refused.status_code == 403
    assert "data/secret.key" in refused.text
    assert "Sign in with a recovery code" in refused.text
    assert client.post("/login/second", data={"code": codes[0]}).status_code == 303


def test_the_account_page_turns_it_off_and_makes_new_codes(place: Place) -> None:
    _app, codes = place.turn_on()
    client = place.signed_in()
    wrong = client.post(f"{PAGE}/off", data={"code": "000000"})
    assert (wrong.status_code, "This code is not right." in wrong.text) == (422, True)
    page = client.post(f"{PAGE}/codes", data={"code": codes[0]}).text
    fresh = re.findall(r"<li><code>([^<]+)</code>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert client.post(f"{PAGE}/off", data={"code": fresh[0]}).status_code == 303
    assert "A password, and your telephone." in client.get(PAGE).text
    assert not place.owes_code()


def test_a_stolen_session_guesses_five_times(place: Place) -> None:
    app, _codes = place.turn_on()
    client = place.signed_in()
    for _try in range(5):
        last = client.post(f"{PAGE}/off", data={"code": "000000"})
    assert "Too many wrong codes." in last.text
    refused = client.post(f"{PAGE}/codes", data={"code": app.at(place.at)})
    assert "Too many wrong codes." in refused.text


def test_a_code_is_drawn_as_one_picture_with_a_name() -> None:
    drawn = draw_qr("otpauth://totp/x?secret=ABC", 'A "name"')
    assert 'aria-label="A &quot;name&quot;"' in drawn
    assert "otpauth" not in drawn
    assert drawn.count("<path") == 1
