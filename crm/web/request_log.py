"""One line for each request of our own routes, and for each refusal.

It says what was asked for and how it ended, never by whom: no query, no cookie, no
address, no name, and of a one-time link not even its token.
"""

from __future__ import annotations

import logging
import sys
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REFERENCE = "regie_reference"
OURS = frozenset(
    {"login", "logout", "welcome", "account", "setup", "token", "documents", "feeds"}
)
SECRET_PATHS = ("/welcome/", "/feeds/")
_log = logging.getLogger(__name__)


class RequestLog:
    """ASGI middleware: give each request a reference, and log how it ended."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, and log it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope[REFERENCE] = uuid4().hex[:8]
        begin, status = perf_counter(), 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close":
                status = status or message.get("code", 1000)
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            if _is_told(scope["path"], status):
                _log.info(
                    "method=%s path=%s status=%d ms=%d reference=%s",
                    scope.get("method", "WEBSOCKET"),
                    told_path(scope["path"]),
                    status,
                    (perf_counter() - begin) * 1000,
                    scope[REFERENCE],
                )


def reference_of(scope: Scope) -> str:
    """Return the reference of a request, which its log line and its page share."""
    return str(scope.get(REFERENCE) or uuid4().hex[:8])


def told_path(path: str) -> str:
    """Return a path as it is logged: without secrets, on one line, of a length."""
    for secret in SECRET_PATHS:
        if path.startswith(secret):
            return f"{secret}…"
    return "".join(sign if sign.isprintable() else "?" for sign in path[:200])


def write_log() -> None:
    """Write the lines to the error stream, where nothing else was configured."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s request %(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False


def _is_told(path: str, status: int) -> bool:
    is_ours = path.strip("/").partition("/")[0] in OURS
    return is_ours or status >= 400 or not status
