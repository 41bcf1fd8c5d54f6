"""A person's deadlines in their own calendar: the address, and what it answers."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from crm.language import _, use_language
from crm.language.formats import moment
from crm.web.endpoint import Visit, endpoint
from crm.web.pages import Page, render
from crm.web.proxies import PUBLIC_URL, is_secure
from crm.web.visit import session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from crm.store.queries.sign_ins import Visitor
    from crm.web.door import Desk

PAGE = "/account/calendar"


def feed_routes(desk: Desk) -> list[Route]:
    """Return the routes of calendar addresses."""

    def answer_feed(visit: Visit) -> Response:
        text = desk.feed(visit.request.path_params["token"])
        if text is None:
            return PlainTextResponse("this address opens nothing", 404)
        return Response(
            text,
            media_type="text/calendar; charset=utf-8",
            headers={
                "cache-control": "private, no-store",
                "content-disposition": 'inline; filename="deadlines.ics"',
                "x-robots-tag": "noindex",
            },
        )

    def show(_visit: Visit, visitor: Visitor) -> Response:
        return _page(desk, visitor)

    def make(visit: Visit, visitor: Visitor) -> Response:
        token = desk.make_feed(visitor.actor)
        address = f"{_origin(visit.request)}/feeds/{token}.ics"
        return _page(desk, visitor, address)

    def end(_visit: Visit, visitor: Visitor) -> Response:
        desk.end_feed(visitor.actor)
        return RedirectResponse(PAGE, 303)

    def known(
        answer: Callable[[Visit, Visitor], Response],
    ) -> Callable[[Request], Awaitable[Response]]:
        def answer_visitor(visit: Visit) -> Response:
            visitor = desk.visitor(session_of(visit.request.cookies))
            if visitor is None:
                return RedirectResponse("/login?next=%2Faccount%2Fcalendar", 303)
            with use_language(visitor.language):
                return answer(visit, visitor)

        return endpoint(answer_visitor)

    return [
        Route("/feeds/{token}.ics", endpoint(answer_feed), methods=["GET"]),
        Route(PAGE, known(show), methods=["GET"]),
        Route(PAGE, known(make), methods=["POST"]),
        Route(f"{PAGE}/end", known(end), methods=["POST"]),
    ]


def _origin(request: Request) -> str:
    """Return the address of the desk as its visitor reached it."""
    public = os.environ.get(PUBLIC_URL, "").strip().rstrip("/")
    scheme = "https" if is_secure(request) else "http"
    return public or f"{scheme}://{request.headers.get('host', '')}"


def _page(desk: Desk, visitor: Visitor, address: str = "") -> Response:
    since = desk.feed_since(visitor.actor)
    body = [_shown(address)] if address else []
    if since is not None and not address:
        said = _("You have one since {moment}. It was told once; a new one ends it.")
        body.append(f"<p>{escape(said.format(moment=moment(since)))}</p>")
    make = _("Make a new address") if since else _("Make my address")
    end = (
        f'<button class="plain" formaction="{PAGE}/end">'
        + escape(_("End it"))
        + "</button>"
        if since
        else ""
    )
    plain = ' class="plain"' if since else ""
    button = f"<button{plain}>{escape(make)}</button>"
    body.append(
        f'<form method="post" action="{PAGE}"><div class="actions">{button}{end}</div>'
        '</form><p class="fine">'
        + escape(
            _(
                "Whoever has the address reads it without signing in: keep it to "
                "yourself. It tells what you see yourself, and opens nothing else."
            )
        )
        + '</p><p class="back"><a href="/account">'
        + escape(_("Back to my account"))
        + "</a></p>"
    )
    return render(
        Page(
            eyebrow=_("My account"),
            heading=_("Deadlines in my calendar"),
            lead=_(
                "Closings, materials and publications of every issue, the options you "
                "hold and the insertion reports you owe: your calendar reads them at "
                "this address and keeps them up to date."
            ),
            body="".join(body),
            seed=f"emblem {visitor.actor.user_id}",
            house=desk.title(),
            switch=False,
        )
    )


def _shown(address: str) -> str:
    subscribed = "webcal://" + address.partition("://")[2]
    return (
        '<p class="done" role="status">'
        + escape(_("This is your address. It is told this once: copy it now."))
        + f'</p><p class="command address"><code>{escape(address)}</code></p>'
        f'<p><a class="button" href="{escape(subscribed)}">'
        + escape(_("Open it in my calendar"))
        + "</a></p>"
    )
