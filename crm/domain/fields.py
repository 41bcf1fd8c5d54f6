"""What may stand in a custom field: text, as its kind writes it.

A number is kept with a point and no thousands, a day as ISO 8601 writes it, a flag as
“1” or nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.companies import FieldKind
from crm.domain.errors import NotUnderstoodError, words

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAGGED = "1"
EXAMPLES = {FieldKind.NUMBER: "1234,5", FieldKind.DAY: "2027-03-04"}
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


def read_value(
    kind: FieldKind, typed: str, label: str, choices: Sequence[str] = ()
) -> str:
    """Return what is kept of a typed value; empty stays empty.

    Raises NotUnderstoodError for what is no number, no day, no choice.
    """
    if not typed:
        return ""
    value: str | None = typed
    match kind:
        case FieldKind.NUMBER:
            value = _number(typed)
        case FieldKind.DAY:
            value = _day(typed)
        case FieldKind.CHOICE:
            value = typed if typed in choices else None
        case FieldKind.FLAG:
            value = FLAGGED if typed == FLAGGED else None
    if value is None:
        example = choices[0] if choices else EXAMPLES.get(kind, FLAGGED)
        raise NotUnderstoodError(
            field="value", typed=typed[:40], label=label, example=example
        )
    return value


def kept_day(value: str) -> date | None:
    """Return the day a kept value is, None for one that is none."""
    read = _day(value)
    return date.fromisoformat(read) if read else None


def _number(typed: str) -> str | None:
    plain = _SPACES.sub("", typed).replace("\u2212", "-").replace(",", ".")
    return plain if _NUMBER.fullmatch(plain) else None


def _day(typed: str) -> str | None:
    if not _ISO.fullmatch(typed):
        return None
    year, month, day = (int(part) for part in typed.split("-"))
    there = 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]
    return typed if there else None


KIND_WORDS = {
    FieldKind.TEXT: words("Text"),
    FieldKind.NUMBER: words("Number"),
    FieldKind.DAY: words("Day"),
    FieldKind.CHOICE: words("Choice"),
    FieldKind.FLAG: words("Yes or no"),
}
"""What a kind of field is called."""
