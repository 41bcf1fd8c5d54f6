"""What stands in a half-filled form, as JSON that gives the same values back."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

LONGEST = 100_000
"""Characters of JSON beyond which a form is no draft any more."""
DAYS_KEPT = 30
DOMAIN = "crm.domain."


class UnkeptError(TypeError):
    """A value that no draft keeps: a file, an object of the toolkit."""


def encode(value: Any) -> Any:  # noqa: ANN401, PLR0911  one line for each kind of value
    """Return a value as JSON; what JSON does not know is tagged by a letter.

    Raises UnkeptError for what is not a value somebody typed or chose.
    """
    match value:
        case StrEnum():
            kind = type(value)
            return {"e": f"{kind.__module__}.{kind.__qualname__}", "v": value.value}
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"m": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"t": value.isoformat()}
        case list():
            return [encode(part) for part in value]
        case tuple():
            return {"u": [encode(part) for part in value]}
        case dict():
            return {"o": [[encode(name), encode(part)] for name, part in value.items()]}
        case _:
            raise UnkeptError(type(value).__name__)


def decode(kept: Any) -> Any:  # noqa: ANN401, PLR0911  one line for each kind of value
    """Return what `encode` was given. Raises UnkeptError for what it never wrote."""
    match kept:
        case None | bool() | int() | str():
            return kept
        case list():
            return [decode(part) for part in kept]
        case {"e": str(name), "v": str(value)}:
            return _member(name, value)
        case {"n": str(text)}:
            return Decimal(text)
        case {"m": str(text)}:
            return datetime.fromisoformat(text)
        case {"d": str(text)}:
            return date.fromisoformat(text)
        case {"t": str(text)}:
            return time.fromisoformat(text)
        case {"u": list(parts)}:
            return tuple(decode(part) for part in parts)
        case {"o": list(pairs)}:
            return {decode(name): decode(part) for name, part in pairs}
        case _:
            raise UnkeptError(repr(kept)[:40])


def _member(name: str, value: str) -> StrEnum:
    """Return a member of one of the domain's enums: nothing else is looked up."""
    module, _dot, kind = name.rpartition(".")
    found = getattr(sys.modules.get(module), kind, None)
    if not (
        module.startswith(DOMAIN)
        and isinstance(found, type)
        and issubclass(found, StrEnum)
    ):
        raise UnkeptError(name)
    return found(value)
