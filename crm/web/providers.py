"""Signing in with an identity provider: the way there and the way back."""

from __future__ import annotations

import logging
import os
from html import escape
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.account_errors import NoAccountError
from crm.language import _
from crm.language.formats import tell
from crm.services.provider_settings import ProviderSettings, providers_of
from crm.web.endpoint import Visit, endpoint, set_cookie
from crm.web.letting_in import with_session
from crm.web.openid import (
    EmailNotVerifiedError,
    OpenIdProvider,
    ProviderDownError,
    ProviderError,
)
from crm.web.pages import Page, not_found, render
from crm.web.provider_faults import fault_of
from crm.web.proxies import address_of
from crm.web.request_log import reference_of
from crm.web.visit import browser_of, local_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.web.door import Desk

COOKIE = "regie_provider"
PUBLIC_URL = "REGIE_PUBLIC_URL"
TEN_MINUTES = 600
_log = logging.getLogger(__name__)


def provider_routes(
    desk: Desk, environment: Mapping[str, str] = os.environ
) -> list[Route]:
    """Return the ways to the providers the environment names, and back."""
    ways = _Ways(desk, environment)
    return [
        Route("/login/with/{name}", endpoint(ways.leave), methods=["GET"]),
        Route("/login/back/{name}", endpoint(ways.come_back), methods=["GET"]),
    ]


class _Ways:
    """Both directions; no transaction is open while a provider answers."""

    def __init__(self, desk: Desk, environment: Mapping[str, str]) -> None:
        self._desk = desk
        self._public = environment.get(PUBLIC_URL, "").strip().rstrip("/")
        self._known = {
            name: OpenIdProvider(settings, desk.now)
            for name, settings in providers_of(environment).items()
        }

    def leave(self, visit: Visit) -> Response:
        """Send a browser to its provider."""
        request = visit.request
        provider = self._known.get(request.path_params["name"])
        if provider is None:
            return _unknown()
        settings = provider.settings
        wanted = local_path(request.query_params.get("next"))
        if fault := fault_of(settings):
            _log.error("provider %s: %s", settings.name, fault)
            return _stopped(settings, fault, 503, wanted)
        try:
            provider.prepare()
        except ProviderError as failure:
            return _failed(visit, settings, failure, wanted)
        nonce, verifier = token_urlsafe(32), token_urlsafe(48)
        ticket = self._desk.leave_for_provider(settings.name, nonce, verifier, wanted)
        address = provider.sign_in_address(
            self._back(visit, settings), ticket.state, nonce, verifier
        )
        response = RedirectResponse(address, 303, {"cache-control": "no-store"})
        set_cookie(response, request, COOKIE, ticket.cookie, TEN_MINUTES)
        return response

    def come_back(self, visit: Visit) -> Response:
        """Receive a browser that its provider sends back."""
        request, answered = visit.request, visit.request.query_params
        provider = self._known.get(request.path_params["name"])
        if provider is None:
            return _unknown()
        settings = provider.settings
        waiting = self._desk.back_from_provider(
            settings.name, answered.get("state", ""), request.cookies.get(COOKIE, "")
        )
        if waiting is None:
            sentence = _(
                "This sign-in was begun in another browser, a while ago, or used "
                "already. Begin again."
            )
            return _stopped(settings, sentence, 400)
        if "error" in answered or not answered.get("code"):
            _log.warning("provider %s: %.60r", settings.name, answered.get("error"))
            sentence = _("You were not signed in at {provider}. Begin again.")
            told = sentence.format(provider=settings.label)
            return _over(_stopped(settings, told, 403, waiting.wanted))
        try:
            token = self._desk.arrive(
                provider.identity(
                    self._back(visit, settings),
                    answered,
                    waiting.nonce,
                    waiting.verifier,
                ),
                address=address_of(request),
                browser=browser_of(request),
            )
        except ProviderError as failure:
            return _over(_failed(visit, settings, failure, waiting.wanted))
        except NoAccountError as refusal:
            return _over(_stopped(settings, tell(refusal), 403, waiting.wanted))
        return _over(with_session(self._desk, visit, token, waiting.wanted))

    def _back(self, visit: Visit, settings: ProviderSettings) -> str:
        """Return the address a provider sends people back to, as it was told to it."""
        url = visit.request.url
        origin = self._public or f"{url.scheme}://{url.netloc}"
        return f"{origin}/login/back/{settings.name}"


def _over(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True)
    return response


def _failed(
    visit: Visit, settings: ProviderSettings, failure: ProviderError, wanted: str
) -> Response:
    reference = reference_of(visit.request.scope)
    # The reason is ours, word by word: nothing a provider or a browser sent is in it
    # but a status and the name of an error.
    _log.warning("provider %s, %s: %s", settings.name, reference, failure)
    match failure:
        case EmailNotVerifiedError():
            status, sentence = (
                403,
                _(
                    "{provider} does not say that your e-mail address is verified. "
                    "Verify it there, or ask an administrator (reference {reference})."
                ),
            )
        case ProviderDownError():
            status, sentence = (
                503,
                _(
                    "{provider} does not answer. Try again in a minute, or sign in "
                    "with your password (reference {reference})."
                ),
            )
        case _:
            status, sentence = (
                502,
                _(
                    "What {provider} answered cannot be believed. Begin again, or ask "
                    "an administrator (reference {reference})."
                ),
            )
    told = sentence.format(provider=settings.label, reference=reference)
    return _stopped(settings, told, status, wanted)


def _stopped(
    settings: ProviderSettings, sentence: str, status: int, wanted: str = "/"
) -> Response:
    after = quote(wanted, safe="")
    body = (
        f'<a class="button" href="/login?next={after}">'
        + escape(_("Back to signing in"))
        + "</a>"
    )
    page = Page(
        eyebrow=settings.label,
        heading=_("You are not signed in."),
        lead=sentence,
        body=body,
        seed="provider",
        switch=False,
    )
    return render(page, status)


def _unknown() -> Response:
    return not_found(_("This desk knows no such provider."))
