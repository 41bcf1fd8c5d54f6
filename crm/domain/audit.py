"""The chain of the audit: what makes a row that was changed or removed visible.

A row's digest covers its content and a salt of its own. A seal's digest covers the
digests of a batch of rows and the seal before. Where a person's details are erased,
content and salt go and the digest stays: the chain holds, and the digest alone does
not let anybody guess what stood there.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

START = "0" * 64
"""What the first seal covers in place of one before."""


def row_digest(salt: str, content: Iterable[Any]) -> str:
    """Return the digest (hex, SHA-256) of a row's content, all of it JSON values."""
    told = json.dumps(
        list(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(f"{salt}\n{told}".encode()).hexdigest()


def seal_digest(before: str, rows: Iterable[tuple[int, str]]) -> str:
    """Return the digest of a batch: the seal before, then each row's id and digest."""
    sealed = sha256(before.encode())
    for number, digest in rows:
        sealed.update(f"\n{number} {digest}".encode())
    return sealed.hexdigest()
