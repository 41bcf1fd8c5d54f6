"""OpenID Connect, the part a desk needs: the code flow with PKCE (S256).

What a provider answers is believed as far as it is signed, meant for this desk, for
this sign-in, and fresh. Sources: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4,
RFC 7636, RFC 9207.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from crm.services.providers import ProvenIdentity
from crm.web.provider_faults import is_safe
from crm.web.visit import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from ssl import SSLContext

    from crm.services.provider_settings import ProviderSettings

ALGORITHMS = ("RS256", "ES256", "PS256")
"""Signatures only a provider can make; `none` and shared secrets are not among them."""
KEY_TYPES = frozenset({"RSA", "EC"})
TIMEOUT_SECONDS = 5
ANSWER_SECONDS = 10
LARGEST_ANSWER = 512 * 1024
KEPT_SECONDS = 3600
LEFT_ALONE_SECONDS = 10
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 200


class ProviderError(Exception):
    """A provider answered what cannot be believed; the reason is for the log."""


class ProviderDownError(ProviderError):
    """A provider does not answer."""


class EmailNotVerifiedError(ProviderError):
    """A provider does not vouch for the address it names."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself."""

    authorization: str
    token: str
    keys: str
    secret_in_form: bool
    names_itself: bool


class OpenIdProvider:
    """One provider: where one signs in, and who came back from there.

    What it says of itself and its keys are kept for an hour. After a failure it is
    left alone for a few seconds, so that visitors do not queue behind a dead host.
    """

    def __init__(self, settings: ProviderSettings, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self._now = now
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._failed_at: float | None = None

    def prepare(self) -> None:
        """Ask what is needed to send somebody there. Raises ProviderError."""
        self._told()

    def sign_in_address(
        self, redirect_uri: str, state: str, nonce: str, verifier: str
    ) -> str:
        """Return where a browser goes to sign in. Raises ProviderError."""
        metadata = self._told()
        digest = sha256(verifier.encode()).digest()
        asked = urlencode(
            {
                "response_type": "code",
                "client_id": self.settings.client_id,
                "redirect_uri": redirect_uri,
                "scope": self.settings.scope,
                "state": state,
                "nonce": nonce,
                "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
        )
        joint = "&" if urlsplit(metadata.authorization).query else "?"
        return f"{metadata.authorization}{joint}{asked}"

    def identity(
        self,
        redirect_uri: str,
        answered: Mapping[str, str],
        nonce: str,
        verifier: str,
    ) -> ProvenIdentity:
        """Return who came back with an answer (`code`, and `iss` where it is sent).

        Raises ProviderDownError, EmailNotVerifiedError, ProviderError.
        """
        metadata = self._told()
        named = answered.get("iss")
        if (named or metadata.names_itself) and named != self.settings.issuer:
            raise ProviderError("the answer names another issuer")
        form = {
            "grant_type": "authorization_code",
            "code": answered.get("code", ""),
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        given = self._exchange(metadata, form).get("id_token")
        if not isinstance(given, str):
            raise ProviderError("no ID token was given")
        claims = self._verified(metadata, given, nonce)
        email = _proven_email(self.settings, claims)
        return ProvenIdentity(self.settings.issuer, claims["sub"], email)

    def _exchange(self, metadata: Metadata, form: dict[str, str]) -> dict[str, Any]:
        client_id, secret = self.settings.client_id, self.settings.client_secret
        headers = {"accept": "application/json"}
        if secret and not metadata.secret_in_form:
            pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form = {**form, "client_id": client_id}
            if secret:
                form["client_secret"] = secret
        return _ask("POST", metadata.token, form, headers)

    def _verified(self, metadata: Metadata, given: str, nonce: str) -> dict[str, Any]:
        try:
            try:
                token = jwt.decode(given, self._signing(metadata), ALGORITHMS)
            except InvalidKeyIdError:
                # Its keys were changed since: they are asked for anew, once.
                self._keys = None
                token = jwt.decode(given, self._signing(metadata), ALGORITHMS)
            jwt.JWTClaimsRegistry(
                now=int(self._now().timestamp()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.settings.issuer},
                aud={"essential": True, "value": self.settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(token.claims)
        except (JoseError, ValueError, TypeError, RecursionError) as wrong:
            raise ProviderError(f"its ID token: {type(wrong).__name__}") from None
        claims = token.claims
        party = claims.get("azp")
        alone = not isinstance(claims["aud"], list) or len(claims["aud"]) == 1
        if party != self.settings.client_id and not (alone and party is None):
            raise ProviderError("its ID token was made for another party")
        if len(claims["sub"]) > LONGEST_SUBJECT:
            raise ProviderError("its name for this person is too long")
        return claims

    def _told(self) -> Metadata:
        at = self._now().timestamp()
        if self._metadata is not None and at < self._metadata[0]:
            return self._metadata[1]
        failed = self._failed_at
        if failed is not None and failed <= at < failed + LEFT_ALONE_SECONDS:
            raise ProviderDownError("left alone after a failure")
        issuer = self.settings.issuer
        try:
            address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            metadata = _read_metadata(_ask("GET", address), issuer)
        except ProviderError:
            self._failed_at = at
            raise
        self._metadata = (at + KEPT_SECONDS, metadata)
        return metadata

    def _signing(self, metadata: Metadata) -> KeySet:
        at = self._now().timestamp()
        if self._keys is not None and at < self._keys[0]:
            return self._keys[1]
        listed = _ask("GET", metadata.keys).get("keys")
        if not isinstance(listed, list):
            raise ProviderError("it lists no keys")
        usable = [
            key
            for key in listed
            if isinstance(key, dict) and key.get("kty") in KEY_TYPES
        ]
        keys = KeySet.import_key_set({"keys": usable})
        self._keys = (at + KEPT_SECONDS, keys)
        return keys


def _read_metadata(told: Mapping[str, Any], issuer: str) -> Metadata:
    if told.get("issuer") != issuer:
        raise ProviderError("it says it is another issuer")
    addresses = [
        told.get(key)
        for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ]
    safe = [url for url in addresses if isinstance(url, str) and is_safe(url)]
    if len(safe) != len(addresses):
        raise ProviderError("one of its addresses is missing or not https")
    methods = told.get("token_endpoint_auth_methods_supported")
    return Metadata(
        authorization=safe[0],
        token=safe[1],
        keys=safe[2],
        secret_in_form=isinstance(methods, list) and "client_secret_post" in methods,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def _proven_email(settings: ProviderSettings, claims: Mapping[str, Any]) -> str:
    """Return the address a provider vouches for.

    Microsoft sends no `email_verified`. A tenant may send `xms_edov` (the owner of
    the address's domain was verified) or `verified_primary_email`; without either
    its addresses are what its administrators typed, and count where the desk's
    settings say so.
    """
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        raise EmailNotVerifiedError("no address was given")
    if claims.get("email_verified") is True:
        return email
    if "email_verified" in claims:
        raise EmailNotVerifiedError("its address is not verified")
    primary = claims.get("verified_primary_email")
    vouched = settings.is_microsoft and (
        claims.get("xms_edov") in (True, 1, "1", "true")
        or (isinstance(primary, list) and email in primary)
    )
    if not vouched and not settings.trusts_email:
        raise EmailNotVerifiedError("nothing says its address is verified")
    return email


@lru_cache(maxsize=1)
def _trusted() -> SSLContext:
    """Return whose certificates are believed; reading them takes a while."""
    return httpx.create_ssl_context()


def _ask(
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the JSON object an address answers with, in time and of some size."""
    ends = monotonic() + ANSWER_SECONDS
    here = is_loopback(urlsplit(address).hostname)
    client = httpx.Client(
        timeout=TIMEOUT_SECONDS, trust_env=not here, verify=_trusted()
    )
    body = bytearray()
    try:
        with (
            client,
            client.stream(method, address, data=form, headers=headers) as answer,
        ):
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER or monotonic() > ends:
                    raise ProviderDownError("its answer is too long")
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:
        raise ProviderDownError(type(failure).__name__) from None
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if answer.is_server_error:
        raise ProviderDownError(f"it answered {answer.status_code}")
    if not answer.is_success:
        error = told.get("error") if isinstance(told, dict) else None
        raise ProviderError(f"it answered {answer.status_code} {str(error)[:60]!r}")
    if not isinstance(told, dict):
        raise ProviderError("its answer is no JSON object")
    return told
