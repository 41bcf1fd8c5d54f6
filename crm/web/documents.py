"""Kept documents, by their number: shown, printed, linked to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from crm.language import _
from crm.web.endpoint import Visit, endpoint
from crm.web.pages import not_found
from crm.web.visit import session_of

if TYPE_CHECKING:
    from crm.web.door import Desk


def document_routes(desk: Desk) -> list[Route]:
    """Return the route of kept documents."""

    def show(visit: Visit) -> Response:
        number = visit.request.path_params["id"]
        visitor = desk.visitor(session_of(visit.request.cookies))
        stored = desk.document(number, visitor.actor) if visitor else None
        if stored is None:
            return not_found(
                _("This document does not exist, or it is not yours to see.")
            )
        plain = stored.name.encode("ascii", "ignore").decode().replace('"', "")
        printable = "".join(sign for sign in plain if sign.isprintable())
        named = f"filename=\"{printable}\"; filename*=UTF-8''{quote(stored.name)}"
        return Response(
            stored.content,
            media_type="application/pdf",
            headers={
                "content-disposition": f"inline; {named}",
                "cache-control": "private, no-store",
            },
        )

    return [Route("/documents/{id:int}.pdf", endpoint(show))]
