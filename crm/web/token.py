"""The token on the console: who may set up a desk that listens elsewhere."""

from __future__ import annotations

import secrets
import sys
from collections import OrderedDict
from hashlib import sha256
from threading import Lock

COOKIE = "regie_door"
REMEMBERED = 1_000


class ConsoleToken:
    """A secret printed on the console; whoever shows it gets a pass in a cookie.

    Token and passes live as long as the process. Passes are kept as digests, and
    compared by them, so that neither time nor memory tells one.
    """

    def __init__(self, token: str | None = None) -> None:
        self._token = token or secrets.token_urlsafe(18)
        self._passes: OrderedDict[bytes, None] = OrderedDict()
        self._said = False
        self._lock = Lock()

    def announce(self) -> None:
        """Print the token on the console, once."""
        with self._lock:
            if self._said:
                return
            self._said = True
        sys.stderr.write(
            "\n  Régie answers beyond this machine and is not set up yet.\n"
            "  Whoever sets it up gives this token first, on the page /token:\n\n"
            f"      {self._token}\n\n"
        )
        sys.stderr.flush()

    def exchange(self, shown: str) -> str | None:
        """Return a new pass for the right token, None for a wrong one."""
        if not secrets.compare_digest(_digest(shown), _digest(self._token)):
            return None
        fresh = secrets.token_urlsafe(32)
        with self._lock:
            self._passes[_digest(fresh)] = None
            while len(self._passes) > REMEMBERED:
                self._passes.popitem(last=False)
        return fresh

    def admits(self, shown: str | None) -> bool:
        """Say whether a pass was given out by this process."""
        if not shown:
            return False
        digest = _digest(shown)
        with self._lock:
            known = list(self._passes)
        matches = [secrets.compare_digest(digest, other) for other in known]
        return any(matches)


def _digest(text: str) -> bytes:
    return sha256(text.encode(errors="replace")).digest()
