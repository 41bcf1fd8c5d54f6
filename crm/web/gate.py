"""The gate: who gets as far as the screens, by page, by file and by websocket."""

from __future__ import annotations

from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from crm.domain.sign_ins import SEEN_EVERY
from crm.language import _, use_language
from crm.web.pages import Page, render
from crm.web.proxies import has_proxy, is_own_origin
from crm.web.token import COOKIE
from crm.web.visit import (
    IS_NEAR,
    is_forwarded,
    is_from_our_pages,
    is_loopback,
    session_of,
    visitors_language,
)

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from crm.web.door import Desk
    from crm.web.token import ConsoleToken

IDENTITY = b"x-regie-"
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
BEHIND_THE_SCREENS = ("/_stcore", "/media", "/component", "/documents", "/files")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = 4401

ANYBODYS = ("/healthz", "/fonts/", "/static/")
"""Files and the pulse: neither the desk nor its store is asked."""

FIRST_RUN = ("/setup", "/setup/", "/token")
SIGNING_IN = ("/login", "/login/", "/logout", "/welcome/", "/session", "/feeds/")
"""What answers before anybody is known, besides."""


class Gate:
    """Pure ASGI middleware over http and websocket.

    In this order: headers that claim an identity are taken off; on this machine the
    desk answers to this machine's names only; a desk that is not set up shows nothing
    but its set-up, and that from elsewhere for the console's token only; the
    demonstration, which asks for no password, stays on this machine unless it was
    asked not to; whoever is not signed in is led to do so; a request that changes
    something comes from a page of ours. `address` is where the server listens, as
    configured: what a client says of itself is never believed.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        desk: Desk,
        token: ConsoleToken,
        address: str | None,
        demo_for_all: bool = False,
    ) -> None:
        self._app = app
        self._desk = desk
        self._token = token
        self._listens_here_only = is_loopback(address)
        self._demo_for_all = demo_for_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope["headers"] = [
            (name, value)
            for name, value in scope["headers"]
            if not name.lower().startswith(IDENTITY)
        ]
        refusal = None
        if not _is_one_of(scope["path"], ANYBODYS):
            refusal = await run_in_threadpool(self._refusal, scope)
        if refusal is None:
            if scope["type"] == "websocket":
                receive = self._noting_use(scope, receive)
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer that stops a request, or None to let it through."""
        scope[IS_NEAR] = self._is_near(scope)
        for stops in (
            _wrong_name,
            self._before_set_up,
            self._demonstration_elsewhere,
            self._nobody,
            _foreign,
        ):
            refusal = stops(scope)
            if refusal is not None:
                return refusal
        return None

    def _is_near(self, scope: Scope) -> bool:
        """Say whether a request can only come from this machine.

        Where a proxy is configured nothing is near, nor is what an HTTP/1.0 client
        sends: no browser does, some forwarders do.
        """
        server = scope.get("server")
        return (
            self._listens_here_only
            and not has_proxy()
            and scope.get("http_version") != "1.0"
            and not is_forwarded(Headers(scope=scope))
            and not _reached_from_outside(server[0] if server else None)
        )

    def _before_set_up(self, scope: Scope) -> Response | None:
        if self._desk.is_set_up():
            return None
        path = scope["path"]
        request = HTTPConnection(scope)
        if scope[IS_NEAR] or self._token.admits(request.cookies.get(COOKIE)):
            return None if _is_one_of(path, FIRST_RUN) else _send_to(scope, "/setup")
        if path == "/token":
            return None
        self._token.announce()
        shown = request.query_params.get("token", "") if path == "/setup" else ""
        asking = f"/token?token={quote(shown, safe='')}" if shown else "/token"
        return _send_to(scope, asking)

    def _demonstration_elsewhere(self, scope: Scope) -> Response | None:
        if scope[IS_NEAR] or self._demo_for_all or not self._desk.is_set_up():
            return None
        if not self._desk.is_demonstration():
            return None
        if not _reads_pages(scope):
            return PlainTextResponse("the demonstration is not served here", 403)
        request = HTTPConnection(scope)
        with use_language(visitors_language(None, request.cookies, request.headers)):
            return not_served()

    def _nobody(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if _is_one_of(path, (*FIRST_RUN, *SIGNING_IN)):
            return None
        visitor = self._desk.visitor(session_of(HTTPConnection(scope).cookies))
        if visitor is not None:
            self._desk.note_use(visitor)
            return None
        asked = scope.get("query_string", b"").decode("latin-1")
        wanted = quote(f"{path}?{asked}" if asked else path, safe="")
        return _send_to(scope, f"/login?next={wanted}")

    def _noting_use(self, scope: Scope, receive: Receive) -> Receive:
        """Note, as messages come in, that the session behind a websocket is in use."""
        token = session_of(HTTPConnection(scope).cookies)
        every = SEEN_EVERY.total_seconds()
        due = monotonic() + every

        def note() -> None:
            visitor = self._desk.visitor(token)
            if visitor is not None:
                self._desk.note_use(visitor)

        async def receive_and_note() -> Message:
            nonlocal due
            message = await receive()
            if message["type"] == "websocket.receive" and monotonic() >= due:
                due = monotonic() + every
                await run_in_threadpool(note)
            return message

        return receive_and_note


def not_served() -> Response:
    """Say that the demonstration stays on the machine it runs on."""
    return render(
        Page(
            eyebrow=_("Demonstration desk"),
            heading=_("Not from here."),
            lead=_(
                "The demonstration asks for no password, so it answers on the machine "
                "it runs on only. To show it to others, that machine runs:"
            ),
            body='<p class="command"><code>regie serve --demo</code></p>',
            seed="elsewhere",
            switch=False,
        ),
        403,
    )


def _wrong_name(scope: Scope) -> Response | None:
    if scope[IS_NEAR] and _host(Headers(scope=scope)) not in LOOPBACK_NAMES:
        return PlainTextResponse("this desk has no such name", 421)
    return None


def _foreign(scope: Scope) -> Response | None:
    request = HTTPConnection(scope)
    if scope["type"] == "websocket":
        # The toolkit takes any port of this machine for itself; we do not.
        if is_own_origin(request.headers):
            return None
        return PlainTextResponse("opened by another site", 403)
    if scope["method"] in READING:
        return None
    if is_from_our_pages(request.headers, request.cookies):
        return None
    return PlainTextResponse("sent from another site", 403)


def _is_one_of(path: str, known: tuple[str, ...]) -> bool:
    return any(
        path.startswith(name) if name.endswith("/") else path == name for name in known
    )


def _reads_pages(scope: Scope) -> bool:
    reads = scope["type"] == "http" and scope["method"] in READING
    return reads and not scope["path"].startswith(BEHIND_THE_SCREENS)


def _send_to(scope: Scope, page: str) -> Response:
    """Send a reader to a page; programs and files get a plain refusal."""
    if not _reads_pages(scope):
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
