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
    from crm.web.door import Desk, StoredPdf

PDF = "application/pdf"
SHOWN_IN_PLACE = frozenset({PDF, "image/jpeg", "image/png", "image/gif"})
"""What a browser shows without running anything in it; the rest is only saved."""


def document_routes(desk: Desk) -> list[Route]:
    """Return the routes of kept documents and of files as they came."""

    def stored_of(visit: Visit) -> StoredPdf | None:
        number = visit.request.path_params["id"]
        visitor = desk.visitor(session_of(visit.request.cookies))
        return desk.document(number, visitor.actor) if visitor else None

    def show(visit: Visit) -> Response:
        stored = stored_of(visit)
        if stored is None or stored.media_type != PDF:
            return not_found(
                _("This document does not exist, or it is not yours to see.")
            )
        return _answer(stored, "inline")

    def fetch(visit: Visit) -> Response:
        stored = stored_of(visit)
        if stored is None:
            return not_found(_("This file does not exist, or it is not yours to see."))
        shown = stored.media_type in SHOWN_IN_PLACE
        return _answer(stored, "inline" if shown else "attachment")

    def draft(visit: Visit) -> Response:
        number = visit.request.path_params["id"]
        visitor = desk.visitor(session_of(visit.request.cookies))
        stored = desk.draft(number, visitor.actor) if visitor else None
        if stored is None:
            return not_found(
                _("This document does not exist, or it is not yours to send.")
            )
        return _answer(stored, "attachment")

    return [
        Route("/documents/{id:int}.pdf", endpoint(show)),
        Route("/documents/{id:int}.eml", endpoint(draft)),
        Route("/files/{id:int}", endpoint(fetch)),
    ]


def _answer(stored: StoredPdf, disposition: str) -> Response:
    plain = stored.name.encode("ascii", "ignore").decode().replace('"', "")
    printable = "".join(sign for sign in plain if sign.isprintable())
    named = f"filename=\"{printable}\"; filename*=UTF-8''{quote(stored.name)}"
    return Response(
        stored.content,
        media_type=stored.media_type,
        headers={
            "content-disposition": f"{disposition}; {named}",
            "cache-control": "private, no-store",
        },
    )
