"""Signing in and out: the pages in front of the desk."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.language import _
from crm.web.endpoint import Visit, endpoint, set_cookie
from crm.web.mosaic import emblem
from crm.web.pages import Page, not_found, render
from crm.web.visit import SESSION_COOKIE, local_path, session_of

if TYPE_CHECKING:
    from crm.web.door import Desk

A_MONTH = 30 * 24 * 3600


def login_routes(desk: Desk) -> list[Route]:
    """Return the page where one signs in, and the answers that sign in and out."""

    def choose(visit: Visit) -> Response:
        visitor = desk.visitor(session_of(visit.request.cookies))
        here = visitor.actor.user_id if visitor else None
        wanted = quote(local_path(visit.request.query_params.get("next")), safe="")
        cards = "".join(
            f'<button class="person{" here" if seat.id == here else ""}" '
            f'formaction="/login/as/{seat.id}?next={wanted}">{emblem(seat.id)}'
            f"<b>{escape(seat.name)}</b><span>{escape(seat.role)}</span>"
            '<i aria-hidden="true">→</i></button>'
            for seat in desk.seats()
        )
        return render(
            Page(
                eyebrow=_("Seats"),
                heading=_("Who are you today?"),
                lead=_("Each person sees their own desk. Change seats when you like."),
                body=f'<form method="post"><fieldset class="people">{cards}'
                "</fieldset></form>",
                seed="seats",
            )
        )

    def sit(visit: Visit) -> Response:
        request = visit.request
        chosen = request.path_params["user_id"]
        if chosen not in {known.id for known in desk.seats()}:
            return not_found(_("Nobody sits at this seat."))
        token = desk.sit_down(
            chosen,
            address=request.client.host if request.client else "",
            browser=request.headers.get("user-agent", ""),
        )
        wanted = visit.form.get("next") or request.query_params.get("next")
        response = RedirectResponse(local_path(wanted), 303)
        set_cookie(response, request, SESSION_COOKIE, token, A_MONTH)
        return response

    def leave(visit: Visit) -> Response:
        desk.sign_out(session_of(visit.request.cookies))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True)
        return response

    return [
        Route("/login", endpoint(choose)),
        Route("/login/as/{user_id:int}", endpoint(sit), methods=["POST"]),
        Route("/logout", endpoint(leave), methods=["POST"]),
    ]
