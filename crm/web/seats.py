"""Choosing at which seat one sits."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.language import _
from crm.web.endpoint import A_YEAR, Visit, endpoint, set_cookie
from crm.web.mosaic import emblem
from crm.web.pages import Page, not_found, render
from crm.web.visit import SEAT_COOKIE, local_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.web.door import Desk


def seat_of(cookies: Mapping[str, str]) -> int | None:
    """Return the seat a visitor chose, None where none was."""
    chosen = cookies.get(SEAT_COOKIE, "")
    return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None


def seat_routes(desk: Desk) -> list[Route]:
    """Return the page of the seats, and the answer that sits a visitor down."""

    def choose(visit: Visit) -> Response:
        here = seat_of(visit.request.cookies)
        wanted = quote(local_path(visit.request.query_params.get("next")), safe="")
        cards = "".join(
            f'<button class="person{" here" if seat.id == here else ""}" '
            f'formaction="/as/{seat.id}?next={wanted}">{emblem(seat.id)}'
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
        seat = visit.request.path_params["user_id"]
        if seat not in {known.id for known in desk.seats()}:
            return not_found(_("Nobody sits at this seat."))
        wanted = visit.form.get("next") or visit.request.query_params.get("next")
        response = RedirectResponse(local_path(wanted), 303)
        set_cookie(response, visit.request, SEAT_COOKIE, str(seat), A_YEAR)
        return response

    return [
        Route("/as", endpoint(choose)),
        Route("/as/{user_id:int}", endpoint(sit), methods=["POST"]),
    ]
