"""An identity provider on this machine, which a test bends as it likes."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64encode
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.factories import MORNING

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENT_ID, CLIENT_SECRET = "regie", "s3cret/with+signs"


@lru_cache
def signing_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class OidcProvider:
    """Serves discovery, keys and tokens; `claims` and the others bend an answer."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256"}
        self.metadata: dict[str, Any] = {}
        self.kids = ["first"]
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self.answers: dict[str, bytes] = {}
        self.silent: threading.Event | None = None
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self.token_requests: list[dict[str, str]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(provider.get(self.path))

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = parse_qs(self.rfile.read(length).decode())
                form = {name: values[0] for name, values in body.items()}
                form["authorization"] = self.headers.get("authorization", "")
                self._answer(provider.post(self.path, form))

            def _answer(self, answer: tuple[int, bytes]) -> None:
                status, body = answer
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)

            def log_message(self, *_parts: object) -> None:
                """Keep silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/realms/desk"
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def consent(self, address: str) -> dict[str, str]:
        """Say yes to the sign-in a browser was sent here for; return the answer."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def back(self, address: str, **changed: str) -> str:
        """Return where the browser is sent after consent."""
        asked = parse_qs(urlsplit(address).query)
        answer = self.consent(address) | changed
        return f"{asked['redirect_uri'][0]}?{urlencode(answer)}"

    def get(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if self.silent is not None:
            self.silent.wait()
        if path in self.answers:
            return 200, self.answers[path]
        base = self.issuer
        told: dict[str, Any] = {}
        if path.endswith("/.well-known/openid-configuration"):
            told = {
                "issuer": base,
                "authorization_endpoint": f"{base}/auth",
                "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys",
            } | self.metadata
        elif path.endswith("/keys"):
            keys = [signing_key(kid).as_dict(private=False) for kid in self.kids]
            told = {"keys": [{"kty": "AKP", "kid": "new kind"}, *keys]}
        return (200 if told else 404), json.dumps(told).encode()

    def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(path)
        self.token_requests.append(form)
        if path in self.answers:
            return 200, self.answers[path]
        asked = self._codes.pop(form["code"], None)
        digest = sha256(form["code_verifier"].encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return 400, b'{"error": "invalid_grant"}'
        at = int(MORNING.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "subject-1",
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            "email": "c@desk.example",
            "email_verified": True,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        token = {"access_token": "a", "token_type": "Bearer"}
        return 200, json.dumps(token | {"id_token": self.sign(claims)}).encode()

    def _signed(self, claims: dict[str, Any]) -> str:
        kid = self.kids[-1]
        return jwt.encode({**self.header, "kid": kid}, claims, signing_key(kid))
