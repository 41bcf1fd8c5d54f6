"""The routes and the gate around the screens."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from crm.domain.errors import DeskError
from crm.web.account import Account
from crm.web.admission import admission_routes
from crm.web.calendar_feed import feed_routes
from crm.web.documents import document_routes
from crm.web.door import DemoFigures, Desk, OwnDesk, Seat, StoredPdf
from crm.web.failures import Failures
from crm.web.files import file_routes, lost_routes
from crm.web.gate import Gate
from crm.web.headers import SecurityHeaders
from crm.web.login import Login
from crm.web.providers import provider_routes
from crm.web.request_log import RequestLog, write_log
from crm.web.setup import Setup
from crm.web.token import ConsoleToken
from crm.web.two_step import two_step_routes
from crm.web.visit import is_loopback
from crm.web.welcome import welcome_routes

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
    "write_log",
]


def routes(
    desk: Desk, token: ConsoleToken, *, demo_for_all: bool = False
) -> list[Route]:
    """Return every route of ours, for the app that serves the screens."""
    return [
        *file_routes(),
        *admission_routes(desk, token),
        *Setup(desk, demo_for_all=demo_for_all).routes(),
        *Login(desk).routes(),
        *welcome_routes(desk),
        *Account(desk).routes(),
        *feed_routes(desk),
        *two_step_routes(desk),
        *provider_routes(desk),
        *document_routes(desk),
        *lost_routes(),
    ]


def middleware(
    desk: Desk, token: ConsoleToken, address: str | None, *, demo_for_all: bool = False
) -> list[Middleware]:
    """Return what stands around routes and screens, outermost first.

    `address` is where the server listens. Anywhere but on loopback, whoever sets the
    desk up shows the token, which is printed at once; from then on people sign in.
    `demo_for_all` serves the demonstration to other machines, too.
    """
    if not is_loopback(address):
        with suppress(DeskError):  # the first visitor reads why it cannot be asked
            if not desk.is_set_up():
                token.announce()
    return [
        Middleware(RequestLog),
        Middleware(SecurityHeaders),
        Middleware(Failures),
        Middleware(
            Gate, desk=desk, token=token, address=address, demo_for_all=demo_for_all
        ),
    ]
