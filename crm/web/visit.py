"""What a request says of itself: where it comes from, its language, where it goes."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crm.language import LANGUAGES, preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

LANGUAGE_COOKIE = "regie_language"
SESSION_COOKIE = "regie_session"
IS_NEAR = "regie_is_near"
"""What the gate notes in a request's scope: that it comes from this machine."""
FORWARDING = (
    *("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"),
    *("x-forwarded-server", "forwarded", "x-real-ip", "via", "true-client-ip"),
    "cf-connecting-ip",
)


def is_loopback(address: str | None) -> bool:
    """Say whether an address to listen on can be reached from this machine only."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Say whether a proxy passed the request on: it may come from anywhere."""
    return any(name in headers for name in FORWARDING)


def is_near(request: HTTPConnection) -> bool:
    """Say whether the gate found that a request comes from this machine."""
    return request.scope.get(IS_NEAR) is True


def is_from_our_pages(headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
    """Say whether a request that changes something was sent by a page of ours.

    Browsers state it (Sec-Fetch-Site, else Origin). A program that states neither is
    let through as long as it carries nobody's session.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return session_of(cookies) is None
    return urlsplit(origin).netloc == headers.get("host", "")


def browser_of(request: HTTPConnection) -> str:
    """Return what a visitor's browser calls itself."""
    return request.headers.get("user-agent", "")


def local_path(wanted: str | None) -> str:
    """Return a path of this desk to go to; anything that leads elsewhere becomes /."""
    path = wanted or "/"
    dangerous = "\\" in path or any(ord(sign) < 33 for sign in path)
    if dangerous or not path.startswith("/") or path.startswith("//"):
        return "/"
    return path


def session_of(cookies: Mapping[str, str]) -> str | None:
    """Return the token of a visitor's session, None where there is no cookie."""
    return cookies.get(SESSION_COOKIE) or None


def visitors_language(
    asked: str | None, cookies: Mapping[str, str], headers: Mapping[str, str]
) -> str:
    """Choose the language of a page: asked for, remembered, else the browser's."""
    for language in (asked, cookies.get(LANGUAGE_COOKIE)):
        if language in LANGUAGES:
            return str(language)
    return preferred(headers.get("accept-language", ""))
