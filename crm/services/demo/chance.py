"""What looks like chance and is not: the same names give the same answer."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def below(limit: int, *names: object) -> int:
    """Return a number from 0 to `limit` − 1, always the same for the same names."""
    text = "|".join(str(name) for name in names)
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest) % limit


def between(first: int, last: int, *names: object) -> int:
    """Return a number from `first` to `last`, both inside."""
    return first + below(last - first + 1, *names)


def happens(percent: int, *names: object) -> bool:
    """Say yes that many times in a hundred names."""
    return below(100, *names) < percent


def pick(choices: Sequence[T], *names: object) -> T:
    """Return one of the choices."""
    return choices[below(len(choices), *names)]
