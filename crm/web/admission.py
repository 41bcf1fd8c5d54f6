"""Showing the console's token, for visitors from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.language import _
from crm.web.endpoint import Visit, endpoint, set_cookie
from crm.web.forms import Field, draw_field
from crm.web.pages import Page, render
from crm.web.token import COOKIE

if TYPE_CHECKING:
    from crm.web.door import Desk
    from crm.web.token import ConsoleToken

HALF_A_DAY = 12 * 3600


def admission_routes(desk: Desk, token: ConsoleToken) -> list[Route]:
    """Return the page that asks for the console's token, until the desk is set up."""

    def present(visit: Visit) -> Response:
        request = visit.request
        shown = visit.form.get("token") or request.query_params.get("token", "")
        if desk.is_set_up() or token.admits(request.cookies.get(COOKIE)):
            return RedirectResponse("/", 303)
        if not shown and request.method != "POST":
            return _ask("")
        passed = token.exchange(shown)
        if passed is None:
            return _ask(_("This is not the token on the console."))
        response = RedirectResponse("/", 303)
        set_cookie(response, request, COOKIE, passed, HALF_A_DAY)
        return response

    return [Route("/token", endpoint(present), methods=["GET", "POST"])]


def _ask(wrong: str) -> Response:
    field = Field("token", _("Token"), "off", 200, kind="password")
    body = (
        '<form class="fields" method="post" action="/token" novalidate>'
        + draw_field(field, "", wrong, focus=True)
        + '<div class="actions"><button>'
        + escape(_("Come in"))
        + '</button></div></form><p class="fine">'
        + escape(
            _(
                "It stands on the console of the machine that runs the desk, and "
                "changes each time the desk starts."
            )
        )
        + "</p>"
    )
    return render(
        Page(
            eyebrow=_("From another machine"),
            heading=_("Which token?"),
            lead=_("Whoever sets this desk up shows its token first."),
            body=body,
            seed="token",
        ),
        403 if wrong else 200,
    )
