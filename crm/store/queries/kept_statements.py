"""Statements that are asked at each letter typed, made once.

Putting one together costs more than asking it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST = 1_000
T = TypeVar("T")
_kept: dict[Hashable, Any] = {}


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Return the statement or statements of a key, made when first asked for.

    The key names all that the statement is made of: its kind, the engine, and where a
    condition of an asker stands in it, who that is.
    """
    if key not in _kept:
        if len(_kept) > MOST:
            _kept.clear()
        _kept[key] = make()
    found: T = _kept[key]
    return found
