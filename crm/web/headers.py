"""Headers on every answer: what a browser may load, frame and tell."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)

# A page without script: nothing may be loaded but our fonts and pictures.
PLAIN_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def script_hashes(page: str) -> list[str]:
    """Return the CSP source of each inline script of an HTML page."""
    bodies = (match[1] for match in _INLINE.finditer(page))
    return [
        f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'"
        for body in bodies
        if body.strip()
    ]


@lru_cache
def screens_page() -> str:
    """Return the HTML page the screens' toolkit serves, found without importing it."""
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        message = "the screens' toolkit is not installed"
        raise RuntimeError(message)
    return (Path(spec.origin).parent / "static" / "index.html").read_text("utf-8")


@lru_cache
def screens_policy(*, framed: bool = False) -> str:
    """Return the content-security policy of the screens.

    `blob:` scripts are the small components of ours; `'wasm-unsafe-eval'` is the
    tables'. Framed answers (documents shown inside a screen) may be framed by us.
    """
    scripts = " ".join(script_hashes(screens_page()))
    ancestors = "'self'" if framed else "'none'"
    return (
        "default-src 'self'; "
        f"script-src 'self' {scripts} 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; "
        f"base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
    )


class SecurityHeaders:
    """ASGI middleware: add what is missing to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, with the headers it did not set itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        framed = scope["path"].startswith("/documents/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (
                    ("content-security-policy", screens_policy(framed=framed)),
                    ("x-frame-options", "SAMEORIGIN" if framed else "DENY"),
                    ("x-content-type-options", "nosniff"),
                    ("referrer-policy", "same-origin"),
                    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
                ):
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
