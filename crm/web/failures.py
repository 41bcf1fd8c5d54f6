"""What a visitor reads when an answer fails: a sentence, or a short reference.

A refusal (a database that is missing, locked, too new…) is shown as it stands; a
surprise is logged with its trace and shown as a reference only.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import Request

from crm.domain.errors import DeskError
from crm.language import _, use_language
from crm.language.formats import tell
from crm.web.pages import Page, render
from crm.web.request_log import reference_of
from crm.web.visit import visitors_language

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)


class Failures:
    """ASGI middleware: answer a failure of an http request with a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does; where it fails before its answer began, explain."""
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as failure:
            if begun or scope["type"] != "http":
                raise
            request = Request(scope)
            language = visitors_language(None, request.cookies, request.headers)
            with use_language(language):
                answer = _explain(failure, reference_of(scope))
            await answer(scope, receive, send)


def _explain(failure: Exception, reference: str) -> Response:
    if isinstance(failure, DeskError):
        _log.warning("refused: %s, reference %s", failure, reference)
        heading = _("The desk cannot open.")
        return _page(heading, tell(failure), 503, reference)
    _log.error("unforeseen, reference %s", reference, exc_info=failure)
    sentence = _("Something went wrong (reference {reference}).")
    sentence = sentence.format(reference=reference)
    return _page(_("This did not work."), sentence, 500, reference)


def _page(heading: str, sentence: str, status: int, reference: str) -> Response:
    again = _("Try again")
    return render(
        Page(
            eyebrow="Régie",
            heading=heading,
            lead=sentence,
            body=f'<a class="button" href="/">{again}</a>',
            seed="failure",
            foot=_("Reference {reference}").format(reference=reference),
            switch=False,
        ),
        status,
    )
