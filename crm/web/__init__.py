"""The routes and the gate around the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from crm.web.admission import admission_routes
from crm.web.documents import document_routes
from crm.web.door import DemoFigures, Desk, OwnDesk, Seat, StoredPdf
from crm.web.failures import Failures
from crm.web.files import file_routes
from crm.web.gate import Gate
from crm.web.headers import SecurityHeaders
from crm.web.login import login_routes
from crm.web.setup import Setup
from crm.web.token import ConsoleToken
from crm.web.visit import is_loopback

if TYPE_CHECKING:
    from starlette.routing import Route

__all__ = [
    "ConsoleToken",
    "DemoFigures",
    "Desk",
    "OwnDesk",
    "Seat",
    "StoredPdf",
    "is_loopback",
    "middleware",
    "routes",
]


def routes(desk: Desk, token: ConsoleToken) -> list[Route]:
    """Return every route of ours, for the app that serves the screens."""
    return [
        *file_routes(),
        *admission_routes(token),
        *Setup(desk).routes(),
        *login_routes(desk),
        *document_routes(desk),
    ]


def middleware(
    desk: Desk, token: ConsoleToken, address: str | None
) -> list[Middleware]:
    """Return what stands around routes and screens, outermost first.

    `address` is where the server listens; anything but loopback asks visitors for
    the token, which is then printed at once.
    """
    if not is_loopback(address):
        token.announce()
    return [
        Middleware(SecurityHeaders),
        Middleware(Failures),
        Middleware(Gate, desk=desk, token=token, address=address),
    ]
