"""Secrets the desk must read again, kept so that the database alone tells none.

The key stands apart from what it protects: in REGIE_SECRET_KEY, or in a file beside
the database that only its owner reads. Whoever gets hold of a backup of the database
has digests and sealed texts, and can make no code of anybody's second step.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import make_url

from crm.domain.account_errors import KeyLostError, KeyTooShortError
from crm.store.database import DEFAULT_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL

VARIABLE = "REGIE_SECRET_KEY"
FILE_NAME = "secret.key"
SHORTEST_KEY = 32


class Vault:
    """Seals texts for one owner each, and opens them again."""

    def __init__(self, key: str, where: str = VARIABLE) -> None:
        """Take a key of any characters; `where` tells people where it stands.

        Raises KeyTooShortError under 32 characters.
        """
        if len(key) < SHORTEST_KEY:
            raise KeyTooShortError(where=where, shortest=SHORTEST_KEY)
        self.where = where
        derived = HKDF(SHA256(), 32, salt=None, info=b"regie secrets at rest")
        self._box = Fernet(urlsafe_b64encode(derived.derive(key.encode())))

    def seal(self, text: str, owner: int) -> str:
        """Return a text that only this key opens, and only for the same owner."""
        return self._box.encrypt(f"{owner}:{text}".encode()).decode()

    def unseal(self, sealed: str, owner: int) -> str:
        """Return what was sealed for an owner.

        Raises KeyLostError where the key is another one, or the text another's.
        """
        try:
            opened = self._box.decrypt(sealed).decode()
        except (InvalidToken, ValueError) as unreadable:
            raise KeyLostError(where=self.where) from unreadable
        named, _colon, text = opened.partition(":")
        if named != str(owner):
            raise KeyLostError(where=self.where)
        return text


def open_vault(folder: Path, environment: Mapping[str, str] = os.environ) -> Vault:
    """Open the desk's vault with REGIE_SECRET_KEY, else with the folder's key file.

    The file is made at its first use, whole or not at all, readable by its owner
    only; of two processes that make it at once, both use the same. Raises
    KeyTooShortError, KeyLostError (a file that cannot be read or made).
    """
    if given := environment.get(VARIABLE, "").strip():
        return Vault(given)
    path = folder.joinpath(FILE_NAME)
    try:
        if not path.exists():
            _make(path)
        return Vault(path.read_text("ascii").strip(), str(path))
    except (OSError, UnicodeDecodeError) as unreadable:
        raise KeyLostError(where=str(path)) from unreadable


def folder_of(url: str | URL) -> Path:
    """Return the folder of an embedded database, else the checkout's data folder."""
    parsed = make_url(url)
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    if not file or file == ":memory:":
        file = make_url(DEFAULT_URL).database
    return Path(file or "").resolve().parent


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, not a move: it never replaces the key another process just made.
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()
