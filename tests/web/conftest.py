from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import StarletteDeprecationWarning
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from crm import web
from crm.web.visit import SESSION_COOKIE
from tests.fakes import FakeDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.websockets import WebSocket

with warnings.catch_warnings():
    # It asks for httpx's successor; the client we have serves as well.
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient

TOKEN = "correct horse"


def screens(request: Request) -> Response:
    """Stand for the toolkit: tell which headers reached it."""
    return JSONResponse(dict(request.headers))


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(dict(websocket.headers))
    await websocket.close()


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    for _message in range(3):
        await websocket.send_text(await websocket.receive_text())
    await websocket.close()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(is_set_up=True)


@pytest.fixture
def visit(desk: FakeDesk) -> Callable[..., TestClient]:
    """Return a maker of visitors: where the desk listens, how they reached it.

    They come from a page of ours, at seat 1, unless told otherwise.
    """

    def make(
        address: str | None = "127.0.0.1",
        base_url: str = "http://127.0.0.1:8501",
        *,
        seat: int | None = 1,
        demo_for_all: bool = False,
        **headers: str,
    ) -> TestClient:
        token = web.ConsoleToken(TOKEN)
        ours: list[Any] = web.routes(desk, token, demo_for_all=demo_for_all)
        app = Starlette(
            routes=[
                *ours,
                WebSocketRoute("/_stcore/stream", socket),
                WebSocketRoute("/_stcore/echo", echo),
                Route("/{path:path}", screens, methods=["GET", "POST"]),
            ],
            middleware=web.middleware(desk, token, address, demo_for_all=demo_for_all),
        )
        client = TestClient(app, base_url=base_url, follow_redirects=False)
        client.headers.update(
            {"accept-language": "en", "sec-fetch-site": "same-origin"}
            | {name.replace("_", "-"): value for name, value in headers.items()}
        )
        if seat is not None:
            client.cookies.set(SESSION_COOKIE, f"seat-{seat}")
        return client

    return make
