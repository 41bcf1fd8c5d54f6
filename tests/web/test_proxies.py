from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from crm.web.proxies import VARIABLE, address_of, is_own_origin, is_secure, trusted


def asked(client: str, **headers: str) -> HTTPConnection:
    told = [(n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()]
    scope = {"type": "http", "client": (client, 1), "headers": told, "scheme": "http"}
    return HTTPConnection({**scope, "path": "/", "server": ("desk", 80)})


@pytest.mark.parametrize(
    ("client", "passed", "found"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "203.0.113.9, 10.0.0.3", "203.0.113.9"),
        ("10.0.0.2", "<script>", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("testclient", "203.0.113.9", "testclient"),
    ],
)
def test_only_a_trusted_proxy_speaks_for_others(
    client: str, passed: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "10.0.0.0/8, ::1")
    assert address_of(asked(client, x_forwarded_for=passed)) == found


def test_without_the_setting_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    request = asked(
        "10.0.0.2", x_forwarded_for="203.0.113.9", x_forwarded_proto="https"
    )
    assert address_of(request) == "10.0.0.2"
    assert not is_secure(request)


def test_a_cookie_is_for_https_where_the_proxy_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "10.0.0.2")
    assert is_secure(asked("10.0.0.2", x_forwarded_proto="https"))
    assert not is_secure(asked("10.0.0.2", x_forwarded_proto="http"))
    assert not is_secure(asked("192.0.2.7", x_forwarded_proto="https"))


def test_a_typing_error_trusts_nobody() -> None:
    assert trusted({VARIABLE: "10.0.0.0/8, proxy"}) == ()


def test_every_line_of_the_header_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that adds a line leaves the visitor's own, forged one above it."""
    monkeypatch.setenv(VARIABLE, "10.0.0.2")
    request = asked("10.0.0.2")
    told = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"203.0.113.9")]
    request.scope["headers"] += told
    assert address_of(HTTPConnection(request.scope)) == "203.0.113.9"


def test_an_ipv4_proxy_dressed_as_ipv6_is_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "10.0.0.0/8")
    passed = asked("::ffff:10.0.0.2", x_forwarded_for="203.0.113.9")
    assert address_of(passed) == "203.0.113.9"


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        (None, True),
        ("http://desk", True),
        ("https://regie.example", True),
        ("http://desk:3000", False),
        ("http://evil.example", False),
        ("null", False),
    ],
)
def test_a_socket_is_opened_by_our_own_pages(origin: str | None, own: bool) -> None:  # noqa: FBT001  a table
    headers = {"host": "desk"} | ({"origin": origin} if origin else {})
    public = {"REGIE_PUBLIC_URL": "https://regie.example"}
    assert is_own_origin(headers, public) is own
