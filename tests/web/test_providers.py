"""Signing in with an identity provider, over a real store and a provider nearby."""

from __future__ import annotations

import hmac
import json
import logging
import os
import threading
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from sqlalchemy import func, select
from starlette.applications import Starlette

from crm.services.front import FrontDesk
from crm.services.provider_settings import providers_of
from crm.store.models import (
    AuditEntry,
    ExternalIdentity,
    PendingSignIn,
    SignIn,
    User,
)
from crm.web import openid
from crm.web.provider_faults import fault_of, is_safe
from crm.web.providers import provider_routes
from tests.factories import ITSELF, MORNING, make_desk
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, OidcProvider, signing_key
from tests.web.conftest import TestClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crm.store.database import Store

DEEP = "/advertiser?id=5"
NO_ACCOUNT = "No account of this desk has this address. Ask an administrator."


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> Any:
        return self.at


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    started = OidcProvider()
    yield started
    started.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def front(store: Store, clock: Clock) -> Iterator[FrontDesk]:
    with store.writing(ITSELF) as session:
        make_desk(session)
    opened = FrontDesk(store.url, now=clock)
    yield opened
    opened.store.close()


def settings_for(provider: OidcProvider, **more: str) -> dict[str, str]:
    return {
        "REGIE_OIDC_HOUSE_ISSUER": provider.issuer,
        "REGIE_OIDC_HOUSE_CLIENT_ID": CLIENT_ID,
        "REGIE_OIDC_HOUSE_CLIENT_SECRET": CLIENT_SECRET,
        "REGIE_OIDC_HOUSE_LABEL": "Maison",
    } | more


@pytest.fixture
def browse(front: FrontDesk, provider: OidcProvider) -> Callable[..., TestClient]:
    routes: list[Any] = []

    def open_browser(**more: str) -> TestClient:
        if not routes:
            routes.extend(provider_routes(front, settings_for(provider, **more)))
        client = TestClient(
            Starlette(routes=routes),
            base_url="http://127.0.0.1:8501",
            follow_redirects=False,
        )
        client.headers["accept-language"] = "en"
        return client

    return open_browser


def set_out(client: TestClient, wanted: str = DEEP) -> str:
    answer = client.get("/login/with/house", params={"next": wanted})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def signed_in(front: FrontDesk, client: TestClient) -> str:
    visitor = front.visitor(client.cookies.get("regie_session"))
    return visitor.actor.name if visitor else "nobody"


def count(front: FrontDesk, table: type) -> int:
    with front.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def change_user(front: FrontDesk, email: str, **changes: Any) -> None:
    def change(session: Any) -> None:
        person = session.scalars(select(User).where(User.email == email)).one()
        for name, value in changes.items():
            setattr(person, name, value)

    front.write(change)


def test_one_comes_in_where_one_wanted_to_go(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse()
    address = set_out(client)
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:8501/login/back/house"]
    assert asked["scope"] == ["openid email profile"]
    cookie = client.cookies["regie_provider"]
    assert cookie not in address, "what binds the browser never stands in an address"
    answer = client.get(provider.back(address))
    assert (answer.status_code, answer.headers["location"]) == (303, DEEP)
    cookies = answer.headers.get_list("set-cookie")
    session = next(c.lower() for c in cookies if c.startswith("regie_session="))
    assert "httponly" in session
    assert "samesite=lax" in session
    assert "regie_provider" not in client.cookies
    assert signed_in(front, client) == "Camille Roussel"
    assert count(front, PendingSignIn) == 0
    with front.reading() as opened:
        said = opened.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert list(said[-2:]) == ["link", "sign_in"]
    assert provider.token_requests[0]["authorization"].startswith("Basic ")


def test_one_is_known_by_subject_after_the_address_changed(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse()
    client.get(provider.back(set_out(client)))
    provider.claims = {"email": "camille.married@desk.example"}
    again = browse()
    assert again.get(provider.back(set_out(again))).status_code == 303
    assert signed_in(front, again) == "Camille Roussel"
    assert count(front, ExternalIdentity) == 1


def test_a_subject_and_the_address_of_somebody_else_are_neither(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse()
    client.get(provider.back(set_out(client)))
    for claims in ({"email": "h@desk.example"}, {"sub": "subject-2"}):
        provider.claims = claims
        other = browse()
        answer = other.get(provider.back(set_out(other)))
        assert (answer.status_code, NO_ACCOUNT in answer.text) == (403, True)
        assert signed_in(front, other) == "nobody"


@pytest.mark.parametrize(
    "email", ["nobody@desk.example", "\uff43@desk.example", "x", "C <c@desk.example>"]
)
def test_an_unknown_address_is_told_one_sentence(
    email: str, browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    provider.claims = {"email": email}
    client = browse()
    answer = client.get(provider.back(set_out(client)))
    assert answer.status_code == 403
    assert NO_ACCOUNT in answer.text
    assert "/login?next=%2Fadvertiser%3Fid%3D5" in answer.text
    assert signed_in(front, client) == "nobody"
    assert count(front, ExternalIdentity) == 0


@pytest.mark.parametrize("linked_before", [False, True])
def test_whoever_has_left_stays_out(
    linked_before: bool,  # noqa: FBT001
    browse: Any,
    provider: OidcProvider,
    front: FrontDesk,
) -> None:
    if linked_before:
        client = browse()
        client.get(provider.back(set_out(client)))
    change_user(front, "c@desk.example", ended_on=MORNING.date())
    client = browse()
    answer = client.get(provider.back(set_out(client)))
    assert (answer.status_code, NO_ACCOUNT in answer.text) == (403, True)
    assert signed_in(front, client) == "nobody"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": None, "xms_edov": True},
        {"email": None},
    ],
)
def test_an_address_nobody_vouches_for_does_not_count(
    claims: dict[str, Any], browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    provider.claims = claims
    client = browse()
    answer = client.get(provider.back(set_out(client)))
    assert answer.status_code == 403
    assert "Maison does not say that your e-mail address is verified." in answer.text
    assert signed_in(front, client) == "nobody"


def test_a_setting_vouches_for_addresses_a_provider_is_silent_about(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse(REGIE_OIDC_HOUSE_TRUST_EMAIL="1")
    provider.claims = {"email_verified": False}
    assert client.get(provider.back(set_out(client))).status_code == 403
    provider.claims = {"email_verified": None}
    client.get(provider.back(set_out(client)))
    assert signed_in(front, client) == "Camille Roussel"


AT = int(MORNING.timestamp())
FORGED = {
    "another nonce": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "another desk": {"aud": "other"},
    "two desks and no party": {"aud": [CLIENT_ID, "other"]},
    "one desk, another party": {"azp": "other"},
    "another party": {"aud": [CLIENT_ID, "other"], "azp": "other"},
    "another issuer": {"iss": "http://127.0.0.1:1/realms/desk"},
    "expired": {"exp": AT - 61},
    "no end": {"exp": None},
    "never": {"exp": float("nan")},
    "from tomorrow": {"iat": AT + 86_400},
    "no subject": {"sub": None},
    "a subject without end": {"sub": "s" * 201},
}


def is_refused(client: TestClient, provider: OidcProvider) -> bool:
    answer = client.get(provider.back(set_out(client)))
    assert "regie_session" not in client.cookies
    return answer.status_code == 502 and "cannot be believed" in answer.text


@pytest.mark.parametrize("claims", FORGED.values(), ids=FORGED)
def test_a_token_not_made_for_this_sign_in_is_refused(
    claims: dict[str, Any], browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    provider.claims = claims
    assert is_refused(browse(), provider)
    assert count(front, SignIn) == 0


def by_hand(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """Write a token as an attacker would, whom no library warns."""

    def part(content: bytes) -> bytes:
        return urlsafe_b64encode(content).rstrip(b"=")

    said = b".".join(part(json.dumps(piece).encode()) for piece in (header, claims))
    signature = hmac.digest(secret, said, "sha256") if secret else b""
    return (said + b"." + part(signature)).decode()


def unsigned(claims: dict[str, Any]) -> str:
    return by_hand({"alg": "none", "kid": "first"}, claims, b"")


def with_the_secret(claims: dict[str, Any]) -> str:
    return by_hand({"alg": "HS256", "kid": "first"}, claims, CLIENT_SECRET.encode())


def with_the_public_key(claims: dict[str, Any]) -> str:
    public = signing_key("first").as_pem(private=False)
    return by_hand({"alg": "HS256", "kid": "first"}, claims, public)


def with_a_weaker_sum(claims: dict[str, Any]) -> str:
    header = {"alg": "RS512", "kid": "first"}
    return jwt.encode(header, claims, signing_key("first"), ["RS512"])


def by_somebody_else(claims: dict[str, Any]) -> str:
    key = signing_key("somebody")
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, key)


def with_its_own_key(claims: dict[str, Any]) -> str:
    key = signing_key("somebody")
    jwk = key.as_dict(private=False)
    return jwt.encode({"alg": "RS256", "kid": "first", "jwk": jwk}, claims, key)


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        with_the_secret,
        with_the_public_key,
        with_a_weaker_sum,
        by_somebody_else,
        with_its_own_key,
        lambda _claims: "no.token.atall",
        lambda _claims: "[" * 50_000,
    ],
)
def test_a_token_the_provider_did_not_sign_is_refused(
    sign: Any, browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    provider.sign = sign
    assert is_refused(browse(), provider)
    assert count(front, SignIn) == 0


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_what_a_provider_signs_is_believed(
    algorithm: str, browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    provider.sign = lambda claims: jwt.encode(
        {"alg": algorithm, "kid": "first"}, claims, signing_key("first"), [algorithm]
    )
    client = browse()
    client.get(provider.back(set_out(client)))
    assert signed_in(front, client) == "Camille Roussel"


def test_an_answer_counts_once(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse()
    back = provider.back(set_out(client))
    cookie = client.cookies["regie_provider"]
    assert client.get(back).status_code == 303
    client.cookies.set("regie_provider", cookie)
    answer = client.get(back)
    assert answer.status_code == 400
    assert "begun in another browser" in answer.text
    assert count(front, SignIn) == 1


def test_an_answer_counts_in_the_browser_it_was_begun_in(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client, stranger = browse(), browse()
    back = provider.back(set_out(client))
    assert stranger.get(back).status_code == 400
    set_out(stranger)
    assert stranger.get(back).status_code == 400, "nor with a cookie of its own"
    assert "regie_session" not in stranger.cookies
    assert client.get(back).status_code == 303, "and the stranger spoilt nothing"
    assert signed_in(front, client) == "Camille Roussel"


def test_an_answer_comes_within_ten_minutes(
    browse: Any, provider: OidcProvider, clock: Clock, front: FrontDesk
) -> None:
    client = browse()
    back = provider.back(set_out(client))
    clock.at += timedelta(minutes=10)
    assert client.get(back).status_code == 400
    assert count(front, SignIn) == 0
    set_out(client)
    assert count(front, PendingSignIn) == 1, "what was never finished goes"


def test_the_answer_of_another_provider_is_refused(
    browse: Any, provider: OidcProvider
) -> None:
    client = browse(
        REGIE_OIDC_OTHER_ISSUER=provider.issuer, REGIE_OIDC_OTHER_CLIENT_ID=CLIENT_ID
    )
    back = provider.back(set_out(client))
    assert client.get(back.replace("/house?", "/other?")).status_code == 400
    client = browse()
    assert client.get(provider.back(set_out(client), iss="x")).status_code == 502


def test_a_provider_that_says_no_is_told(browse: Any) -> None:
    client = browse()
    state = parse_qs(urlsplit(set_out(client)).query)["state"][0]
    asked = {"error": "access_denied", "state": state}
    answer = client.get("/login/back/house", params=asked)
    assert answer.status_code == 403
    assert "You were not signed in at Maison. Begin again." in answer.text


def test_new_keys_are_asked_for_once(
    browse: Any, provider: OidcProvider, front: FrontDesk
) -> None:
    client = browse()
    client.get(provider.back(set_out(client)))
    provider.kids = ["second"]
    again = browse()
    again.get(provider.back(set_out(again)))
    assert signed_in(front, again) == "Camille Roussel"
    asked = [path.rpartition("/")[2] for path in provider.asked]
    assert (asked.count("keys"), asked.count("openid-configuration")) == (2, 1)
    provider.sign = lambda claims: jwt.encode(
        {"alg": "RS256", "kid": "third"}, claims, signing_key("third")
    )
    assert is_refused(browse(), provider)
    asked = [path.rpartition("/")[2] for path in provider.asked]
    assert asked.count("keys") == 3


def test_what_a_provider_says_of_itself_is_kept_an_hour(
    browse: Any, provider: OidcProvider, clock: Clock
) -> None:
    for _time in range(2):
        set_out(browse())
    clock.at += timedelta(minutes=61)
    set_out(browse())
    assert len(provider.asked) == 2


def test_the_secret_goes_in_the_form_where_the_provider_takes_it_there(
    browse: Any, provider: OidcProvider
) -> None:
    methods = ["client_secret_basic", "client_secret_post"]
    provider.metadata = {"token_endpoint_auth_methods_supported": methods}
    client = browse()
    assert client.get(provider.back(set_out(client))).status_code == 303
    form = provider.token_requests[0]
    assert (form["client_secret"], form["authorization"]) == (CLIENT_SECRET, "")


GARBAGE = [b"<html>", b"[]", b"", b"[" * 100_000, b'{"a": "' + b"x" * 600_000 + b'"}']


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(5))
@pytest.mark.parametrize("where", ["/.well-known/openid-configuration", "/token"])
def test_garbage_ends_in_a_sentence_with_a_reference(
    where: str,
    garbage: bytes,
    browse: Any,
    provider: OidcProvider,
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider.answers[f"/realms/desk{where}"] = garbage
    client = browse()
    with caplog.at_level(logging.WARNING):
        answer = client.get("/login/with/house")
        if answer.status_code == 303:
            answer = client.get(provider.back(answer.headers["location"]))
    assert answer.status_code in {502, 503}
    assert "(reference " in answer.text
    assert "provider house" in caplog.text
    assert "code-0" not in caplog.text
    assert "regie_session" not in client.cookies


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "http://desk.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_leads_elsewhere_is_not_followed(
    metadata: dict[str, Any], browse: Any, provider: OidcProvider
) -> None:
    provider.metadata = metadata
    assert browse().get("/login/with/house").status_code == 502


def test_a_dead_provider_is_left_alone_for_a_moment(
    browse: Any, provider: OidcProvider, clock: Clock
) -> None:
    path = "/realms/desk/.well-known/openid-configuration"
    provider.answers[path] = b"gone"
    client = browse()
    assert client.get("/login/with/house").status_code == 502
    del provider.answers[path]
    assert client.get("/login/with/house").status_code == 503
    assert len(provider.asked) == 1
    clock.at += timedelta(seconds=10)
    assert client.get("/login/with/house").status_code == 303


def test_a_provider_that_is_not_there_is_told(
    browse: Any, provider: OidcProvider
) -> None:
    client = browse()
    back = provider.back(set_out(client))
    provider.close()
    answer = client.get(back)
    assert answer.status_code == 503
    assert "sign in with your password" in answer.text
    stopped = browse().get("/login/with/house")
    assert stopped.status_code == 303, "what it said of itself is still known"


def test_a_provider_that_never_ends_its_answer_is_not_waited_for(
    browse: Any, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "TIMEOUT_SECONDS", 0.05)
    provider.silent = threading.Event()
    answer = browse().get("/login/with/house")
    provider.silent.set()
    assert answer.status_code == 503
    assert "Maison does not answer." in answer.text


def test_a_provider_nobody_named_is_not_there(browse: Any) -> None:
    assert browse().get("/login/with/other").status_code == 404
    assert browse().get("/login/back/other").status_code == 404


def test_one_is_never_sent_elsewhere(browse: Any, provider: OidcProvider) -> None:
    for wanted in ("//evil.example", "https://evil.example", "/" + "x" * 500):
        client = browse()
        answer = client.get(provider.back(set_out(client, wanted)))
        assert answer.headers["location"] == "/"


def test_behind_a_proxy_the_public_address_is_sent(browse: Any) -> None:
    client = browse(REGIE_PUBLIC_URL="https://desk.example/")
    asked = parse_qs(urlsplit(set_out(client)).query)
    assert asked["redirect_uri"] == ["https://desk.example/login/back/house"]


# --- Settings ------------------------------------------------------------------

TENANT = "https://login.microsoftonline.com/8f2c0c1e-0000-4000-8000-0123456789ab/v2.0"


@pytest.mark.parametrize(
    ("issuer", "right"),
    [
        ("https://accounts.google.com", True),
        ("https://id.desk.example/realms/desk", True),
        (TENANT, True),
        ("http://127.0.0.1:8080/realms/desk", True),
        ("http://id.desk.example/realms/desk", False),
        ("https://user@id.desk.example", False),
        ("ftp://id.desk.example", False),
        ("https://[", False),
        ("https://login.microsoftonline.com/common/v2.0", False),
        ("https://login.microsoftonline.com/organizations/v2.0", False),
        ("https://login.microsoftonline.com/{tenantid}/v2.0", False),
    ],
)
def test_an_issuer_is_one_and_safe(issuer: str, *, right: bool) -> None:
    given = {"REGIE_OIDC_X_ISSUER": issuer, "REGIE_OIDC_X_CLIENT_ID": "a"}
    fault = fault_of(providers_of(given)["x"])
    assert (fault is None) == right, fault


def test_a_wrong_setting_is_told_to_whoever_tries(
    front: FrontDesk, provider: OidcProvider
) -> None:
    given = settings_for(provider) | {
        "REGIE_OIDC_HOUSE_ISSUER": "https://login.microsoftonline.com/common/v2.0"
    }
    app = Starlette(routes=list(provider_routes(front, given)))
    client = TestClient(app, headers={"accept-language": "en"})
    answer = client.get("/login/with/house")
    assert answer.status_code == 503
    assert "Write your tenant’s own issuer" in answer.text
    assert "&lt;tenant id&gt;" in answer.text


def test_providers_are_named_by_the_environment(
    front: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert front.providers() == []
    for name, value in {
        "REGIE_OIDC_GOOGLE_ISSUER": "https://accounts.google.com",
        "REGIE_OIDC_GOOGLE_CLIENT_SECRET": "s3cret",
        "REGIE_OIDC_OUR_HOUSE_ISSUER": "https://id.desk.example",
        "REGIE_OIDC_OUR_HOUSE_SCOPE": "email",
        "REGIE_OIDC_FIRM_ISSUER": TENANT,
        "REGIE_OIDC_FIRM_LABEL": "Microsoft",
        "REGIE_OIDC_EMPTY_ISSUER": "",
    }.items():
        monkeypatch.setenv(name, value)
    assert front.providers() == [
        ("firm", "Microsoft"),
        ("google", "Google"),
        ("our_house", "Our House"),
    ]
    known = providers_of(os.environ)
    assert "s3cret" not in repr(known)
    assert known["our_house"].scope == "openid email"
    assert known["firm"].is_microsoft


def test_only_this_machine_is_safe_without_https() -> None:
    assert is_safe("http://localhost:8080/x")
    assert is_safe("http://[::1]/x")
    assert not is_safe("http://127.0.0.1.evil.example/")
