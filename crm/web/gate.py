"""The gate: who gets as far as the screens, by page, by file and by websocket."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse

from crm.web.token import COOKIE
from crm.web.visit import is_forwarded, is_from_our_pages, is_loopback, session_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from crm.web.door import Desk
    from crm.web.token import ConsoleToken

IDENTITY = b"x-regie-"
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
BEHIND_THE_SCREENS = ("/_stcore", "/media", "/component", "/static", "/documents")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = 4401


class Gate:
    """Pure ASGI middleware over http and websocket.

    In this order: headers that claim an identity are taken off; a visitor from
    elsewhere shows the console's token first; a request that changes something comes
    from a page of ours; a desk that is not set up shows nothing but its set-up.
    `address` is where the server listens, as configured: what a client says of
    itself is never believed.
    """

    def __init__(
        self, app: ASGIApp, *, desk: Desk, token: ConsoleToken, address: str | None
    ) -> None:
        self._app = app
        self._desk = desk
        self._token = token
        self._listens_here_only = is_loopback(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if not name.lower().startswith(IDENTITY)
        ]
        scope = {**scope, "headers": kept}
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        """Return the answer that stops a request, or None to let it through."""
        path, headers = scope["path"], Headers(scope=scope)
        if path == "/healthz" or path.startswith(("/fonts/", "/static/")):
            return None
        if self._is_local(scope, headers):
            if _host(headers) not in LOOPBACK_NAMES:
                return PlainTextResponse("this desk has no such name", 421)
        elif not self._is_admitted(scope):
            if path == "/token":
                return _unless_ours(scope, headers)
            self._token.announce()
            shown = HTTPConnection(scope).query_params.get("token", "")
            asking = f"/token?token={quote(shown, safe='')}" if shown else "/token"
            return _send_to(scope, asking if path == "/setup" else "/token")
        opens = path in {"/token", "/setup"} or path.startswith("/setup/")
        if not opens and not self._desk.is_set_up():
            return _send_to(scope, "/setup")
        signs_in = path in {"/login", "/logout"} or path.startswith("/login/")
        if not opens and not signs_in and not self._is_signed_in(scope):
            asked = scope.get("query_string", b"").decode("latin-1")
            wanted = quote(f"{path}?{asked}" if asked else path, safe="")
            return _send_to(scope, f"/login?next={wanted}")
        return _unless_ours(scope, headers)

    def _is_signed_in(self, scope: Scope) -> bool:
        token = session_of(HTTPConnection(scope).cookies)
        return token is not None and self._desk.visitor(token) is not None

    def _is_local(self, scope: Scope, headers: Headers) -> bool:
        server = scope.get("server")
        return (
            self._listens_here_only
            and not is_forwarded(headers)
            and not _reached_from_outside(server[0] if server else None)
        )

    def _is_admitted(self, scope: Scope) -> bool:
        return self._token.admits(HTTPConnection(scope).cookies.get(COOKIE))


def _unless_ours(scope: Scope, headers: Headers) -> PlainTextResponse | None:
    changes = scope["type"] == "http" and scope["method"] not in READING
    if changes and not is_from_our_pages(headers):
        return PlainTextResponse("sent from another site", 403)
    return None


def _send_to(scope: Scope, page: str) -> PlainTextResponse | RedirectResponse:
    """Send a reader to a page; programs and files get a plain refusal."""
    reads = scope["type"] == "http" and scope["method"] in READING
    if not reads or scope["path"].startswith(BEHIND_THE_SCREENS):
        return PlainTextResponse("not yet", 401)
    return RedirectResponse(page, 303)


def _host(headers: Headers) -> str:
    host = headers.get("host", "").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] or host


def _reached_from_outside(server: str | None) -> bool:
    """Say whether the socket's own address is one that other machines can reach."""
    try:
        return server is not None and not ip_address(server).is_loopback
    except ValueError:
        return False
