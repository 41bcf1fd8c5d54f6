"""Signing in with an identity provider: the way there and the way back."""

from __future__ import annotations

import logging
import os
from html import escape
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm.domain.errors import NoAccountError
from crm.language import _
from crm.language.formats import tell
from crm.services.sign_ins import LASTS
from crm.web.endpoint import Visit, endpoint, set_cookie
from crm.web.openid import (
    EmailNotVerifiedError,
    OpenIdProvider,
    ProviderDownError,
    ProviderError,
)
from crm.web.pages import Page, not_found, render
from crm.web.provider_settings import ProviderSettings, fault_of, providers_of
from crm.web.visit import SESSION_COOKIE, local_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.services.arrivals import Arrivals

COOKIE = "regie_provider"
PUBLIC_URL = "REGIE_PUBLIC_URL"
TEN_MINUTES = 600
_log = logging.getLogger(__name__)


def provider_links(
    wanted: str | None, environment: Mapping[str, str] = os.environ
) -> str:
    """Return the links to the providers, for the page where one signs in.

    `wanted` is the path to go to afterwards. Empty where there is no provider.
    """
    after = quote(local_path(wanted), safe="")
    return "".join(
        f'<a class="button plain" href="/login/with/{settings.name}?next={after}">'
        + escape(_("Sign in with {provider}").format(provider=settings.label))
        + "</a>"
        for settings in providers_of(environment).values()
    )


def provider_routes(
    arrivals: Arrivals, environment: Mapping[str, str] = os.environ
) -> list[Route]:
    """Return the ways to the providers the environment names, and back."""
    known = {
        name: OpenIdProvider(settings, arrivals.now)
        for name, settings in providers_of(environment).items()
    }

    def leave(visit: Visit) -> Response:
        request = visit.request
        provider = known.get(request.path_params["name"])
        if provider is None:
            return _unknown()
        settings = provider.settings
        wanted = local_path(request.query_params.get("next"))
        if fault := fault_of(settings):
            _log.error("provider %s: %s", settings.name, fault)
            return _stopped(settings, fault, 503, wanted)
        nonce, verifier = token_urlsafe(32), token_urlsafe(48)
        back = _back(visit, settings.name, environment)
        try:
            # Asked first: while the provider answers, no transaction is open.
            provider.prepare()
        except ProviderError as failure:
            return _failed(settings, failure, wanted)
        ticket = arrivals.set_out(settings.name, nonce, verifier, wanted)
        address = provider.sign_in_address(back, ticket.state, nonce, verifier)
        response = RedirectResponse(address, 303, {"cache-control": "no-store"})
        set_cookie(response, request, COOKIE, ticket.cookie, TEN_MINUTES)
        return response

    def come_back(visit: Visit) -> Response:
        request, answered = visit.request, visit.request.query_params
        provider = known.get(request.path_params["name"])
        if provider is None:
            return _unknown()
        settings = provider.settings
        cookie = request.cookies.get(COOKIE, "")
        state = answered.get("state", "")
        waiting = arrivals.come_back(settings.name, state, cookie)
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
            return _stopped(settings, told, 403, waiting.wanted)
        back = _back(visit, settings.name, environment)
        try:
            proven = provider.identity(back, answered, waiting.nonce, waiting.verifier)
            token = arrivals.arrive(
                proven,
                address=request.client.host if request.client else "",
                browser=request.headers.get("user-agent", ""),
            )
        except ProviderError as failure:
            return _failed(settings, failure, waiting.wanted)
        except NoAccountError as refusal:
            return _stopped(settings, tell(refusal), 403, waiting.wanted)
        response = RedirectResponse(local_path(waiting.wanted), 303)
        seconds = int(LASTS.total_seconds())
        set_cookie(response, request, SESSION_COOKIE, token, seconds)
        response.delete_cookie(COOKIE, path="/", httponly=True)
        return response

    return [
        Route("/login/with/{name}", endpoint(leave), methods=["GET"]),
        Route("/login/back/{name}", endpoint(come_back), methods=["GET"]),
    ]


def _back(visit: Visit, name: str, environment: Mapping[str, str]) -> str:
    """Return the address a provider sends people back to, as it was told to it."""
    public = environment.get(PUBLIC_URL, "").strip().rstrip("/")
    url = visit.request.url
    return f"{public or f'{url.scheme}://{url.netloc}'}/login/back/{name}"


def _failed(
    settings: ProviderSettings, failure: ProviderError, wanted: str
) -> Response:
    reference = uuid4().hex[:8]
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
    response = render(page, status)
    response.delete_cookie(COOKIE, path="/", httponly=True)
    return response


def _unknown() -> Response:
    return not_found(_("This desk knows no such provider."))
