"""Files anybody may read, the pulse, and what is said where nothing is."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

import mediakit
from crm.language import _
from crm.web.endpoint import Visit, endpoint
from crm.web.pages import EMBLEM, not_found

FONTS = Path(mediakit.__file__).parent / "fonts"
A_YEAR = "public, max-age=31536000, immutable"


def _font(visit: Visit) -> Response:
    served = {path.name: path for path in FONTS.glob("*.ttf")}
    path = served.get(visit.request.path_params["name"])
    if path is None:
        return not_found(_("There is no such font."))
    return FileResponse(path, media_type="font/ttf", headers={"cache-control": A_YEAR})


def _icon(_visit: Visit) -> Response:
    # The toolkit's page asks for this name before the script sets the icon.
    return Response(EMBLEM, media_type="image/svg+xml")


def _pulse(_visit: Visit) -> Response:
    return JSONResponse({"ok": True}, headers={"cache-control": "no-store"})


def _front(_visit: Visit) -> Response:
    # The toolkit shows its first page at the bare address alone.
    return RedirectResponse("/", 303)


def file_routes() -> list[Route]:
    """Return the routes of the fonts, the icon, the health check, the first page."""
    return [
        Route("/fonts/{name}", endpoint(_font)),
        Route("/favicon.png", endpoint(_icon)),
        Route("/healthz", endpoint(_pulse)),
        Route("/today", endpoint(_front)),
    ]


def lost_routes() -> list[Route]:
    """Return what answers below the doors where nothing is; the last of our routes.

    Nobody has to be signed in there, so that nothing of the screens is shown.
    """

    def lost(_visit: Visit) -> Response:
        return not_found(_("There is no such page."))

    below = ("login", "welcome", "setup", "feeds")
    return [
        Route(f"/{place}/{{rest:path}}", endpoint(lost), methods=["GET", "POST"])
        for place in below
    ]
