"""The end of every way to sign in: a session, and the cookie that carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from crm.domain.sign_ins import LASTS
from crm.web.endpoint import Visit, set_cookie
from crm.web.proxies import address_of
from crm.web.visit import SESSION_COOKIE, browser_of, local_path, session_of

if TYPE_CHECKING:
    from crm.domain.sign_ins import SignInMethod
    from crm.web.door import Desk

SECOND_COOKIE = "regie_second"
FIVE_MINUTES = 300


def let_in(
    desk: Desk, visit: Visit, user_id: int, method: SignInMethod, wanted: str | None
) -> Response:
    """Open a session for a person who has proved who they are, and lead them on.

    Where a second step is asked of them, they are led to it instead.
    """
    request = visit.request
    if desk.second_step_of(user_id):
        cookie = desk.owe_code(user_id, method, local_path(wanted))
        response = RedirectResponse("/login/second", 303)
        set_cookie(response, request, SECOND_COOKIE, cookie, FIVE_MINUTES)
        return response
    token = desk.open_session(
        user_id, method, address=address_of(request), browser=browser_of(request)
    )
    return with_session(desk, visit, token, wanted)


def with_session(desk: Desk, visit: Visit, token: str, wanted: str | None) -> Response:
    """Lead on to a page of ours with the cookie of a session just opened.

    The session the browser came with, if any, ends: nobody is left signed in behind
    a cookie that is gone.
    """
    desk.sign_out(session_of(visit.request.cookies))
    response = RedirectResponse(local_path(wanted), 303)
    seconds = int(LASTS.total_seconds())
    set_cookie(response, visit.request, SESSION_COOKIE, token, seconds)
    return response


def let_out(desk: Desk, visit: Visit) -> Response:
    """End the browser's session and take its cookie back."""
    desk.sign_out(session_of(visit.request.cookies))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return response
