from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from crm.web.proxies import VARIABLE, address_of, is_secure, trusted


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
